"""Lines of decisions on support: the rows behind approved support, cut off by a day."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate

from projects.models import Grant, GrantLine, Project
from promotion.models import Source
from tests.cast import add_line, make_decision, make_grant, make_plan, make_project

FROM_2025 = "?year=2025&until=2025-11-30"


@pytest.fixture
def lines(grant_an_giang, centre_gia_lai, officer_an_giang, ministry) -> None:
    """Local support of 1,000 in An Giang of 15/01/2025, cut by 300 in December; others beside."""
    for year in (2024, 2025):
        make_plan("an-giang", year, Source.LOCAL, 1, ministry)
    GrantLine.objects.create(
        decision=make_decision(date(2025, 12, 1)),
        grant=grant_an_giang,
        kind="decrease",
        amount_vnd=-300,
        recorded_by=officer_an_giang,
    )
    national = make_grant(grant_an_giang.project, ministry, 20, Source.NATIONAL, 2025)
    add_line(national, ministry, 4)
    make_grant(make_project(centre_gia_lai, "GL-1"), ministry, 50_000, Source.LOCAL, 2025)
    make_grant(make_project(centre_gia_lai, "GL-2"), ministry, 600_000, Source.LOCAL, 2024)


def listed(client, address: str) -> tuple[int, int]:
    table = client.get(address).context["table"]
    return len(list(table.rows)), table.sums["amount_vnd"]


def test_lines_signed_by_the_day_of_the_year_add_up(client, lines, ministry):
    client.force_login(ministry)
    assert listed(client, f"/approvals/{FROM_2025}") == (4, 1_000 + 24 + 50_000)
    assert listed(client, "/approvals/?year=2025&until=2025-12-01") == (5, 700 + 24 + 50_000)
    assert listed(client, "/approvals/?year=2024") == (1, 600_000)
    assert listed(client, f"/approvals/{FROM_2025}&source=national") == (2, 24)
    assert listed(client, f"/approvals/{FROM_2025}&q=GL-1") == (1, 50_000)


def test_only_lines_in_reach(client, lines, officer_an_giang):
    client.force_login(officer_an_giang)
    assert listed(client, f"/approvals/{FROM_2025}") == (3, 1_024)


def test_contents_narrow_the_list(client, lines, ministry, grant_an_giang):
    client.force_login(ministry)
    content = grant_an_giang.content_id
    rows, _sum = listed(client, f"/approvals/{FROM_2025}&content={content}")
    assert (
        rows
        == GrantLine.objects.filter(
            grant__content=content, grant__budget_year=2025, decision__signed_on__lte="2025-11-30"
        ).count()
    )
    assert client.get(f"/approvals/{FROM_2025}&content=khong-co").status_code == 400


def test_projects_with_support_on_a_day(client, lines, ministry, grant_an_giang):
    client.force_login(ministry)
    project = grant_an_giang.project
    project.accepted_on = date(2025, 12, 20)
    project.save()

    def projects(address: str) -> tuple[list[str], int]:
        table = client.get(address).context["table"]
        return sorted(row.record.code for row in table.rows), table.sums["approved_vnd"]

    assert projects("/projects/?year=2025&until=2025-01-14") == ([], 0)
    assert projects("/projects/?year=2025&until=2025-11-30&source=local") == (
        sorted([project.code, "GL-1"]),
        51_000,
    )
    assert projects("/projects/?year=2025&until=2025-12-19&accepted=on") == ([], 0)
    assert projects("/projects/?year=2025&until=2025-12-20&accepted=on") == ([project.code], 724)
    heads = client.get("/projects/?year=2025&until=2025-11-30").context["table"].columns
    assert "remaining_vnd" not in [column.name for column in heads]  # which would be today's


def test_projects_as_they_were_known(client, lines, ministry, grant_an_giang):
    """Without a cut-off as at today, as the ledger stood on the day of `known`."""
    client.force_login(ministry)

    def approved(query: str) -> int:
        return client.get(f"/projects/?year=2025&{query}").context["table"].sums["approved_vnd"]

    assert approved("known=2025-01-01") == 0
    assert approved(f"known={localdate():%Y-%m-%d}") == approved("") > 0


def test_projects_of_several_contents_and_of_a_round(client, lines, ministry, grant_an_giang):
    client.force_login(ministry)
    Project.objects.filter(code="GL-1").update(round_number=2)

    def codes(query: str) -> set[str]:
        answer = client.get(f"/projects/?year=2025&{query}")
        return {row.record.code for row in answer.context["table"].rows}

    own = grant_an_giang.project.code
    assert codes("content=machinery&content=brand") >= {own, "GL-1"}
    assert codes("content=showroom&content=brand") == set()
    assert codes("round=2") == {"GL-1"}
    assert own in codes("round=0") and "GL-1" not in codes("round=0")
    Project.objects.filter(code=own).update(round_number=0)
    assert own in codes("round=0") and "GL-1" not in codes("round=0")
    for wrong in ("round=-1", "round=1.5", "round=x", "content=machinery&content=atlantis"):
        assert client.get(f"/projects/?year=2025&{wrong}").status_code == 400
    page = client.get("/projects/?year=2025&content=machinery&content=brand&round=2")
    chips = {chip["name"]: chip for chip in page.context["chips"]}
    assert chips["content"]["value"] == "2 nội dung"
    [(without, _words, _now)] = chips["content"]["links"]
    assert without == "/projects/?year=2025&round=2"


def test_clearing_the_form_keeps_what_links_chose(client, lines, ministry):
    client.force_login(ministry)
    chosen = "year=2025&source=all&until=2025-11-30&content=machinery&content=brand&round=2"
    for switches in ("unsupported=on", "unvalued=on"):
        page = client.get(f"/projects/?{chosen}&{switches}&q=GL&kind=single&page=1")
        kept = QueryDict(page.context["reset_url"].partition("?")[2])
        assert dict(kept.lists()) == dict(QueryDict(f"{chosen}&{switches}").lists())


def test_contents_are_those_of_the_day(client, ministry, centre_gia_lai):
    """A showroom in January, machinery, which comes before it, in October."""
    make_plan("gia-lai", 2025, Source.NATIONAL, 1, ministry)
    project = make_project(centre_gia_lai, "GL-1")
    for slug, day in (("showroom", date(2025, 1, 15)), ("machinery", date(2025, 10, 1))):
        grant = Grant.objects.create(
            project=project, content_id=slug, budget_year=2025, source=Source.NATIONAL
        )
        approved = {"kind": GrantLine.Kind.APPROVAL, "amount_vnd": 5, "recorded_by": ministry}
        grant.lines.create(decision=make_decision(day), **approved)
    client.force_login(ministry)

    def contents(query: str) -> list[tuple[str, int]]:
        rows = client.get(f"/projects/?year=2025&{query}").context["table"].rows
        return [(row.record.first_content_id, row.record.content_count) for row in rows]

    assert contents("until=2025-05-31") == [("showroom", 1)]
    assert contents("until=2025-10-01") == contents("") == [("machinery", 2)]
    assert contents("until=2025-10-01&known=2025-01-01") == []
