"""The order of lists: the Vietnamese alphabet for names, sign by sign for codes."""

import pytest
from django.urls import reverse

from promotion.models import Source
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.projects.listing import listed

LEDGER, PROJECTS = reverse("disbursements"), reverse("projects")
# Đ after all of D, Ă after all of A; tones only between equal letters.
TITLES = ["Anh", "Ăn", "Da", "Dệt", "Đan", "Ê", "Mã", "Má", "Mây"]


@pytest.fixture
def shuffled(client, ministry, officer_an_giang, clerk_an_giang, centre_an_giang) -> None:
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    for number, title in enumerate(sorted(TITLES, reverse=True)):
        grant = make_grant(make_project(centre_an_giang, f"AG-{number}", title), officer_an_giang)
        send(grant, clerk_an_giang)
    client.force_login(ministry)


@pytest.mark.parametrize(("sort", "order"), [("title", TITLES), ("-title", TITLES[::-1])])
def test_projects_stand_in_the_order_of_the_alphabet(client, shuffled, sort, order):
    assert [row.title for row in listed(client.get(PROJECTS, {"sort": sort}))] == order


@pytest.mark.parametrize(("sort", "order"), [("project", TITLES), ("-project", TITLES[::-1])])
def test_entries_stand_in_the_order_of_their_projects(client, shuffled, sort, order):
    found = listed(client.get(LEDGER, {"sort": sort}))
    assert [row.grant.project.title for row in found] == order


@pytest.mark.parametrize("url", [PROJECTS, LEDGER])
def test_implementing_units_stand_in_the_order_of_the_alphabet(
    client, ministry, officer_an_giang, url
):
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    for unit, name in [("gia-lai", "Đông"), ("an-giang", "Dương"), ("ca-mau", "Ân")]:
        centre = make_centre(unit)
        centre.name = name
        centre.save()
        grant = make_grant(make_project(centre, f"P-{unit}"), officer_an_giang)
        send(grant, ministry)
    client.force_login(ministry)
    rows = listed(client.get(url, {"sort": "centre"}))
    centres = [(row if url == PROJECTS else row.grant.project).centre.name for row in rows]
    assert centres == ["Ân", "Dương", "Đông"]


CODES = ["A 1", "A-1", "A/1", "A1", "B-1", "a-1", "Đ-1"]


@pytest.mark.parametrize("sort", ["code", "-code"])
def test_codes_stand_sign_by_sign(client, ministry, centre_an_giang, sort):
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    for code in ["a-1", "Đ-1", "A1", "B-1", "A/1", "A-1", "A 1"]:
        make_project(centre_an_giang, code)
    client.force_login(ministry)
    found = [row.code for row in listed(client.get(PROJECTS, {"sort": sort, "year": "all"}))]
    assert found == (CODES if sort == "code" else CODES[::-1])


@pytest.mark.parametrize("sort", ["voucher_number", "-voucher_number"])
def test_vouchers_stand_sign_by_sign(client, ministry, grant_an_giang, clerk_an_giang, sort):
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    for number in ["a-1", "Đ-1", "A1", "B-1", "A/1", "A-1", "A 1"]:
        send(grant_an_giang, clerk_an_giang, 1, voucher_number=number)
    client.force_login(ministry)
    found = [row.voucher_number for row in listed(client.get(LEDGER, {"sort": sort}))]
    assert found == (CODES if sort == "voucher_number" else CODES[::-1])
