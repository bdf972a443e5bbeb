"""PostgreSQL: the application's role adds to the ledger, and can do nothing else to it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from projects.models import Grant
from promotion.guards.roles import append_only_tables
from promotion.models import ChangeLog
from tests.cast import send
from tests.guards import as_application, execute, refused, remove_guards

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

LEDGER = {
    "projects_confirmation",
    "projects_disbursement",
    "projects_grantline",
    "projects_ledgerseal",
    "projects_monthclose",
    "promotion_budgetline",
}
SUMS = {"projects_monthlysum", "projects_dailysum"}
LOCKING = "UPDATE {} SET id = id"  # the right to which is that to lock
ATTACKS = [
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} DISABLE TRIGGER USER",
    "TRUNCATE {} CASCADE",
    LOCKING,
    "DELETE FROM {}",
    "DROP TABLE {} CASCADE",
    "CREATE TRIGGER other BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION guard_refuse('')",
]
OTHER_ATTACKS = [
    "SET session_replication_role = replica",
    "UPDATE projects_grant SET confirmed_vnd = 0",
    "UPDATE projects_grant SET last_entry_id = last_entry_id",
    "INSERT INTO projects_monthlysum DEFAULT VALUES",
    "INSERT INTO projects_dailysum DEFAULT VALUES",
    "DROP FUNCTION guard_sum_entry() CASCADE",
    "CREATE OR REPLACE FUNCTION guard_sum_entry() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NULL; END $$",
    "CREATE TABLE public.lever (id bigint)",
    "INSERT INTO promotion_changelog (\"table\", row_key, part_of, reason) VALUES ('', '', '', '')",
]


@pytest.fixture
def grant(grant_an_giang, clerk_an_giang, officer_an_giang) -> Grant:
    send(grant_an_giang, clerk_an_giang).confirm(officer_an_giang)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    return grant_an_giang


def test_the_ledger_is_known_by_its_guards():
    assert append_only_tables() >= LEDGER


@pytest.mark.security
@pytest.mark.parametrize(
    ("table", "attack"),
    [
        (table, attack)
        for table in sorted(LEDGER | {"projects_grant", *SUMS})
        for attack in ATTACKS
        if (table, attack) != ("projects_grant", LOCKING)
    ],
)
def test_the_application_can_neither_change_the_ledger_nor_its_guards(grant, table, attack):
    with as_application(), pytest.raises(DatabaseError, match="permission denied|must be owner"):
        execute(attack.format(table))


@pytest.mark.security
def test_a_grant_is_locked_by_its_key_which_nobody_changes(grant):
    with as_application():
        assert Grant.objects.select_for_update(no_key=True).get(pk=grant.pk) == grant
        with refused("grant_fixed"):
            execute("UPDATE projects_grant SET id = id + 1")


@pytest.mark.security
@pytest.mark.parametrize("attack", OTHER_ATTACKS)
def test_there_is_no_way_round(grant, attack):
    with as_application(), pytest.raises(DatabaseError, match="permission denied|must be owner"):
        execute(attack)


@pytest.mark.security
def test_even_without_triggers_it_may_not(grant):
    remove_guards("projects_disbursement", "projects_grant")
    for attack in (
        "UPDATE projects_disbursement SET amount_vnd = 1",
        "UPDATE projects_grant SET reported_vnd = 0",
    ):
        with as_application(), pytest.raises(ProgrammingError, match="permission denied"):
            execute(attack)
        with transaction.atomic():  # negative control: the owner may
            execute(attack)
            transaction.set_rollback(True)


def test_the_application_does_its_work(grant, clerk_an_giang, officer_an_giang):
    with as_application():
        send(grant, clerk_an_giang, 100).return_to_clerk(officer_an_giang, "Sai")
        grant.project.title = "Máy mới"
        grant.project.save()
        grant.refresh_from_db()
        assert grant.reported_vnd == 600
        assert ChangeLog.objects.filter(table="projects_project").exists()


def test_the_command_makes_both_and_may_be_repeated(db):
    roles = {"owner": "tests_owner", "application": "tests_application"}
    for _again in range(2):
        call_command("database_roles", verbosity=0, **roles, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("tests_owner",)]
        cursor.execute(
            "SELECT count(*) FROM pg_proc WHERE proname LIKE 'guard\\_%%' AND (NOT prosecdef"
            " OR proowner <> 'tests_owner'::regrole) AND prorettype = 'trigger'::regtype"
        )
        assert cursor.fetchone() == (0,)
