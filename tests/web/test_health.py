"""/health/ tells whether the system can work, and names what is missing."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from promotion.guards import installed_triggers

HEALTH = reverse("health")


def test_all_is_well(client, db):
    answer = client.get(HEALTH)
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "triggers": "ok"}


def test_a_missing_trigger_is_named(client, db):
    name, table = min(installed_triggers(connection).items())
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    answer = client.get(HEALTH)
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "ok", "triggers": [name]}


def test_a_missing_migration_is_named_though_later_ones_are_there(client, db):
    MigrationRecorder(connection).record_unapplied("projects", "0001_initial")
    answer = client.get(HEALTH)
    assert answer.status_code == 503
    assert answer.json()["migrations"] == ["projects.0001_initial"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_database_that_is_away_is_said_not_raised(client, ministry, monkeypatch, signed_in):
    if signed_in:
        client.force_login(ministry)

    def away(*args, **kwargs):
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = client.get(HEALTH)
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"


def test_asks_nobody_to_sign_in_and_changes_nothing(client, db):
    assert client.get(HEALTH).headers["Cache-Control"] == "private, no-store"
    assert not client.cookies
    assert client.post(HEALTH).status_code == 405
