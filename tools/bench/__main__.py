"""How fast it is, on both engines, with commits that wait for the disk. `make bench`.

Prints posts per second of the guarded ledger beside bare inserts, whole payments through the
application, the time in which a million entries are verified, and what reports take over as many
and over five times as many. On a machine that does other work only the ratios mean something.
Single parts: `.venv/bin/python -m tools.bench reports`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools import postgres, setup

PARTS = ("ledger", "application", "million")
REPORTS = "reports"  # on PostgreSQL alone, in databases of their own
# As much of each of the two databases stands in memory as of one on a server of its own.
FOR_TWO = (*postgres.FORGETFUL, "shared_buffers=512MB")


def bench(database_url: str, parts: Sequence[str]) -> None:
    variables = {"DATABASE_URL": database_url}
    setup.fill(**variables)
    variables |= setup.demo_environment() | {"DJANGO_SETTINGS_MODULE": "promotion.settings"}
    for part in parts:
        command = [str(setup.PYTHON), "-m", f"tools.bench.{part}"]
        subprocess.run(command, cwd=setup.ROOT, env=os.environ | variables, check=True)


def on_sqlite(parts: Sequence[str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=setup.BUILD))
    try:
        bench(f"sqlite:///{folder}/bench.sqlite3", parts)
    finally:
        shutil.rmtree(folder)


def on_postgresql(parts: Sequence[str], settings: tuple[str, ...] = postgres.DURABLE) -> None:
    with postgres.postgres(postgres.installed() or postgres.from_pypi(), settings) as server:
        bench(server.url, parts)


def main() -> None:
    asked = sys.argv[1:] or [*PARTS, REPORTS]
    if unknown := set(asked) - {*PARTS, REPORTS}:
        sys.exit(f"Unknown: {', '.join(unknown)}. Parts are {', '.join([*PARTS, REPORTS])}.")
    with setup.one_at_a_time():
        setup.to_run()
    parts = [part for part in PARTS if part in asked]
    if parts:
        print("\nSQLite", flush=True)
        on_sqlite(parts)
        print("\nPostgreSQL", flush=True)
        on_postgresql(parts)
    if REPORTS in asked:
        print("\nReports on PostgreSQL", flush=True)
        on_postgresql([REPORTS], FOR_TWO)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Stopped: {error}")
