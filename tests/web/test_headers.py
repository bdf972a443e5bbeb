"""What the browser is told on every kind of answer, and that nothing weakens it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

pytestmark = pytest.mark.security

HTTPS = """
import django
django.setup()
from django.conf import settings
from django.test import Client
plain = Client().get("/health/", headers={"host": "localhost"})
print(plain.status_code, plain.headers["Location"])
client = Client()
secure = client.get("/sign-in/", headers={"host": "localhost", "X-Forwarded-Proto": "https"})
print(secure.status_code, secure.headers["Strict-Transport-Security"])
print(client.cookies["csrftoken"]["secure"], settings.SESSION_COOKIE_SECURE)
"""


def require_safe_headers(answer: HttpResponseBase) -> None:
    """For any answer of any route; used by the sweep over all routes as well."""
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def require_private(answer: HttpResponseBase) -> None:
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "Cookie" in answer.headers["Vary"]


def test_pages_before_signing_in(client, db):
    for answer in (
        client.get(reverse("sign-in")),
        client.get(reverse("health")),
        client.get("/nowhere/"),
        client.get(reverse("password")),
        client.post(reverse("language"), {"language": "xx"}),
        *(client.post(reverse("sign-in"), {"username": "x", "password": "y"}) for _ in range(5)),
    ):
        require_safe_headers(answer)
        require_private(answer)
    assert answer.status_code == 429


def test_pages_after_signing_in(client, administrator):
    client.force_login(administrator)
    for name in ("password", "admin:index", "admin:promotion_user_add", "admin:jsi18n"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        require_safe_headers(answer)
        require_private(answer)


def test_a_request_that_is_refused_at_the_door(client, db):
    answer = client.get(reverse("sign-in"), headers={"Host": "example.org"})
    assert answer.status_code == 400
    require_safe_headers(answer)


def test_a_fault(client, db, monkeypatch):
    def fail() -> str:
        raise RuntimeError

    monkeypatch.setattr("promotion.views.health.reachable", fail)
    client.raise_request_exception = False
    answer = client.get(reverse("health"))
    assert answer.status_code == 500
    require_safe_headers(answer)
    require_private(answer)


@pytest.mark.sqlite  # what is sent over which connection is settled before any database
def test_https_keeps_to_https(prepared_database):
    done = subprocess.run(
        [sys.executable, "-c", HTTPS],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "promotion.settings",
            "DATABASE_URL": prepared_database,
            "SECRET_KEY": "tests",
            "DEMO": "1",
            "HTTPS": "1",
        },
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == [
        "301 https://localhost/health/",
        "200 max-age=31536000",
        "True True",
    ], done.stderr
