"""Amounts that several files of tests look at."""

from datetime import date

import pytest

from promotion.models import Centre, Source
from tests.cast import make_centre, make_grant, make_plan, make_project, send

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000


@pytest.fixture
def plans(ministry):
    """Plans of 2024 and 2025 in An Giang and what was merged into it, in triệu đồng."""
    for unit, year, source, million, signed in (
        ("an-giang", 2025, Source.LOCAL, 300, date(2025, 7, 2)),
        ("kien-giang", 2025, Source.LOCAL, 100, date(2025, 1, 15)),
        ("kien-giang", 2025, Source.NATIONAL, 40, date(2025, 2, 15)),
        ("kien-giang", 2024, Source.LOCAL, 200, date(2024, 1, 15)),
    ):
        make_plan(unit, year, source, million * 1_000_000, ministry, signed_on=signed)


@pytest.fixture
def official(client, ministry):
    client.force_login(ministry)
    return client


@pytest.fixture
def money(ministry, clerk_an_giang, db):
    """Odd amounts in two provinces of Central, one of them merged, one without data beside."""
    for unit, year, national, local, paid in (
        ("binh-dinh", 2024, 0, 1_000_000_001, 333_333_333),
        ("gia-lai", 2025, 450_500_000, 900_499_999, 700_700_007),
        ("hue", 2024, 0, 300 * MILLION, 77 * MILLION),
        ("hue", 2025, 0, 100 * MILLION, 77 * MILLION),
    ):
        for source, amount_vnd in ((NATIONAL, national), (LOCAL, local)):
            if amount_vnd:
                make_plan(unit, year, source, amount_vnd, ministry, signed_on=date(year, 1, 9))
        centre = Centre.objects.filter(province=unit).first() or make_centre(unit)
        project = make_project(centre, f"{unit}-{year}")
        grant = make_grant(project, ministry, 2_000 * MILLION, NATIONAL, year)
        send(grant, clerk_an_giang, paid, voucher_on=date(year, 5, 6)).confirm(ministry)
