"""Hostile input on every route: forged forms, markup in texts, nonsense in parameters."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from promotion import policy
from promotion.models import User
from tests.cast import PASSWORD
from tests.web.addresses import addresses
from tests.web.asking import undone
from tests.web.test_scope_matrix import Person, readable, url_of
from tests.web.world import plant

pytestmark = pytest.mark.security

WRITING = sorted(name for name, rule in policy.ROUTES.items() if rule.write)
READING = sorted(name for name, rule in policy.ROUTES.items() if rule.read or rule.public)
MARKUP = '"><svg onload=x>'
# What lists of rows that hold markup are asked for.
MARKED = ({"year": "2025"}, {"year": "all", "q": "svg", "state": "returned"})
NONSENSE = [
    "'; DROP TABLE promotion_user; --",
    "\0",
    "9" * 30,
    "-1",
    "99999-99-99",
    "0000-01",
    "𝟐𝟎𝟐𝟓",  # digits to Python
    "x" * 3000,
    MARKUP,
]


@pytest.mark.sqlite  # refused before anything is asked of the database
@pytest.mark.parametrize("name", [*WRITING, "sign-in", "language"])
def test_a_form_from_elsewhere_is_refused(world, name):
    rule = policy.ROUTES[name]
    target = next(iter(addresses(world)[name].rows.values()))
    for who, user in world.people.items():
        if user and not rule.public and not rule.allows("POST", user.role):
            continue  # nor from here
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = SimpleCookie(world.cookies[who])
        with undone():
            answer = strict.post(url_of(name, target), target.form)
        assert answer.status_code == 403, f"{name} by {who}"
        assert "Biểu nhập đã hết hạn" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_in_the_administration(administrator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    answer = strict.post(
        reverse("admin:promotion_user_add"),
        {"username": "planted", "password1": PASSWORD, "password2": PASSWORD, "role": "ministry"},
    )
    assert answer.status_code == 403
    assert not User.objects.filter(username="planted").exists()


@pytest.mark.sqlite  # pages are the same on both engines
def test_markup_in_any_text_is_only_text(world):
    """Whatever people can be called or type holds markup; no page lets it through."""
    marked = plant("ha-noi", world.people["ministry"], officer_of("ha-noi"), word=MARKUP)
    world.an_giang = marked
    world.let_in("clerk of An Giang", marked.clerk)
    escaped = {escape(word) for word in marked.canaries | marked.draft_canaries}
    seen: set[str] = set()
    for who in ("clerk of An Giang", "ministry"):
        person = Person(world, who)
        for name in READING:
            for row, target in addresses(world)[name].rows.items():
                if "Gia Lai" in row:
                    continue
                queries = [target.query | query for query in MARKED]
                for answer in person.narrow(reverse(name, kwargs=target.path), queries):
                    require_calm(answer)
                    told = readable(answer).lower()
                    seen |= {word for word in escaped if word in told}
    # The negative control: the texts were there, all of them.
    assert seen == escaped


def officer_of(unit: str) -> User:
    return User.objects.create_user(f"officer-{unit}", role=User.Role.OFFICER, province_id=unit)


def test_markup_in_a_name_is_only_text_in_the_administration(client, administrator):
    marked = User.objects.create_user("marked", last_name=MARKUP, role=User.Role.AUDITOR)
    client.force_login(administrator)
    change = reverse("admin:promotion_user_change", args=[marked.pk])
    client.post(change, {"username": "marked", "role": "auditor", "last_name": MARKUP})
    pages = [change, reverse("admin:promotion_user_changelist"), reverse("admin:index")]
    pages += [reverse("admin:auth_user_password_change", args=[marked.pk])]
    pages += [reverse("admin:promotion_user_history", args=[marked.pk])]
    for page in pages:
        body = client.get(page).content.decode()
        assert "<svg onload" not in body
    assert escape(MARKUP) in body


@pytest.mark.parametrize("name", READING)
def test_nonsense_in_a_parameter_is_answered(world, name):
    rule = policy.ROUTES[name]
    target = next(iter(addresses(world)[name].rows.values()))
    who = "clerk of An Giang" if rule.allows("GET", "clerk") else "officer of An Giang"
    person = Person(world, "stranger" if rule.public else who)
    person.ask("get", url_of(name, target))
    for nonsense in nonsense_in(person.looked_at):
        query = urlencode(target.query | nonsense)
        answer = person.ask("get", f"{reverse(name, kwargs=target.path)}?{query}")
        require_calm(answer)


@pytest.mark.parametrize("name", [*WRITING, "sign-in", "language"])
def test_nonsense_in_a_field_is_answered(world, name, monkeypatch):
    # A form of hundreds of lines, each like the others, takes seconds to draw.
    monkeypatch.setattr("projects.line_forms.MOST_LINES", 4)
    rule = policy.ROUTES[name]
    target = next(iter(addresses(world)[name].rows.values()))
    who = "clerk of An Giang" if rule.allows("POST", "clerk") else "officer of An Giang"
    person = Person(world, "stranger" if rule.public else who)
    person.ask("post", url_of(name, target), target.form)
    for nonsense in nonsense_in(person.looked_at):
        answer = person.ask("post", url_of(name, target), target.form | nonsense)
        require_calm(answer)


def nonsense_in(names: set[str]) -> Iterator[dict[str, str]]:
    """Every nonsense in all names together, and some of them in each name alone.

    Together, each on one of the engines; alone, every sixth on PostgreSQL, which takes types
    seriously, and every ninth on SQLite. Where nothing is read there is nothing to ask.
    """
    first, step = (1, 6) if connection.vendor == "postgresql" else (0, 9)
    for nonsense in NONSENSE[first::2] if names else ():
        yield dict.fromkeys(names, nonsense)
    for number, name in enumerate(sorted(names)):
        for nonsense in NONSENSE[number % step :: step]:
            yield {name: nonsense}


def require_calm(answer) -> None:
    """No markup came through, and nobody is sent to another host."""
    if answer.headers["Content-Type"].startswith("text/html"):
        assert "<svg onload" not in readable(answer).lower()
    for header in ("Location", "HX-Redirect", "HX-Location"):
        place = urlsplit(answer.headers.get(header, "/"))
        assert not place.netloc
        assert place.path.startswith("/") or not place.path


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", r"/\example.org"])
@pytest.mark.parametrize("name", ["confirm-entry", "confirm-list", "return-entry"])
def test_the_way_back_after_a_decision_never_leads_elsewhere(world, name, elsewhere):
    target = addresses(world)[name].rows["An Giang"]
    person = Person(world, "officer of An Giang")
    answer = person.ask("post", url_of(name, target), target.form | {"next": elsewhere})
    assert answer.status_code == 302
    assert "example.org" not in answer.url
