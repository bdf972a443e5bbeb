"""Every page in both languages: nothing that axe finds, nothing wider than the window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsers import enter

# Looks of a page do not hang on the engine; the main job is walked on both.
pytestmark = pytest.mark.sqlite

CENTRAL = "/regions/central/?year=2025&until=2025-11-30"
ENTRY, INBOX = "/disbursements/new/", "/disbursements/inbox/"
PAGES = {
    "ministry": [
        "/?year=2025&until=2025-11-30",
        CENTRAL,
        "/provinces/quang-tri/?year=2025&until=2025-11-30&map=rhythm",
        "/provinces/quang-binh/?year=2024&lens=then",
        "/provinces/",
        "/regions/",
        "/reports/",
        "/reports/execution/?year=2025&until=2025-11-30",
        "/reports/attention/?year=2025&until=2025-11-30",
        "/attention/vinh-long/local/2025/",
        "/conferences/",
        "/reports/periodic/?year=2025&period=q3",
        "/reports/estimates/?year=2025&until=2025-12-31",
        "/budgets/?year=2025",
        "/decisions/",
        "/decisions/new/",
        "/approvals/",
        "/recoveries/",
        "/provinces/atlantis/",
    ],
    "clerk-an-giang": [
        "/",
        "/projects/",
        "/projects/new/",
        "/disbursements/",
        ENTRY,
        INBOX,
        "/returns/",
        "/search/?q=an",
        "/password/",
    ],
    "officer-an-giang": [
        INBOX,
        "/projects/?year=2026",
        "/attention/an-giang/local/2026/",
        "/months/",
        "/returns/",
        "/estimates/",
        ENTRY,  # not an officer's: 403
    ],
    "auditor": ["/disbursements/?year=2025", INBOX],
    "admin": ["/admin/", "/overview/"],
}
# Lists whose first row is opened, and the pages that lead on from there.
OPENED = {
    "ministry": {"/budgets/?year=2025": [], "/decisions/?year=2026": []},
    "clerk-an-giang": {
        "/projects/": ["edit/"],
        "/disbursements/?year=2025": ["correct/", "recover/"],
        "/": [],
    },
}
WIDTHS = (1440, 390)
# Axe reads the pages of the main job in both languages, of the others every second one in each.
AXE_WIDTH = {"vi": 1440, "en": 390}
IN_BOTH = {CENTRAL, ENTRY, INBOX}


class Walk:
    """What is wrong with the pages that were looked at so far, by person and address."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.turn = language == "vi"
        self.wrong: dict[tuple[str, str], list[str]] = {}

    def go(self, username: str, address: str) -> None:
        self.page.goto(address)
        self.look(username, thorough=address in IN_BOTH)

    def look(self, username: str, *, thorough: bool = False) -> None:
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"wider than {width}")
        if self.turn or thorough:
            width = AXE_WIDTH[self.language]
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{v['id']}: {v['nodes'][0]['html']}" for v in violations(self.page)]
        self.turn = not self.turn
        if found:
            self.wrong[username, self.page.url] = found


def violations(page: Page) -> list[dict]:
    return Axe().run(page).response["violations"]


def test_every_page_is_accessible_and_fits(page, language):
    walk = Walk(page, language)
    for username, addresses in PAGES.items():
        enter(page, username, language)
        for address in addresses:
            walk.go(username, address)
        for address, further in OPENED.get(username, {}).items():
            page.goto(address)
            opened = page.locator("tbody a").first.get_attribute("href")
            for more in ["", *further]:
                walk.go(username, f"{opened}{more}")
    enter(page, "clerk-an-giang", language)
    page.goto(ENTRY)
    page.locator("button[name=send]").click()  # nothing filled in: the form comes back
    walk.look("refused", thorough=True)
    assert walk.wrong == {}


def test_axe_sees_what_is_wrong(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<html lang=vi><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    assert [violation["id"] for violation in violations(page)] == ["image-alt"]
    context.close()
