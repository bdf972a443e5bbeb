"""Parameters as typed, linked and refused; no database."""

from datetime import date

import pytest
from django.utils.translation import override

from reports.parameters import BadParameter, Lens, Parameters, SourceChoice

TODAY = date(2026, 11, 22)
YEARS = [2026, 2025, 2024]


def read(**query: str) -> Parameters:
    return Parameters.read(query, today=TODAY, years=YEARS)


def refusal(**query: str) -> BadParameter:
    with pytest.raises(BadParameter) as caught:
        read(**query)
    return caught.value


def test_without_anything_the_latest_year_until_today():
    assert read() == Parameters(2026, TODAY, TODAY, SourceChoice.ALL, Lens.TODAY)


def test_a_past_year_ends_on_its_31_december():
    assert read(year="2025").until == date(2025, 12, 31)


def test_empty_text_is_the_default():
    assert read(year="", until=" ", source="", lens="") == read()


def test_without_any_budget_the_year_is_todays():
    assert Parameters.read({}, today=TODAY, years=[]).year == 2026


@pytest.mark.parametrize("typed", ["2025-11-30", "30/11/2025", "30.11.2025"])
def test_the_cut_off_is_iso_or_day_first(typed):
    assert read(year="2025", until=typed).until == date(2025, 11, 30)


@pytest.mark.parametrize("typed", ["2025-01-01", "2025-12-31", "2026-01-22", "2026-11-22"])
def test_the_cut_off_runs_from_new_year_to_today(typed):
    assert read(year="2025", until=typed).until.isoformat() == typed


@pytest.mark.parametrize(
    ("year", "typed", "nearest"),
    [
        ("2025", "2024-12-31", "2025-12-31"),
        ("2026", "2025-12-31", "2026-11-22"),
        ("2025", "2026-11-23", "2026-11-22"),
    ],
)
def test_a_cut_off_outside_offers_the_years_last_day_or_today(year, typed, nearest):
    refused = refusal(year=year, until=typed)
    assert refused.status == 400
    assert refused.suggestion == {"year": year, "until": nearest}


@pytest.mark.parametrize(
    ("year", "typed", "meant"),
    [
        ("2025", "2024-11-30", {"year": "2024", "until": "2024-11-30"}),
        ("2024", "2023-11-30", {}),  # a year without budget
        ("2025", "2026-11-23", {}),  # not a day of the year before, but of tomorrow
    ],
)
def test_a_day_before_the_year_may_be_meant_of_its_own(year, typed, meant):
    assert refusal(year=year, until=typed).other == meant


@pytest.mark.parametrize("typed", ["30/02/2025", "11/30/2025", "soon", "2025", "1/2/25", "٣"])
def test_what_is_no_day_is_refused(typed):
    refused = refusal(year="2025", until=typed)
    assert refused.status == 400
    assert refused.suggestion["until"] == "2025-12-31"


@pytest.mark.parametrize(("typed", "nearest"), [("1999", "2024"), ("2027", "2026")])
def test_a_year_without_budget_offers_the_nearest(typed, nearest):
    refused = refusal(year=typed)
    assert (refused.status, refused.suggestion) == (404, {"year": nearest})


@pytest.mark.parametrize("typed", ["this", "-2025", "2025.0", "20255", "２０２５"])
def test_what_is_no_year_is_refused(typed):
    refused = refusal(year=typed)
    assert (refused.status, refused.suggestion) == (400, {"year": "2026"})


def test_an_unknown_choice_is_refused_with_the_choices():
    refused = refusal(lens="yesterday")
    assert (refused.status, refused.suggestion) == (400, {"lens": "today"})
    assert refused.on_a_command_line == f"{refused.sentence} --lens=today|then"
    assert refusal(source="private").suggestion == {"source": "all"}


def test_a_refusal_says_words_not_codes():
    with override("vi"):
        refused = refusal(lens="yesterday")
        assert refused.sentence.endswith("của “Địa giới”: hiện hành; tại thời điểm.")
        assert refused.words == "Địa giới: hiện hành"
        for typed in ("soon", "2030-01-01"):
            assert refusal(known=typed).words == "Ghi nhận đến ngày: hôm nay"


def test_the_days_that_figures_are_compared_by():
    asked = read(year="2025", until="2025-02-28")
    assert asked.same_period_until == date(2024, 2, 29)
    assert asked.previous_plan_until == date(2024, 12, 31)
    assert not asked.shows_settlement
    assert read(year="2025", until="2026-01-22").shows_settlement


def test_the_map_is_todays_or_the_cut_offs():
    assert read(year="2025", until="2025-03-31").map_day == TODAY
    assert read(year="2025", until="2025-03-31", lens="then").map_day == date(2025, 3, 31)


def test_a_link_keeps_the_question():
    asked = read(year="2025", until="2025-11-30", source="local", lens="then")
    assert asked.query() == "year=2025&until=2025-11-30&source=local&lens=then"
    assert asked.query(source="all", lens="today") == "year=2025&until=2025-11-30"
    assert asked.query(source=None, lens=Lens.TODAY, region="central") == (
        "year=2025&until=2025-11-30&region=central"
    )


def test_a_link_to_another_year_moves_the_cut_off_along():
    asked = read(year="2025", until="2025-11-30")
    assert asked.query(year=2024) == "year=2024&until=2024-11-30"
    assert asked.query(year=2026) == "year=2026&until=2026-11-22"
    february = read(year="2025", until="2025-02-28")
    assert february.of_year(2024).until == date(2024, 2, 29)


def test_a_link_is_read_back_as_the_same_question():
    asked = read(year="2025", until="2025-11-30", source="national", lens="then")
    query = dict(pair.split("=") for pair in asked.query().split("&"))
    assert read(**query) == asked
