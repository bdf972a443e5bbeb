"""Every month of the Central conference's two years, by sums that share nothing with the report."""

from datetime import date

import pytest

from promotion.lib.dates import month_end
from reports import queries
from reports.catalogue import MONTHLY
from reports.parameters import Lens, Parameters
from reports.places import COUNTRY
from tests.demo.sums import CONFERENCE, LOCAL, NATIONAL, of_central, payments

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
MILLION = 1_000_000


def test_central_month_by_month():
    asked = Parameters(2025, CONFERENCE, TODAY)
    figures = MONTHLY.load(asked, queries.draw_map(asked))
    central = figures.map.region("central")
    for month, row in figures.rows(central)[:11]:
        booked = payments(2025, month.last)
        assert row.cumulative_vnd.national == of_central(booked, NATIONAL)
        assert row.cumulative_vnd.local == of_central(booked, LOCAL)
        earlier = payments(2024, month_end(month.last.replace(year=2024, day=1)))
        assert row.same_period_vnd.local == of_central(earlier, LOCAL)
    december, total = figures.rows(central)[11][1], figures.total(central)
    assert december.same_period_vnd.all == 43_735 * MILLION
    assert total.cumulative_vnd.all == 47_017 * MILLION
    assert total.same_period_vnd.all == 35_194 * MILLION


def test_the_country_is_the_same_on_both_maps():
    found = []
    for lens in Lens:
        asked = Parameters(2025, date(2026, 1, 31), TODAY, lens=lens)
        figures = MONTHLY.load(asked, queries.draw_map(asked))
        found.append(figures.rows(COUNTRY))
    assert found[0] == found[1]
    assert len(found[0]) == 13
