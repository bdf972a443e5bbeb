"""Centres: merged ones count for their successors; what waits, what is owed, when."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils.translation import override

from projects.models import PeriodicReturn
from promotion.models import Centre, ReportingPeriod, Source
from reports import execution
from reports.catalogue import REPORTS
from reports.catalogue.centres import COLUMNS
from reports.exports import as_csv
from reports.indicators import BySource, Waiting
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import CENTRAL_UNITS, COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, T
from tests.reports.reading import printed_by

CENTRES = REPORTS["centres"]
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000


def load(until=T, year=2025, **more):
    parameters = Parameters(year, until, TODAY, **more)
    return CENTRES.load(parameters, draw_map(parameters))


def row(figures, slug: str, place=COUNTRY):
    return next(row for centre, row in figures.inside(place) if centre.slug == f"ttkc-{slug}")


@pytest.fixture
def money(
    centre_an_giang, centre_kien_giang, centre_gia_lai, ministry, officer_an_giang, clerk_an_giang
):
    """An Giang 100 + Kiên Giang's 60 local and 40 national; Gia Lai 80 with nothing sent."""
    own = make_grant(make_project(centre_an_giang, "AG-1"), officer_an_giang, 100 * MILLION)
    merged = make_project(centre_kien_giang, "KG-1")
    local = make_grant(merged, officer_an_giang, 60 * MILLION)
    national = make_grant(merged, ministry, 40 * MILLION, NATIONAL)
    make_grant(make_project(centre_gia_lai, "GL-1"), ministry, 80 * MILLION, NATIONAL)

    def sent(grant, million: int, day: date, kind: str = "payment"):
        return send(grant, clerk_an_giang, million * MILLION, voucher_on=day, kind=kind)

    sent(own, 30, date(2025, 5, 5), "advance").confirm(officer_an_giang)
    sent(own, 12, date(2025, 8, 8), "clearing").confirm(officer_an_giang)
    sent(local, 20, date(2025, 6, 6)).confirm(officer_an_giang)
    sent(national, 7, date(2025, 9, 9)).confirm(ministry)
    sent(local, 5, date(2025, 10, 10))
    # After the cut-off, returned, another year's:
    sent(own, 9, date(2025, 12, 1)).confirm(officer_an_giang)
    sent(local, 3, date(2025, 11, 11)).return_to_clerk(officer_an_giang, "Thiếu chứng từ")
    other = make_grant(make_project(centre_an_giang, "AG-2"), officer_an_giang, 7, budget_year=2024)
    send(other, clerk_an_giang, 7, voucher_on=date(2025, 1, 20)).confirm(officer_an_giang)


def test_a_merged_centre_counts_for_its_successor(money):
    figures = load()
    found = row(figures, "an-giang")
    assert found.approved_vnd == BySource(national=40 * MILLION, local=160 * MILLION)
    assert found.disbursed_vnd == BySource(national=7 * MILLION, local=50 * MILLION)
    assert found.outstanding_vnd == BySource(local=18 * MILLION)
    assert found.waiting == Waiting(BySource(local=1), BySource(local=5 * MILLION))
    assert found.last_on == {"local": date(2025, 10, 10), "national": date(2025, 9, 9)}
    assert found.last_of("all") == date(2025, 10, 10)
    assert [centre.slug for centre, _row in figures.inside(COUNTRY)] == [
        "ttkc-gia-lai",
        "ttkc-an-giang",
    ]


def test_before_its_merger_it_stands_for_itself_on_the_map_of_then(money):
    figures = load(until=date(2025, 6, 30), lens=Lens.THEN)
    assert row(figures, "kien-giang").disbursed_vnd == BySource(local=20 * MILLION)
    assert row(figures, "an-giang").disbursed_vnd == BySource(local=30 * MILLION)
    after = load(until=date(2025, 7, 1), lens=Lens.THEN)
    assert row(after, "an-giang").disbursed_vnd == BySource(local=50 * MILLION)


@pytest.mark.parametrize("lens", Lens)
def test_the_total_is_the_one_of_plan_and_disbursement(money, lens):
    for until in (date(2025, 6, 30), T, TODAY):
        found = load(until=until, lens=lens)
        other = execution.load(Parameters(2025, until, TODAY, lens=lens))
        for place in (COUNTRY, *found.map.regions):
            assert found.of(place).disbursed_vnd == other.total(place).disbursed_vnd
        advances = other.total(COUNTRY).outstanding_advance_vnd
        assert found.of(COUNTRY).outstanding_vnd == advances


@pytest.mark.parametrize("lens", Lens)
def test_old_centres_of_one_territory(
    lens, ministry, officer_an_giang, clerk_an_giang, centre_an_giang
):
    """Kiên Giang disbursed 10 and old An Giang 15 in 2024, An Giang 30 in 2025."""
    for unit, year, amount_vnd in (
        ("kien-giang", 2024, 10), ("an-giang-cu", 2024, 15), ("an-giang", 2025, 30),
    ):  # fmt: skip
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        own = make_grant(make_project(centre, f"{unit}-{year}"), officer_an_giang, budget_year=year)
        entry = send(own, clerk_an_giang, amount_vnd, voucher_on=date(year, 9, 2))
        entry.confirm(officer_an_giang)
    before = load(year=2024, until=date(2024, 11, 30), lens=lens)
    found = {c.slug: r.disbursed_vnd.all for c, r in before.inside(COUNTRY) if r.has_data}
    old = {"ttkc-kien-giang": 10, "ttkc-an-giang-cu": 15}
    assert found == ({"ttkc-an-giang": 25} if lens == Lens.TODAY else old)
    assert before.of(COUNTRY).disbursed_vnd.all == 25
    assert row(load(lens=lens), "an-giang").disbursed_vnd.all == 30


def test_returns_that_were_due_and_did_not_come(money, clerk_an_giang, centre_kien_giang):
    ReportingPeriod.objects.all().delete()
    periods = [
        ReportingPeriod.objects.create(
            first_day=date(2025, month, 1),
            last_day=date(2025, month, 28),
            due_on=date(2025, month, 25),
        )
        for month in (3, 9, 10, 11, 12)
    ]
    for centre, period, day in (
        (centre_kien_giang, periods[0], date(2025, 3, 20)),
        (clerk_an_giang.centre, periods[0], date(2025, 3, 30)),  # late, but it came
        (clerk_an_giang.centre, periods[1], date(2025, 12, 5)),  # after the cut-off
        (clerk_an_giang.centre, periods[4], T),
    ):
        PeriodicReturn.objects.create(
            centre=centre, period=period, sent_by=clerk_an_giang, sent_on=day, synthetic=True
        )
    found = load()
    assert row(found, "an-giang").returns_missing == 3  # September, October, November
    assert row(found, "gia-lai").returns_missing == 4
    assert (found.of(COUNTRY).returns_missing, found.of(COUNTRY).late_centres) == (7, 2)
    assert row(load(until=date(2025, 12, 31)), "an-giang").returns_missing == 2
    assert row(load(until=date(2025, 3, 25)), "an-giang").returns_missing == 0


def test_rows_under_their_regions_and_central_units_last(money, ministry, clerk_an_giang):
    centre = Centre.objects.create(slug="tw", name="TW", opened_on=date(2010, 1, 1))
    grant = make_grant(make_project(centre, "TW-1"), ministry, 7, NATIONAL)
    send(grant, clerk_an_giang, 7).confirm(ministry)
    figures = load()
    table = CENTRES.table(figures, COUNTRY, By.CENTRE)
    keys = [list(line.about.values())[-1].key for line in table.lines]
    assert keys == ["central", "ttkc-gia-lai", "south", "ttkc-an-giang", "central-units", "tw"]
    total = figures.of(COUNTRY).disbursed_vnd.all
    for by in CENTRES.by:
        lines = CENTRES.table(figures, COUNTRY, by).counted
        assert sum(line.row.disbursed_vnd.all for line in lines) == total == 57 * MILLION + 7
    assert figures.of(CENTRAL_UNITS).disbursed_vnd.national == 7


def test_bars_name_the_only_centre_of_a_province_by_the_province(client, money, ministry, plans):
    centre = Centre.objects.create(slug="tw", name="TW", opened_on=date(2010, 1, 1))
    make_grant(make_project(centre, "TW-1"), ministry, 7, NATIONAL)
    client.force_login(ministry)
    page = client.get("/reports/centres/?year=2025&until=2025-11-30").context
    assert [bar.name for bar in page["drawn"]["rows"]] == ["Gia Lai", "An Giang", "TW"]
    assert "Trung tâm Khuyến công an-giang" in [row["name"] for row in page["table"]["rows"]]
    # Two of a province would not be told apart by it.
    second = Centre.objects.create(
        slug="two", name="Trung tâm hai", province_id="gia-lai", opened_on=date(2010, 1, 1)
    )
    make_grant(make_project(second, "GL-2"), ministry, 7, NATIONAL)
    page = client.get("/reports/centres/?year=2025&until=2025-11-30").context
    assert "Gia Lai" not in [bar.name for bar in page["drawn"]["rows"]]


def test_what_is_not_there_is_told_from_zero(money):
    figures = load()
    texts = {
        slug: [column.text(row(figures, slug)) for column in COLUMNS[-5:]]
        for slug in ("an-giang", "gia-lai")
    }
    assert texts["an-giang"][:4] == ["1", "5", "18", "10/10/2025"]
    assert texts["gia-lai"][:4] == ["0", "0", "0", "…"]
    national = CENTRES.table(load(source=SourceChoice.NATIONAL), COUNTRY, By.CENTRE)
    assert [c.key for c in national.columns if c.measure.name == "last_entry_on"] == [
        "last_entry_on.national"
    ]


def test_the_sentence(money):
    ReportingPeriod.objects.all().delete()
    assert CENTRES.sentence(load(), COUNTRY).text == (
        "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công năm 2025 đã giải ngân trên địa bàn cả"
        " nước đạt 57 triệu đồng, bằng 20,35% kinh phí hỗ trợ được duyệt (280 triệu đồng) (số liệu"
        " tạm tính). Còn 1 chứng từ chờ xác nhận (5 triệu đồng). Dư tạm ứng: 18 triệu đồng."
    )
    with override("en"):
        assert "Outstanding advances: 18 million đồng." in CENTRES.sentence(load(), COUNTRY).text


def test_queries_do_not_grow_with_the_rows(money, django_assert_num_queries):
    parameters = Parameters(2025, T, TODAY)
    drawn = draw_map(parameters)
    with django_assert_num_queries(8):
        figures = CENTRES.load(parameters, drawn)
        for by in CENTRES.by:
            CENTRES.table(figures, COUNTRY, by)


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(money, recalculated):
    figures = load()
    workbook = report_workbook(CENTRES, figures, COUNTRY, By.CENTRE)
    printed = [line[1:14] for line in recalculated(workbook.content)["Theo đơn vị thực hiện"]]
    table = CENTRES.table(figures, COUNTRY, By.CENTRE)
    for name, cells in printed_by(table, len(COLUMNS)).items():
        assert [name, *cells] in [line[: len(cells) + 1] for line in printed]


def test_a_figure_leads_to_the_entries_of_the_centre(client, ministry, money, plans):
    client.force_login(ministry)
    page = client.get("/reports/centres/?year=2025&until=2025-11-30&region=south")
    [found] = page.context["table"]["rows"]
    urls = [cell["url"] for cell in found["cells"]]
    assert "centre=ttkc-an-giang" in urls[3]
    assert client.get(urls[3]).context["table"].sums["amount_vnd"] == 57 * MILLION
    assert client.get(urls[4]).context["table"].sums["amount_vnd"] == 7 * MILLION
    assert client.get(urls[8]).context["table"].sums["amount_vnd"] == 5 * MILLION


def test_single_centres_are_shown_to_who_reaches_all_of_them(
    client, money, centre_gia_lai, officer_an_giang, ministry
):
    make_plan("an-giang", 2025, LOCAL, MILLION, ministry)
    query = {"year": "2025", "until": "2025-11-30"}
    page = "/reports/centres/"
    client.force_login(officer_an_giang)
    assert centre_gia_lai.name not in client.get(page, query).content.decode()
    refused = client.get(page, query | {"by": "centre"})
    assert refused.status_code == 400
    assert "by=province" in refused.content.decode()
    own = client.get(page, query | {"province": "an-giang"})
    assert row(load(), "an-giang") and "Trung tâm" in own.content.decode()
    client.force_login(ministry)
    assert centre_gia_lai.name in client.get(page, query).content.decode()


def test_the_command_shows_no_more_than_who_it_acts_for_reaches(
    money, centre_gia_lai, centre_an_giang, officer_an_giang, ministry, capsys
):
    make_plan("an-giang", 2025, LOCAL, MILLION, ministry)

    def printed(*options: str) -> str:
        call_command("report", "centres", "--year=2025", "--until=2025-11-30", *options)
        return capsys.readouterr().out

    acting = f"--as={officer_an_giang.username}"
    assert centre_gia_lai.name in printed("--by=centre")
    own = printed("--by=centre", "--province=an-giang", acting)
    assert centre_an_giang.name in own and centre_gia_lai.name not in own
    assert centre_gia_lai.name not in printed(acting)
    with pytest.raises(SystemExit):
        printed("--by=centre", acting)
    assert "--by=province|region" in capsys.readouterr().err


def test_no_name_becomes_a_formula_in_a_spreadsheet(db):
    centre = make_centre("hue")
    centre.name = "=1+1"
    centre.save()
    figures = load()
    text = as_csv(REPORTS["centres"], figures, figures.map.province("hue"), By.CENTRE)
    assert ",'=1+1," in text and ",=1+1" not in text
