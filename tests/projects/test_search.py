"""Finding things by words, whatever their marks and case, and only in reach."""

import unicodedata

import pytest
from django.urls import reverse

from promotion.models import Source
from tests.cast import make_grant, make_plan, make_project, send
from tests.projects.listing import listed, queries_of

LEDGER, PROJECTS, SEARCH = reverse("disbursements"), reverse("projects"), reverse("search")
SPELLINGS = [
    "Gạch không nung Thanh Hoá",
    "gạch không nung thanh hóa",
    unicodedata.normalize("NFD", "Gạch không nung Thanh Hóa"),
    "GẠCH KHÔNG NUNG THANH HÓA",
]


@pytest.fixture(autouse=True)
def year_2025(ministry) -> None:
    make_plan("an-giang", 2025, Source.LOCAL, 1000, ministry)


@pytest.fixture
def bricks(client, ministry, centre_an_giang, officer_an_giang, clerk_an_giang) -> list:
    """The same title in four spellings, and one project that is about something else."""
    projects = []
    for number, title in enumerate([*SPELLINGS, "Nước mắm"]):
        project = make_project(centre_an_giang, f"ĐA-{number}", title)
        grant = make_grant(project, officer_an_giang)
        send(grant, clerk_an_giang, 1, voucher_number=f"0{number}/ĐNTT")
        projects.append(project)
    client.force_login(ministry)
    return projects


@pytest.mark.parametrize("words", ["thanh hoa", "THANH HÓA", "hoá  gach", *SPELLINGS])
@pytest.mark.parametrize("url", [LEDGER, PROJECTS])
def test_every_spelling_finds_every_spelling(client, bricks, url, words):
    assert len(listed(client.get(url, {"q": words}))) == 4


@pytest.mark.parametrize("words", ["đa-3", "ĐA-3", "da-3"])
def test_codes_are_found_without_marks(client, bricks, words):
    assert [row.code for row in listed(client.get(PROJECTS, {"q": words}))] == ["ĐA-3"]


@pytest.mark.parametrize("words", ["03/ĐNTT", "03/đntt", "03/dntt", "03/DNTT"])
def test_vouchers_are_found_in_any_case(client, bricks, words):
    assert [row.voucher_number for row in listed(client.get(LEDGER, {"q": words}))] == ["03/ĐNTT"]


@pytest.mark.parametrize("words", ["phieu 7/da", "PHIẾU 7", "Phiếu 7/Đá", "phiếu  7"])
def test_vouchers_are_found_without_marks(client, bricks, grant_an_giang, clerk_an_giang, words):
    send(grant_an_giang, clerk_an_giang, 1, voucher_number="Phiếu 7/Đá")
    assert [row.voucher_number for row in listed(client.get(LEDGER, {"q": words}))] == [
        "Phiếu 7/Đá"
    ]


def test_the_number_of_a_reversal_is_found_as_well(
    client, bricks, grant_an_giang, clerk_an_giang, officer_an_giang
):
    entry = send(grant_an_giang, clerk_an_giang, 1, voucher_number="Phiếu 7")
    entry.return_to_clerk(officer_an_giang, "Thiếu")
    found = listed(client.get(LEDGER, {"q": "phieu 7", "returned": "on"}))
    assert {row.pk for row in found} == {entry.pk, entry.reversal.pk}


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1", "thanh hoa xyz"])
def test_signs_of_sql_are_only_signs(client, bricks, words):
    assert listed(client.get(PROJECTS, {"q": words})) == []
    assert listed(client.get(LEDGER, {"q": words})) == []


def groups(answer) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {g.title: [hit.words for hit in g.hits] for g in answer.context["groups"]}


def test_the_search_groups_what_it_finds(client, bricks):
    found = groups(client.get(SEARCH, {"q": "thanh hoa"}))
    assert found["Tỉnh, thành phố"] == ["Thanh Hóa"]
    assert len(found["Đề án"]) == 4


def test_provinces_of_all_times_are_found_by_any_name(client, ministry):
    client.force_login(ministry)
    answer = client.get(SEARCH, {"q": "an giang"})
    hits = answer.context["groups"][0].hits
    assert [hit.words for hit in hits] == ["An Giang", "An Giang"]
    assert hits[1].note == "đến 30/06/2025, nay thuộc An Giang"
    # Its name until 2024, and the only hit: opened at once.
    hue = client.get(SEARCH, {"q": "thua thien hue"})
    assert hue.status_code == 302
    assert hue.url == reverse("province", args=["hue"])


def test_one_hit_is_opened(client, bricks):
    assert client.get(SEARCH, {"q": "nuoc mam"}).url == bricks[4].get_absolute_url()
    assert client.get(SEARCH, {"q": "04/dntt"}).url.startswith("/disbursements/")


def test_a_clearing_is_found_with_what_it_clears(
    client, bricks, grant_an_giang, clerk_an_giang, officer_an_giang
):
    advance = send(grant_an_giang, clerk_an_giang, 100, kind="advance", voucher_number="TU-1")
    advance.confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 60, kind="clearing", voucher_number="TU-1")
    (vouchers,) = client.get(SEARCH, {"q": "TU-1"}).context["groups"]
    assert sorted(hit.amount for hit in vouchers.hits) == ["100 đồng", "60 đồng"]


def test_at_most_twenty_and_the_others_in_the_list(client, ministry, centre_an_giang):
    for number in range(21):
        make_project(centre_an_giang, f"AG-{number:02}", "Mây tre đan")
    client.force_login(ministry)
    answer = client.get(SEARCH, {"q": "may tre"})
    [group] = answer.context["groups"]
    assert len(group.hits) == 20
    assert len(listed(client.get(group.more_url))) == 21


@pytest.mark.security
def test_the_search_finds_nothing_out_of_reach(
    client, clerk_gia_lai, clerk_an_giang, bricks, centre_gia_lai
):
    own = make_project(centre_gia_lai, "GL-1", "Gạch Gia Lai")
    client.force_login(clerk_gia_lai)
    assert client.get(SEARCH, {"q": "gach"}).url == own.get_absolute_url()
    assert "Đề án" not in groups(client.get(SEARCH, {"q": "khong nung"}))
    assert "Chứng từ" not in groups(client.get(SEARCH, {"q": "dntt"}))


def test_an_administrator_finds_provinces_alone(client, administrator, bricks):
    client.force_login(administrator)
    assert set(groups(client.get(SEARCH, {"q": "h"}))) == {"Tỉnh, thành phố"}


@pytest.mark.parametrize("words", ["", "   ", "\0", "%", "x" * 5000, "<script>alert(1)</script>"])
def test_anything_may_be_typed(client, ministry, words):
    client.force_login(ministry)
    answer = client.get(SEARCH, {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_search_costs_few_queries(client, clerk_an_giang, bricks):
    client.force_login(clerk_an_giang)
    assert queries_of(client, SEARCH, q="thanh") <= 8
