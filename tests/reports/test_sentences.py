"""The sentence of the published reports, and what it says when a figure has no value."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from reports import sentences
from reports.indicators import BySource, Execution
from reports.parameters import Parameters, SourceChoice
from reports.places import COUNTRY, Place, PlaceKind
from reports.sentences import FIGURE, PROVISIONAL, SHARE

MILLION = 1_000_000
ASKED = Parameters(2025, date(2025, 11, 30), today=date(2026, 11, 22))
CENTRAL = Place(
    PlaceKind.REGION,
    "central",
    "khu vực miền Trung - Tây Nguyên",
    "Central – Central Highlands",
)
HUE = Place(PlaceKind.PROVINCE, "hue", "Huế", "Huế", is_city=True)


def amounts(national: int, local: int) -> BySource:
    return BySource(national * MILLION, local * MILLION)


FIGURES = Execution(
    CENTRAL,
    plan_vnd=amounts(11_375, 49_465),
    disbursed_vnd=amounts(7_775, 39_242),
    earlier_disbursed_vnd=amounts(0, 35_194),
    earlier_plan_vnd=amounts(0, 52_026),
)


def say(figures: Execution = FIGURES, provisional: bool = False, **changes) -> str:
    return sentences.execution(figures, replace(ASKED, **changes), provisional).text


def test_the_sentence_of_the_central_conference():
    assert say() == (
        "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công đã giải ngân trên địa bàn các tỉnh,"
        " thành phố khu vực miền Trung - Tây Nguyên đạt 47.017 triệu đồng, bằng 77,27% kế hoạch"
        " năm 2025 và bằng 133,59% so với cùng kỳ năm 2024 (riêng khuyến công địa phương bằng"
        " 111,50%)."
    )


def test_provisional_figures_say_so():
    assert say(provisional=True).endswith("bằng 111,50%) (số liệu tạm tính).")


def test_in_english():
    with override("en"):
        assert say(provisional=True) == (
            "By 30/11/2025, industrial promotion funding disbursed in the provinces and cities of"
            " Central – Central Highlands had reached 47,017 million đồng, 77.27% of the plan for"
            " 2025 and 133.59% of the same period of 2024 (local funding alone 111.50%)"
            " (provisional figures)."
        )


def test_one_source_is_named_and_needs_no_clause():
    assert say(source=SourceChoice.LOCAL) == (
        "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công địa phương đã giải ngân trên địa bàn các"
        " tỉnh, thành phố khu vực miền Trung - Tây Nguyên đạt 39.242 triệu đồng, bằng 79,33% kế"
        " hoạch năm 2025 và bằng 111,50% so với cùng kỳ năm 2024."
    )


def test_no_clause_when_both_sources_had_money_a_year_earlier():
    figures = replace(FIGURES, earlier_disbursed_vnd=amounts(1, 35_194))
    assert "riêng" not in say(figures)


def test_no_clause_when_the_source_has_nothing_now_either():
    figures = replace(FIGURES, disbursed_vnd=amounts(0, 39_242))
    assert "riêng" not in say(figures)


def test_the_clause_can_be_about_national_money():
    figures = replace(FIGURES, earlier_disbursed_vnd=amounts(5_000, 0))
    assert "(riêng khuyến công quốc gia bằng 155,50%)" in say(figures)


def test_without_a_same_period():
    figures = replace(FIGURES, earlier_disbursed_vnd=BySource())
    assert say(figures).endswith(
        "bằng 77,27% kế hoạch năm 2025; cùng kỳ năm 2024 không phát sinh giải ngân."
    )


def test_what_is_not_known_is_not_said_to_be_zero():
    unknown = replace(FIGURES, has_data=False, plan_vnd=BySource(), disbursed_vnd=BySource())
    nothing = (
        "Đến ngày 30/11/2025 chưa có số liệu kinh phí khuyến công năm 2025 trên địa bàn các tỉnh,"
        " thành phố khu vực miền Trung - Tây Nguyên."
    )
    assert say(unknown, provisional=True) == nothing
    assert sentences.plan(unknown, ASKED).text == nothing


def test_the_year_before_that_is_not_known():
    first = replace(
        FIGURES,
        earlier_has_data=False,
        earlier_plan_vnd=BySource(),
        earlier_disbursed_vnd=BySource(),
    )
    assert say(first).endswith("bằng 77,27% kế hoạch năm 2025; chưa có số liệu cùng kỳ năm 2024.")
    assert "tăng" not in sentences.plan(first, ASKED).text
    assert sentences.whole_year_before(first, ASKED, BySource()).text.startswith(
        "Chưa có số liệu kinh phí khuyến công năm 2024"
    )


def test_a_unit_that_did_not_exist_a_year_earlier():
    figures = replace(FIGURES, existed_in_same_period=False)
    assert say(figures).endswith("kế hoạch năm 2025; cùng kỳ năm 2024 chưa có đơn vị này.")


def test_without_a_plan():
    figures = replace(FIGURES, plan_vnd=BySource())
    same_period = "đạt 47.017 triệu đồng, bằng 133,59% so với cùng kỳ năm 2024"
    assert f"{same_period}; năm 2025 không bố trí kế hoạch" in say(figures)
    running = replace(ASKED, today=ASKED.until)
    text = sentences.execution(figures, running, provisional=False).text
    assert f"{same_period}; chưa có kế hoạch năm 2025" in text
    figures = replace(figures, earlier_disbursed_vnd=BySource())
    assert say(figures).endswith(
        "; năm 2025 không bố trí kế hoạch; cùng kỳ năm 2024 không phát sinh giải ngân."
    )


def test_settlement_names_the_budget_year():
    said = say(until=date(2026, 1, 22))
    assert said.startswith("Lũy kế đến ngày 22/01/2026, kinh phí khuyến công năm 2025 đã giải ngân")


@pytest.mark.parametrize(
    ("place", "territory"), [(COUNTRY, "cả nước"), (HUE, "TP. Huế"), (CENTRAL, "các tỉnh, thành")]
)
def test_the_place_in_words(place, territory):
    assert f"trên địa bàn {territory}" in say(replace(FIGURES, place=place))


def test_figures_are_marked_for_the_page():
    sentence = sentences.execution(FIGURES, ASKED, provisional=True)
    marked = [(s.mark, s.text) for s in sentence.segments if s.mark]
    assert marked == [
        (FIGURE, "47.017 triệu đồng"),
        (SHARE, "77,27%"),
        (SHARE, "133,59%"),
        (SHARE, "111,50%"),
        (PROVISIONAL, "(số liệu tạm tính)"),
    ]


def test_the_plan_grew_only_because_national_money_returned():
    assert sentences.plan(FIGURES, ASKED).text == (
        "Kế hoạch kinh phí khuyến công năm 2025 trên địa bàn các tỉnh, thành phố khu vực miền"
        " Trung - Tây Nguyên là 60.840 triệu đồng, tăng 16,94% so với năm 2024 (riêng khuyến công"
        " địa phương giảm 4,92%)."
    )


def test_a_plan_without_one_before():
    figures = replace(FIGURES, earlier_plan_vnd=BySource())
    assert sentences.plan(figures, ASKED).text.endswith("là 60.840 triệu đồng.")


def test_shares_never_pass_for_rates():
    assert sentences.by_source(FIGURES).text == (
        "Trong đó, khuyến công quốc gia đã giải ngân 7.775 triệu đồng, bằng 68,35% kế hoạch của"
        " nguồn (12,77% tổng kế hoạch); khuyến công địa phương đã giải ngân 39.242 triệu đồng,"
        " bằng 79,33% kế hoạch của nguồn (64,50% tổng kế hoạch)."
    )


def test_the_whole_year_before():
    assert sentences.whole_year_before(FIGURES, ASKED, amounts(0, 43_735)).text == (
        "Năm 2024, kinh phí khuyến công đã giải ngân trên địa bàn các tỉnh, thành phố khu vực miền"
        " Trung - Tây Nguyên đạt 43.735 triệu đồng, bằng 84,06% kế hoạch (52.026 triệu đồng)."
    )
