"""What is quoted is of one moment, whoever confirms meanwhile."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from promotion.models import Source, User
from provinces.models import Province
from reports import freezing, queries
from reports.models import Edition
from tests.cast import make_plan, make_user

OF_A_REGION = "region=central&year=2025&until=30/11/2025&ordinal=14"


@pytest.fixture
def by(prepared_database) -> User:
    """The ministry, which gave Huế a plan."""
    made = make_user("ministry", User.Role.MINISTRY)
    make_plan("hue", 2025, Source.NATIONAL, 100, made)
    return made


@pytest.fixture
def edition(by) -> Edition:
    made = Edition.objects.create(
        region_id="central", ordinal=14, year=2025, until=date(2025, 11, 30)
    )
    made.members.set(Province.objects.filter(unit="hue"))
    return made


@pytest.fixture
def isolation(monkeypatch) -> set[str]:
    """How the transactions are isolated in which somebody asks for plans."""
    plans, seen = queries.plans, set()

    def looked_at(*arguments):
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.add(cursor.fetchone()[0])
        return plans(*arguments)

    monkeypatch.setattr(queries, "plans", looked_at)
    return seen


@pytest.mark.postgresql
def test_a_version_is_read_in_one_snapshot(edition, by, isolation):
    freezing.freeze(edition, by, "", timezone.localdate())
    assert isolation == {"repeatable read"}


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "address",
    [
        "/conferences/{pk}/",
        "/conferences/{pk}/papers/",
        "/conferences/{pk}/summary/",
        f"/conferences/?{OF_A_REGION}",
        f"/conferences/workbook/?{OF_A_REGION}",
    ],
)
def test_so_are_papers_that_nobody_froze(edition, by, isolation, address):
    client = Client()
    client.force_login(by)
    assert client.get(address.format(pk=edition.pk)).status_code == 200
    assert isolation == {"repeatable read"}


@pytest.mark.postgresql
def test_so_is_what_commands_write(by, isolation, tmp_path):
    asked = {"year": "2025", "until": "2025-11-30", "region": "central"}
    call_command("report", "execution", **asked, stdout=StringIO())
    call_command("conference", **asked, ordinal="14", output=str(tmp_path / "papers.xlsx"))
    assert isolation == {"repeatable read"}
