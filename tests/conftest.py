"""Which database a test gets, and what all tests share.

A test that uses `db` works in a copy of a prepared database and is rolled back. Tests in
tests/demo/ and tests/browser/ get the demonstration, all others the reference data;
`@pytest.mark.database("empty" | "reference" | "demo")` says otherwise. A test that needs real
commits takes `prepared_database`, one that needs a web server `server`: both are its own.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests import databases
from tests.guards import as_application
from tests.servers import Server, serving
from tools import setup

pytest_plugins = ["tests.cast", "tests.clock", "tests.libreoffice"]

DEMONSTRATED = ("demo", "browser")
# Tests of the ledger, which run with the rights of the application as well where it has fewer.
LEDGER = {
    "test_attention_notes",
    "test_deciding",
    "test_declared_estimates",
    "test_entry_sending",
    "test_grant_sums",
    "test_inbox",
    "test_inbox_acts",
    "test_months",
    "test_proposals",
    "test_recoveries",
    "test_returns",
}
# What long tests take; they run first, else a worker would be left with one at the end.
LONG = "prepared_database"
FLUSHING = {"transactional_db", "django_db_reset_sequences", "live_server"}
# The ways to a database: pytest-django shuts it to a test that takes none of them.
OPENING = {"db", "prepared_database", "copies"}


def kind_of(item: pytest.Item) -> str:
    if marker := item.get_closest_marker("database"):
        return marker.args[0]
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return "demo" if folder in DEMONSTRATED else "reference"


def pytest_configure() -> None:
    """Look for garbage less often: with what the tests load, it took a tenth of all time."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """What is loaded by now stays."""
    gc.freeze()


def engine_of(item: pytest.Item) -> str | None:
    """The only engine that the test runs on; what opens no database cannot hang on the engine."""
    for engine in ("sqlite", "postgresql"):
        if item.get_closest_marker(engine):
            return engine
    opens = OPENING & set(item.fixturenames) or item.get_closest_marker("django_db")
    return None if opens else "sqlite"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse what would flush; leave out what is about the other engine; long tests first."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if FLUSHING & set(item.fixturenames) or (marker and (marker.args or marker.kwargs)):
            raise pytest.UsageError(f"{item.nodeid} would flush: take prepared_database.")
    foreign = [item for item in items if engine_of(item) not in (None, connection.vendor)]
    config.hook.pytest_deselected(items=foreign)
    items[:] = [item for item in items if item not in foreign]
    items.sort(key=lambda item: LONG not in item.fixturenames)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if connection.vendor == "postgresql" and metafunc.module.__name__.split(".")[-1] in LEDGER:
        metafunc.parametrize("database_role", ["owner", "application"], indirect=True)


@pytest.fixture(autouse=True)
def database_role(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whose rights the test has: those of the owner, unless it is a test of the ledger."""
    if getattr(request, "param", "owner") == "owner":
        yield
        return
    request.getfixturevalue("db")
    with as_application():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A test of a security promise that is skipped has failed."""
    report = yield
    if report.skipped and item.get_closest_marker("security"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} is about security and may not be skipped."
    return report


class Copies:
    """The copies of prepared databases that this process rolls back in, made when first used."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.labels: dict[str, str] = {}

    def use(self, kind: str) -> None:
        if kind not in self.labels:
            self.labels[kind] = self.stack.enter_context(databases.copied(kind))
        if connection.settings_dict["NAME"] != databases.ENGINE.setting(self.labels[kind]):
            databases.connect(self.labels[kind])


@pytest.fixture(scope="session")
def copies() -> Iterator[Copies]:
    with ExitStack() as stack:
        yield Copies(stack)
        connection.close()


@pytest.fixture
def django_db_setup(request: pytest.FixtureRequest, copies: Copies) -> None:
    """In the place of pytest-django's own: chooses the copy just before a test opens it."""
    copies.use(kind_of(request.node))


@pytest.fixture
def prepared_database(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[str]:
    """The address of a fresh copy that Django is connected to: commits are real, in threads too."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: take db or prepared_database, not both.")
    with databases.copied(kind_of(request.node)) as label, django_db_blocker.unblock():
        databases.connect(label)
        try:
            yield databases.ENGINE.url(label)
        finally:
            connection.close()


@pytest.fixture(scope="session")
def collected_static_files() -> None:
    """What a server with the real settings serves, collected again when it has changed."""
    with setup.one_at_a_time():
        setup.demo_settings()
        setup.static_files()


@pytest.fixture
def server(
    collected_static_files: None, prepared_database: str, tmp_path: Path
) -> Iterator[Server]:
    """A web server on the test's own database."""
    log = tmp_path / "server.log"
    with serving(prepared_database, log) as running:
        yield running
    print(log.read_text(errors="replace"))  # pytest shows it when the test fails
