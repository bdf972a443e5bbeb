"""Figures worked by hand, in đồng; no database."""

from fractions import Fraction

import pytest

from reports.indicators import BySource, Execution, ProjectNumbers, Projects, Waiting, total
from reports.places import COUNTRY, Place, PlaceKind


def place(key: str) -> Place:
    return Place(PlaceKind.PROVINCE, key, key.upper(), key.upper())


A, B, C = place("a"), place("b"), place("c")

# Central – Central Highlands, eleven months of 2025 against 2024, in triệu đồng.
CENTRAL = Execution(
    place("central"),
    plan_vnd=BySource(national=11_375, local=49_465),
    disbursed_vnd=BySource(national=7_775, local=39_242),
    earlier_disbursed_vnd=BySource(local=35_194),
    earlier_plan_vnd=BySource(local=52_026),
)


def test_all_is_the_sum_of_the_sources():
    amounts = BySource(national=3, local=4)
    assert [amounts["national"], amounts["local"], amounts["all"]] == [3, 4, 7]
    assert amounts + BySource(1, 1) == BySource(4, 5)


def test_an_unknown_source_is_refused():
    with pytest.raises(KeyError):
        BySource(1, 2)["provincial"]


def test_a_source_is_measured_against_its_own_plan():
    assert CENTRAL.rate("national") == Fraction(7_775, 11_375)
    assert CENTRAL.rate("local") == Fraction(39_242, 49_465)
    assert CENTRAL.rate() == Fraction(47_017, 60_840)


def test_the_share_is_measured_against_both_plans():
    # The official's "12.77%": not the rate of the national source, which was 68.35%.
    assert CENTRAL.share_of_whole_plan("national") == Fraction(7_775, 60_840)
    assert CENTRAL.share_of_whole_plan("local") == Fraction(39_242, 60_840)


def test_the_year_before_by_source():
    assert CENTRAL.same_period_ratio() == Fraction(47_017, 35_194)
    assert CENTRAL.same_period_ratio("local") == Fraction(39_242, 35_194)
    assert CENTRAL.same_period_rate() == Fraction(35_194, 52_026)
    assert CENTRAL.plan_growth() == Fraction(60_840 - 52_026, 52_026)
    assert CENTRAL.plan_growth("local") == Fraction(49_465 - 52_026, 52_026)
    assert CENTRAL.more_than_same_period_vnd() == 11_823


def test_what_has_no_denominator_has_no_value():
    assert CENTRAL.same_period_ratio("national") is None
    assert CENTRAL.same_period_rate("national") is None
    assert CENTRAL.plan_growth("national") is None
    empty = Execution(A, disbursed_vnd=BySource(local=5))
    assert empty.rate() is None
    assert empty.share_of_whole_plan("local") is None


def test_zero_of_a_plan_is_a_value():
    assert Execution(A, plan_vnd=BySource(local=10)).rate("local") == 0


def test_more_than_the_plan_is_shown_as_it_is():
    row = Execution(A, plan_vnd=BySource(local=10), disbursed_vnd=BySource(local=12))
    assert row.rate() == Fraction(6, 5)
    assert row.remaining_vnd() == -2


def test_a_total_weighs_by_money():
    # Mean of the rates would say 55%; the country spent 10.9%.
    rows = [
        Execution(A, BySource(local=10), BySource(local=10)),
        Execution(B, BySource(local=1000), BySource(local=100)),
    ]
    assert total(rows, COUNTRY).rate() == Fraction(110, 1010)


def numbers(planned: int, completed: int) -> ProjectNumbers:
    """Local projects alone."""
    local = Projects(planned, completed)
    return ProjectNumbers(local=local, all=local)


def test_a_total_adds_everything_up():
    rows = [
        Execution(A, BySource(1, 2), BySource(3, 4), BySource(5, 6), BySource(7, 8), numbers(2, 1)),
        Execution(B, BySource(1, 1), BySource(1, 1), BySource(1, 1), BySource(1, 1), numbers(1, 1)),
    ]
    assert total(rows, COUNTRY) == Execution(
        COUNTRY, BySource(2, 3), BySource(4, 5), BySource(6, 7), BySource(8, 9), numbers(3, 2)
    )


def test_a_total_of_nothing_has_no_data():
    assert not total([], COUNTRY).has_data
    assert not total([Execution(A, has_data=False)], COUNTRY).has_data
    assert total([Execution(A, has_data=False), Execution(B)], COUNTRY).has_data


def test_a_total_is_made_up_if_any_row_is():
    assert total([Execution(A), Execution(B, synthetic=True)], COUNTRY).synthetic


# A and B merged into C on 1 July 2025. In 2024 A had disbursed 10 and B 15, in 2025 C 30.


def test_a_merged_province_under_todays_map():
    row = Execution(C, disbursed_vnd=BySource(local=30), earlier_disbursed_vnd=BySource(local=25))
    assert row.same_period_ratio() == Fraction(120, 100)


def test_a_merged_province_under_the_map_of_then():
    row = Execution(
        C,
        plan_vnd=BySource(local=40),
        disbursed_vnd=BySource(local=30),
        earlier_disbursed_vnd=BySource(local=25),
        earlier_plan_vnd=BySource(local=50),
        existed_in_same_period=False,
        existed_in_previous_plan=False,
    )
    assert row.same_period_vnd is None
    assert row.same_period_ratio() is None
    assert row.same_period_rate() is None
    assert row.more_than_same_period_vnd() is None
    assert row.plan_growth() is None
    whole = total([row], COUNTRY)
    assert whole.same_period_vnd == BySource(local=25)
    assert whole.same_period_ratio() == Fraction(120, 100)
    assert whole.plan_growth() == Fraction(-10, 50)


def test_waiting_entries_add_up():
    one = Waiting(BySource(local=2), BySource(local=5))
    other = Waiting(BySource(1, 0), BySource(1, 1))
    assert one + other == Waiting(BySource(1, 2), BySource(1, 6))
