"""Tables of reports and lists: printed on A4 none loses its last columns; on every window and on
paper heads stand over their columns, and totals in line with them. Forms are not printed."""

import re
import zlib

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
# Whose content once filled its sheets so that the heading or the foot had one to itself.
FULL = ("attention", "results", "periodic")
LEAST = 150  # pieces of text on a sheet; a heading alone has about ninety, the foot twenty
TOOLS = "main :is(form, .btn, a[download]):visible"  # of no use on paper
WIDTHS = (390, 760, 1440)
# Groups of columns whose head stands elsewhere, and totals that end elsewhere than their column.
OUT_OF_LINE = """() => [...document.querySelectorAll('.figures, .list')].flatMap(table => {
  const box = cell => cell.getBoundingClientRect();
  const shown = row => [...row.cells].filter(cell => box(cell).width);
  const end = cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().right;
  };
  const apart = (one, other) => Math.abs(one - other) > 1;
  const [first, second] = table.tHead.rows;
  const columns = second ? shown(second) : [];
  const heads = second ? shown(first).reverse().filter(head => {
    const below = columns.splice(-head.colSpan);
    return !below.length || apart(box(head).left, box(below[0]).left)
      || apart(box(head).right, box(below.at(-1)).right);
  }) : [];
  const total = table.tFoot && getComputedStyle(table.tFoot).display !== 'block'
    ? shown(table.tFoot.rows[0]) : [];
  // Neither words beneath a row nor what is folded.
  const folded = row => row.matches('.row-beneath') || getComputedStyle(row).display === 'none';
  const row = shown([...table.tBodies[0].rows].findLast(row => !folded(row)));
  const totals = total.filter((cell, at) => cell.innerText && row[at].innerText
    && getComputedStyle(row[at]).textAlign === 'right' && apart(end(cell), end(row[at])));
  return [...heads, ...totals].map(cell => cell.innerText);
})"""


def on_paper(page: Page) -> float:
    page.emulate_media(media="print")
    is_wide = page.evaluate("getComputedStyle(document.body).page") == "wide"
    page.set_viewport_size({"width": ACROSS if is_wide else UPRIGHT, "height": 700})
    return page.evaluate(STANDS_OUT)


def test_every_table_fits_its_sheet_and_stands_in_line(page, language):
    enter(page, "ministry", language)
    wide, out_of_line, tools = {}, {}, {}
    for address in PAGES[LANGUAGES.index(language) :: 2]:
        page.emulate_media(media="screen")
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            out_of_line[address, width] = page.evaluate(OUT_OF_LINE)
        wide[address] = on_paper(page)
        out_of_line[address, "paper"] = page.evaluate(OUT_OF_LINE)
        tools[address] = page.locator(TOOLS).all_inner_texts()
    assert {address: out for address, out in wide.items() if out > 1} == {}
    assert {where: cells for where, cells in out_of_line.items() if cells} == {}
    assert {address: found for address, found in tools.items() if found} == {}
    # The negative control: a wide table does not fit upright; a head over the wrong columns and
    # a total with space of its own are seen.
    page.goto("/reports/execution/?year=2025&until=2025-11-30")
    page.set_viewport_size({"width": UPRIGHT, "height": 700})
    assert page.evaluate(STANDS_OUT) > 1
    assert page.locator(".panel-foot .fold-body").is_visible()  # how it is counted
    page.emulate_media(media="screen")
    assert page.locator(TOOLS).count()
    page.emulate_media(media="print")
    page.locator(".figures thead td").last.evaluate("cell => cell.colSpan = 2")
    assert len(page.evaluate(OUT_OF_LINE)) > 1
    page.reload()
    page.locator(".figures tfoot td").nth(3).evaluate("cell => cell.colSpan = 2")
    assert page.evaluate(OUT_OF_LINE)


def pieces_of_text(pdf: bytes) -> list[int]:
    """How many pieces of text are set on each sheet."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL))
    sheets = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    numbers = [re.search(rb"/Contents (\d+) 0 R", sheet)[1] for sheet in sheets]
    streams = [objects[number].partition(b"stream\n")[2] for number in numbers]
    return [zlib.decompressobj().decompress(stream).count(b"BT") for stream in streams]


def test_no_sheet_holds_a_heading_or_the_foot_alone(page):
    enter(page, "ministry", "vi")
    for slug in FULL:
        page.goto(f"/reports/{slug}/?year=2025&until=2025-11-30&region=central")
        sheets = pieces_of_text(page.pdf(prefer_css_page_size=True))
        assert len(sheets) > 1 and min(sheets) > LEAST, (slug, sheets)
    # The negative control: a sheet with only the last words is seen.
    page.locator(".foot").evaluate(
        "foot => foot.style.cssText = 'position: static; break-before: page'"
    )
    assert pieces_of_text(page.pdf(prefer_css_page_size=True))[-1] < LEAST
