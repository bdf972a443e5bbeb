"""Nobody reads or changes a row out of reach: every route, role, row and method.

The routes are those of the URL configuration; one that tests.web.addresses does not know how to
ask fails here.
"""

import re
import zipfile
from collections.abc import Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from promotion import policy
from tests.web.addresses import addresses
from tests.web.asking import FRAGMENT, Target, names_that_are_read, undone
from tests.web.test_headers import require_private, require_safe_headers
from tests.web.world import COLLEAGUE, World

pytestmark = pytest.mark.security

ROUTES = sorted(policy.ROUTES)
CHANGING = re.compile(r'(name="csrfmiddlewaretoken" value=|nonce=|name="key" value=)"[^"]*"')
# What a form that was understood may answer: shown again, done, not this way, already sent.
TAKEN = {200, 302, 409, 422}
# What a role may do does not hang on the engine, which rows are found may: everybody asks in every
# way on SQLite, on PostgreSQL those whose rows are chosen differently, where they are not refused
# before any row is looked for.
METHODS = ("get", "head", "post", "put")
REACHES = ("clerk of An Giang", "officer of An Giang", "ministry")
FILTERING = ("clerk of An Giang", "officer of An Giang", "administrator")
# What lists show when they are asked for it.
ON_REQUEST = [
    {"unit": "gia-lai", "year": "2025", "source": "local"},
    {"year": "2025", "returned": "on", "state": "returned"},
]
ON_POSTGRESQL = connection.vendor == "postgresql"


class Person:
    """Somebody's browser; every request is undone, so that each meets the same rows.

    A page that looks whether htmx asks for a part of it is asked for that as well.

    looked_at   the parameters and fields that mattered to the last answer
    """

    def __init__(self, world: World, who: str) -> None:
        self.who = who
        self.user = world.people[who]
        self.words = world.gia_lai.canaries | world.gia_lai.draft_canaries | {COLLEAGUE}
        self.forbidden_words = world.forbidden_words(who)
        self.seen: set[str] = set()
        self.looked_at: set[str] = set()
        self.client = Client(raise_request_exception=False)
        self.cookies = world.cookies[who]

    def ask(self, method: str, url: str, form: dict[str, Any] | None = None, **headers: str):
        self.client.cookies = SimpleCookie(self.cookies)
        with undone(), names_that_are_read() as self.looked_at:
            answer = getattr(self.client, method)(url, form or {}, headers=headers)
        assert answer.status_code < 500, f"{method} {url} by {self.who}: {answer.status_code}"
        told = (readable(answer) + str(answer.headers) + str(answer.cookies)).lower()
        typed = unquote(f"{url} {form}").lower()  # which the page may repeat
        found = {word for word in self.words if word in told and word not in typed}
        leaks = found & self.forbidden_words
        assert not leaks, f"{method} {url} tells {self.who}: {leaks}"
        self.seen |= found
        if method == "get" and not headers and FRAGMENT.keys() & self.looked_at:
            self.ask(method, url, form, **FRAGMENT)
        return answer

    def narrow(self, url: str, queries: list[dict[str, Any]]) -> list[HttpResponse]:
        """Ask the page in every one of the ways.

        Parameters that it never looks at change nothing: queries that differ in them alone are
        asked once.
        """

        def as_read(query: dict[str, Any]) -> dict[str, Any]:
            return {name: query[name] for name in query if name in names}

        answers = [self.ask("get", url, queries[0])]
        names = self.looked_at
        asked = [as_read(queries[0])]
        while new := [query for query in map(as_read, queries) if query not in asked]:
            asked.append(new[0])
            answers.append(self.ask("get", url, new[0]))
            names = names | self.looked_at
        return answers


def readable(answer: HttpResponse) -> str:
    """The body as text; that of a workbook or paper is the text of all its parts.

    How far a workbook is may be told before it.
    """
    body = answer.getvalue()
    if (start := body.find(b"PK\x03\x04")) >= 0:
        with zipfile.ZipFile(BytesIO(body[start:])) as parts:
            texts = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
            return "\n".join(parts.read(name).decode() for name in texts)
    return body.decode()


def url_of(name: str, target: Target) -> str:
    query = "&".join(f"{key}={quote(str(value))}" for key, value in target.query.items())
    return reverse(name, kwargs=target.path) + (f"?{query}" if query else "")


def without_address(answer: HttpResponse, url: str) -> tuple[int, str, str]:
    """The answer but for what changes anyway and for the address that was asked."""
    text = CHANGING.sub("", readable(answer))
    where = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    for told in (url, escape(url), quote(url), quote(url, safe="")):
        text, where = text.replace(told, "HERE"), where.replace(told, "HERE")
    return answer.status_code, text, where


def expected(
    rule: policy.Route, who: Person, method: str, *, reached: bool, refused: bool
) -> set[int]:
    """Statuses that are right for a row that is reached, or is as good as not there."""
    if rule.public:
        return set(range(200, 500))
    if who.user is None:
        return {302}
    if method.upper() not in rule.methods:
        return {405}
    if not rule.allows(method.upper(), who.user.role):
        return {403}
    if not reached:
        # Chosen in a form it is no choice, elsewhere it is not found.
        return {404, 422} if method == "post" else {404}
    if refused:
        return {403}
    return {200} if method in ("get", "head") else TAKEN


@pytest.mark.parametrize("name", ROUTES)
def test_who_gets_what(world, name):
    rule = policy.ROUTES[name]
    address = addresses(world)[name]
    for who in REACHES if ON_POSTGRESQL else world.people:
        person = Person(world, who)
        reads = rule.public or (person.user and rule.allows("GET", person.user.role))
        for method in METHODS:
            if ON_POSTGRESQL and not rule.allows(method.upper(), person.user.role):
                continue
            answers = {}
            rows = list(address.rows.items())
            if method == "head" and reads and (ON_POSTGRESQL or who != "ministry"):
                continue  # the same as "get", but for its body
            for row, target in rows if method in ("get", "post") else rows[:1]:
                url = url_of(name, target)
                answer = person.ask(method, url, target.form if method == "post" else None)
                reached = address.reached_by(who, row)
                case = f"{method} {url} ({row}) by {who}"
                refused = address.refuses(who, method)
                statuses = expected(rule, person, method, reached=reached, refused=refused)
                assert answer.status_code in statuses, case
                require_safe_headers(answer)
                require_private(answer)
                if who == "stranger" and not rule.public:
                    assert answer.url.startswith(reverse("sign-in")), case
                if not reached:
                    answers[row] = without_address(answer, url)
            # A row out of reach answers exactly like one that does not exist.
            if "missing" in answers:
                assert set(answers.values()) == {answers["missing"]}, f"{method} {name} {who}"


@pytest.mark.parametrize("name", ROUTES)
def test_no_filter_opens_a_way(world, name):
    *_, target = addresses(world)[name].rows.values()
    for who in FILTERING[:1] if ON_POSTGRESQL else FILTERING:
        person = Person(world, who)
        if policy.ROUTES[name].allows("GET", person.user.role):
            person.narrow(reverse(name, kwargs=target.path), world.narrowing())


@pytest.mark.parametrize("name", ROUTES)
def test_an_address_that_cannot_be_read_is_not_found(world, name):
    address = addresses(world)[name]
    target = next(iter(address.rows.values()))
    if not target.path:
        assert not address.malformed
        return
    url = reverse(name, kwargs=target.path)
    part = quote(str(list(target.path.values())[-1]))
    assert part in url
    rule = policy.ROUTES[name]
    for who in ("ministry",) if ON_POSTGRESQL else ("stranger", "clerk of An Giang", "ministry"):
        person = Person(world, who)
        for method in ("get", "post"):
            if person.user and not rule.allows(method.upper(), person.user.role):
                continue  # refused whatever the address says
            for text in address.malformed:
                answer = person.ask(method, text.join(url.rsplit(part, 1)), target.form)
                assert answer.status_code in (302, 403, 404, 405, 422), f"{text} {who}"


def sights(world: World, who: str) -> Iterator[set[str]]:
    """The canaries that somebody comes across where rows are shown, from route to route."""
    person = Person(world, who)
    person.forbidden_words = set()
    for name, address in addresses(world).items():
        rule = policy.ROUTES[name]
        if rule.read != policy.ALL or name in ("home", "province", "search"):
            for target in address.rows.values():
                person.ask("get", url_of(name, target))
            person.narrow(reverse(name, kwargs=target.path), ON_REQUEST)
            yield person.seen


@pytest.mark.sqlite
def test_whoever_reaches_the_rows_sees_every_canary(world):
    """Else the sweep would pass because nothing is shown at all; pages are the same on both."""
    theirs = world.gia_lai.canaries
    assert any(seen == theirs for seen in sights(world, "ministry"))
    theirs |= world.gia_lai.draft_canaries
    assert any(seen == theirs for seen in sights(world, "clerk of Gia Lai"))


@pytest.mark.sqlite
def test_without_the_scope_the_canaries_are_seen(world, monkeypatch):
    """The negative control: the sweeps do notice when the one answer is wrong."""
    everywhere = lambda user, path="": Q()  # noqa: E731 - it stands in for a function
    monkeypatch.setattr("promotion.scope.centres_in_reach", everywhere)
    theirs = {
        f"qzx-{of}" for of in ("title", "code", "establishment", "confirmed", "local", "reason")
    }
    assert any(seen >= theirs for seen in sights(world, "clerk of An Giang"))


def test_drafts_are_their_owners_alone(world):
    """Not even the ministry, nor a colleague of the same centre, comes across one."""
    url = reverse("draft", args=[world.colleague_draft.key])
    for who in world.people:
        answer = Person(world, who).ask("get", url)
        assert answer.status_code in (302, 403, 404), who
