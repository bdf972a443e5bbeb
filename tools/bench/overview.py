"""The page of the country with all its figures, as gunicorn serves it to the ministry.

Once while nobody writes, so that the page is made once by each worker and kept, and once with a
commit before each reading, so that it is made each time.
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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

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
    """A transaction with a number of its own, as any that writes has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


STATES = (("while nobody writes", nothing), ("each after a commit", commit))


def overview(words: str) -> None:
    """Print what one reader waits for it, and how many are answered a second at most."""
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "promotion.wsgi", "--config", SETTINGS]
            + ["--bind", f"fd://{listener.fileno()}"],
            pass_fds=[listener.fileno()],
            env=os.environ | {"DEMO": "1"},
            stdout=subprocess.DEVNULL,
        )
    try:
        readers = [Reader(port) for _ in range(READERS)]
        for when, before in STATES:
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
