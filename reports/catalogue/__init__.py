"""The reports, each declared in a module of its own."""

from reports.catalogue.attention import ATTENTION
from reports.catalogue.centres import CENTRES
from reports.catalogue.content import CONTENT
from reports.catalogue.estimates import ESTIMATES
from reports.catalogue.execution import EXECUTION
from reports.catalogue.monthly import MONTHLY
from reports.catalogue.periodic import PERIODIC
from reports.catalogue.plan_changes import PLAN_CHANGES
from reports.catalogue.programme_period import PROGRAMME_PERIOD
from reports.catalogue.projects import PROJECTS
from reports.catalogue.results import RESULTS
from reports.catalogue.year_on_year import YEAR_ON_YEAR
from reports.declaration import Report

REPORTS: dict[str, Report] = {
    report.slug: report
    for report in (
        EXECUTION,
        PERIODIC,
        YEAR_ON_YEAR,
        MONTHLY,
        PROGRAMME_PERIOD,
        CONTENT,
        PROJECTS,
        RESULTS,
        CENTRES,
        ATTENTION,
        PLAN_CHANGES,
        ESTIMATES,
    )
}
