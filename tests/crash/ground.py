"""A server and its database, each of which can be killed and started again."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection

from tests.crash.clerks import Clerk, NoAnswer
from tests.servers import Server, serving
from tools.postgres import Cluster

# What is killed at once, by the name of the mode.
MODES = {"sqlite": ["server"], "postgresql": ["server", "database", "both"]}[connection.vendor]


class Ground:
    """A web server with the real settings, and on PostgreSQL a database server of its own."""

    def __init__(self, database_url: str, cluster: Cluster | None, log: Path) -> None:
        self.database_url, self.cluster, self.log = database_url, cluster, log
        self.stack = ExitStack()
        self.server: Server

    @property
    def url(self) -> str:
        return self.server.url

    def serve(self) -> None:
        self.stack.close()
        self.server = self.stack.enter_context(serving(self.database_url, self.log))

    def signal(self, number: signal.Signals) -> None:
        """To the server with all its workers, which are one process group."""
        os.killpg(self.server.process.pid, number)

    def kill_server(self) -> None:
        self.signal(signal.SIGKILL)
        self.server.process.wait()

    def stop_database(self) -> None:
        assert self.cluster
        self.cluster.stop("immediate")

    def crash(self, mode: str) -> None:
        """Kill what the mode says, in any order and at the same time."""
        deeds: list[Callable[[], None]] = {
            "server": [self.kill_server],
            "database": [self.stop_database],
            "both": [self.kill_server, self.stop_database],
        }[mode]
        connection.close()
        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(deed) for deed in random.sample(deeds, len(deeds))]:
                done.result()

    def restart(self, clerk: Clerk) -> float:
        """Start what was killed; seconds until the clerk, still signed in, sees a page again."""
        started = time.monotonic()
        if self.cluster and self.cluster.server and self.cluster.server.poll() is not None:
            self.cluster.start()
        if self.server.process.poll() is not None:
            self.serve()
        while time.monotonic() < started + 60:
            try:
                clerk.form_of(f"{self.url}/disbursements/new/")
                return time.monotonic() - started
            except NoAnswer:
                time.sleep(0.05)
        raise RuntimeError(f"No answer within 60 s:\n{self.log.read_text(errors='replace')}")


def crash_while_paying(
    ground: Ground, clerks: Sequence[Clerk], mode: str, moment: Callable[[], None]
) -> None:
    """All clerks pay until the crash, at the end of `moment`, leaves them without an answer."""
    with ThreadPoolExecutor(len(clerks)) as pool:
        busy = [pool.submit(clerk.pay_while_answered, ground.url) for clerk in clerks]
        moment()
        early = [clerk for clerk in busy if clerk.done()]
        ground.crash(mode)
        for clerk in busy:
            clerk.result()
    assert not early, ground.log.read_text(errors="replace")


def at_random(clerks: Sequence[Clerk]) -> None:
    """A moment after some more posts, however slow the machine is."""
    posted = posts_of(clerks) + random.randint(2 * len(clerks), 40)
    ends = time.monotonic() + 60
    while time.monotonic() < ends and posts_of(clerks) < posted:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.2))


def posts_of(clerks: Sequence[Clerk]) -> int:
    return sum(len(clerk.payments) for clerk in clerks)


def between_commit_and_answer(ground: Ground, clerks: Sequence[Clerk]) -> None:
    """Freeze the server at a moment when a payment is written and its clerk does not know it."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        time.sleep(random.uniform(0.05, 0.2))
        ground.signal(signal.SIGSTOP)
        time.sleep(0.1)  # answers on their way arrive
        pending = [one for clerk in clerks for one in clerk.payments[-1:] if one.entry is None]
        if any(payment.is_written() for payment in pending):
            return
        ground.signal(signal.SIGCONT)


@contextmanager
def forgetful() -> Iterator[None]:
    """The database answers before what it was told is on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET synchronous_commit = off")
        cursor.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        cursor.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM RESET ALL")
            cursor.execute("SELECT pg_reload_conf()")
