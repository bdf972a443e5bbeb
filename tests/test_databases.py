"""The databases that the tests themselves stand on."""

import json
import threading
import urllib.request

import pytest
from django.db import connection, transaction

from promotion.models import Decision
from provinces.models import Province
from tests.cast import make_decision


def provinces() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM provinces_province")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("_time", [1, 2])
def test_each_test_is_rolled_back(db, _time):
    assert Decision.objects.count() == 0
    make_decision()


def test_reference_data_are_there(db):
    assert Province.objects.exists()


@pytest.mark.database("empty")
def test_an_empty_database_has_no_tables(db):
    assert connection.introspection.table_names() == []


@pytest.mark.parametrize("_time", [1, 2])
def test_commits_are_real_and_seen_by_threads_but_gone_afterwards(prepared_database, _time):
    assert Decision.objects.count() == 0
    with transaction.atomic():
        make_decision()
    seen = []

    def look() -> None:
        seen.append(Decision.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_the_server_works_on_the_database_of_the_test(server):
    with urllib.request.urlopen(f"{server.url}/health/") as answer:
        assert answer.status == 200
        assert json.load(answer)
