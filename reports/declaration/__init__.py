"""What a report is: one declaration, of which page, figure, sheet, CSV and JSON are made.

A declaration names the columns with their units, how the rows are asked for and the sentence
that sums them up. To add a report: write its figures (a module of reports/, its SQL in
reports/queries/), declare its measures and columns in reports/catalogue/, and add it to REPORTS.
"""

from reports.declaration.report import BY_PLACE, Figures, Report
from reports.declaration.table import Line, LineKind, Named, Section, Table

__all__ = ["BY_PLACE", "Figures", "Line", "LineKind", "Named", "Report", "Section", "Table"]
