"""Loading the demonstration: always the same, all or nothing, never over somebody's data."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.demo import story, writing
from projects.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from projects.models import Beneficiary, Disbursement, GrantLine, Project
from promotion.models import BudgetLine, Centre, Decision, User

reference = pytest.mark.database("reference")


def run(command: str) -> str:
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue()


@pytest.mark.sqlite  # a story is no engine's
def test_telling_it_again_gives_the_rows_that_another_process_loaded(db):
    told = story.tell()

    def told_rows(rows, *fields):
        return sorted(tuple(getattr(row, field) for field in fields) for row in rows)

    def loaded_rows(model, *fields):
        return sorted(model.objects.values_list(*fields))

    decisions = ("number", "signed_on", "issuer", "abstract")
    assert told_rows(told.decisions, *decisions) == loaded_rows(Decision, *decisions)
    projects = ("code", "title", "kind", "status", "place_text")
    assert told_rows(told.projects, *projects) == loaded_rows(Project, *projects)
    entries = ("idempotency_key", "amount_vnd", "voucher_number", "booked_on")
    loaded = Disbursement.objects.exclude(kind="reversal").values_list(*entries)
    assert told_rows([*told.entries, *told.clearings], *entries) == sorted(loaded)
    for rows, model in (
        (told.budget_lines, BudgetLine),
        ([*told.grant_lines, *told.cuts], GrantLine),
    ):
        # What was recorded wrongly and taken back is no part of the story.
        right = model.objects.filter(reverses=None, reversal=None)
        assert told_rows(rows, "kind", "amount_vnd") == sorted(
            right.values_list("kind", "amount_vnd")
        )
    assert len(told.beneficiaries) == Beneficiary.objects.count()


def test_a_database_with_projects_is_left_alone(db):
    before = Project.objects.count()
    assert run("load_demo") == ("Demonstration: the database has projects; nothing was loaded.\n")
    assert Project.objects.count() == before


@reference
def test_a_database_with_accounts_is_refused(ministry):
    with pytest.raises(CommandError, match="this one has users"):
        run("load_demo")
    assert not Centre.objects.exists()


@reference
def test_interrupted_it_leaves_nothing(db, monkeypatch):
    def stop(rows):
        if list(rows)[:1] and isinstance(list(rows)[0], Project):
            raise KeyboardInterrupt
        save(rows)

    save = writing._save
    monkeypatch.setattr(writing, "_save", stop)
    with pytest.raises(KeyboardInterrupt):
        writing.write()
    for model in (User, Centre, Decision, BudgetLine, Project):
        assert not model.objects.exists()


@reference
@pytest.mark.security
@pytest.mark.parametrize("command", ["load_demo", "demo_accounts"])
def test_without_demo_there_are_no_demonstration_accounts(command, db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only where DEMO=1"):
        run(command)
    assert not User.objects.exists()


def test_the_accounts_are_printed_with_their_password(db):
    said = run("demo_accounts")
    for account in ACCOUNTS:
        assert account.username in said
    assert DEMO_PASSWORD in said
    assert User.objects.get(username="ministry").check_password(DEMO_PASSWORD)
    assert "clerk-kien-giang" not in said
