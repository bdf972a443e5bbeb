"""Plotly figures of drawn rows: {data, layout} as static/js/figures.js takes them.

Pure: rows in, figure out. Plotly's own classes check every name and value. The geometry equals
the page's first view (drawings.py and templates/parts), so nothing moves when Plotly arrives;
size, fonts and the final colours of the scheme are the script's.
"""

from reports.figures.bars import bars
from reports.figures.bullets import bullet
from reports.figures.curve import s_curve
from reports.figures.figure import Figure
from reports.figures.tiles import tile_map

__all__ = ["Figure", "bars", "bullet", "s_curve", "tile_map"]
