"""What is said of a place that needs attention: each side of its money, and never changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from promotion.models import Source
from reports.models import AttentionNote
from tests.cast import make_user
from tests.guards import execute, refused, remove_guard

pytestmark = pytest.mark.django_db

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def note(by, unit: str | None = "an-giang", source: Source = LOCAL, year: int = 2025, **said):
    said = {"reason": "Chờ quyết toán", "action": "Đôn đốc"} | said
    return AttentionNote.objects.write(
        by, province_id=unit, source=source, budget_year=year, **said
    )


def test_the_latest_counts_and_older_ones_stay(officer_an_giang, ministry):
    note(officer_an_giang, reason="Thiếu hồ sơ")
    note(officer_an_giang, year=2024, reason="Năm trước")
    last = note(officer_an_giang, reason="Chờ nghiệm thu")
    national = note(ministry, source=NATIONAL)
    central = note(ministry, None, NATIONAL)
    assert AttentionNote.objects.last_said(2025, date(2025, 12, 31)) == {
        ("an-giang", "local"): last,
        ("an-giang", "national"): national,
        (None, "national"): central,
    }
    said = AttentionNote.objects.filter(province="an-giang", source=LOCAL, budget_year=2025)
    assert [each.reason for each in said] == ["Chờ nghiệm thu", "Thiếu hồ sơ"]


def test_a_reason_is_shown_from_the_cut_off_on_that_it_explains(officer_an_giang):
    def last(until: date) -> list[str]:
        return [said.reason for said in AttentionNote.objects.last_said(2025, until).values()]

    note(officer_an_giang, reason="Cả năm")  # kept before cut-offs were
    note(officer_an_giang, reason="Lũ tháng 11", until=date(2025, 11, 30))
    assert last(date(2025, 11, 29)) == ["Cả năm"]
    assert last(date(2025, 11, 30)) == last(date(2026, 1, 31)) == ["Lũ tháng 11"]


@pytest.mark.security
def test_each_side_speaks_of_its_own_money(officer_an_giang, ministry, auditor, clerk_an_giang):
    for by, unit, source in (
        (officer_an_giang, "gia-lai", LOCAL),
        (officer_an_giang, "an-giang", NATIONAL),
        (officer_an_giang, None, NATIONAL),
        (ministry, "an-giang", LOCAL),
        (auditor, "an-giang", NATIONAL),
        (clerk_an_giang, "an-giang", LOCAL),
    ):
        with pytest.raises(ValidationError) as refusal:
            note(by, unit, source)
        assert refusal.value.code == "attentionnote_by_source_side"
    remove_guard("guard_attentionnote_insert")
    note(ministry, "an-giang", LOCAL)  # so it was the guard


@pytest.mark.security
@pytest.mark.parametrize(
    "statement, guard",
    [
        ("UPDATE reports_attentionnote SET reason = 'Khác'", "update"),
        ("DELETE FROM reports_attentionnote", "delete"),
    ],
)
def test_what_was_said_is_not_unsaid(officer_an_giang, statement, guard):
    note(officer_an_giang)
    with refused("ledger_append_only"):
        execute(statement)
    one_for_both = connection.vendor == "postgresql"
    remove_guard(f"guard_attentionnote_{'change' if one_for_both else guard}")
    execute(statement)
    assert not AttentionNote.objects.filter(reason="Chờ quyết toán").exists()


@pytest.mark.sqlite  # elsewhere the column takes nothing but days
@pytest.mark.security
def test_its_cut_off_is_a_day_of_the_calendar(officer_an_giang):
    note(officer_an_giang)
    copied = "province_id, budget_year, source, reason, action, recorded_by_id, synthetic"
    statement = (
        f"INSERT INTO reports_attentionnote ({copied}, recorded_at, until)"
        f" SELECT {copied}, strftime('%Y-%m-%d %H:%M:%f', 'now'), '{{}}' FROM reports_attentionnote"
    )
    with refused("dates_are_days"):
        execute(statement.format("2025-02-30"))
    execute(statement.format("2025-02-28"))  # so it was the day


def test_a_note_has_a_reason_and_a_year(officer_an_giang):
    for field, name in (
        ({"reason": ""}, "attentionnote_reason_given"),
        ({"year": 1999}, "attentionnote_year_known"),
    ):
        with pytest.raises(ValidationError) as refusal:
            note(officer_an_giang, **field)
        assert refusal.value.code == name


def test_an_officer_of_a_merged_unit_speaks_for_the_one_of_today():
    officer = make_user("officer-kg", "officer", province_id="kien-giang")
    assert note(officer).province_id == "an-giang"
    with pytest.raises(ValidationError):
        note(officer, "kien-giang")


@pytest.mark.security
def test_national_money_too_is_spoken_of_in_the_units_of_today(ministry):
    with pytest.raises(ValidationError) as refusal:
        note(ministry, "kien-giang", NATIONAL)
    assert refusal.value.code == "attentionnote_unit_of_today"
    note(ministry, "an-giang", NATIONAL)
    remove_guard("guard_attentionnote_insert")
    note(ministry, "kien-giang", NATIONAL)  # so it was the guard
