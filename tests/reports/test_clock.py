"""Defaults of reports turn with midnight in Vietnam, and each budget year keeps its money."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import timezone

from promotion.filters import budget_years
from promotion.models import Source
from reports import execution
from reports.indicators import BySource
from reports.parameters import Parameters
from reports.places import COUNTRY
from reports.views.questions import ask
from tests.cast import make_grant, make_plan, send
from tests.clock import NEW_YEAR, OLD_YEAR
from tests.reports.asking import load, province


@pytest.fixture
def asked(stop_clock, ministry):
    """What a report understands of the query at the moment, with plans of 2025 and 2026."""
    for year in (2025, 2026):
        make_plan("an-giang", year, Source.LOCAL, 400, ministry, signed_on=date(year - 1, 12, 20))

    def parameters(moment: str, **query) -> Parameters:
        stop_clock(moment)
        request = RequestFactory().get("/", query)
        request.user = ministry
        return ask(request).parameters

    return parameters


@pytest.mark.parametrize(
    ("moment", "year", "until"),
    [(OLD_YEAR, 2025, date(2025, 12, 31)), (NEW_YEAR, 2026, date(2026, 1, 1))],
)
def test_year_and_cut_off_by_default(asked, moment, year, until):
    parameters = asked(moment)
    assert (parameters.year, parameters.until, parameters.today) == (year, until, until)
    assert budget_years()[0] == year


def test_the_year_before_is_asked_for_at_its_end(asked):
    assert asked(NEW_YEAR, year="2025").until == date(2025, 12, 31)
    assert asked(NEW_YEAR, year="2025", until="01/01/2026").until == date(2026, 1, 1)


def test_a_settlement_of_january_counts_in_its_budget_year(
    stop_clock, clerk_an_giang, officer_an_giang, project_an_giang, grant_an_giang
):
    make_grant(project_an_giang, officer_an_giang, budget_year=2026)
    stop_clock(OLD_YEAR)
    send(grant_an_giang, clerk_an_giang, 10, voucher_on=timezone.localdate()).confirm(
        officer_an_giang
    )
    stop_clock(NEW_YEAR)
    late = send(grant_an_giang, clerk_an_giang, 200, voucher_on=timezone.localdate())
    late.confirm(officer_an_giang)
    assert late.booked_on == date(2026, 1, 1)

    def disbursed(year: int, until: date) -> BySource:
        asked = Parameters(year, until, timezone.localdate())
        return execution.load(asked).total(COUNTRY).disbursed_vnd

    assert disbursed(2025, date(2025, 12, 31)) == BySource(local=10)
    assert disbursed(2025, date(2026, 1, 1)) == BySource(local=210)
    assert disbursed(2026, date(2026, 1, 1)) == BySource()


@pytest.mark.parametrize(
    ("budget_year", "days", "until", "counted_vnd"),
    [
        (2024, [date(2024, 2, 29), date(2024, 3, 1)], date(2025, 2, 28), 1),
        (2024, [date(2024, 2, 28), date(2024, 2, 29)], date(2025, 2, 27), 0),
        (2023, [date(2023, 2, 28), date(2023, 3, 1)], date(2024, 2, 29), 1),
        (2023, [date(2023, 2, 28), date(2023, 3, 1)], date(2024, 2, 28), 1),
    ],
)
def test_the_same_period_at_the_end_of_february(
    clerk_an_giang, officer_an_giang, project_an_giang, budget_year, days, until, counted_vnd
):
    grant = make_grant(project_an_giang, officer_an_giang, budget_year=budget_year)
    for amount_vnd, day in zip((1, 20), days, strict=True):
        send(grant, clerk_an_giang, amount_vnd, voucher_on=day).confirm(officer_an_giang)
    figures = load(until, budget_year + 1)
    assert province(figures, "an-giang").same_period_vnd == BySource(local=counted_vnd)
