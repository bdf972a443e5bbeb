"""One state of the database for all that a page asks, and when its name is the same."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from promotion import state
from promotion.models import User
from promotion.state import one_state
from tests.cast import make_user
from tests.databases import elsewhere


def seen() -> tuple[object, int]:
    """The name of the state, and what can be counted in it."""
    with one_state() as name:
        return name, User.objects.count()


def is_named_alike(*askers: Callable[[], tuple[object, int]]) -> bool:
    """Whether all are told one name. Others on the server commit too, if seldom twice at once."""
    return any(len({ask() for ask in askers}) == 1 for _ in range(1000))


def somebody(number: int) -> Callable[[], User]:
    return lambda: make_user(f"somebody-{number}", User.Role.MINISTRY)


@pytest.mark.postgresql
class TestOnPostgreSQL:
    def test_a_state_keeps_its_name_until_somebody_commits(self, prepared_database):
        before = seen()
        assert before[0] is not None
        with elsewhere() as there:
            assert is_named_alike(seen, lambda: there(seen))
            there(somebody(1))
        after = seen()
        assert after[0] != before[0]
        assert after[1] == before[1] + 1

    def test_who_commits_late_makes_a_new_name_though_others_came_between(self, prepared_database):
        with elsewhere() as there:
            there(lambda: connection.set_autocommit(False))
            there(somebody(1))
            somebody(2)()
            meanwhile = seen()
            assert is_named_alike(seen, seen)
            there(lambda: connection.commit())
        afterwards = seen()
        assert afterwards[0] != meanwhile[0]
        assert afterwards[1] == meanwhile[1] + 1

    def test_who_commits_with_savepoints_does_so_too(self, prepared_database):
        with elsewhere() as there:
            there(lambda: connection.set_autocommit(False))
            there(somebody(1))
            there(lambda: connection.savepoint())
            there(somebody(2))
            somebody(3)()
            meanwhile = seen()
            there(lambda: connection.commit())
        afterwards = seen()
        assert afterwards[0] != meanwhile[0]
        assert afterwards[1] == meanwhile[1] + 2

    def test_all_is_answered_from_the_state_at_the_beginning(self, prepared_database):
        with elsewhere() as there, one_state():
            before = User.objects.count()
            there(somebody(1))
            assert User.objects.count() == before
        assert User.objects.count() == before + 1

    def test_own_writes_have_no_name(self, prepared_database):
        # Within the transaction the snapshot is called as before, and shows more.
        with transaction.atomic():
            somebody(1)()
            assert seen()[0] is None

    def test_nothing_is_written_inside(self, prepared_database):
        with pytest.raises(DatabaseError, match="read-only"), one_state():
            somebody(1)()

    def test_another_database_of_the_server_has_names_of_its_own(self, prepared_database):
        with connection.cursor() as cursor:
            cursor.execute(state.NAME)
            own = cursor.fetchone()
            cursor.execute(state.NAME.replace("current_database()", "'template1'"))
            assert own != cursor.fetchone()

    def test_a_standby_has_no_name(self, prepared_database, monkeypatch):
        # Its snapshots leave out the running transactions: equal ones show different rows.
        standing_by = state.NAME.replace("pg_is_in_recovery()", "true")
        assert standing_by != state.NAME
        monkeypatch.setattr(state, "NAME", standing_by)
        assert seen()[0] is None


@pytest.mark.sqlite
def test_sqlite_has_no_name_and_keeps_no_writer_waiting(prepared_database):
    with elsewhere() as there, one_state() as name:
        assert name is None
        before = User.objects.count()
        there(somebody(1))
        assert User.objects.count() == before + 1
