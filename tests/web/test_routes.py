"""The table of routes and roles is complete, and what is not in it is refused."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from promotion import policy
from promotion.models import User

Role = User.Role


def routes(resolver: URLResolver) -> Iterator[tuple[str, str | None]]:
    """(pattern, name) of every address outside the administration."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.pattern), entry.name
        elif entry.namespace != "admin":
            yield from routes(entry)


def test_every_address_has_a_name_in_the_table():
    unlisted = {
        (pattern, name) for pattern, name in routes(get_resolver()) if name not in policy.ROUTES
    }
    assert not unlisted


def test_every_name_in_the_table_has_an_address():
    assert policy.ROUTES.keys() - {name for _, name in routes(get_resolver())} == set()


@pytest.mark.security
@pytest.mark.parametrize("role", Role)
def test_an_address_that_is_not_listed_is_refused(client, db, monkeypatch, role):
    reach = {"clerk": {"centre": None}, "officer": {"province_id": "an-giang"}}.get(role, {})
    if role == Role.CLERK:
        from tests.cast import make_centre

        reach = {"centre": make_centre("an-giang")}
    client.force_login(User.objects.create_user("somebody", role=role, **reach))
    assert client.get(reverse("password")).status_code == 200
    monkeypatch.delitem(policy.ROUTES, "password")
    assert client.get(reverse("password")).status_code == 403
    assert client.post(reverse("password")).status_code == 403


@pytest.mark.security
def test_an_address_that_is_not_listed_is_not_public(client, db, monkeypatch):
    monkeypatch.delitem(policy.ROUTES, "health")
    assert client.get(reverse("health")).url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_only_reading_and_posting_are_known(client, ministry, method):
    client.force_login(ministry)
    answer = getattr(client, method)(reverse("password"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.security
def test_the_whole_administration_is_for_administrators(client, db):
    names = {
        f"admin:{entry.name}"
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) == "admin"
        for entry in resolver.url_patterns
        if getattr(entry, "name", None)
    }
    assert "admin:index" in names
    for name in names:
        assert policy.route(["admin"], name.removeprefix("admin:")) is policy.ADMIN
    # No redirect to the page of any row: it would tell that the row exists.
    assert "admin:view_on_site" not in names
