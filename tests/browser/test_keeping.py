"""A payment is saved while it is typed, and outlives the end of the session."""

import re

import pytest
from playwright.sync_api import Page, expect

from projects.demo.accounts import DEMO_PASSWORD
from tests.browsers import sign_in

pytestmark = pytest.mark.sqlite  # what the browser keeps does not hang on the engine

NUMBER, AMOUNT = "[name=voucher_number]", "[name=amount_vnd]"
TYPING_ENDS = 2000  # milliseconds after the last key by which it is on its way
A_DRAFT = re.compile(r"/disbursements/drafts/[0-9a-f-]{36}/$")


def type_and_pause(page: Page, field: str, text: str) -> None:
    """The page's own clock is moved, not waited for: a busy machine makes no difference."""
    page.fill(field, text)
    page.clock.run_for(TYPING_ENDS)


def kept(page: Page) -> str:
    """What stays in this tab alone."""
    return page.evaluate("JSON.stringify({...sessionStorage})")


def test_what_is_typed_is_kept_through_the_end_of_the_session(page):
    page.clock.install()
    sign_in(page, "", "clerk-an-giang", DEMO_PASSWORD)
    page.goto("/disbursements/new/")
    type_and_pause(page, NUMBER, "UNC-777")
    said = page.locator("[data-kept]")
    expect(said).to_contain_text("đã lưu lúc")
    expect(page).to_have_url(A_DRAFT)  # where it is found again
    assert page.evaluate("document.activeElement.name") == "voucher_number"
    page.select_option("[name=kind]", "clearing")
    expect(page.locator("[name=voucher_kind]")).to_have_value("advance-request")
    page.select_option("[name=kind]", "payment")
    expect(page.locator("[name=voucher_kind]")).to_have_value("payment-order")
    # What cannot be read is kept here, and comes back with the page.
    type_and_pause(page, AMOUNT, "12.5")
    expect(said).to_contain_text("chưa đọc được")
    page.reload()
    expect(page.locator(AMOUNT)).to_have_value("12.5")
    type_and_pause(page, AMOUNT, "12.500.000")
    expect(said).to_have_text(re.compile("^đã lưu lúc [0-9:]{5}$"))
    assert "UNC-777" not in kept(page)
    # The session ends: nothing is lost, neither from the page nor by signing in again.
    page.context.clear_cookies(name="sessionid")
    type_and_pause(page, NUMBER, "UNC-778")
    expect(page.locator("[data-kept-ended]")).to_be_visible()
    assert "UNC-778" in kept(page)
    page.click("[data-kept-ended] a")
    page.fill("[name=username]", "clerk-an-giang")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main [type=submit]")
    expect(page).to_have_url(A_DRAFT)
    expect(page.locator(NUMBER)).to_have_value("UNC-778")
    expect(page.locator(AMOUNT)).to_have_value("12.500.000")
    expect(said).to_contain_text("đã lưu lúc")
    assert "UNC-778" not in kept(page)


def test_the_older_of_two_windows_is_told_and_overwrites_nothing(page):
    page.clock.install()
    sign_in(page, "", "clerk-an-giang", DEMO_PASSWORD)
    page.goto("/disbursements/new/")
    type_and_pause(page, AMOUNT, "1.500.000")
    expect(page).to_have_url(A_DRAFT)
    older = page.context.new_page()
    older.clock.install()
    older.goto(page.url)
    for amount in ("1.550.000", "1.600.000"):  # its own saves are no other window's
        with page.expect_response("**/keep/") as saved:
            type_and_pause(page, AMOUNT, amount)
        assert saved.value.ok
    type_and_pause(older, NUMBER, "UNC-1")
    expect(older.locator("[data-kept-newer]")).to_be_visible()
    older.click("[data-kept-newer] a")
    expect(older.locator(AMOUNT)).to_have_value("1.600.000")


def test_another_person_at_the_same_computer_finds_nothing_of_it(page):
    page.clock.install()
    sign_in(page, "", "clerk-an-giang", DEMO_PASSWORD)
    page.goto("/disbursements/new/")
    page.context.clear_cookies(name="sessionid")
    type_and_pause(page, NUMBER, "UNC-779")
    expect(page.locator("[data-kept-ended]")).to_be_visible()
    sign_in(page, "", "clerk-gia-lai", DEMO_PASSWORD)
    page.goto("/disbursements/new/")
    expect(page.locator(NUMBER)).to_have_value("")
