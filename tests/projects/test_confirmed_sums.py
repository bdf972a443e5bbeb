"""Sums by month and by day follow confirmations, and nothing else moves them."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from projects.models import DailySum, Draft, Grant, MonthlySum, Proposal
from tests.cast import add_line, make_centre, make_draft, make_grant, make_project, send
from tests.guards import attempt, execute, refused, remove_guards

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2025, 9, 1), date(2025, 10, 1)


def kept() -> dict[tuple, tuple[int, int, int]]:
    """{(centre's unit, budget year, source, month): (confirmed, advances, entries)}"""
    return {
        (row.centre.province_id, row.budget_year, row.source, row.month): (
            row.confirmed_vnd,
            row.advances_vnd,
            row.entries,
        )
        for row in MonthlySum.objects.filter(content="machinery")
    }


def kept_by_day() -> dict[tuple, tuple[int, int, int]]:
    """The same by the day of booking."""
    return {
        (row.centre.province_id, row.budget_year, row.source, row.day): (
            row.confirmed_vnd,
            row.advances_vnd,
            row.entries,
        )
        for row in DailySum.objects.filter(content="machinery")
    }


@pytest.fixture
def entry(grant_an_giang, clerk_an_giang, officer_an_giang):
    """600 đồng of 1,000, booked on 2 September 2025 and confirmed."""
    entry = send(grant_an_giang, clerk_an_giang, 600)
    entry.confirm(officer_an_giang)
    return entry


def agree(entry, by, purpose: str, amount: int, day: date, **fields) -> None:
    draft = make_draft(
        *(entry.grant, entry.recorded_by, amount),
        purpose=purpose,
        concerns=entry,
        voucher_on=day,
        reason="Sai",
        **fields,
    )
    proposal = Proposal.objects.get(pk=draft.pk)
    proposal.propose()
    proposal.agree(by)


def test_what_is_confirmed_is_in_the_month_of_its_booking(entry, clerk_an_giang, officer_an_giang):
    def pay(amount: int, day: date, **fields) -> None:
        fields["voucher_number"] = f"UNC-{amount}"
        send(entry.grant, clerk_an_giang, amount, voucher_on=day, **fields).confirm(
            officer_an_giang
        )

    pay(100, date(2025, 9, 30), kind="advance")
    pay(40, date(2025, 9, 30), kind="clearing")
    pay(10, date(2025, 10, 1))
    send(entry.grant, clerk_an_giang, 50)  # nobody has confirmed it
    send(entry.grant, clerk_an_giang, 60).return_to_clerk(officer_an_giang, "Sai")
    assert kept() == {
        ("an-giang", 2025, "local", SEPTEMBER): (700, 60, 3),
        ("an-giang", 2025, "local", OCTOBER): (10, 0, 1),
    }
    assert kept_by_day() == {
        ("an-giang", 2025, "local", date(2025, 9, 2)): (600, 0, 1),
        ("an-giang", 2025, "local", date(2025, 9, 30)): (100, 60, 2),
        ("an-giang", 2025, "local", OCTOBER): (10, 0, 1),
    }
    for sums in (MonthlySum, DailySum):
        assert sums.objects.first().synthetic_entries == 0


def test_all_contents_have_a_sum_of_their_own(entry, clerk_an_giang, officer_an_giang):
    brands = Grant.objects.create(
        project=entry.grant.project, content_id="production-line", budget_year=2025, source="local"
    )
    add_line(brands, officer_an_giang, 1000)
    send(brands, clerk_an_giang, 30).confirm(officer_an_giang)
    rows = MonthlySum.objects.values_list("content", "confirmed_vnd", "entries")
    assert set(rows) == {("machinery", 600, 1), ("production-line", 30, 1), (None, 630, 2)}
    rows = DailySum.objects.values_list("content", "confirmed_vnd", "entries")
    assert set(rows) == {("machinery", 600, 1), ("production-line", 30, 1)}


def test_every_centre_source_and_budget_year_has_its_own(
    entry, national_grant_an_giang, clerk_an_giang, officer_an_giang, ministry
):
    send(national_grant_an_giang, clerk_an_giang, 7).confirm(ministry)
    merged = make_project(make_centre("kien-giang"), "KG-1")
    send(make_grant(merged, officer_an_giang), clerk_an_giang, 8).confirm(officer_an_giang)
    before = make_grant(entry.grant.project, officer_an_giang, budget_year=2024)
    settled = send(before, clerk_an_giang, 9, voucher_on=date(2025, 1, 10))
    settled.confirm(officer_an_giang)
    assert kept() == {
        ("an-giang", 2025, "local", SEPTEMBER): (600, 0, 1),
        ("an-giang", 2025, "national", SEPTEMBER): (7, 0, 1),
        ("kien-giang", 2025, "local", SEPTEMBER): (8, 0, 1),
        ("an-giang", 2024, "local", date(2025, 1, 1)): (9, 0, 1),
    }
    assert kept_by_day() == {
        ("an-giang", 2025, "local", date(2025, 9, 2)): (600, 0, 1),
        ("an-giang", 2025, "national", date(2025, 9, 2)): (7, 0, 1),
        ("kien-giang", 2025, "local", date(2025, 9, 2)): (8, 0, 1),
        ("an-giang", 2024, "local", date(2025, 1, 10)): (9, 0, 1),
    }


def test_a_correction_moves_the_months_of_both(entry, officer_an_giang):
    # 600 of September were 500 of October: −600 where it stood, +500 where it belongs.
    agree(entry, officer_an_giang, Draft.Purpose.CORRECTION, 500, date(2025, 10, 5))
    assert kept() == {
        ("an-giang", 2025, "local", SEPTEMBER): (0, 0, 2),
        ("an-giang", 2025, "local", OCTOBER): (500, 0, 1),
    }
    assert kept_by_day()["an-giang", 2025, "local", date(2025, 10, 5)] == (500, 0, 1)


def test_a_recovery_counts_in_its_own_month(entry, officer_an_giang):
    agree(entry, officer_an_giang, Draft.Purpose.RECOVERY, 200, date(2025, 10, 5))
    assert kept()["an-giang", 2025, "local", OCTOBER] == (-200, 0, 1)


COLUMNS = (
    "budget_year, month, centre_id, source, level, content_id, confirmed_vnd, advances_vnd,"
    " entries, synthetic_entries, last_confirmation_id"
)
IN_OCTOBER = COLUMNS.replace("month", "'2025-10-01'")
OF_DAY = COLUMNS.replace("month", "day")
NEXT_DAY = OF_DAY.replace("day", "'2025-09-03'")
MONTHLY_ATTACKS = {
    "month": "UPDATE projects_monthlysum SET month = '2025-10-01'",
    "by hand": f"INSERT INTO projects_monthlysum ({COLUMNS}) SELECT {IN_OCTOBER}"
    " FROM projects_monthlysum",
    "empty": f"INSERT INTO projects_monthlysum ({COLUMNS}) SELECT budget_year, '2025-10-01',"
    " centre_id, source, level, content_id, 0, 0, 0, 0, 0 FROM projects_monthlysum",
}
DAILY_ATTACKS = {
    "day": "UPDATE projects_dailysum SET day = '2025-09-03'",
    "by hand": f"INSERT INTO projects_dailysum ({OF_DAY}) SELECT {NEXT_DAY} FROM projects_dailysum",
    "empty": f"INSERT INTO projects_dailysum ({OF_DAY}) SELECT budget_year, '2025-09-03',"
    " centre_id, source, level, content_id, 0, 0, 0, 0, 0 FROM projects_dailysum",
}
ATTACKS = {
    "more": "UPDATE {table} SET confirmed_vnd = confirmed_vnd + 1",
    "nothing": "UPDATE {table} SET id = id",
    "once more": "UPDATE {table} SET confirmed_vnd = 1200, entries = 2",
    "source": "UPDATE {table} SET source = 'national'",
    "content": "UPDATE {table} SET content_id = 'fair' WHERE content_id IS NOT NULL",
    "level": "UPDATE {table} SET level = 'commune'",
    "gone": "DELETE FROM {table}",
}


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "attack"),
    [
        *(("monthlysum", attack) for attack in {**ATTACKS, **MONTHLY_ATTACKS}.values()),
        *(("dailysum", attack) for attack in {**ATTACKS, **DAILY_ATTACKS}.values()),
    ],
)
def test_nothing_else_moves_them(entry, name, attack):
    table = f"projects_{name}"
    attempt(attack.format(table=table), name=f"{name}_kept_by_ledger", tables=[table])


@pytest.mark.sqlite
@pytest.mark.security
@pytest.mark.parametrize("name", ["monthlysum", "dailysum"])
def test_replacing_is_no_way_round(entry, name):
    with refused(f"{name}_kept_by_ledger"):
        execute(f"REPLACE INTO projects_{name} SELECT * FROM projects_{name}")


@pytest.mark.postgresql
@pytest.mark.security
@pytest.mark.parametrize("name", ["monthlysum", "dailysum"])
def test_a_trigger_of_ones_own_is_no_way_round(entry, name):
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("CREATE TEMPORARY TABLE lever (id integer)")
    execute(
        "CREATE FUNCTION pg_temp.pull() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" UPDATE projects_{name} SET confirmed_vnd = 1200, entries = 2; RETURN NEW; END $$"
    )
    execute(
        "CREATE TRIGGER pulled BEFORE INSERT ON lever FOR EACH ROW EXECUTE FUNCTION pg_temp.pull()"
    )
    with refused(f"{name}_kept_by_ledger"):
        execute("INSERT INTO lever VALUES (1)")


@pytest.fixture
def unguarded(entry, clerk_an_giang, officer_an_giang, monkeypatch) -> MonthlySum:
    """Two months, of which somebody who owns the database may change the first."""
    send(entry.grant, clerk_an_giang, 100, voucher_on=OCTOBER).confirm(officer_an_giang)
    remove_guards("projects_monthlysum", "projects_dailysum")
    monkeypatch.setattr("projects.verification.missing_triggers", lambda connection: set())
    call_command("verify_ledger")
    return MonthlySum.objects.get(month=SEPTEMBER, content="machinery")


SEPTEMBER_ROW = "Monthly sum of ttkc-an-giang, local, province, machinery, budget 2025, 2025-09"
DAY_ROW = "Daily sum of ttkc-an-giang, local, province, machinery, budget 2025, 2025-09-02"
SUMS = ("confirmed_vnd", "advances_vnd", "entries", "synthetic_entries", "last_confirmation_id")


class TestVerification:
    @pytest.mark.parametrize("name", SUMS)
    def test_the_first_that_differs_is_named(self, unguarded, name):
        execute(f"UPDATE projects_monthlysum SET {name} = {name} + 1 WHERE id = %s", unguarded.pk)
        right = getattr(unguarded, name)
        with pytest.raises(CommandError) as fault:
            call_command("verify_ledger")
        assert str(fault.value) == (
            f"{SEPTEMBER_ROW}: {name} is {right + 1}, its ledger makes it {right}."
        )

    @pytest.mark.parametrize("name", SUMS)
    def test_the_first_day_that_differs_is_named(self, unguarded, name):
        execute(f"UPDATE projects_dailysum SET {name} = {name} + 1")
        with pytest.raises(CommandError, match=f"^{DAY_ROW}: {name} is "):
            call_command("verify_ledger")

    def test_a_day_that_is_gone_is_named(self, unguarded):
        execute("DELETE FROM projects_dailysum")
        with pytest.raises(CommandError, match=f"^{DAY_ROW}: confirmed_vnd is 0, .* it 600"):
            call_command("verify_ledger")

    def test_one_of_another_day_is_named(self, unguarded):
        execute("UPDATE projects_dailysum SET day = '2025-09-01' WHERE day = '2025-09-02'")
        with pytest.raises(CommandError, match="2025-09-01: confirmed_vnd is 600, its ledger .* 0"):
            call_command("verify_ledger")

    def test_one_of_all_contents_is_named(self, unguarded):
        execute("UPDATE projects_monthlysum SET entries = 5 WHERE content_id IS NULL")
        with pytest.raises(CommandError, match="province, all contents, budget .* is 5, .* 1"):
            call_command("verify_ledger")

    def test_one_that_is_gone_is_named(self, unguarded):
        execute("DELETE FROM projects_monthlysum")
        with pytest.raises(CommandError, match="confirmed_vnd is 0, its ledger makes it 600"):
            call_command("verify_ledger")

    def test_one_of_another_month_is_named(self, unguarded):
        execute("UPDATE projects_monthlysum SET month = '2025-08-01' WHERE id = %s", unguarded.pk)
        with pytest.raises(CommandError, match="2025-08: confirmed_vnd is 600, its ledger .* 0"):
            call_command("verify_ledger")


def test_the_migration_adds_up_what_is_there(
    entry, national_grant_an_giang, clerk_an_giang, officer_an_giang, ministry
):
    """As the triggers have kept it, row by row."""
    agree(entry, officer_an_giang, Draft.Purpose.CORRECTION, 500, date(2025, 10, 5))
    advance = send(national_grant_an_giang, clerk_an_giang, 70, kind="advance")
    advance.confirm(ministry)
    execute("UPDATE projects_project SET synthetic = %s", True)

    def rows(model) -> list[dict]:
        return [row | {"id": 0} for row in model.objects.values()]

    months, days = rows(MonthlySum), rows(DailySum)
    assert (len(months), len(days)) == (6, 3)
    remove_guards("projects_monthlysum", "projects_dailysum")
    for table in ("projects_monthlysum", "projects_dailysum"):
        execute(f"DELETE FROM {table}")
    months_of = import_module("projects.migrations.0005_monthly_sums")
    months_of.sum_months(apps, SimpleNamespace(connection=connection))
    sum_days = import_module("projects.migrations.0008_daily_sums").SUM_DAYS
    # Levels came afterwards.
    execute(sum_days.replace("source, ", "source, level, ").replace("4, 5", "4, 5, 6"))
    assert rows(MonthlySum) == months
    assert rows(DailySum) == days
