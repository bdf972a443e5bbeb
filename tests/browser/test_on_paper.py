"""What A4 sheets hold: no table of a report or a list loses its last columns when printed."""

import pytest
from playwright.sync_api import Page

from reports.catalogue import REPORTS
from tests.browsers import enter

pytestmark = pytest.mark.sqlite  # sheets do not hang on the engine

# Between the margins of static/css/print.css, in CSS pixels of 1/96 inch.
UPRIGHT, ACROSS = 702, 1062
LISTS = (
    *("/disbursements/", "/projects/", "/approvals/", "/budgets/", "/decisions/", "/returns/"),
    *("/results/", "/beneficiaries/"),
)
PAGES = (
    "/",
    "/provinces/an-giang/",
    *(f"/reports/{slug}/?year=2025&until=2025-11-30" for slug in REPORTS),
    "/reports/year-on-year/?year=2025&until=2025-11-30&years=6",
    *LISTS,
)
LANGUAGES = ("vi", "en")  # each looks at every second page
# How far the widest table of the page stands out of its panel, in pixels.
STANDS_OUT = """() => Math.max(0, ...[...document.querySelectorAll('.panel-table table')].map(
  table => table.getBoundingClientRect().right
    - table.closest('.panel-table').getBoundingClientRect().right))"""


def on_paper(page: Page) -> float:
    page.emulate_media(media="print")
    is_wide = page.evaluate("getComputedStyle(document.body).page") == "wide"
    page.set_viewport_size({"width": ACROSS if is_wide else UPRIGHT, "height": 700})
    return page.evaluate(STANDS_OUT)


def test_every_table_fits_its_sheet(page, language):
    enter(page, "ministry", language)
    wide = {}
    for address in PAGES[LANGUAGES.index(language) :: 2]:
        page.emulate_media(media="screen")
        page.goto(address)
        wide[address] = on_paper(page)
    assert {address: out for address, out in wide.items() if out > 1} == {}
    # The negative control: a wide table does not fit upright.
    page.goto("/reports/execution/?year=2025&until=2025-11-30")
    page.set_viewport_size({"width": UPRIGHT, "height": 700})
    assert page.evaluate(STANDS_OUT) > 1
