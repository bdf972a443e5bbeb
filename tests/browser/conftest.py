"""A browser for every test of this folder, watched."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import Faults, chromium, find_chromium
from tests.servers import Server

expect.set_options(timeout=30_000)  # how long a page takes on a busy machine is not what is tested


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone before tests of other modules: Playwright's loop would give them, and the processes
    that they fork, different connections to the database."""
    program = find_chromium()
    if not program:
        pytest.skip("Chromium is not installed.")
    with chromium(program) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A fresh window on the test's own server; at the end the page must have had no fault."""
    faults = Faults()
    context = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults.watch(page)
    yield page
    context.close()
    assert faults == []


# What is written in the second language does not hang on the engine.
@pytest.fixture(params=["vi", pytest.param("en", marks=pytest.mark.sqlite)])
def language(request: pytest.FixtureRequest) -> str:
    return request.param
