"""What stays on record beside the ledger: files of decisions, and the people behind every row."""

import pytest

from promotion.documents import store
from tests.files import PDF
from tests.guards import execute, refused
from tests.projects.test_guards_raw_sql import attempt

pytestmark = pytest.mark.django_db


def test_a_decision_keeps_its_first_file(grant_an_giang, ministry):
    first, second = (
        store(PDF + mark, "qd.pdf", "application/pdf").record(ministry).pk for mark in (b"1", b"2")
    )
    execute("UPDATE promotion_decision SET document_id = %s", first)
    for other in (second, None):
        with refused("decision_fixed"):
            execute("UPDATE promotion_decision SET document_id = %s", other)


def test_a_person_is_not_exchanged(grant_an_giang, auditor):
    """Who only read something stays on record, too; so does everybody else."""
    attempt(
        "DELETE FROM promotion_user WHERE username = %s",
        auditor.username,
        name="person_fixed",
        tables=["promotion_user"],
    )
