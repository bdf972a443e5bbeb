"""Amounts that several files of tests look at."""

from datetime import date

import pytest

from projects.models import Project
from promotion.models import Centre, Level, Source
from tests.cast import make_centre, make_grant, make_plan, make_project, make_user, send

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


def paid(grant, by, confirming, *amounts: tuple[int, date]) -> None:
    for million, day in amounts:
        send(grant, by, million * MILLION, voucher_on=day).confirm(confirming)


def supported(centre, code: str, by, million: int, year: int, **facts):
    """A project with local support, its dated facts given."""
    project = make_project(centre, code)
    Project.objects.filter(pk=project.pk).update(approved_on=date(year, 1, 15), **facts)
    return make_grant(project, by, million * MILLION, budget_year=year)


@pytest.fixture
def lagging(ministry, officer_an_giang, clerk_an_giang, centre_an_giang, centre_gia_lai):
    """An Giang stood at 60 and 70 of a hundred in 2023 and 2024, and now at 40 of 100.

    By 30/11/2025 of its three projects one is settled, one under way, one not contracted; Gia
    Lai is in step and has a project that was not contracted.
    """
    contracted = {"contracted_on": date(2024, 2, 1)}
    for unit in ("an-giang", "gia-lai"):
        for year, plan in ((2023, 100), (2024, 100), (2025, 100)):
            make_plan(unit, year, LOCAL, plan * MILLION, ministry, signed_on=date(year, 1, 9))

    def pay(grant, *amounts):
        paid(grant, clerk_an_giang, officer_an_giang, *amounts)

    pay(
        supported(
            centre_an_giang, "A23", officer_an_giang, 90, 2023, contracted_on=date(2023, 2, 1)
        ),
        (60, date(2023, 11, 30)),
        (30, date(2023, 12, 1)),
    )
    pay(
        supported(centre_an_giang, "A24", officer_an_giang, 80, 2024, **contracted),
        (70, date(2024, 5, 5)),
        (10, date(2024, 12, 5)),
    )
    # Approved in 2024 and never contracted: nothing came in from it.
    supported(centre_an_giang, "B24", officer_an_giang, 20, 2024)
    settled = {"contracted_on": date(2025, 2, 1), "accepted_on": date(2025, 5, 1)}
    pay(
        supported(
            centre_an_giang, "A25", officer_an_giang, 30, 2025, **settled,
            settled_on=date(2025, 6, 1),
        ),
        (25, date(2025, 5, 5)),
    )  # fmt: skip
    under_way = supported(
        centre_an_giang, "B25", officer_an_giang, 45, 2025, contracted_on=date(2025, 3, 1)
    )
    pay(under_way, (15, date(2025, 9, 9)), (9, date(2025, 12, 12)))
    send(under_way, clerk_an_giang, 5 * MILLION, voucher_on=date(2025, 10, 10))  # not confirmed
    supported(centre_an_giang, "C25", officer_an_giang, 10, 2025)
    of_gia_lai = supported(
        centre_gia_lai, "G25", officer_an_giang, 80, 2025, contracted_on=date(2025, 3, 1)
    )
    grant = supported(centre_gia_lai, "G24", officer_an_giang, 70, 2024, **contracted)
    officer = make_user("officer-gia-lai", "officer", province_id="gia-lai")
    paid(grant, clerk_an_giang, officer, (70, date(2024, 11, 11)))
    paid(of_gia_lai, clerk_an_giang, officer, (75, date(2025, 11, 11)))
    supported(centre_gia_lai, "H25", officer_an_giang, 15, 2025)


@pytest.fixture
def divided(ministry, centre_an_giang, centre_gia_lai, officer_an_giang, clerk_an_giang):
    """What An Giang and Kiên Giang, merged into it, planned and disbursed, in triệu đồng.

    2024: Kiên Giang 500 of its own, 100 of districts, of which 350 and 90 were paid. 2025: the
    same with 60 and 20; An Giang 1,000 and 200 national, 40 of communes, of which 600, 70 and 30
    were paid. Gia Lai has one level only.
    """
    of_gia_lai = make_user("officer_gia_lai", "officer", province_id="gia-lai")
    officers = {"an-giang": officer_an_giang, "gia-lai": of_gia_lai}
    kien_giang = make_centre("kien-giang", successor=centre_an_giang, closed_on=date(2025, 6, 30))
    for centre, year, source, level, plan, paid, day in (
        (kien_giang, 2024, LOCAL, Level.PROVINCE, 500, 350, date(2024, 5, 6)),
        (kien_giang, 2024, LOCAL, Level.DISTRICT, 100, 90, date(2024, 5, 6)),
        (kien_giang, 2025, LOCAL, Level.DISTRICT, 60, 20, date(2025, 5, 6)),
        (centre_an_giang, 2025, LOCAL, Level.PROVINCE, 1000, 600, date(2025, 9, 2)),
        (centre_an_giang, 2025, LOCAL, Level.COMMUNE, 40, 30, date(2025, 9, 2)),
        (centre_an_giang, 2025, NATIONAL, Level.PROVINCE, 200, 70, date(2025, 9, 2)),
        (centre_gia_lai, 2025, LOCAL, Level.PROVINCE, 300, 5, date(2025, 9, 2)),
    ):
        unit = centre.province_id
        make_plan(unit, year, source, plan * MILLION, ministry, level, signed_on=date(year, 1, 9))
        project = make_project(centre, f"{unit}-{year}-{source[0]}-{level[0]}")
        grant = make_grant(project, ministry, plan * MILLION, source, year, level)
        by = ministry if source == NATIONAL else officers[centre.current.province_id]
        send(grant, clerk_an_giang, paid * MILLION, voucher_on=day).confirm(by)
        if level == Level.DISTRICT:  # not confirmed, so it must not count
            send(grant, clerk_an_giang, 1, voucher_on=day, voucher_number="UNC-10")
