"""Seals: every entry is a link of its chain, and whatever is changed afterwards shows."""

import re
from datetime import date
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from projects.models import Disbursement, LedgerSeal
from projects.seals import chain_of, heads_of, seal_waiting
from promotion.models import Centre
from tests.cast import make_grant, make_project, send
from tests.guards import execute, refused, remove_guard, remove_guards

LEDGER = (
    "projects_grant",
    "projects_grantline",
    "projects_disbursement",
    "projects_confirmation",
    "projects_ledgerseal",
    "projects_project",
)


def verify(*printed: str) -> str:
    """What the command says, or the sentence with which it fails."""
    said = StringIO()
    options = {"printed": printed} if printed else {}
    try:
        call_command("verify_ledger", stdout=said, **options)
    except CommandError as error:
        return str(error)
    return said.getvalue()


@pytest.fixture
def ledger(grant_an_giang, clerk_an_giang, officer_an_giang) -> list[Disbursement]:
    """Five sealed entries of 100 đồng, the first two confirmed."""
    entries = [
        send(grant_an_giang, clerk_an_giang, 100, voucher_number=f"UNC-{n}") for n in "12345"
    ]
    for entry in entries[:2]:
        entry.confirm(officer_an_giang)
    seal_waiting()
    return entries


@pytest.fixture
def unguarded(ledger, monkeypatch) -> list[Disbursement]:
    """The same with all guards gone, and a verification that does not look for them."""
    remove_guards(*LEDGER)
    monkeypatch.setattr("projects.verification.missing_triggers", lambda connection: set())
    assert "is sound" in verify()
    return ledger


class TestChains:
    def test_each_unit_and_budget_year_has_its_own(self, ledger, foreign):
        seal_waiting()
        chains = LedgerSeal.objects.values_list("chain", "number")
        assert list(chains) == [("an-giang/2025", n) for n in range(1, 6)] + [("gia-lai/2025", 1)]

    def test_a_centre_of_no_province_is_central(self, ministry):
        centre = Centre.objects.create(
            slug="ttkc-1", name="Trung tâm Khuyến công 1", opened_on=date(2010, 1, 1)
        )
        send(make_grant(make_project(centre, "TW-1"), ministry), ministry)
        seal_waiting()
        assert LedgerSeal.objects.get().chain == "central/2025" == chain_of(None, 2025)

    def test_a_head_covers_all_that_was_written(self, ledger, clerk_an_giang):
        before = heads_of(["an-giang/2025"])["an-giang/2025"]
        assert re.fullmatch("[0-9a-f]{64}", before)
        send(ledger[0].grant, clerk_an_giang, 1)
        assert heads_of(["an-giang/2025"])["an-giang/2025"] != before
        assert heads_of(["an-giang/2024"])["an-giang/2024"] == ""

    def test_an_entry_is_sealed_before_it_is_confirmed(
        self, grant_an_giang, clerk_an_giang, officer_an_giang
    ):
        send(grant_an_giang, clerk_an_giang).confirm(officer_an_giang)
        assert LedgerSeal.objects.count() == 1

    def test_what_committed_late_is_sealed_though_later_ids_are(self, ledger, monkeypatch):
        # As when two write at once, and the second commits first.
        remove_guards("projects_ledgerseal")
        LedgerSeal.objects.filter(entry__in=ledger[:2]).delete()
        seal_waiting()
        assert LedgerSeal.objects.count() == 5
        LedgerSeal.objects.filter(entry=ledger[0]).delete()
        monkeypatch.setattr("projects.seals.LOOK_BACK", 1)
        seal_waiting()
        assert LedgerSeal.objects.count() == 4
        seal_waiting(since=ledger[0].pk)
        assert LedgerSeal.objects.count() == 5

    def test_the_seal_is_the_hash_that_is_described(self, ledger):
        entry, grant = ledger[0], ledger[0].grant
        entry.refresh_from_db()
        at = entry.recorded_at.strftime("%Y-%m-%d %H:%M:%S.%f")
        text = (
            f"khuyen-cong-1|an-giang/2025|1||{entry.pk}|{grant.pk}|{grant.project_id}|9:machinery"
            f"|2025|5:local|7:payment|100|0|0|13:payment-order|5:UNC-1|2025-09-02|2025-09-02"
            f"||||0:|{entry.idempotency_key.hex}|{entry.recorded_by_id}|{at}|0"
        )
        assert LedgerSeal.objects.get(entry=entry).sha256 == sha256(text.encode()).hexdigest()


class TestGuards:
    def test_no_number_is_left_out(self, ledger):
        insert = (
            "INSERT INTO projects_ledgerseal (chain, number, entry_id, sha256)"
            " SELECT 'other/2025', %s, max(id), '' FROM projects_disbursement"
        )
        remove_guard_of_change()
        LedgerSeal.objects.filter(entry=ledger[-1]).delete()
        with refused("seal_without_gap"):
            execute(insert, 2)
        with transaction.atomic():
            remove_guard("guard_ledgerseal_insert")
            if connection.vendor == "sqlite":
                remove_guard("guard_ledgerseal_id")  # the deleted one left a gap
            execute(insert, 2)
            transaction.set_rollback(True)

    @pytest.mark.parametrize("number", [-5, 0, 2**62])
    def test_a_seal_stands_where_the_database_puts_it(
        self, ledger, grant_an_giang, clerk_an_giang, number
    ):
        """Before the first it would not be read in turn, far ahead none could follow it."""
        entry = send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-6")
        last = LedgerSeal.objects.latest("id").pk
        forged = LedgerSeal(id=number, entry=entry, chain="fake/1", number=1, sha256="00")
        if connection.vendor == "sqlite":
            with refused("id_set_by_database"):
                forged.save(force_insert=True)
        else:
            forged.save(force_insert=True)
            assert LedgerSeal.objects.get(entry=entry).pk > last
            assert "an-giang/2025" in verify()

    @pytest.mark.parametrize(
        "attack", ["UPDATE projects_ledgerseal SET sha256 = ''", "DELETE FROM projects_ledgerseal"]
    )
    def test_a_seal_is_never_changed_or_deleted(self, ledger, attack):
        with refused("ledger_append_only"):
            execute(attack)
        with transaction.atomic():
            remove_guards("projects_ledgerseal")
            execute(attack)
            transaction.set_rollback(True)


def remove_guard_of_change() -> None:
    remove_guard(
        "guard_ledgerseal_delete" if connection.vendor == "sqlite" else "guard_ledgerseal_change"
    )


class TestVerification:
    def test_a_sound_ledger_is_counted(self, ledger):
        assert verify().startswith("The ledger is sound: 5 entries in 1 chains, 1 grants, 0.")

    @pytest.mark.parametrize(
        "change",
        [
            "voucher_number = 'UNC-9'",
            "voucher_on = '2025-09-01'",
            "reason = 'x'",
            "recorded_by_id = (SELECT min(id) FROM promotion_user)",
            "idempotency_key = '00000000-0000-0000-0000-000000000000'",
            "recorded_at = '2025-09-01 00:00:00.000'",
        ],
    )
    def test_a_changed_entry_is_named(self, unguarded, change):
        execute(f"UPDATE projects_disbursement SET {change} WHERE id = %s", unguarded[2].pk)
        assert verify().startswith(
            f"Entry {unguarded[2].pk} (an-giang/2025, number 3) does not fit its seal"
        )

    def test_an_entry_that_moved_to_another_grant_year_is_named(self, unguarded):
        execute("UPDATE projects_grant SET budget_year = 2024")
        assert "was sealed as number 1 of an-giang/2025, and now belongs to an-giang/2024" in (
            verify()
        )

    def test_a_changed_amount_is_named_though_the_sums_are_made_to_fit(self, unguarded):
        execute("UPDATE projects_disbursement SET amount_vnd = 90 WHERE id = %s", unguarded[4].pk)
        execute("UPDATE projects_grant SET reported_vnd = 490")
        assert f"Entry {unguarded[4].pk} " in verify()

    @pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "between", "last"])
    def test_a_removed_entry_is_named(self, unguarded, place):
        pk = unguarded[place].pk
        for table in ("confirmation", "ledgerseal"):
            execute(f"DELETE FROM projects_{table} WHERE entry_id = %s", pk)
        execute("DELETE FROM projects_disbursement WHERE id = %s", pk)
        if place < 4:
            assert "a seal was removed or inserted" in verify()
        else:
            assert "reported_vnd is 500, its ledger makes it 400" in verify()

    def test_removed_seals_are_not_filled_in(self, unguarded):
        execute("DELETE FROM projects_ledgerseal")
        execute("UPDATE projects_disbursement SET recorded_at = '2025-09-02 10:00:00.000'")
        assert verify().startswith(f"Entry {unguarded[0].pk} (an-giang/2025) was recorded more")

    def test_the_last_entry_is_missed_where_its_seal_was_printed(self, unguarded):
        printed, last = heads_of(["an-giang/2025"])["an-giang/2025"], unguarded[-1].pk
        assert "is sound" in verify(printed)
        execute("DELETE FROM projects_ledgerseal WHERE entry_id = %s", last)
        execute("DELETE FROM projects_disbursement WHERE id = %s", last)
        execute(
            "UPDATE projects_grant SET reported_vnd = 400,"
            " last_entry_id = (SELECT max(id) FROM projects_disbursement)"
        )
        assert "is sound" in verify()  # nothing in the database knows better
        assert verify(printed) == f"No seal is {printed}, which was printed: entries were removed."

    def test_an_inserted_entry_is_named(self, unguarded):
        insert(unguarded[0])
        assert "reported_vnd is 500, its ledger makes it 600" in verify()

    def test_an_entry_that_was_put_in_with_an_old_date_is_named(self, unguarded):
        insert(unguarded[0], recorded_at="2025-09-02 10:00:00.000")
        execute(
            "UPDATE projects_grant SET reported_vnd = 600,"
            " last_entry_id = (SELECT max(id) FROM projects_disbursement)"
        )
        assert "was recorded more than a minute ago and bears no seal" in verify()

    @pytest.mark.parametrize(
        "name",
        ["approved", "reported", "confirmed", "to_recover", "advanced", "clearing", "cleared"],
    )
    def test_a_wrong_sum_is_named(self, unguarded, grant_an_giang, name):
        execute(f"UPDATE projects_grant SET {name}_vnd = {name}_vnd + 1")
        grant_an_giang.refresh_from_db()
        wrong = getattr(grant_an_giang, f"{name}_vnd")
        assert verify() == (
            f"Grant {grant_an_giang.pk}: {name}_vnd is {wrong}, its ledger makes it {wrong - 1}."
        )

    def test_a_missing_guard_is_named(self, ledger):
        remove_guard("guard_grant_sums")
        assert verify() == "Guards are missing or changed: guard_grant_sums."


def insert(like: Disbursement, recorded_at: str = "2999-01-01 00:00:00.000") -> None:
    """One more entry of 100 đồng by raw SQL."""
    key = "f" * 32 if connection.vendor == "sqlite" else "ffffffff-ffff-ffff-ffff-ffffffffffff"
    execute(
        "INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, voucher_kind,"
        " voucher_number, voucher_on, booked_on, reason, idempotency_key, recorded_by_id,"
        " synthetic, recorded_at) SELECT grant_id, kind, amount_vnd, voucher_kind,"
        " 'PC-1', voucher_on, booked_on, reason, %s, recorded_by_id, synthetic, %s"
        " FROM projects_disbursement WHERE id = %s",
        key,
        recorded_at,
        like.pk,
    )
