"""What the header offers to whom, and where it says one is."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from promotion.context import initials, items_for, navigation
from promotion.models import User


def urls(role: str, url_name: str = "") -> list[str]:
    return [item.url for item in items_for(User(role=role), url_name)]


def active(role: str, url_name: str) -> list[str]:
    return [item.url for item in items_for(User(role=role), url_name) if item.active]


def test_an_official_finds_everything_in_the_order_of_the_work():
    assert urls("ministry") == [
        "/overview/",
        "/budgets/",
        "/projects/",
        "/disbursements/",
        "/disbursements/inbox/",
        "/reports/",
        "/conferences/",
    ]


def test_a_clerk_begins_with_the_own_month_and_confirms_nothing():
    offered = urls("clerk")
    assert offered[0] == "/"
    assert "/disbursements/inbox/" not in offered


def test_an_administrator_is_not_sent_to_rows():
    assert "/projects/" not in urls("administrator")
    assert "/overview/" in urls("administrator")


@pytest.mark.parametrize(
    "role, page, item",
    [
        ("ministry", "home", "/overview/"),
        ("clerk", "home", "/"),
        ("clerk", "overview", "/overview/"),
        ("officer", "province", "/overview/"),
        ("officer", "project", "/projects/"),
        ("officer", "return-entry", "/disbursements/inbox/"),
        ("clerk", "draft", "/disbursements/"),
    ],
)
def test_one_item_is_marked(role, page, item):
    assert active(role, page) == [item]


def test_a_page_of_no_item_marks_none():
    assert active("ministry", "password") == []


@pytest.mark.parametrize(
    "name, letters",
    [("Nguyễn Thị Lan", "NL"), ("clerk-an-giang", "CG"), ("admin", "A"), ("", "")],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert initials(name) == letters


def test_signed_out_there_is_nothing_to_navigate():
    request = RequestFactory().get("/sign-in/")
    with translation.override("en"):
        context = navigation(request)
    assert not context["nav"]
    assert not context["account"]
    assert [(row["short"], row["active"]) for row in context["languages"]] == [
        ("VI", False),
        ("EN", True),
    ]
