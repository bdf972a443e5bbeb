"""Returns of centres and files of evidence are only ever added."""

from datetime import date

import pytest
from django.db import connection

from projects.models import PeriodicReturn
from promotion.models import Document, ReportingPeriod
from tests.guards import execute, refused, remove_guards

TABLES = ["projects_periodicreturn", "promotion_document"]


@pytest.fixture(autouse=True)
def rows(centre_an_giang, clerk_an_giang) -> None:
    period, _ = ReportingPeriod.objects.get_or_create(
        kind="month",
        first_day=date(2025, 9, 1),
        defaults={"last_day": date(2025, 9, 30), "due_on": date(2025, 9, 25)},
    )
    PeriodicReturn.objects.create(centre=centre_an_giang, period=period, sent_by=clerk_an_giang)
    Document.objects.create(
        sha256="0" * 64,
        name="Quyết định.pdf",
        content_type="application/pdf",
        size_bytes=1,
        uploaded_by=clerk_an_giang,
    )


@pytest.mark.security
@pytest.mark.parametrize("table", TABLES)
class TestOnlyAdded:
    def test_never_changed_or_deleted(self, table):
        for act in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with refused("ledger_append_only"):
                execute(act)

    def test_never_replaced_or_emptied(self, table):
        execute(
            "SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1"
        )
        again = {
            "sqlite": f"REPLACE INTO {table} SELECT * FROM {table}",
            "postgresql": f"TRUNCATE {table} CASCADE",
        }
        with refused("ledger_append_only"):
            execute(again[connection.vendor])

    def test_would_be_deleted_without_the_guards(self, table):
        remove_guards(table)
        execute(f"DELETE FROM {table}")


def test_a_centre_sends_one_return_for_a_period(centre_an_giang, clerk_an_giang):
    sent = PeriodicReturn.objects.get()
    with refused("periodicreturn_once"):
        PeriodicReturn.objects.create(
            centre=centre_an_giang, period=sent.period, sent_by=clerk_an_giang, is_nothing=True
        )
