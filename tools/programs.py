"""Programs that the tests use and that no Python package brings."""

import os
import shutil
import subprocess
from pathlib import Path

from tools import postgres

COMMANDS = {
    "Chromium": ("chromium", "chromium-browser", "google-chrome"),
    "LibreOffice": ("soffice",),
}
PACKAGES = {
    "PostgreSQL": "postgresql",
    "Chromium": "chromium",
    "LibreOffice": "libreoffice-calc-nogui",
}


def find(program: str) -> str | None:
    """Where the program is; for PostgreSQL the folder of the server."""
    if program == "PostgreSQL":
        folder = postgres.installed()
        return str(folder) if folder else None
    return next(filter(None, map(shutil.which, COMMANDS[program])), None)


def missing() -> list[str]:
    return [program for program in PACKAGES if not find(program)]


def installation(log: Path) -> subprocess.Popen[bytes] | None:
    """Debian's packages of what is missing, being installed; None if that is not possible here."""
    packages = [PACKAGES[program] for program in missing()]
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    if "postgresql" in packages:
        # The tests start a server of their own; Debian need not start one too.
        folder = Path("/etc/postgresql-common")
        folder.mkdir(exist_ok=True)
        (folder / "createcluster.conf").write_text("create_main_cluster = false\n")
    print(f"Installing {', '.join(packages)} by apt-get …", flush=True)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    with log.open("wb") as output:
        return subprocess.Popen(
            ["sh", "-c", 'apt-get update && exec "$@"', "sh", *install],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
