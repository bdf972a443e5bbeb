"""The path of one payment: typed by a clerk, confirmed by an officer, the same figure everywhere.

A clerk of An Giang types 600.000.000 đồng of 02/09/2025. An Giang's local plan of 2025 is 1 billion
and the project's support 800 million, so 200 million are left and the rate becomes 60%.
"""

import json
from io import BytesIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from projects.models import Disbursement
from promotion.models import Source
from tests.cast import make_grant, make_plan
from tests.projects.entering import as_user, fields, post
from tests.reports.reading import compact, figure, table, trace

ASKED = "year=2025&until=2025-09-30"
PAID_VND = 600_000_000


@pytest.fixture
def grant(project_an_giang, officer_an_giang, ministry):
    """Beside An Giang's local plan stand two that must not be divided by."""
    make_plan("an-giang", 2025, Source.LOCAL, 1_000_000_000, officer_an_giang)
    make_plan("an-giang", 2025, Source.NATIONAL, 700_000_000, ministry)
    make_plan("gia-lai", 2025, Source.LOCAL, 900_000_000, ministry)
    return make_grant(project_an_giang, officer_an_giang, 800_000_000)


@pytest.fixture
def everywhere(ministry, capsys):
    """What each way out says of An Giang's local money by 30/09/2025: (disbursed, rate)."""
    client = as_user(ministry)

    def sheet(url: str) -> tuple[int, str]:
        """Amount in triệu and the formula of the rate, whose numbers are checked elsewhere."""
        book = load_workbook(BytesIO(client.get(url).content))
        row = next(
            [c.value for c in row] for row in book["Theo tỉnh"] if row[1].value == "An Giang"
        )
        return row[7], row[10][:3]

    def ask() -> dict[str, tuple]:
        download = client.get(f"/reports/execution.json?{ASKED}&province=an-giang").json()["total"]
        capsys.readouterr()
        options = {"year": "2025", "until": "2025-09-30", "province": "an-giang", "format": "json"}
        call_command("report", "execution", **options)
        command = json.loads(capsys.readouterr().out)["total"]
        page = client.get(f"/regions/south/?{ASKED}").content.decode()
        row = next(row for row in table(page, "Theo tỉnh, thành phố") if "An Giang" in row)
        lanes = trace(figure(page, "figure-bullets"), "local")
        place = client.get(f"/provinces/an-giang/?{ASKED}").content.decode()
        lane = next(i for i, url in enumerate(lanes["customdata"]) if "an-giang" in url)
        return {
            "json": (download["disbursed_vnd"]["local"], download["rate"]["local"]),
            "command": (command["disbursed_vnd"]["local"], command["rate"]["local"]),
            "table": (row[7], row[10]),
            "bullet": (lanes["x"][lane],),
            "sentence": (compact(place).partition("tỉnh An Giang đạt ")[2][:11],),
            "sheet": sheet(f"/reports/execution.xlsx?{ASKED}&region=south"),
            "conference": sheet(f"/conferences/workbook/?region=south&{ASKED}&ordinal=14"),
        }

    return ask


def told(amount_vnd: int, rate: int) -> dict[str, tuple]:
    """The same amount and rate as each of them says it; the amounts here are whole triệu."""
    million = amount_vnd // 10**6
    return {
        "json": (amount_vnd, rate),
        "command": (amount_vnd, rate),
        "table": (str(million), f"{rate},00"),
        "bullet": (rate,),
        "sentence": (f"{million} triệu đồng"[:11],),
        "sheet": (million, "=IF"),
        "conference": (million, "=IF"),
    }


def test_from_the_form_to_the_workbook(grant, clerk_an_giang, officer_an_giang, everywhere):
    assert everywhere() == told(0, 0)

    # The form reads đồng and the day first, shows what is left, and is sent.
    clerk = as_user(clerk_an_giang)
    form = fields(clerk.get("/disbursements/new/", {"grant": grant.pk}))
    form |= {"amount_vnd": "600.000.000", "voucher_on": "02/09/2025", "voucher_number": "UNC-9"}
    receipt = post(clerk, form).url
    assert post(clerk, form).url == receipt  # a double click
    entry = Disbursement.objects.get()
    assert (entry.amount_vnd, entry.voucher_on.isoformat()) == (PAID_VND, "2025-09-02")
    assert "600.000.000 đồng" in clerk.get(receipt).content.decode()
    left = clerk.get("/disbursements/new/remaining/", {"grant": grant.pk}).content.decode()
    assert "200.000.000 <small>đồng" in left

    # Sent, it waits: nothing is disbursed yet.
    assert everywhere() == told(0, 0)
    officer = as_user(officer_an_giang)
    (waiting,) = officer.get("/disbursements/inbox/").context["lists"]
    assert (waiting.entries, waiting.amount_vnd) == (1, PAID_VND)

    # Confirmed, it stands everywhere, to the đồng.
    officer.post("/disbursements/inbox/confirm/", dict(waiting.ids))
    assert everywhere() == told(PAID_VND, 60)
