"""The main job in a real browser, in both languages: look, type, confirm, see it move, take it.

On PostgreSQL in Vietnamese alone. The `page` fixture fails a test whose pages speak to the console
or ask another host.
"""

import re
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browsers import enter

CENTRAL = "/regions/central/?year=2025&until=2025-11-30"
AN_GIANG = "/provinces/an-giang/?year=2026&until=2026-10-31"
AN_GIANG_JSON = "/reports/execution.json?year=2026&until=2026-10-31&province=an-giang"
PAID_VND = 1_000_000

WORDS = {
    "vi": {
        "published": ["60.840", "47.017", "77,27", "133,59", "35.194", "68,35%", "79,33%"],
        "sentence": "bằng 77,27% kế hoạch năm 2025 và bằng 133,59% so với cùng kỳ năm 2024",
        "sent": "chờ xác nhận",
        "confirmed": "Đã xác nhận",
        "too_much": re.compile(r"vượt .* [\d.]+ đồng"),
    },
    "en": {
        "published": ["60,840", "47,017", "77.27", "133.59", "35,194", "68.35%", "79.33%"],
        "sentence": "77.27% of the plan for 2025 and 133.59% of the same period of 2024",
        "sent": "waits for confirmation",
        "confirmed": "Confirmed",
        "too_much": re.compile(r"more than .* [\d,]+ đồng"),
    },
}


def disbursed_vnd(page: Page) -> int:
    return page.request.get(AN_GIANG_JSON).json()["total"]["disbursed_vnd"]["local"]


def test_the_main_job(page, language):
    words = WORDS[language]

    # The ministry reads the published figures of the Central region.
    enter(page, "ministry", language)
    page.goto(CENTRAL)
    for figure in words["published"]:
        assert figure in page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text(words["sentence"])
    expect_drawn_without_moving(page)
    page.locator(".headline-value a", has_text=words["published"][1]).click()
    expect(page.locator("tfoot")).to_contain_text(re.compile(r"47[.,]017[.,]000[.,]000"))
    page.goto(CENTRAL)
    page.locator("table a", has_text="Thanh Hóa").first.click()
    expect(page.locator("h1")).to_contain_text("Thanh Hóa")

    # The workbook carries the same figures.
    page.goto(CENTRAL)
    page.locator("a.btn-main").click()
    page.fill("[name=ordinal]", "14")
    with page.expect_download() as download:
        page.locator("form[action*=workbook] .btn-main").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert book.sheetnames[2:4] == ["Tổng hợp khu vực", "Theo tỉnh"]
    assert book.sheetnames[-1] == "Ghi chú"
    assert "SO-LIEU-GIA-DINH" in download.value.suggested_filename.upper()

    # A clerk types a payment; one that is too large comes back with everything typed.
    enter(page, "officer-an-giang", language)
    before_vnd = disbursed_vnd(page)
    enter(page, "clerk-an-giang", language)
    page.goto("/disbursements/new/")
    local = page.locator(
        "select[name=grant] option", has_text="KCĐP" if language == "vi" else "Loc"
    )
    page.select_option("[name=grant]", local.first.get_attribute("value"))
    page.fill("[name=amount_vnd]", "999.999.000.000" if language == "vi" else "999,999,000,000")
    page.fill("[name=voucher_number]", "UNC-9")
    page.fill("[name=voucher_on]", "15/10/2026")
    page.locator("button[name=send]").click()
    expect(page.locator(".errors").first).to_contain_text(words["too_much"])
    assert page.input_value("[name=voucher_on]") == "15/10/2026"
    assert page.input_value("[name=voucher_number]") == "UNC-9"
    page.fill("[name=amount_vnd]", "1.000.000" if language == "vi" else "1,000,000")
    page.locator("button[name=send]").click()
    expect(page).to_have_url(re.compile(r"/disbursements/new/\?after=\d+$"))
    receipt = page.locator("[data-kept-key] a").get_attribute("href")
    expect(page.locator("main")).to_contain_text(words["sent"])

    # Sent, it is not disbursed; confirmed by the officer, it is: page, report and sheet.
    enter(page, "officer-an-giang", language)
    assert disbursed_vnd(page) == before_vnd
    page.goto("/disbursements/inbox/")
    row = page.locator("tr", has_text="UNC-9")
    row.locator("form button").click()
    expect(page.locator("tr", has_text="UNC-9")).to_have_count(0)
    page.goto(receipt)
    expect(page.locator("main")).to_contain_text(words["confirmed"])
    assert disbursed_vnd(page) == before_vnd + PAID_VND
    sheet = load_workbook(BytesIO(page.request.get(AN_GIANG_JSON.replace("json", "xlsx")).body()))
    cells = [cell.value for row in sheet.worksheets[0] for cell in row]
    assert (before_vnd + PAID_VND) / 10**6 in cells
    page.goto(AN_GIANG)
    shown = (before_vnd + PAID_VND) // 10**6
    mark = "." if language == "vi" else ","
    expect(page.locator("main")).to_contain_text(f"{shown:,}".replace(",", mark))


def expect_drawn_without_moving(page: Page) -> None:
    """Plotly draws all three figures, and nothing stands elsewhere than without it."""
    expect(page.locator("figure[data-figure] .chart-plot:has(svg.main-svg)")).to_have_count(3)
    plain = page.context.browser.new_context(
        java_script_enabled=False,
        viewport=page.viewport_size,
        storage_state=page.context.storage_state(),
    )
    still = plain.new_page()
    still.goto(page.url)
    selector = "main > *, figure[data-figure]"
    assert boxes(still, selector) == boxes(page, selector)
    plain.close()


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return [element.bounding_box() for element in page.locator(selector).all()]
