"""A row out of reach is nowhere in a list: not in its rows, its totals or its choices."""

import pytest
from django.db.models import Q
from django.urls import reverse

from projects.models import Project
from promotion.models import Source, User
from promotion.scope import ScopedQuerySet
from tests.cast import make_centre, make_grant, make_plan, make_project, make_user, send
from tests.projects.listing import listed, total
from tests.reports.reading import words

LEDGER, PROJECTS = reverse("disbursements"), reverse("projects")


@pytest.fixture
def both(
    ministry,
    centre_an_giang,
    centre_kien_giang,
    centre_gia_lai,
    clerk_an_giang,
    clerk_gia_lai,
    officer_an_giang,
) -> dict[str, Project]:
    """An Giang has 600 of 1,000 đồng, Kiên Giang, merged into it, 50 of 100, Gia Lai 7 of 10."""
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)
    found = {}
    for centre, clerk, approved_vnd, paid_vnd in (
        (centre_an_giang, clerk_an_giang, 1000, 600),
        (centre_kien_giang, clerk_an_giang, 100, 50),
        (centre_gia_lai, clerk_gia_lai, 10, 7),
    ):
        project = make_project(centre, f"{centre.province_id}-1".upper(), f"Ở {centre.province_id}")
        grant = make_grant(project, ministry, approved_vnd)
        send(grant, clerk, paid_vnd, voucher_number=f"UNC-{centre.province_id}")
        found[centre.province_id] = project
    return found


@pytest.mark.security
@pytest.mark.parametrize("person", ["clerk_an_giang", "officer_an_giang"])
def test_a_foreign_row_is_in_no_list(client, request, both, person):
    client.force_login(request.getfixturevalue(person))
    projects = client.get(PROJECTS)
    assert {row.code for row in listed(projects)} == {"AN-GIANG-1", "KIEN-GIANG-1"}
    assert total(projects, "approved_vnd") == 1100
    ledger = client.get(LEDGER)
    assert {row.amount_vnd for row in listed(ledger)} == {600, 50}
    assert total(ledger, "amount_vnd") == 650
    for answer in (projects, ledger):
        assert "gia-lai" not in answer.content.decode().lower()
        assert "Gia Lai" not in answer.content.decode()


@pytest.mark.parametrize("guard", ["rows", "choices"])
def test_without_the_scope_it_would_be(client, clerk_an_giang, both, monkeypatch, guard):
    """The test above sees both leaks: rows without a scope, and choices without one."""
    if guard == "rows":
        monkeypatch.setattr(ScopedQuerySet, "in_reach", lambda rows, user: rows.all())
    else:
        monkeypatch.setattr("promotion.reach.centres_in_reach", lambda user: Q())
    client.force_login(clerk_an_giang)
    page = client.get(LEDGER)
    assert "gia-lai" in page.content.decode().lower()
    assert total(page, "amount_vnd") == (657 if guard == "rows" else 650)


@pytest.mark.parametrize("person", ["ministry", "auditor"])
def test_the_country_is_everybody_s_whose_reach_it_is(client, request, both, person):
    client.force_login(request.getfixturevalue(person))
    assert total(client.get(PROJECTS), "approved_vnd") == 1110
    page = client.get(LEDGER)
    assert total(page, "amount_vnd") == 657
    assert "Gia Lai" in page.content.decode()  # a choice of the filter


def test_an_auditor_of_a_province_sees_it_alone(client, both):
    client.force_login(make_user("auditor-gl", User.Role.AUDITOR, province_id="gia-lai"))
    assert total(client.get(LEDGER), "amount_vnd") == 7
    assert total(client.get(PROJECTS), "approved_vnd") == 10


@pytest.mark.security
@pytest.mark.parametrize("url", [LEDGER, PROJECTS])
def test_a_foreign_centre_is_answered_as_one_that_does_not_exist(client, clerk_an_giang, both, url):
    foreign = "ttkc-gia-lai"
    client.force_login(clerk_an_giang)
    answers = [client.get(url, {"centre": value}) for value in (foreign, "atlantis")]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert without(foreign, answers[0]) == without("atlantis", answers[1])


def without(typed: str, answer) -> list[str]:
    """The lines of the page less what was typed and the tokens of forms."""
    body = answer.content.decode().replace(typed, "")
    return [line for line in body.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.security
@pytest.mark.parametrize(
    "place", [{"province": "gia-lai"}, {"unit": "gia-lai"}, {"region": "central"}]
)
def test_a_foreign_province_has_no_rows_for_others(client, clerk_an_giang, both, place):
    # Provinces are no secret, and links of others lead here.
    client.force_login(clerk_an_giang)
    assert listed(client.get(PROJECTS, place)) == listed(client.get(LEDGER, place)) == []
    assert total(client.get(LEDGER, place), "amount_vnd") == 0
    assert total(client.get(PROJECTS, place), "approved_vnd") == 0
    own = {"region": "south"}
    assert total(client.get(LEDGER, own), "amount_vnd") == 650


BEYOND = "Các dòng của địa bàn này nằm ngoài phạm vi của tài khoản."
IN_PART = "Danh sách chỉ gồm các dòng thuộc phạm vi của tài khoản."


@pytest.mark.parametrize(
    "name", ["disbursements", "projects", "approvals", "results", "beneficiaries"]
)
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"province": "gia-lai"}, BEYOND),
        ({"unit": "binh-dinh"}, BEYOND),
        ({"region": "central"}, BEYOND),
        ({"province": "central-units"}, BEYOND),
        ({"region": "south"}, IN_PART),
        ({"unit": ["an-giang", "gia-lai"]}, IN_PART),
        ({"province": "an-giang"}, ""),
        ({"unit": "kien-giang"}, ""),
        ({"region": "south", "province": "an-giang"}, ""),
        ({}, ""),
    ],
)
def test_a_list_of_a_place_out_of_reach_says_so(client, officer_an_giang, both, name, place, told):
    """Instead of "0 rows", as if nothing had been paid there."""
    client.force_login(officer_an_giang)
    shown = words(client.get(reverse(name), place).content.decode())
    assert [sentence for sentence in (BEYOND, IN_PART) if sentence in shown] == [told] * bool(told)
    assert ("0 dòng" in shown) <= (told != BEYOND)


def test_nothing_is_out_of_the_ministry_s_reach(client, ministry, both):
    client.force_login(ministry)
    shown = words(client.get(LEDGER, {"province": "hue"}).content.decode())
    assert "0 dòng" in shown
    assert "phạm vi của tài khoản" not in shown


def test_places_of_one_s_own_may_be_named(client, clerk_an_giang, both):
    client.force_login(clerk_an_giang)
    assert total(client.get(LEDGER, {"province": "an-giang"}), "amount_vnd") == 650
    assert total(client.get(LEDGER, {"unit": "kien-giang"}), "amount_vnd") == 50
    assert total(client.get(LEDGER, {"centre": "ttkc-kien-giang"}), "amount_vnd") == 50


def test_a_choice_of_one_is_not_shown(client, clerk_an_giang, officer_an_giang, both):
    client.force_login(clerk_an_giang)
    form = client.get(LEDGER).context["filter"].form
    shown = {field.name for field in form.visible_fields()}
    assert shown == {"q", "state", "month", "returned"}
    # A second centre of today makes a choice for the officer.
    second = make_centre("an-giang-cu")
    client.force_login(officer_an_giang)
    form = client.get(LEDGER).context["filter"].form
    assert "centre" in {field.name for field in form.visible_fields()}
    assert second.slug in dict(form.fields["centre"].choices)


@pytest.mark.security
def test_a_foreign_project_is_answered_as_one_that_does_not_exist(client, clerk_an_giang, both):
    client.force_login(clerk_an_giang)
    assert client.get(both["kien-giang"].get_absolute_url()).status_code == 200
    foreign = client.get(both["gia-lai"].get_absolute_url())
    missing = client.get(reverse("project", args=["NOWHERE-1"]))
    assert foreign.status_code == missing.status_code == 404
    assert "GIA-LAI" not in foreign.content.decode().replace(both["gia-lai"].code + "/", "")


def test_an_administrator_has_no_rows(client, administrator, both):
    client.force_login(administrator)
    assert client.get(PROJECTS).status_code == 403
    assert client.get(both["an-giang"].get_absolute_url()).status_code == 403


@pytest.mark.parametrize(
    ("units", "told", "paid_vnd"),
    [
        (["an-giang", "an-giang-cu", "kien-giang", "gia-lai"], "Gia Lai, An Giang", 657),
        (["kien-giang"], "Kiên Giang (đến 30/06/2025)", 50),
        (["an-giang-cu", "kien-giang", "hue", "gia-lai"], "4 tỉnh, thành phố", 57),
    ],
)
def test_units_of_a_link_are_told_by_a_chip_that_leaves_them_out(
    client, ministry, both, units, told, paid_vnd
):
    client.force_login(ministry)
    answer = client.get(LEDGER, {"unit": units, "source": "local"})
    assert total(answer, "amount_vnd") == paid_vnd
    [chip] = [chip for chip in answer.context["chips"] if chip["name"] == "unit"]
    assert chip["value"] == told
    [(without, _words, _chosen)] = chip["links"]
    assert without == f"{LEDGER}?source=local"
    assert total(client.get(without), "amount_vnd") == 657
    everywhere = client.get(LEDGER, {"source": "local"})
    assert "unit" not in [chip["name"] for chip in everywhere.context["chips"]]
