"""A state keeps no name over a crash: transactions may then be counted as others were before."""

import os
import signal
import time

import psycopg2
import pytest
from django.db import connection

from promotion.state import one_state

SECONDS = 30  # of recovery, at most


def name() -> tuple[object, ...]:
    with one_state() as found:
        assert found
        return found


def reconnect(address: str) -> None:
    connection.close()
    end = time.monotonic() + SECONDS
    while True:
        try:
            psycopg2.connect(address).close()
            return
        except psycopg2.OperationalError:
            assert time.monotonic() < end, "The server did not come back."
            time.sleep(0.1)


@pytest.mark.postgresql
@pytest.mark.database("empty")
def test_a_server_that_goes_on_after_a_crash_gives_new_names(cluster, prepared_database):
    before = name()
    assert name() == before
    session = psycopg2.connect(prepared_database)  # kept, or its process would end by itself
    os.kill(session.info.backend_pid, signal.SIGKILL)
    reconnect(prepared_database)
    snapshot, started, *rest = name()
    assert started == before[1]  # so that it alone tells nothing
    assert (snapshot, started, *rest) != before
    assert rest != list(before[2:])  # whatever the transactions were counted from
