"""One state of the database for all that a page asks, and the name of that state.

PostgreSQL can name it: a snapshot is the list of the transactions that its reader sees. Two equal
ones see the same committed rows to the last, and every commit, by whomever, makes another; so that
what was made of a state is right for as long as its name is found again, and nothing need be
invalidated. The snapshot's name alone could come twice; therefore the whole name also holds

- the server's start, as a server restored from a copy counts its transactions from there, and the
  last reset of its statistics, which a recovery after a crash begins anew also where the server
  went on: it gives numbers of transactions that never reached the disk to others;
- the database, as a server has many and counts the transactions of all of them together.

No name is given where the snapshot does not tell all: on a standby, which leaves out the running
transactions, and within a transaction that was begun before, which sees its own writes.

SQLite has no such name (`PRAGMA data_version` tells one connection whether others wrote, not what
it sees itself), and a transaction would keep writers waiting there: each statement reads what is
newest, and nothing is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The first statement that reads takes the snapshot of all that follow.
NAME = """
    SELECT pg_current_snapshot()::text, pg_postmaster_start_time(),
        (SELECT stats_reset FROM pg_stat_archiver),
        (SELECT oid FROM pg_database WHERE datname = current_database())
    WHERE NOT pg_is_in_recovery()
"""
Name = tuple[object, ...]


@contextmanager
def one_state() -> Iterator[Name | None]:
    """Whatever is asked inside is answered from one state; its name, None where it has none.

    Writing is refused inside, by PostgreSQL.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield None
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEGIN)
        cursor.execute(NAME)
        yield cursor.fetchone()
