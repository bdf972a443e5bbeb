"""The report by content: every đồng in one group, each project once where it should be."""

from datetime import date

import pytest
from django.utils.translation import override

from projects.models import Grant, GrantLine
from promotion.models import Centre, ContentCatalogue, ContentMapping, Source
from reports import execution
from reports.catalogue import REPORTS
from reports.indicators import BySource
from reports.parameters import BadParameter, By, Lens, Parameters, SourceChoice
from reports.places import CENTRAL_UNITS, COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import add_line, make_centre, make_decision, make_grant, make_project, send
from tests.reports.asking import TODAY, T
from tests.reports.reading import printed_by

CONTENT = REPORTS["content"]
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def asked(until=T, year=2025, **more) -> Parameters:
    return Parameters(year, until, TODAY, **more)


def load(**changes):
    parameters = asked(**changes)
    return CONTENT.load(parameters, draw_map(parameters))


def grant_for(content: str, project, by, vnd: int, source=LOCAL, year: int = 2025) -> Grant:
    grant = Grant.objects.create(
        project=project, content_id=content, budget_year=year, source=source
    )
    if vnd:
        add_line(grant, by, vnd)
    return grant


def rows(figures, place) -> dict[str, tuple]:
    """{group: (approved, disbursed, projects, accepted)} of those with anything."""
    groups = figures.places.of(place)
    return {
        key: (row.approved_vnd.all, row.disbursed_vnd.all, row.projects.all.planned,
              row.projects.all.completed)
        for key, row in groups.by_key.items()
    }  # fmt: skip


@pytest.fixture
def supports(ministry, officer_an_giang, clerk_an_giang, centre_an_giang, centre_gia_lai):
    """An Giang: a machine (1) and a brand (2) of one project, a fair (2); Gia Lai: training (4)."""
    both = make_project(centre_an_giang, "AG-1")
    both.accepted_on = T
    both.save()
    machine = grant_for("machinery", both, officer_an_giang, 100)
    brand = grant_for("brand", both, officer_an_giang, 40)
    fair = grant_for("fair", make_project(centre_an_giang, "AG-2"), ministry, 60, NATIONAL)
    gia_lai = make_project(centre_gia_lai, "GL-1")
    training = grant_for("vocational-training", gia_lai, ministry, 80, NATIONAL)
    send(machine, clerk_an_giang, 70, voucher_on=T).confirm(officer_an_giang)
    send(brand, clerk_an_giang, 40).confirm(officer_an_giang)
    send(fair, clerk_an_giang, 10).confirm(ministry)
    # Booked after the cut-off, waiting, taken away by a later decision, of another year:
    send(machine, clerk_an_giang, 9, voucher_on=date(2025, 12, 1)).confirm(officer_an_giang)
    send(training, clerk_an_giang, 5)
    GrantLine.objects.create(
        decision=make_decision(date(2025, 12, 5)), grant=training, kind=GrantLine.Kind.DECREASE,
        amount_vnd=-70, recorded_by=ministry,
    )  # fmt: skip
    grant_for("machinery", make_project(centre_an_giang, "AG-3"), ministry, 500, year=2026)
    return both


def test_groups_hold_their_contents_and_a_project_counts_once_in_the_total(supports):
    figures = load()
    assert rows(figures, COUNTRY) == {
        "1": (100, 70, 1, 1),
        "2": (100, 50, 2, 1),
        "4": (80, 0, 1, 0),
    }
    total = figures.places.of(COUNTRY).total
    assert total.approved_vnd == BySource(national=140, local=140)
    assert total.disbursed_vnd == BySource(national=10, local=110)
    assert (total.projects.all.planned, total.projects.all.completed) == (3, 1)
    assert (total.projects.local.planned, total.projects.national.planned) == (1, 2)


def test_the_total_is_the_one_of_plan_and_disbursement(supports):
    for until in (T, date(2025, 12, 31), date(2026, 6, 30)):
        total = load(until=until).places.of(COUNTRY).total
        other = execution.load(asked(until)).total(COUNTRY)
        assert total.disbursed_vnd == other.disbursed_vnd
        assert total.projects == other.projects


def test_support_that_was_taken_back_leaves_no_project(supports, ministry):
    grant = Grant.objects.get(content="vocational-training")
    add_line(grant, ministry, -10)
    row = load(until=date(2025, 12, 31)).places.of(COUNTRY).by_key["4"]
    assert (row.approved_vnd.all, row.projects.all.planned) == (0, 0)
    assert row.disbursed_of_approved() is None


def test_what_the_catalogue_does_not_map_has_a_row_of_its_own(supports):
    ContentMapping.objects.filter(catalogue="conference_2025", content="fair").delete()
    figures = load()
    assert [group.key for group in figures.catalogue.groups] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "unmapped",
    ]
    found = rows(figures, COUNTRY)
    assert (found["2"], found["unmapped"]) == ((40, 40, 1, 1), (60, 10, 1, 0))
    assert figures.places.of(COUNTRY).total.disbursed_vnd.all == 120
    assert [group.contents for group in figures.catalogue.groups][-1] == ("fair",)


def test_another_catalogue_groups_the_same_money_anew(supports):
    figures = load(more={"catalogue": "decree_45_2012"})
    assert rows(figures, COUNTRY)["3"] == (100, 70, 1, 1)  # machinery
    assert rows(figures, COUNTRY)["4"] == (100, 50, 2, 1)  # brand and fair
    assert figures.places.of(COUNTRY).total.disbursed_vnd.all == 120


def test_catalogues_that_cannot_be_used_are_said(supports):
    ContentCatalogue.objects.create(
        slug="new", name_vi="Mới", name_en="New", legal_basis="-", display_order=9
    )
    for name in ("new", "atlantis"):
        with pytest.raises(BadParameter) as refusal:
            load(more={"catalogue": name})
        assert refusal.value.suggestion == {"catalogue": "conference_2025"}


def test_no_data_is_no_zero(supports):
    figures = load()
    an_giang, hue = figures.map.province("an-giang"), figures.map.province("hue")
    approved = CONTENT.columns(figures)[0]
    texts = {
        place.key: [
            approved.text(line.row) for line in CONTENT.table(figures, place, By.CONTENT).lines
        ]
        for place in (an_giang, hue)
    }
    assert texts["an-giang"] == ["0"] * 6 and texts["hue"] == ["…"] * 6  # amounts below a triệu
    nothing = figures.places.of(an_giang).of(figures.catalogue.groups[5])
    assert CONTENT.columns(figures)[6].text(nothing) == "x"


def test_by_place_each_has_its_groups_under_its_subtotal(supports, ministry, clerk_an_giang):
    centre = Centre.objects.create(slug="tw", name="TW", opened_on=date(2010, 1, 1))
    grant = make_grant(make_project(centre, "TW-1"), ministry, 7, NATIONAL)
    send(grant, clerk_an_giang, 7).confirm(ministry)
    figures = load()
    for by, count in ((By.REGION, 3 + 1), (By.PROVINCE, 34 + 1)):
        table = CONTENT.table(figures, COUNTRY, by)
        assert len(table.sections) == count
        assert sum(line.row.disbursed_vnd.all for line in table.counted) == 127
        assert sum(s.subtotal.row.disbursed_vnd.all for s in table.sections) == 127
        assert table.sections[-1].subtotal.about["place"] == CENTRAL_UNITS
    assert table.total.row.disbursed_vnd.all == 127


@pytest.mark.parametrize("lens", Lens)
def test_merged_units_count_once_on_both_maps(
    lens, ministry, officer_an_giang, clerk_an_giang, centre_an_giang
):
    """Kiên Giang disbursed 10 and old An Giang 15 in 2024, An Giang 30 in 2025."""
    for unit, year, amount_vnd in (
        ("kien-giang", 2024, 10),
        ("an-giang-cu", 2024, 15),
        ("an-giang", 2025, 30),
    ):
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        own = make_grant(make_project(centre, f"{unit}-{year}"), officer_an_giang, budget_year=year)
        send(own, clerk_an_giang, amount_vnd, voucher_on=date(year, 9, 2)).confirm(officer_an_giang)
    before = load(year=2024, until=date(2024, 11, 30), lens=lens)
    assert before.places.of(COUNTRY).total.disbursed_vnd.all == 25
    found = {
        groups.place.key: groups.total.disbursed_vnd.all
        for groups in before.places.rows(COUNTRY)
        if groups.has_data
    }
    assert found == (
        {"an-giang": 25} if lens == Lens.TODAY else {"kien-giang": 10, "an-giang-cu": 15}
    )
    now = load(lens=lens)
    assert now.places.of(now.map.province("an-giang")).total.disbursed_vnd.all == 30


def test_queries_do_not_grow_with_the_rows(supports, django_assert_num_queries):
    parameters = asked()
    drawn = draw_map(parameters)
    with django_assert_num_queries(7):
        figures = CONTENT.load(parameters, drawn)
        for by in CONTENT.by:
            CONTENT.table(figures, COUNTRY, by)


def test_the_sentence_names_the_part_that_got_most(supports):
    assert CONTENT.sentence(load(), COUNTRY).text == (
        "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công năm 2025 đã giải ngân trên địa bàn cả"
        " nước đạt 0 triệu đồng, bằng 42,85% kinh phí hỗ trợ được duyệt (0 triệu đồng); nhiều nhất"
        " là nội dung “Mô hình trình diễn kỹ thuật; chuyển giao công nghệ, ứng dụng máy móc tiên"
        " tiến; sản xuất sạch hơn, xử lý ô nhiễm” với 0 triệu đồng, chiếm 58,33% số đã giải ngân"
        " (số liệu tạm tính)."
    )
    with override("en"):
        hue = load().map.province("hue")
        assert CONTENT.sentence(load(source=SourceChoice.LOCAL), hue).text == (
            "By 30/11/2025 no support from local industrial promotion funding of 2025 is known in"
            " Huế City."
        )


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(money, all_recalculated):
    figures, titles = load(), {By.CONTENT: "Theo nội dung", By.REGION: "Theo khu vực"}
    books = [report_workbook(CONTENT, figures, COUNTRY, by).content for by in titles]
    for sheets, (by, title) in zip(all_recalculated(*books), titles.items(), strict=True):
        printed = [line[1:12] for line in sheets[title] if len(line) > 11]
        expected = printed_by(CONTENT.table(figures, COUNTRY, by), 10)
        for name, cells in expected.items():
            assert [name, *cells] in [line[:11] for line in printed]


def test_a_figure_leads_to_the_entries_of_its_contents(client, ministry, supports, plans):
    client.force_login(ministry)
    page = client.get("/reports/content/?year=2025&until=2025-11-30&region=south")
    row = page.context["table"]["rows"][1]  # products: brand and fair
    entries = client.get(row["cells"][3]["url"])
    assert entries.context["table"].sums["amount_vnd"] == 50
    national = client.get(row["cells"][4]["url"])
    assert national.context["table"].sums["amount_vnd"] == 10
    total = client.get(page.context["table"]["total"]["cells"][3]["url"])
    assert total.context["table"].sums["amount_vnd"] == 120


def test_an_unknown_content_in_a_link_is_refused(client, ministry, plans):
    client.force_login(ministry)
    assert client.get("/disbursements/?year=2025&content=atlantis").status_code == 400
