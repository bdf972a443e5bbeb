"""Declared estimates: of those who declared, known at the cut-off, against what came."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from projects.models import Grant
from promotion.models import Source, User
from reports import estimates
from reports.catalogue.estimates import ESTIMATES
from reports.catalogue.periodic import PERIODIC
from reports.models import DeclaredEstimate
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import make_grant, make_plan, make_project, make_user, send
from tests.reports.asking import TODAY
from tests.reports.reading import printed_by

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def load(until: date = date(2025, 11, 30), **more):
    parameters = Parameters(2025, until, TODAY, **more)
    return ESTIMATES.load(parameters, draw_map(parameters))


def texts(figures, place) -> dict[str, str]:
    with override("en"):
        columns = ESTIMATES.table(figures, COUNTRY).columns
        return {column.key: column.text(figures.of(place)) for column in columns}


def declare(by: User, unit: str, million: int, month: int | None, source=LOCAL, on=None):
    return DeclaredEstimate.objects.create(
        province_id=unit,
        budget_year=2025,
        source=source,
        month=month,
        amount_vnd=million * MILLION,
        declared_on=on or date(2025, 11, 20),
        recorded_by=by,
        synthetic=True,
    )


@pytest.fixture
def officer_gia_lai(db) -> User:
    return make_user("officer_gia_lai", User.Role.OFFICER, province_id="gia-lai")


@pytest.fixture
def money(ministry, officer_an_giang, officer_gia_lai, clerk_an_giang, centre_gia_lai):
    """An Giang: local 100 of 400 in October, 50 in November; national plan 200, nothing paid.

    Gia Lai: a plan of 300 and 30 paid in November, and no estimate.
    """
    centre = clerk_an_giang.centre
    make_plan("an-giang", 2025, LOCAL, 400 * MILLION, ministry, signed_on=date(2025, 7, 2))
    make_plan("an-giang", 2025, NATIONAL, 200 * MILLION, ministry, signed_on=date(2025, 7, 2))
    make_plan("gia-lai", 2025, LOCAL, 300 * MILLION, ministry, signed_on=date(2025, 7, 2))
    for of, code, by, payments in (
        (centre, "AG-1", officer_an_giang, ((100, date(2025, 10, 31)), (50, date(2025, 11, 3)))),
        (centre_gia_lai, "GL-1", officer_gia_lai, ((30, date(2025, 11, 4)),)),
    ):
        grant = make_grant(make_project(of, code), ministry, 300 * MILLION)
        for amount, day in payments:
            send(grant, clerk_an_giang, amount * MILLION, voucher_on=day).confirm(by)


@pytest.fixture
def declared(money, officer_an_giang):
    declare(officer_an_giang, "an-giang", 999, None, on=date(2025, 9, 1))  # replaced below
    declare(officer_an_giang, "an-giang", 40, 11)
    declare(officer_an_giang, "an-giang", 360, None)
    declare(officer_an_giang, "an-giang", 777, 12)  # of another month
    declare(officer_an_giang, "an-giang", 888, None, on=date(2025, 12, 1))  # after the cut-off


def test_estimates_beside_plan_and_what_came(declared):
    figures = load()
    found = texts(figures, figures.map.province("an-giang"))
    assert (found["plan_vnd.all"], found["disbursed_vnd.all"]) == ("600", "150")
    assert (found["month_estimate_vnd.all"], found["month_actual_vnd.all"]) == ("40", "50")
    assert found["month_difference_vnd.all"] == "10"
    assert found["month_actual_of_estimate.all"] == "125.00"
    assert found["year_estimate_vnd.all"] == found["year_estimate_vnd.local"] == "360"
    assert found["year_estimate_vnd.national"] == "…"
    # Of the plan of local money, the only one of which an estimate is known: 360 ÷ 400.
    assert found["plan_of_declaring_vnd.all"] == "400"
    assert found["year_estimate_of_plan.all"] == "90.00"
    assert found["declared_last.all"] == "officer_an_giang, 20/11/2025"
    assert "year_actual_vnd.all" not in found  # the year is not over


def test_a_total_is_of_those_who_declared(declared):
    figures = load()
    country, gia_lai = texts(figures, COUNTRY), texts(figures, figures.map.province("gia-lai"))
    assert gia_lai["year_estimate_vnd.all"] == gia_lai["month_actual_vnd.all"] == "…"
    assert (country["plan_vnd.all"], country["disbursed_vnd.all"]) == ("900", "180")
    assert (country["year_estimate_vnd.all"], country["year_estimate_of_plan.all"]) == (
        "360",
        "90.00",
    )
    assert country["month_actual_vnd.all"] == "50"
    row = figures.of(COUNTRY)
    assert (row.declaring, row.places) == (1, 2)


def test_what_is_not_over_is_not_held_against_anything(declared):
    running = load(until=date(2025, 11, 29))
    assert not any("actual" in c.key for c in ESTIMATES.columns(running))
    over = load(until=date(2025, 12, 31))
    found = texts(over, over.map.province("an-giang"))
    assert (found["year_estimate_vnd.all"], found["year_actual_vnd.all"]) == ("888", "150")
    assert found["year_difference_vnd.all"] == "−738"
    assert found["year_actual_of_estimate.all"] == "16.89"  # 150 ÷ 888 cut
    assert found["month_estimate_vnd.all"] == "777"


def test_after_the_year_december_is_held_against_december(
    declared, officer_an_giang, clerk_an_giang
):
    """The settlement of January belongs to the year, not to its last month."""
    grant = Grant.objects.get(project__code="AG-1")
    for amount, day in ((7, date(2025, 12, 31)), (2, date(2026, 1, 5))):
        send(grant, clerk_an_giang, amount * MILLION, voucher_on=day).confirm(officer_an_giang)
    found = texts(figures := load(until=date(2026, 1, 31)), figures.map.province("an-giang"))
    assert figures.month == 12
    assert (found["month_estimate_vnd.all"], found["month_actual_vnd.all"]) == ("777", "7")
    assert found["year_actual_vnd.all"] == "159"


def test_an_estimate_of_zero_has_no_ratio(money, officer_an_giang):
    declare(officer_an_giang, "an-giang", 0, 11)
    found = texts(figures := load(), figures.map.province("an-giang"))
    assert (found["month_estimate_vnd.all"], found["month_actual_of_estimate.all"]) == ("0", "x")


def test_an_estimate_above_the_plan_is_shown_as_it_is(money, officer_an_giang):
    declare(officer_an_giang, "an-giang", 500, None)
    found = texts(figures := load(), figures.map.province("an-giang"))
    assert found["year_estimate_of_plan.all"] == "125.00"


@pytest.mark.parametrize("lens", Lens)
def test_a_new_units_estimate_replaces_those_of_the_merged(lens, money, officer_an_giang):
    """Old units expected 10 and 15; An Giang, 30 since. Of national money it has not spoken."""
    may = {"on": date(2025, 5, 5)}
    declare(officer_an_giang, "kien-giang", 10, None, **may)
    declare(officer_an_giang, "an-giang-cu", 15, None, **may)
    declare(officer_an_giang, "kien-giang", 7, None, source=NATIONAL, **may)
    before = load(until=date(2025, 5, 31), lens=lens)
    assert before.of(COUNTRY).year.amount_vnd.local == 25 * MILLION
    declare(officer_an_giang, "an-giang", 30, None)
    after = load(lens=lens)
    amounts = after.of(after.map.province("an-giang")).year.amount_vnd
    assert (amounts.local, amounts.national) == (30 * MILLION, 7 * MILLION)
    assert after.of(COUNTRY).year.amount_vnd == amounts


def test_what_was_declared_since_was_not_known_then(declared):
    assert load().of(COUNTRY).year.amount_vnd.local == 360 * MILLION
    assert load(known=date(2025, 11, 19)).of(COUNTRY).year.amount_vnd.local == 999 * MILLION


def test_one_source_alone(declared, officer_an_giang):
    declare(officer_an_giang, "an-giang", 20, None, source=NATIONAL)
    figures = load(source=SourceChoice.NATIONAL)
    found = texts(figures, figures.map.province("an-giang"))
    assert found["year_estimate_vnd.national"] == "20"
    assert found["year_estimate_of_plan.national"] == "10.00"
    assert not any(key.endswith((".all", ".local")) for key in found)


def test_places_that_declared_are_of_the_source_that_is_asked_for(
    declared, officer_an_giang, officer_gia_lai, official
):
    def counted(source: SourceChoice) -> tuple[int, int]:
        row = load(source=source).of(COUNTRY)
        return row.declaring, row.places

    # An Giang declared of local money alone, and Gia Lai of money of which it has no plan.
    declare(officer_gia_lai, "gia-lai", 5, None, source=NATIONAL)
    assert counted(SourceChoice.NATIONAL) == (0, 1)
    assert counted(SourceChoice.LOCAL) == (1, 2)
    assert counted(SourceChoice.ALL) == (2, 2)
    declare(officer_an_giang, "an-giang", 20, None, source=NATIONAL)
    assert counted(SourceChoice.NATIONAL) == (1, 1)
    query = {"year": "2025", "until": "2025-11-30", "source": "national"}
    page = official.get("/reports/estimates/", query).content.decode()
    assert "1/1 tỉnh, thành phố đã khai" in strip_tags(page)


def test_the_sentence_says_of_whom_it_is(declared):
    with override("vi"):
        words = ESTIMATES.sentence(load(), COUNTRY).text
        over = ESTIMATES.sentence(load(until=date(2025, 12, 31)), COUNTRY).text
        nobody = ESTIMATES.sentence(load(until=date(2025, 8, 1)), COUNTRY).text
    assert words == (
        "Ước thực hiện cả năm kinh phí khuyến công năm 2025 trên địa bàn cả nước là 360 triệu"
        " đồng, bằng 90,00% kế hoạch của các địa phương và nguồn đã khai (400 triệu đồng); 1/2"
        " tỉnh, thành phố đã khai."
    )
    assert "đã giải ngân 150 triệu đồng, bằng 16,89% số ước" in over
    assert nobody.startswith("Đến ngày 01/08/2025 chưa có số ước")


def test_the_periodic_report_has_the_estimate_of_the_year(declared):
    parameters = Parameters(2025, date(2025, 11, 30), TODAY, more={"period": "q4"})
    figures = PERIODIC.load(parameters, draw_map(parameters))
    rows = {
        line.about["indicator"].key: [column.value(line.row) for column in table.columns[1:]]
        for table in [PERIODIC.table(figures, COUNTRY)]
        for line in table.counted
    }
    assert rows["estimate_vnd"] == [360 * MILLION, None, 360 * MILLION]
    assert rows["estimate_of_plan"][0] == Fraction(9, 10)


def test_the_periodic_report_of_one_place_leads_to_what_it_declared(declared, official):
    asked, address = {"year": "2025", "until": "2025-11-30"}, "/estimates/?unit=an-giang&amp;"
    page = official.get("/reports/periodic/", asked | {"period": "q4", "province": "an-giang"})
    assert address in page.content.decode()
    assert address not in official.get("/reports/periodic/", asked).content.decode()


def test_queries_do_not_grow_with_the_rows(declared, django_assert_num_queries):
    figures = load()
    with django_assert_num_queries(1):
        estimates.load(figures.parameters, figures.map, figures.execution)


def test_page_and_files(declared, official, client):
    query = {"year": "2025", "until": "2025-11-30"}
    page = official.get("/reports/estimates/", query).content.decode()
    assert "officer_an_giang, 20/11/2025" in page
    assert "/estimates/?unit=an-giang&amp;year=2025" in page
    found = official.get("/reports/estimates.json", query).json()
    assert found["total"]["year_estimate_vnd"] == {
        "national": None,
        "local": 360 * MILLION,
        "all": 360 * MILLION,
    }
    assert official.get("/reports/estimates.csv", query).status_code == 200


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(declared, recalculated):
    figures = load()
    workbook = report_workbook(ESTIMATES, figures, COUNTRY, By.PROVINCE)
    rows = {line[1]: line[2:] for line in recalculated(workbook.content)["Theo tỉnh"] if line[1:]}
    table = ESTIMATES.table(figures, COUNTRY)
    for name, cells in printed_by(table, 11).items():
        assert rows[name][:11] == cells, name


def test_made_up_estimates_are_told(money, officer_an_giang):
    assert not load().synthetic
    declare(officer_an_giang, "an-giang", 1, 11)
    assert load().synthetic
