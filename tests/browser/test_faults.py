"""The watch over pages sees what it must see."""

import pytest

from tests.browsers import Faults

pytestmark = pytest.mark.sqlite  # what a browser says does not hang on the engine


@pytest.fixture
def bare(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<script>console.log('said')</script>", "console: said"),
        ("<script>throw Error('broken')</script>", "error: broken"),
        ("<img src='http://localhost:9/x.png'>", "another host: http://localhost:9/x.png"),
    ],
)
def test_a_fault_is_seen(bare, content, fault):
    faults = Faults()
    faults.watch(bare)
    bare.set_content(content)
    assert fault in faults


def test_a_quiet_page_has_none(bare):
    faults = Faults()
    faults.watch(bare)
    bare.set_content("<p>0</p>")
    assert faults == []


@pytest.mark.database("reference")
def test_the_sign_in_page_has_none(page):
    page.goto("/sign-in/")
    assert page.locator("[name=username]").is_visible()
