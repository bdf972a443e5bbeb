"""The page of the country with all its figures, as gunicorn serves it to the ministry.

While nobody writes, when each worker makes the page once and keeps it; while somebody commits once
a second; and with a commit before each reading, so that the page is made each time.
"""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie
from threading import Event

from django.db import connection

ACCOUNT = "ministry"
ALONE = 40  # requests of one reader
READERS, SECONDS = 4, 10
# As the project's own, but for the seals, which a ledger that was written in bulk has not.
SETTINGS = "tools/bench/gunicorn.conf.py"


class Reader:
    """One signed-in browser."""

    def __init__(self, port: int) -> None:
        from projects.demo.accounts import DEMO_PASSWORD

        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: SimpleCookie = SimpleCookie()
        token = re.findall(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in/"))
        form = {
            "username": ACCOUNT,
            "password": DEMO_PASSWORD,
            "csrfmiddlewaretoken": token[0].decode(),
        }
        self.ask("POST", "/sign-in/", urllib.parse.urlencode(form), 302)

    def get(self, path: str) -> bytes:
        return self.ask("GET", path, None, 200)

    def ask(self, method: str, path: str, body: str | None, expected: int) -> bytes:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                self.cookies.load(value)
        content = answer.read()
        if answer.status != expected:
            raise SystemExit(f"{path} answered {answer.status}")
        return content

    def time(self, before: Callable[[], object]) -> float:
        before()
        started = time.perf_counter()
        self.get("/")
        return time.perf_counter() - started


def nothing() -> None:
    pass


def commit() -> None:
    """A transaction with a number of its own, as any that writes has; of whichever database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


@contextmanager
def committing(every_seconds: float) -> Iterator[None]:
    """Commits meanwhile, on a connection of its own; with 0 never."""
    ended = Event()

    def write() -> None:
        while not ended.wait(every_seconds):
            commit()
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        if every_seconds:
            thread.submit(write)
        yield
        ended.set()


STATES = (
    ("while nobody writes", 0, nothing),
    ("with a commit a second", 1, nothing),
    ("each after a commit", 0, commit),
)


def overview(words: str, database: str) -> None:
    """Print what one reader waits for it, and how many are answered a second at most."""
    connection.close()
    server_url, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "promotion.wsgi", "--config", SETTINGS]
            + ["--bind", f"fd://{listener.fileno()}"],
            pass_fds=[listener.fileno()],
            env=os.environ | {"DEMO": "1", "DATABASE_URL": f"{server_url}/{database}"},
            stdout=subprocess.DEVNULL,
        )
    try:
        readers = [Reader(port) for _ in range(READERS)]
        for when, every_seconds, before in STATES:
            with committing(every_seconds):
                alone, together = measured(readers, before)
            print(
                f"Overview over {words}, {when}: {statistics.median(alone) * 1000:.0f} ms for one"
                f" reader; {READERS} at once {len(together) / SECONDS:.0f} a second,"
                f" median {statistics.median(together) * 1000:.0f} ms",
                flush=True,
            )
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def measured(
    readers: list[Reader], before: Callable[[], object]
) -> tuple[list[float], list[float]]:
    """Seconds of each reading by one reader alone, then by all at once."""
    for reader in readers:
        reader.time(before)
    alone = [readers[0].time(before) for _ in range(ALONE)]
    end = time.monotonic() + SECONDS

    def read(reader: Reader) -> list[float]:
        taken = []
        while time.monotonic() < end:
            taken.append(reader.time(before))
        connection.close()
        return taken

    with ThreadPoolExecutor(len(readers)) as threads:
        return alone, [one for many in threads.map(read, readers) for one in many]
