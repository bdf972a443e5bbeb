"""What a page of figures hands on: the whole question, to links, lists, forms and files."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from projects.models import Project
from promotion.models import Source
from tests.cast import make_grant, make_plan, make_project, send
from tests.projects.listing import listed
from tests.reports.reading import addresses, table, words

pytestmark = pytest.mark.django_db


def test_one_source_alone_has_its_own_projects_and_its_own_waiting_entries(
    official, plans, ministry, grant_an_giang, national_grant_an_giang, clerk_an_giang
):
    make_grant(make_project(grant_an_giang.project.centre, "AG-2025-02"), ministry)
    send(grant_an_giang, clerk_an_giang, 1_000)
    for source, planned, waits in (("local", "2", True), ("national", "1", False)):
        address = f"/reports/execution/?year=2025&until=2025-11-30&source={source}&region=south"
        content = official.get(address).content.decode()
        rows = {row[1]: row for row in table(content, "Theo tỉnh, thành phố")[2:]}
        assert rows["An Giang"][-3] == planned
        assert ("Còn 1 khoản" in words(content)) == waits
        assert ("số liệu tạm tính" in words(content)) == waits
        waiting = [q for q in addresses(content, "/disbursements/") if q["state"] == ["sent"]]
        assert [query["source"] for query in waiting] == [["local"]] * waits


def test_on_the_map_of_then_figures_lead_to_the_units_of_then(official, plans):
    content = official.get("/provinces/an-giang/?year=2025&until=2025-11-30&lens=then")
    queries = addresses(content.content.decode(), "/budgets/")
    assert {"an-giang", "kien-giang"} <= set(queries[0]["unit"])
    assert "province" not in queries[0]


def test_the_projects_of_a_province_stand_as_at_the_cut_off(official, plans, grant_an_giang):
    """Settled in December: in November it was under contract, as in the list of projects."""
    Project.objects.filter(pk=grant_an_giang.project_id).update(
        status=Project.Status.SETTLED,
        contracted_on=date(2025, 3, 1),
        accepted_on=date(2025, 12, 1),
        settled_on=date(2025, 12, 9),
    )
    for until, expected in (("2025-11-30", "Đã ký hợp đồng"), ("2025-12-31", "Đã quyết toán")):
        page = official.get(f"/provinces/an-giang/?year=2025&until={until}")
        assert [words for _project, _shape, words in page.context["projects"]] == [expected]


def test_projects_under_way_are_of_several_statuses(official, plans, grant_an_giang, ministry):
    centre = grant_an_giang.project.centre
    for number, status in enumerate(("contracted", "in-progress", "accepted", "approved")):
        grant = make_grant(make_project(centre, f"AG-{number}"), ministry)
        Project.objects.filter(pk=grant.project_id).update(
            status=status, contracted_on=date(2025, 3, 1)
        )
    page = official.get("/reports/periodic/?year=2025&until=2025-12-31").content.decode()
    [asked] = {
        tuple(query["status"]): query
        for query in addresses(page, "/projects/")
        if len(query.get("status", [])) > 1 and "source" not in query
    }.values()
    answer = official.get("/projects/", asked)
    assert [each.code for each in listed(answer)] == ["AG-0", "AG-1", "AG-2025-01"]
    assert "đã ký hợp đồng, đang thực hiện" in words(answer.content.decode())
    answer = official.get("/projects/", asked | {"status": ["contracted", "x"]})
    assert answer.status_code == 400


def test_a_year_is_asked_the_same_day(official, plans):
    content = official.get("/overview/?year=2025&until=2025-11-30&source=local").content.decode()
    assert 'href="?year=2024&amp;until=2024-11-30&amp;source=local"' in content


def test_an_officer_may_follow_payments_of_the_own_province_alone_and_every_plan(
    client, officer_an_giang, plans, grant_an_giang, clerk_an_giang, ministry
):
    send(grant_an_giang, clerk_an_giang, 1_000).confirm(officer_an_giang)
    make_plan("ca-mau", 2025, Source.LOCAL, 5_000_000, ministry)
    client.force_login(officer_an_giang)
    own = client.get("/provinces/an-giang/?year=2025&until=2025-11-30").content.decode()
    foreign = client.get("/provinces/ca-mau/?year=2025&until=2025-11-30").content.decode()
    assert addresses(own, "/disbursements/")
    assert not addresses(foreign, "/disbursements/")
    for page, unit in ((own, "an-giang"), (foreign, "ca-mau")):
        [first, *_others] = addresses(page, "/budgets/")
        assert first["province"] == [unit]
        assert 'href="#how-rate.local"' in page
        assert 'id="how-rate.local"' in page
        assert client.get("/budgets/", first).status_code == 200


def test_the_list_of_provinces_keeps_the_words_searched_for(official, plans):
    content = official.get("/provinces/?year=2025&until=2025-11-30&q=an+giang").content.decode()
    choices = re.findall(r'href="(\?[^"]*(?:source=|year=2024|order=)[^"]*)"', content)
    assert len(choices) >= 4
    assert all("q=an+giang" in choice for choice in choices)


def test_what_came_later_is_linked_to_the_same_report(
    official, plans, grant_an_giang, clerk_an_giang, officer_an_giang
):
    entry = send(grant_an_giang, clerk_an_giang, 1_000, voucher_on=date(2025, 12, 1))
    entry.confirm(officer_an_giang)
    page = "/reports/execution/?year=2025&until=2025-11-30&region=south&by=region"
    found = re.search(r'<a href="([^"]*)">từ đó đến nay', official.get(page).content.decode())
    assert "region=south" in found[1] and "by=region" in found[1]


def test_the_lowest_rate_of_the_country_comes_first_whatever_its_region(
    official, plans, ministry, centre_gia_lai, clerk_gia_lai
):
    make_plan("gia-lai", 2025, Source.LOCAL, 100_000_000, ministry)
    make_plan("hue", 2025, Source.LOCAL, 100_000_000, ministry)
    grant = make_grant(make_project(centre_gia_lai, "GL-1"), ministry, 50_000_000, Source.NATIONAL)
    send(grant, clerk_gia_lai, 50_000_000).confirm(ministry)
    page = official.get("/overview/?year=2025&until=2025-11-30&order=rate").content.decode()
    rows = [row[1] for row in table(page, "Theo tỉnh, thành phố")[2:]]
    assert rows[:3] == ["Huế", "An Giang", "Gia Lai"]
    assert "Khu vực phía Nam" not in rows


def test_the_form_of_a_conference_keeps_the_map(official, plans):
    page = official.get("/regions/south/?year=2025&until=2025-09-30&lens=then").content.decode()
    [query] = addresses(page, "/conferences/")
    assert query["lens"] == ["then"]
    form = official.get("/conferences/", query).content.decode()
    assert re.search(r'<option value="then"[^>]* selected', form)
    right = {"region": "south", "year": "2025", "until": "30/09/2025", "ordinal": "14"}
    answer = official.get("/conferences/workbook/", right | {"lens": "then"})
    book = load_workbook(io.BytesIO(answer.content))
    facts = [cell.value for row in book["Theo tỉnh"] for cell in row if cell.value]
    assert any("địa giới: tại thời điểm" in str(fact) for fact in facts)


def test_the_main_action_brings_the_question_along(official, plans):
    content = official.get("/regions/south/?year=2025&until=2025-09-30").content.decode()
    [query] = addresses(content, "/conferences/")
    assert query == {"region": ["south"], "year": ["2025"], "until": ["2025-09-30"]}


def test_a_table_of_many_columns_is_set_narrow(official, plans):
    assert "figures-wide" in official.get("/reports/execution/").content.decode()
    assert "figures-wide" not in official.get("/overview/").content.decode()
