"""Without its guards a database is not served: neither from the start nor later."""

import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from promotion.guards import create_triggers, watch
from tests.databases import real_environment
from tests.guards import remove_guard
from tools.setup import ROOT

SENTENCES = {"vi": "Hệ thống tạm ngừng hoạt động", "en": "The system is out of service"}


def request(language: str = "vi", path: str = "/"):
    made = RequestFactory().get(path)
    made.COOKIES["django_language"] = language
    return made


@pytest.fixture
def middleware(db, monkeypatch) -> watch.GuardsMiddleware:
    """It looks at every request."""
    monkeypatch.setattr(watch, "EVERY_SECONDS", 0)
    return watch.GuardsMiddleware(lambda request: HttpResponse("figures"))


@pytest.mark.parametrize("language", SENTENCES)
def test_a_guard_that_goes_stops_every_page_until_it_is_back(middleware, language):
    assert middleware(request()).content == b"figures"
    remove_guard("guard_grant_sums")
    answer = middleware(request(language))
    assert answer.status_code == 503
    assert SENTENCES[language] in answer.content.decode()
    # Nobody is asked whose language it is: what it means is said in both.
    for code in SENTENCES:
        assert f'lang="{code}"' in answer.content.decode()
    assert answer.headers["Retry-After"]
    assert b"figures" not in answer.content
    assert middleware(request(path="/health/")).status_code == 200
    create_triggers(connection)
    assert middleware(request()).content == b"figures"


def test_it_asks_the_database_now_and_then_only(db, django_assert_num_queries):
    middleware = watch.GuardsMiddleware(lambda request: HttpResponse())
    with django_assert_num_queries(1):
        for _ in range(100):
            middleware(request())


@pytest.mark.security
def test_a_server_does_not_start_without_a_guard(prepared_database):
    def start() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gunicorn", "promotion.wsgi", "--check-config"],
            cwd=ROOT,
            env=real_environment(prepared_database),
            capture_output=True,
            text=True,
            timeout=30,
        )

    assert start().returncode == 0
    remove_guard("guard_grant_sums")
    connection.close()
    done = start()
    assert done.returncode != 0
    sentence = "Not serving: guards of the database are missing or changed (1: guard_grant_sums)."
    assert done.stderr.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in done.stderr


def test_a_server_that_runs_stops_answering(server):
    def status() -> int:
        try:
            with urllib.request.urlopen(f"{server.url}/accounts/sign-in/", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code

    # Its workers have not looked yet: the first request of each does.
    remove_guard("guard_grant_sums")
    assert status() == 503
