"""What a province expects: declared by its Department in time, kept, never changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from promotion.models import Source, User
from reports.models import DeclaredEstimate
from tests.cast import make_user
from tests.guards import execute, refused, remove_guard

pytestmark = pytest.mark.django_db
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def this_year() -> int:
    return timezone.localdate().year


def declare(by: User, amount_vnd: int = 100, month: int | None = None, source=LOCAL) -> None:
    DeclaredEstimate.objects.declare(by, this_year(), {(source, month): amount_vnd})


def made_up(by: User, amount_vnd: int, on: date, **fields) -> DeclaredEstimate:
    """As the demonstration has it: declared on a day of the past."""
    fields = {"province_id": "an-giang", "source": LOCAL, "budget_year": on.year} | fields
    return DeclaredEstimate.objects.create(
        recorded_by=by, amount_vnd=amount_vnd, declared_on=on, synthetic=True, **fields
    )


def counted(until: date | None = None) -> list[tuple[str, int | None, int]]:
    rows = DeclaredEstimate.objects.of_year(this_year())
    rows = rows.declared_by(until or timezone.localdate()).that_count().order_by("pk")
    return list(rows.values_list("source", "month", "amount_vnd"))


def test_the_latest_counts_and_earlier_ones_stay(officer_an_giang):
    declare(officer_an_giang, 100)
    declare(officer_an_giang, 70, month=12)
    declare(officer_an_giang, 0, source=NATIONAL)
    declare(officer_an_giang, 90)
    assert counted() == [("local", 12, 70), ("national", None, 0), ("local", None, 90)]
    assert DeclaredEstimate.objects.count() == 4
    row = DeclaredEstimate.objects.first()
    assert (row.province_id, row.recorded_by) == ("an-giang", officer_an_giang)
    assert row.declared_on == timezone.localdate()


def test_what_was_declared_later_does_not_count_at_a_day(officer_an_giang):
    made_up(officer_an_giang, 5, date(2025, 3, 31))
    made_up(officer_an_giang, 6, date(2025, 4, 1))
    rows = DeclaredEstimate.objects.of_year(2025)
    at = {day: rows.declared_by(day).that_count().get().amount_vnd for day in (
        date(2025, 3, 31), date(2025, 4, 1))}  # fmt: skip
    assert list(at.values()) == [5, 6]
    assert not rows.declared_by(date(2025, 3, 30)).exists()


def test_both_sources_are_the_departments_to_declare(officer_an_giang, ministry, auditor):
    declare(officer_an_giang, source=NATIONAL)
    gia_lai = make_user("officer_gia_lai", User.Role.OFFICER, province_id="gia-lai")
    for other in (ministry, auditor, gia_lai):
        with refused("estimate_by_its_department"):
            DeclaredEstimate.objects.create(
                province_id="an-giang", source=LOCAL, budget_year=this_year(), amount_vnd=1,
                recorded_by=other,
            )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        DeclaredEstimate.objects.declare(officer_an_giang, this_year() + 1, {(LOCAL, None): 1})
    assert refusal.value.code == "estimate_in_time"
    remove_guard("guard_declaredestimate_insert")
    DeclaredEstimate.objects.create(
        province_id="an-giang", source=LOCAL, budget_year=this_year(), amount_vnd=1,
        recorded_by=ministry,
    )  # fmt: skip


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"amount_vnd": -1}, "estimate_not_below_zero"),
        ({"amount_vnd": 10**15 + 1}, "amount_in_whole_vnd"),
        ({"source": "district"}, "estimate_source_known"),
        ({"month": 13}, "estimate_month_known"),
        ({"budget_year": 2024}, "estimate_in_time"),
        ({"month": 1}, "estimate_in_time"),
        ({"synthetic": False}, "estimate_dated_today"),
        ({"province_id": "gia-lai"}, "estimate_by_its_department"),
    ],
)
def test_what_cannot_be_declared(officer_an_giang, fields, name):
    usual = {
        "province_id": "an-giang",
        "source": LOCAL,
        "budget_year": 2025,
        "month": 2,
        "amount_vnd": 1,
        "recorded_by": officer_an_giang,
        "declared_on": date(2025, 2, 28),
        "synthetic": True,
    }
    with refused(name):
        DeclaredEstimate.objects.create(**usual | fields)
    DeclaredEstimate.objects.create(**usual)  # so it was what the case says


@pytest.mark.security
@pytest.mark.parametrize(
    "statement, guard",
    [
        ("UPDATE reports_declaredestimate SET amount_vnd = 7", "update"),
        ("DELETE FROM reports_declaredestimate", "delete"),
    ],
)
def test_what_was_declared_is_not_unsaid(officer_an_giang, statement, guard):
    declare(officer_an_giang)
    with refused("ledger_append_only"):
        execute(statement)
    one_for_both = connection.vendor == "postgresql"
    remove_guard(f"guard_declaredestimate_{'change' if one_for_both else guard}")
    execute(statement)
    assert not DeclaredEstimate.objects.filter(amount_vnd=100).exists()
