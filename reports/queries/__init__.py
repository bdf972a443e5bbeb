"""All SQL of the reports: each table is summed apart, and the sums meet in Python by unit.

Units are those the rows were written for; which row of a report a unit's money is in, is the
map's to say (`ProvinceMap.holder`). No sum looks at the reader: totals of provinces are open to
everybody who is signed in. Single projects are not: what names some gives those in reach.
"""

from reports.queries.alike import Share, shares
from reports.queries.attention import came_in, days_of_projects, years_of_projects
from reports.queries.centres import centres, money_of_centres, names_of, returns_missing
from reports.queries.confirmed import confirmed_until
from reports.queries.contents import (
    Paid,
    catalogues,
    groups_of,
    mappings_of,
    paid_by_content,
)
from reports.queries.estimates import declared
from reports.queries.maps import budget_years, draw_map
from reports.queries.outcomes import Outcomes
from reports.queries.periods import programme_periods
from reports.queries.portfolio import (
    named_beneficiaries,
    named_projects,
    projects_alike,
)
from reports.queries.projects import largest_projects, project_numbers, unaccepted
from reports.queries.sums import (
    ByDay,
    Sums,
    disbursed,
    disbursed_by_day,
    plans,
    unit_years,
    waiting,
)

__all__ = [
    "ByDay",
    "Outcomes",
    "Paid",
    "Share",
    "Sums",
    "budget_years",
    "came_in",
    "catalogues",
    "centres",
    "confirmed_until",
    "days_of_projects",
    "declared",
    "disbursed",
    "disbursed_by_day",
    "draw_map",
    "groups_of",
    "largest_projects",
    "mappings_of",
    "money_of_centres",
    "named_beneficiaries",
    "named_projects",
    "names_of",
    "paid_by_content",
    "plans",
    "programme_periods",
    "project_numbers",
    "projects_alike",
    "returns_missing",
    "shares",
    "unaccepted",
    "unit_years",
    "waiting",
    "years_of_projects",
]
