"""What the next person at the same computer finds, and what typed markup does in a browser."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from promotion.models import User
from tests.cast import make_user
from tests.servers import Server
from tests.web.test_hostile import MARKUP
from tests.web.world import World, plant

# What a browser keeps and runs does not hang on the engine.
pytestmark = [pytest.mark.security, pytest.mark.sqlite, pytest.mark.database("reference")]


def enter(page: Page, server: Server, user: User) -> None:
    """Sign in without the form: passwords of the cast are hashed as the server does not know."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])


def test_back_after_signing_out_shows_nothing(page, server):
    world = World()
    enter(page, server, world.people["ministry"])
    page.goto(world.an_giang.project.get_absolute_url())
    assert world.an_giang.project.title in page.content()
    page.click("details.account summary")
    page.click("form[action='/sign-out/'] button")
    page.wait_for_url("**/sign-in/")
    page.go_back()
    page.wait_for_url("**/sign-in/**")
    assert world.an_giang.project.title not in page.content()


def test_markup_that_was_typed_is_not_run(page, server):
    """The page's watch fails on any script that runs, is refused, or asks for a picture."""
    world = World()
    officer = make_user("officer-ha-noi", User.Role.OFFICER, province_id="ha-noi")
    rows = plant("ha-noi", world.people["ministry"], officer, word=MARKUP)
    for user in (rows.clerk, world.people["ministry"]):
        enter(page, server, user)
        for url in (
            reverse("projects") + "?year=2025",
            rows.project.get_absolute_url(),
            reverse("disbursements") + "?year=2025",
            rows.local.get_absolute_url(),
            rows.returned.get_absolute_url(),
            reverse("inbox"),
            reverse("home"),
            reverse("province", args=["ha-noi"]),
            reverse("search") + "?q=svg",
        ):
            page.goto(url)
            assert page.locator("svg[onload]").count() == 0, url
        assert MARKUP in page.inner_text("main")
