"""The life of one payment, from the clerk's keyboard to the workbook: one number everywhere.

By hand: An Giang's local plan for 2025 is 1,500,000,000 đồng and its one payment 600,000,000,
so 600 of 1.500 triệu đồng, 40,00 %.
"""

import json
import re
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Confirmation, Disbursement, Draft
from promotion.models import Source
from tests.cast import make_grant, make_plan

pytestmark = pytest.mark.django_db

ASKED = {"year": "2025", "until": "2025-09-30"}
PAID_VND = 600_000_000


@pytest.fixture
def grant(project_an_giang, officer_an_giang, ministry):
    """Local support of 800 million; the plans, one of them national, are there to be confused."""
    make_plan("an-giang", 2025, Source.LOCAL, 1_500_000_000, officer_an_giang)
    make_plan("an-giang", 2025, Source.NATIONAL, 700_000_000, ministry)
    make_plan("gia-lai", 2025, Source.LOCAL, 900_000_000, ministry)
    return make_grant(project_an_giang, officer_an_giang, 800_000_000)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(grant, page: str, **change) -> dict[str, str]:
    key = re.search(r'name="key" value="([-0-9a-f]+)"', page).group(1)
    return {
        "key": key,
        "grant": str(grant.pk),
        "kind": "payment",
        "amount_vnd": "600.000.000",
        "unit": "vnd",
        "voucher_kind": "payment-order",
        "voucher_number": "UNC-9",
        "voucher_on": "02/09/2025",
        **change,
    }


def test_one_payment_is_the_same_number_everywhere(grant, clerk_an_giang, officer_an_giang):
    clerk, officer = signed_in(clerk_an_giang), signed_in(officer_an_giang)
    assert figures(officer) == nothing_disbursed()

    # The clerk types it, day first, and sends it twice: one entry, the same receipt.
    page = clerk.get(reverse("draft-new")).content.decode()
    form = typed(grant, page, send="")
    receipt = clerk.post(reverse("draft-new"), form).url
    assert clerk.post(reverse("draft-new"), form).url == receipt
    entry = Disbursement.objects.get()
    assert (entry.amount_vnd, entry.voucher_on.isoformat()) == (PAID_VND, "2025-09-02")
    assert receipt == entry.get_absolute_url()
    assert not Draft.objects.exists()
    assert "600.000.000" in clerk.get(receipt).content.decode()

    # Sent is not disbursed: it waits in the officer's inbox.
    assert figures(officer) == nothing_disbursed()
    inbox = officer.get(reverse("inbox"), {"source": "local"}).content.decode()
    assert "UNC-9" in inbox and "600.000.000" in inbox

    # The clerk may not confirm it; the officer confirms it once.
    confirm = reverse("confirm-entry", args=[entry.pk])
    assert clerk.post(confirm).status_code == 403
    assert officer.post(confirm).status_code == 302
    assert officer.post(confirm).status_code == 302  # a second click changes nothing
    assert Confirmation.objects.get().confirmed_by == officer_an_giang

    assert figures(officer) == {
        "command": {"national": 0, "local": PAID_VND, "all": PAID_VND},
        "json": {"national": 0, "local": PAID_VND, "all": PAID_VND},
        "rate": "40.00",
        "page": True,
        "chart": 40.0,
        "sheet": 600,
        "csv": True,
        "ledger": True,
    }


def nothing_disbursed() -> dict:
    return {
        "command": {"national": 0, "local": 0, "all": 0},
        "json": {"national": 0, "local": 0, "all": 0},
        "rate": "0.00",
        "page": False,
        "chart": 0.0,
        "sheet": 0,
        "csv": False,
        "ledger": False,
    }


def figures(officer: Client) -> dict:
    """What An Giang has disbursed, asked of everything that shows it."""
    page = officer.get(reverse("province", args=["an-giang"]), ASKED).content.decode()
    chart = json.loads(re.search(r'type="application/json">(.*?)</script>', page).group(1))
    command = StringIO()
    call_command("report", "execution", province="an-giang", stdout=command, **ASKED)
    printed = json.loads(command.getvalue())["total"]
    files = {
        kind: officer.get(
            reverse("report-download", args=["execution", kind]), ASKED | {"province": "an-giang"}
        )
        for kind in ("json", "csv", "xlsx")
    }
    ledger = officer.get(
        reverse("disbursements"),
        ASKED | {"province": "an-giang", "source": "local", "state": "confirmed"},
    ).content.decode()
    return {
        "command": printed["disbursed_vnd"],
        "json": json.loads(files["json"].content)["total"]["disbursed_vnd"],
        "rate": re.search(
            r'"rate": \{\s*"national": 0.00,\s*"local": ([\d.]+)', command.getvalue()
        ).group(1),
        "page": "600 triệu đồng" in text_of(page) and "40,00" in page,
        "chart": local_percent(chart),
        "sheet": local_disbursed(files["xlsx"].content),
        "csv": "600000000" in files["csv"].content.decode(),
        "ledger": "600.000.000" in ledger,
    }


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def local_percent(figure: dict) -> float:
    """The length of the local lane of the bullet rows, in percent of the plan."""
    lanes = [trace for trace in figure["data"] if trace.get("name") == "local"]
    return max(value or 0.0 for trace in lanes for value in trace["x"])


def local_disbursed(content: bytes) -> int:
    """An Giang's local disbursement in the sheet, in triệu đồng."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        if "An Giang" in row:
            return row[7]
    raise AssertionError("An Giang is not in the sheet")
