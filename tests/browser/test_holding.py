"""What is typed into a form outlives the end of the session in the browser, and nothing else."""

import re

import pytest
from playwright.sync_api import Page, expect

from projects.demo.accounts import DEMO_PASSWORD
from projects.models import Project
from promotion.models import Decision
from tests.browsers import sign_in

pytestmark = pytest.mark.sqlite  # what the browser keeps does not hang on the engine

NUMBER = "[name=number]"
HELD = "[data-held]"
RECORD = "button[name=record]"


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, username: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main [type=submit]")


def held(page: Page) -> list[str]:
    """What stays in this tab alone."""
    kept: dict[str, str] = page.evaluate("({...sessionStorage})")
    return [value for name, value in kept.items() if name.startswith("held ")]


def test_a_decision_that_was_typed_is_back_after_signing_in_again(page):
    sign_in(page, "", "officer-an-giang", DEMO_PASSWORD)
    page.goto("/decisions/new/")
    page.fill(NUMBER, "7777/QĐ-SCT")
    page.press(NUMBER, "Enter")  # records nothing
    page.fill("[name=signed_on]", "02/11/2026")
    page.fill("[name=abstract]", "Bổ sung kinh phí")
    page.click("button[name=more][value=budget]")
    page.fill("[name=budget-5-amount_vnd]", "1.250.000")
    end_session(page)
    page.click(RECORD)
    expect(page).to_have_url(re.compile("/sign-in/"))
    [copy] = held(page)
    assert "csrf" not in copy
    sign_in_again(page, "officer-an-giang")
    expect(page.locator(HELD)).to_be_visible()
    expect(page.locator(NUMBER)).to_have_value("7777/QĐ-SCT")
    expect(page.locator("[name=budget-5-amount_vnd]")).to_have_value("1.250.000")
    assert not Decision.objects.filter(number="7777/QĐ-SCT").exists()
    assert not held(page)
    # What comes back from the server is not put there twice; what is accepted is gone.
    page.click(RECORD)
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator(HELD)).to_be_hidden()
    page.fill("[name=budget-5-amount_vnd]", "")
    page.select_option("[name=budget-0-change]", "supplement")
    page.fill("[name=budget-0-amount_vnd]", "1.250.000")
    page.click(RECORD)
    expect(page).to_have_url(re.compile(r"/decisions/\d+/$"))
    page.goto("/decisions/new/")
    expect(page.locator(NUMBER)).to_have_value("")
    # Nor does it wait for whoever comes after signing out.
    page.fill(NUMBER, "7778/QĐ-SCT")
    page.click("details.account summary")
    page.click("form[data-leave] button")
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert not held(page)


def test_another_save_meanwhile_is_still_told_and_another_person_finds_nothing(page):
    project = Project.objects.get(code="AG-2026-001")
    sign_in(page, "", "clerk-an-giang", DEMO_PASSWORD)
    page.goto(f"{project.get_absolute_url()}edit/")
    page.fill("[name=title]", "Tên đề án mới")
    end_session(page)
    page.click("main form button[type=submit]")
    expect(page).to_have_url(re.compile("/sign-in/"))
    project.title = "Tên do người khác sửa"
    project.save_over(project.version, ["title"])
    sign_in_again(page, "clerk-an-giang")
    expect(page.locator("[name=title]")).to_have_value("Tên đề án mới")
    with page.expect_response("**/edit/") as answer:
        page.click("main form button[type=submit]")
    assert answer.value.status == 409
    end_session(page)
    page.click("main form button[type=submit]")
    expect(page).to_have_url(re.compile("/sign-in/"))
    sign_in(page, "", "clerk-gia-lai", DEMO_PASSWORD)
    assert not held(page)
