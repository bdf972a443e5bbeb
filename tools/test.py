"""All checks, and all tests on SQLite and on a PostgreSQL server of our own, side by side.

Sets up what is missing first. What could not be run is named on the last lines; with CI=true
that is a failure. The logs stay in build/tests/.
"""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tools import postgres, programs, setup

LOGS = setup.BUILD / "tests"
TEMPLATES = [str(path) for path in sorted(setup.ROOT.glob("templates/**/*.html"))]
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "djade": ["djade", "--target-version", "5.2", "--check", *TEMPLATES],
    "makemigrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "mypy": ["mypy"],
}
running: list[subprocess.Popen[bytes]] = []


@dataclass
class Result:
    """What one engine, or the checks, came to."""

    name: str
    passed: int = 0
    failed: int = 0
    not_run: Counter[str] = field(default_factory=Counter)  # reason → number of tests
    seconds: float = 0


def execute(command: list[str], log: Path, variables: dict[str, str]) -> int:
    """Run a program of the environment; what it says is added to the log."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [setup.VENV / "bin" / command[0], *command[1:]],
            cwd=setup.ROOT,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        running.append(process)
        return process.wait()


def check() -> Result:
    result, log = Result("checks"), LOGS / "checks.log"
    variables = {"DEMO": "1", "SECRET_KEY": "checks", "DATABASE_URL": "sqlite://:memory:"}
    for name, command in CHECKS.items():
        failed = execute(command, log, variables) != 0
        result.failed += failed
        result.passed += not failed
        with log.open("a") as output:
            output.write(f"{name}: {'failed' if failed else 'passed'}\n")
    return result


def test(engine: str, database_url: str) -> Result:
    result, report = Result(engine), LOGS / f"{engine}.xml"
    command = ["pytest", "-q", "-n", "2", "--dist=worksteal", "--durations=5"]
    command.append(f"--junitxml={report}")
    variables = {"DATABASE_URL": database_url}
    code = execute(command, LOGS / f"{engine}.log", variables)
    for case in ET.parse(report).iter("testcase") if report.exists() else []:
        skipped = case.find("skipped")
        if skipped is not None:
            result.not_run[skipped.get("message", "")] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        else:
            result.passed += 1
    if code and not result.failed:
        result.failed = 1
        with (LOGS / f"{engine}.log").open("a") as output:
            output.write(f"\npytest ended with {code} and named no test that failed.\n")
    return result


def timed(job: Callable[..., Result], *arguments: str) -> Result:
    started = time.monotonic()
    result = job(*arguments)
    result.seconds = time.monotonic() - started
    return result


def prepare() -> None:
    """Set up the project while Debian's packages are being installed."""
    installation = programs.installation(LOGS / "apt.log")
    try:
        with setup.one_at_a_time():
            setup.for_tests()
    finally:
        if installation and installation.wait():
            print((LOGS / "apt.log").read_text(errors="replace"), flush=True)


def run_all() -> list[Result]:
    results = []
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor())
        jobs = [pool.submit(timed, check)]
        jobs.append(pool.submit(timed, test, "sqlite", f"sqlite:///{setup.BUILD}/unused.sqlite3"))
        try:
            folder = postgres.installed() or postgres.from_pypi()
            server = stack.enter_context(postgres.postgres(folder))
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            results.append(Result("postgresql", not_run=Counter({f"No PostgreSQL: {error}": 1})))
        else:
            jobs.append(pool.submit(timed, test, "postgresql", server.url))
        stack.callback(stop)
        for job in as_completed(jobs):
            result = job.result()
            results.append(result)
            print(f"\n--- {result.name}: {result.seconds:.0f} s")
            print((LOGS / f"{result.name}.log").read_text(errors="replace"), flush=True)
    return results


def main() -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    for old in LOGS.iterdir():
        old.unlink()
    started = time.monotonic()
    # Else each of the many processes that the tests start would compile the project anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare()
    results = run_all()
    print(f"{time.monotonic() - started:.0f} s in all; logs in {LOGS.relative_to(setup.ROOT)}/")
    for result in results:
        for reason, number in result.not_run.items():
            print(f"Not run on {result.name}: {number} × {reason}")
    passed, failed = sum(r.passed for r in results), sum(r.failed for r in results)
    not_run = sum(r.not_run.total() for r in results)
    print(f"{passed} passed, {failed} failed" + (f", {not_run} skipped" if not_run else ""))
    incomplete = not_run and os.environ.get("CI") == "true"
    return 1 if failed or incomplete else 0


def stop() -> None:
    """End what still runs, as Ctrl-C would: pytest then takes down its servers and databases."""
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupted)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
