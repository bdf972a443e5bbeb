"""What is frozen is of one moment, whoever confirms meanwhile."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from promotion.models import User
from provinces.models import Province
from reports import freezing
from reports.models import Edition
from tests.cast import make_user


@pytest.mark.postgresql
def test_a_version_is_read_in_one_snapshot(prepared_database, monkeypatch):
    by = make_user("ministry", User.Role.MINISTRY)
    edition = Edition.objects.create(
        region_id="central", ordinal=14, year=2025, until=date(2025, 11, 30)
    )
    edition.members.set(Province.objects.filter(unit="hue"))
    write, seen = freezing.workbook_of, []

    def looked_at(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.append(cursor.fetchone()[0])
        return write(*args, **kwargs)

    monkeypatch.setattr(freezing, "workbook_of", looked_at)
    freezing.freeze(edition, by, "", timezone.localdate())
    assert seen == ["repeatable read"]
