"""Databases for tests: prepared once, copied for every process, never emptied.

The ledger's guards refuse to delete, so no test cleans up: it rolls back, or it works in a copy of
its own that is thrown away. Three kinds are prepared, kept until what they are made from changes:

    empty       no tables
    reference   migrated, with the reference data
    demo        the reference data and the demonstration
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection

from tools.setup import BUILD, DATABASE_SOURCES, ROOT, digest

FOLDER = BUILD / "databases"
COMMANDS = {"empty": [], "reference": ["migrate", "load_reference"], "demo": ["load_demo"]}
BASE = {"reference": "empty", "demo": "reference"}
# PostgreSQL: the role of the application, which may do what it may in production and no more.
APPLICATION = "khuyencong_tests"

_numbers = count(1)


class SQLite:
    """Databases are files in build/databases/."""

    def setting(self, label: str) -> str:
        """What Django's settings call the database."""
        return str(FOLDER / f"{label}.sqlite3")

    def url(self, label: str) -> str:
        return f"sqlite:///{self.setting(label)}"

    def labels(self) -> list[str]:
        return [path.stem for path in FOLDER.glob("*.sqlite3")]

    def copy(self, source: str | None, label: str) -> None:
        with closing(sqlite3.connect(self.setting(label))) as new:
            if source:
                with closing(sqlite3.connect(self.setting(source))) as old:
                    old.backup(new)

    def grant(self, label: str) -> None:
        """Nothing: a file has no roles."""

    def rename(self, label: str, new: str) -> None:
        Path(self.setting(label)).rename(self.setting(new))

    def drop(self, label: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(self.setting(label) + suffix).unlink(missing_ok=True)


class PostgreSQL:
    """Databases of the server that DATABASE_URL names."""

    prefix = "khuyencong-"

    def setting(self, label: str) -> str:
        return self.prefix + label

    def url(self, label: str) -> str:
        return self.address(self.setting(label))

    def address(self, name: str) -> str:
        server = settings.TEST_SERVER
        login = ":".join(quote(server[part], safe="") for part in ("USER", "PASSWORD"))
        return f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"

    def run(self, statement: str) -> list[tuple]:
        with closing(psycopg2.connect(self.address(settings.TEST_SERVER["NAME"]))) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def labels(self) -> list[str]:
        rows = self.run(f"SELECT datname FROM pg_database WHERE datname LIKE '{self.prefix}%'")
        return [name.removeprefix(self.prefix) for (name,) in rows]

    def copy(self, source: str | None, label: str) -> None:
        template = self.setting(source) if source else "template0"
        # By its files: page by page through the log takes twice as long.
        copying = f'TEMPLATE "{template}" STRATEGY file_copy'
        self.run(f'CREATE DATABASE "{self.setting(label)}" {copying}')

    def grant(self, label: str) -> None:
        """Give the role of the application its rights, here and in every copy."""
        owner = settings.TEST_SERVER["USER"]
        roles = (f"--owner={owner}", f"--application={APPLICATION}")
        manage("database_roles", self.url(label), *roles)

    def rename(self, label: str, new: str) -> None:
        self.run(f'ALTER DATABASE "{self.setting(label)}" RENAME TO "{self.setting(new)}"')

    def drop(self, label: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{self.setting(label)}" WITH (FORCE)')


ENGINE = SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def prepared(kind: str) -> str:
    """The label of the prepared database; made now if what it is made from has changed."""
    label = f"{kind}-{digest(*DATABASE_SOURCES)[:12]}"
    if label not in ENGINE.labels():
        for old in ENGINE.labels():
            if old.startswith(f"{kind}-"):
                ENGINE.drop(old)
        ENGINE.copy(prepared(BASE[kind]) if kind in BASE else None, f"{kind}-new")
        for command in COMMANDS[kind]:
            manage(command, ENGINE.url(f"{kind}-new"))
        if kind == "reference":  # "empty" has no tables, "demo" begins as a copy
            ENGINE.grant(f"{kind}-new")
        ENGINE.rename(f"{kind}-new", label)
    return label


def manage(command: str, url: str, *options: str) -> None:
    """Run a management command with the real settings on the database."""
    done = subprocess.run(
        [sys.executable, "manage.py", command, *options],
        cwd=ROOT,
        env=real_environment(url),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {command} failed:\n{done.stdout}{done.stderr}")


def real_environment(url: str) -> dict[str, str]:
    """Variables for a process that runs with the real settings on the database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "promotion.settings",
        "DATABASE_URL": url,
        "DEMO": "1",
        "SECRET_KEY": "tests",
    }


@contextmanager
def copied(kind: str) -> Iterator[str]:
    """The label of a fresh copy of a prepared database, gone at the end of the block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    label = f"copy-{os.getpid()}-{next(_numbers)}"
    with (FOLDER / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        drop_left_copies()
        ENGINE.copy(prepared(kind), label)
    try:
        yield label
    finally:
        ENGINE.drop(label)


def drop_left_copies() -> None:
    """Copies of processes that were killed."""
    for label in ENGINE.labels():
        if label.startswith("copy-") and not Path(f"/proc/{label.split('-')[1]}").exists():
            ENGINE.drop(label)


@contextmanager
def elsewhere() -> Iterator[Callable[[Callable], object]]:
    """Runs what it is given on another connection, always the same one until the block ends."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda act: thread.submit(act).result()
        thread.submit(lambda: connection.close()).result()


def connect(label: str) -> None:
    """Let Django's connections, those of threads started later too, open this database."""
    connection.close()
    connection.settings_dict["NAME"] = ENGINE.setting(label)
