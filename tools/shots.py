"""Photograph the main pages, in both languages and two widths, into build/shots/.

    .venv/bin/python -m tools.shots [PAGE …]

The pages come from a server of their own on a copy of the demonstration. Ends with 1 when a page
answered anything but 200.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from playwright.sync_api import Browser, Page

django.setup()

from projects.demo.accounts import DEMO_PASSWORD  # noqa: E402  # after the set-up of Django
from tests import browsers, databases  # noqa: E402
from tests.servers import serving  # noqa: E402
from tools.setup import BUILD  # noqa: E402

FOLDER = BUILD / "shots"
WIDTHS = {1440: 900, 390: 844}
LANGUAGES = ("vi", "en")
AUTUMN = "year=2025&until=2025-11-30"
# {name of the picture: (account or "", address)}
PAGES = {
    "sign-in": ("", "/sign-in/"),
    "overview": ("ministry", f"/overview/?{AUTUMN}"),
    "region": ("ministry", f"/regions/central/?{AUTUMN}"),
    "provinces": ("ministry", f"/provinces/?{AUTUMN}"),
    "province": ("ministry", f"/provinces/thanh-hoa/?{AUTUMN}"),
    "budgets": ("ministry", "/budgets/?year=2025"),
    "report": ("ministry", f"/reports/execution/?{AUTUMN}"),
    "conferences": ("ministry", "/conferences/"),
    "missing": ("ministry", "/provinces/atlantis/"),
    "month": ("clerk-an-giang", "/"),
    "projects": ("clerk-an-giang", "/projects/"),
    "entry": ("clerk-an-giang", "/disbursements/new/"),
    "disbursements": ("clerk-an-giang", "/disbursements/?year=2025"),
    "inbox": ("officer-an-giang", "/disbursements/inbox/"),
    "password": ("officer-an-giang", "/password/"),
}


@contextmanager
def signed_in(browser: Browser, url: str, account: str, language: str) -> Iterator[Page]:
    """A window of the account in the language; "" is a visitor."""
    context = browser.new_context()
    page = context.new_page()
    if account:
        browsers.sign_in(page, url, account, DEMO_PASSWORD)
    else:
        page.goto(f"{url}/sign-in/")
    token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
    context.request.post(
        f"{url}/language/",
        form={"language": language, "csrfmiddlewaretoken": token, "next": "/sign-in/"},
    )
    yield page
    context.close()


def photograph(browser: Browser, url: str, wanted: list[str]) -> int:
    """The number of pages that did not answer as they should."""
    bad = 0
    pages = {name: PAGES[name] for name in wanted or PAGES}
    for language in LANGUAGES:
        for account in dict.fromkeys(account for account, _ in pages.values()):
            with signed_in(browser, url, account, language) as page:
                for name in (name for name, (whose, _) in pages.items() if whose == account):
                    bad += not shoot(page, url + pages[name][1], f"{name}-{language}")
    return bad


def shoot(page: Page, address: str, name: str) -> bool:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(address, wait_until="networkidle")
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
    status = answer.status if answer else 0
    good = status == (404 if name.startswith("missing") else 200)
    print(f"{'' if good else f'{status} '}{name}", flush=True)
    return good


def main(wanted: list[str]) -> int:
    program = browsers.find_chromium()
    if not program:
        sys.exit("Chromium is not installed: apt-get install chromium")
    if unknown := set(wanted) - set(PAGES):
        sys.exit(f"No page {', '.join(sorted(unknown))}; there are {', '.join(PAGES)}.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = Path(FOLDER / "server.log")
    with (
        databases.copied("demo") as label,
        serving(databases.ENGINE.url(label), log) as server,
        browsers.chromium(program) as browser,
    ):
        return min(1, photograph(browser, server.url, wanted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
