"""Rhythm: a year's share at a day against its own earlier years, never a twelfth a month."""

from datetime import date

import pytest

from promotion.models import Source
from reports import execution
from reports.pages.words import rhythm_words, same_day_words
from reports.parameters import Lens, Parameters
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.rhythm import EarlierYear, Pace, Rhythm, earlier_days
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, load, province

LOCAL = Source.LOCAL
# Of a plan of 100: 60, 70 and 50 by the same day; 90, 85 and 70 in the end.
YEARS = (
    EarlierYear(2024, 100, 60, 90),
    EarlierYear(2023, 200, 140, 170),
    EarlierYear(2022, 10, 5, 7),
)


@pytest.mark.parametrize(
    ("disbursed", "pace"),
    [(499, Pace.BEHIND), (500, Pace.IN_STEP), (700, Pace.IN_STEP), (701, Pace.AHEAD)],
)
def test_a_share_stands_among_those_of_its_own_years(disbursed, pace):
    assert Rhythm.of(1000, disbursed, YEARS).pace == pace


def test_years_without_plan_are_not_counted():
    rhythm = Rhythm.of(1000, 499, (EarlierYear(2024, 0, 7, 7), *YEARS[1:]))
    assert [each.year for each in rhythm.before] == [2023, 2022]
    alone = Rhythm.of(1000, 499, (EarlierYear(2024, 0, 7, 7),))
    assert (alone.pace, alone.landing_vnd, alone.at_risk_vnd) == (Pace.UNKNOWN, None, 0)
    assert Rhythm.of(0, 0, YEARS).pace == Pace.UNKNOWN


def test_the_landing_rests_on_what_came_in_after_this_day():
    """30, 15 and 20 of a hundred came in after it: 400 of 1,000 may come to 550 or 700."""
    rhythm = Rhythm.of(1000, 400, YEARS)
    assert rhythm.landing_vnd == (550, 700)
    assert rhythm.at_risk_vnd == 450  # what the weakest year would leave
    assert Rhythm.of(1000, 600, YEARS).at_risk_vnd == 0  # in step, whatever is left


def test_no_more_is_at_risk_than_is_left_and_no_landing_above_the_plan():
    taken_back = Rhythm.of(1000, 400, (EarlierYear(2024, 100, 60, 55),))
    assert taken_back.landing_vnd == (400, 400)
    assert taken_back.at_risk_vnd == taken_back.left_vnd == 600
    late = Rhythm.of(1000, 400, (EarlierYear(2024, 100, 50, 130),))
    assert late.landing_vnd == (1000, 1000)
    assert late.at_risk_vnd == 0
    over = Rhythm.of(1000, 1100, (EarlierYear(2024, 100, 120, 130),))
    assert (over.pace, over.left_vnd, over.landing_vnd) == (Pace.BEHIND, 0, (1100, 1100))


def test_the_same_days_of_three_years_and_their_settlement():
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    assert earlier_days(asked) == {
        2024: (date(2024, 11, 30), date(2025, 1, 31)),
        2023: (date(2023, 11, 30), date(2024, 1, 31)),
        2022: (date(2022, 11, 30), date(2023, 1, 31)),
    }
    # In January the last settlement is not over: nothing after the cut-off is known.
    early = earlier_days(Parameters(2025, date(2025, 1, 15), TODAY))
    assert early[2024] == (date(2024, 1, 15), date(2025, 1, 15))
    # After the year a same day lies after the year, too.
    late = earlier_days(Parameters(2025, date(2026, 1, 22), TODAY))
    assert late[2024] == (date(2025, 1, 22), date(2025, 1, 31))


@pytest.fixture
def years(ministry, officer_an_giang, clerk_an_giang, centre_an_giang, centre_kien_giang):
    """An Giang and Kiên Giang before the merger; An Giang in 2025 with both."""
    old = make_centre("an-giang-cu", successor=centre_an_giang, closed_on=date(2025, 6, 30))
    for unit, centre, year, plan, by_the_day, after in (
        ("kien-giang", centre_kien_giang, 2023, 100, 30, 0),
        ("kien-giang", centre_kien_giang, 2024, 100, 40, 30),
        ("an-giang-cu", old, 2024, 100, 80, 10),
        ("an-giang", centre_an_giang, 2025, 400, 100, 0),
    ):
        make_plan(unit, year, LOCAL, plan, ministry, signed_on=date(year, 1, 9))
        grant = make_grant(
            make_project(centre, f"{unit}-{year}"), officer_an_giang, budget_year=year
        )
        for amount, day in ((by_the_day, date(year, 11, 30)), (after, date(year, 12, 1))):
            if amount:
                entry = send(grant, clerk_an_giang, amount, voucher_on=day)
                entry.confirm(officer_an_giang)
    # Not confirmed, and of 2024 but after its settlement: neither counts.
    send(grant, clerk_an_giang, 7, voucher_on=date(2025, 11, 3))


def test_predecessors_are_the_years_of_who_holds_their_territory(years):
    """2023: 30 of 100; 2024: 40 + 80 of 200, and 160 in the end; 2025: 100 of 400."""
    figures = load()
    rhythm = figures.rhythm(figures.map.province("an-giang"), "local")
    assert rhythm.before == (EarlierYear(2024, 200, 120, 160), EarlierYear(2023, 100, 30, 30))
    assert (rhythm.plan_vnd, rhythm.disbursed_vnd, rhythm.pace) == (400, 100, Pace.BEHIND)
    # 0 and 20 of a hundred came in after this day.
    assert (rhythm.landing_vnd, rhythm.at_risk_vnd) == ((100, 180), 300)
    assert figures.rhythm(COUNTRY, "all").before == rhythm.before
    assert figures.rhythm(figures.map.province("an-giang"), "national").pace == Pace.UNKNOWN


def test_a_unit_that_did_not_exist_has_no_rhythm_of_then_and_the_total_has(years):
    figures = load(lens=Lens.THEN)
    place = province(figures, "an-giang").place
    assert figures.rhythm(place, "all").pace == Pace.UNKNOWN
    assert figures.rhythm(COUNTRY, "all").before == load().rhythm(COUNTRY, "all").before


def test_the_map_shows_rhythms_where_it_is_asked_to(official, years):
    make = "/overview/?year=2025&until=2025-11-30"
    page = official.get(make).context
    assert {tile.pace for tile in page["map"]["tiles"]} == {None}
    assert [chosen for _url, _words, chosen in page["map"]["switch"]] == [True, False]
    switched = page["map"]["switch"][1][0]
    assert switched.endswith("&map=rhythm#map")
    answer = official.get(make + "&map=rhythm")
    shown = answer.context["map"]
    tiles = {tile.name: tile for tile in shown["tiles"]}
    assert (tiles["An Giang"].level, tiles["Huế"].level) == ("behind", None)
    assert tiles["An Giang"].label == (
        "An Giang: 25,00%; giải ngân 0 / kế hoạch 0 triệu đồng;"
        " chậm hơn nhịp của chính mình; cùng ngày các năm 2023–2024: 30,00–60,00%"
    )
    assert tiles["Huế"].label.endswith("chưa rõ nhịp, không có năm trước để so sánh")
    # Every other choice on the page keeps what the map shows.
    for chip in answer.context["chips"]:
        assert all("map=rhythm" in url for url, _words, _chosen in chip["links"]), chip["name"]
    assert official.get(make + "&map=tide").status_code == 400


def test_rhythms_cost_no_query(years, django_assert_num_queries):
    parameters = Parameters(2025, date(2025, 11, 30), TODAY)
    drawn = draw_map(parameters)
    with django_assert_num_queries(4):
        figures = execution.load(parameters, drawn)
        for place in drawn.provinces:
            figures.rhythm(place, "all")


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((2024,), "cùng ngày năm 2024: 60,00%"),
        ((2023, 2024), "cùng ngày các năm 2023–2024: 60,00%"),
    ],
)
def test_one_year_is_named_as_one(years, words):
    before = tuple(EarlierYear(year, 100, 60, 80) for year in years)
    assert same_day_words(Rhythm.of(100, 10, before)) == words
    assert rhythm_words(Rhythm.of(100, 10, before)) == f"chậm hơn nhịp của chính mình; {words}"
