"""Chromium for browser tests and photographs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from projects.demo.accounts import DEMO_PASSWORD
from tools import programs

ARGUMENTS = [
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    # Playwright keeps a loop in this thread, in which Django would refuse plain database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def find_chromium() -> str | None:
    return programs.find("Chromium")


def sign_in(page: Page, url: str, username: str, password: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def enter(page: Page, username: str, language: str) -> None:
    """Sign in as the one and only demo user of the window, in the language."""
    page.context.clear_cookies()
    sign_in(page, "", username, DEMO_PASSWORD)
    page.locator(f"button[name=language][value={language}]:visible").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


class Faults(list[str]):
    """What a page must not do, collected while it is used: speak to the console, fail, or ask
    another host."""

    def watch(self, page: Page) -> None:
        page.on("console", self.note_console)
        page.on("pageerror", lambda error: self.append(f"error: {error}"))
        page.on("requestfailed", self.note_failed)
        page.on("request", self.note_foreign)

    def note_console(self, message: ConsoleMessage) -> None:
        if message.text.startswith("Autofocus processing was blocked"):
            return  # the test typed before the page had set the focus itself
        # Chromium also tells when the page itself is a refusal (4xx), which is no fault of it.
        refused = "the server responded with a status of 4" in message.text
        if not (refused and message.page and message.location["url"] == message.page.url):
            self.append(f"console: {message.text}")

    def note_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # downloads, and what htmx no longer wants
            self.append(f"failed: {request.url}: {request.failure}")

    def note_foreign(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.append(f"another host: {request.url}")
