"""Without what it needs, nothing starts, and one sentence says what is missing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SERVE = ["-m", "gunicorn", "promotion.wsgi", "--bind", "127.0.0.1:0"]
COMMANDS = {
    "check": ["manage.py", "check"],
    "migrate": ["manage.py", "migrate"],
    "no such command": ["manage.py", "dance"],
    "gunicorn": SERVE,
    "asgi": ["-c", "import promotion.asgi"],
}


def start(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:"}
    if command[0] == "manage.py":
        kept["DEMO"] = "0"  # it would read what `make setup` left in var/; a server never does
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.sqlite  # asked before any database
@pytest.mark.security
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(
    ("variables", "missing"),
    [({}, "SECRET_KEY"), ({"SECRET_KEY": "x"}, "ALLOWED_HOSTS")],
    ids=["no key", "no hosts"],
)
def test_one_sentence_names_what_is_missing(command, variables, missing):
    done = start(command, **variables)
    assert done.returncode == 1
    assert done.stderr.strip() == f"Set {missing} before starting (see README.md, Settings)."
    assert done.stdout == ""


def test_with_both_it_starts():
    done = start(["manage.py", "check"], SECRET_KEY="x" * 50, ALLOWED_HOSTS="example.org")
    assert done.returncode == 0, done.stderr
