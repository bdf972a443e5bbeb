"""All SQL of the reports: each table is summed apart, and the sums meet in Python by unit.

Units are those the rows were written for; which row of a report a unit's money is in, is the
map's to say (`ProvinceMap.holder`). No sum looks at the reader: totals of provinces are open to
everybody who is signed in. Single projects are not: `largest_projects` gives those in reach.
"""

from reports.queries.maps import budget_years, draw_map
from reports.queries.projects import largest_projects, project_numbers
from reports.queries.sums import Sums, disbursed, plans, unit_years, waiting

__all__ = [
    "Sums",
    "budget_years",
    "disbursed",
    "draw_map",
    "largest_projects",
    "plans",
    "project_numbers",
    "unit_years",
    "waiting",
]
