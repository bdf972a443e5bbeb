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
from collections.abc import Iterator
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

_numbers = count(1)


class SQLite:
    """Databases are files; a name is the file's path."""

    def name(self, name: str) -> str:
        return str(FOLDER / f"{name}.sqlite3")

    def url(self, name: str) -> str:
        return f"sqlite:///{name}"

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def copy(self, source: str | None, name: str) -> None:
        with closing(sqlite3.connect(name)) as new:
            if source:
                with closing(sqlite3.connect(source)) as old:
                    old.backup(new)

    def rename(self, name: str, new: str) -> None:
        Path(name).rename(new)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)


class PostgreSQL:
    """Databases of the server that DATABASE_URL names."""

    def name(self, name: str) -> str:
        return f"khuyencong_{name}".replace("-", "_")

    def url(self, name: str) -> str:
        server = settings.TEST_SERVER
        login = ":".join(quote(server[part], safe="") for part in ("USER", "PASSWORD"))
        return f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"

    def run(self, statement: str, *values: str) -> list[tuple]:
        with closing(psycopg2.connect(self.url(settings.TEST_SERVER["NAME"]))) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []

    def exists(self, name: str) -> bool:
        return bool(self.run("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def copy(self, source: str | None, name: str) -> None:
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{source or "template0"}"')

    def rename(self, name: str, new: str) -> None:
        self.run(f'ALTER DATABASE "{name}" RENAME TO "{new}"')

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


ENGINE = SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def prepared(kind: str) -> str:
    """The name of the prepared database; made now if it is the first time."""
    name = ENGINE.name(f"{kind}-{digest(*DATABASE_SOURCES)[:12]}")
    if not ENGINE.exists(name):
        new = f"{name}_new"
        ENGINE.drop(new)
        ENGINE.copy(prepared(BASE[kind]) if kind in BASE else None, new)
        for command in COMMANDS[kind]:
            manage(command, ENGINE.url(new))
        ENGINE.rename(new, name)
    return name


def manage(command: str, url: str) -> None:
    """Run a management command with the real settings on the database."""
    done = subprocess.run(
        [sys.executable, "manage.py", command],
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
    """The name of a fresh copy of a prepared database, gone at the end of the block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = ENGINE.name(f"copy-{os.getpid()}-{next(_numbers)}")
    with (FOLDER / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ENGINE.drop(name)  # left by a process of the same number that was killed
        ENGINE.copy(prepared(kind), name)
    try:
        yield name
    finally:
        ENGINE.drop(name)


def connect(name: str) -> None:
    """Let Django's connections, those of threads started later too, open this database."""
    connection.close()
    connection.settings_dict["NAME"] = name
