"""Plotly's figures hold the drawn rows and nothing else, in the geometry of the first view."""

import json
from dataclasses import replace
from datetime import date

import pytest

from reports.drawings import (
    BarLane,
    BarRow,
    BulletRow,
    CurvePoint,
    Island,
    Line,
    SCurve,
    Tile,
    curve_top,
    months_from_new_year,
    tick_amounts,
)
from reports.figures import bars, bullet, s_curve, tile_map
from reports.figures.bars import EDGE_PX
from reports.figures.figure import CARD, INK, checked, layout_of
from reports.rhythm import Pace

MILLION = 1_000_000


def bullet_row(name, local, national, previous=None):
    return BulletRow(
        name=name,
        url=f"/provinces/{name}/",
        local_rate=local,
        national_rate=national,
        previous_rate=previous,
        rate_text="77,27%",
        disbursed_text="47.017",
        plan_text="60.840",
        remaining_text="13.823",
        local_note="KCĐP 79,33%" if local is not None else "",
        national_note="KCQG 68,35%" if national is not None else "",
        previous_note="đến 30/11/2024: 67,64%" if previous is not None else "",
    )


ROWS = (
    bullet_row("hue", 79.33, 68.35, previous=67.64),
    bullet_row("gia-lai", 126.5, None),  # no national plan: nothing is drawn for it
)


def trace(figure, name):
    return next(found for found in figure["data"] if found["name"] == name)


def test_bullet_lanes_are_the_rates_of_the_rows():
    figure = bullet(ROWS, "vi")
    assert trace(figure, "local")["x"] == [79.33, 126.5]
    assert trace(figure, "local")["y"] == [0, 1]
    assert trace(figure, "national")["x"] == [68.35]
    assert trace(figure, "national")["y"] == [0]
    assert trace(figure, "previous year")["x"] == [67.64]


def test_bullet_rows_lead_to_their_pages_and_say_their_unit():
    figure = bullet(ROWS, "vi")
    assert trace(figure, "local")["customdata"] == ["/provinces/hue/", "/provinces/gia-lai/"]
    assert trace(figure, "national")["hovertext"] == ["hue<br>KCQG 68,35%"]


def test_what_is_beyond_the_drawn_part_has_a_mark():
    # 126.5 goes past the end at 115, 79.33 does not: one mark, on the second row's local lane.
    marks = trace(bullet(ROWS, "vi"), "beyond")
    assert len(marks["x"]) == 1
    assert marks["x"][0] < 115
    assert round(marks["y"][0]) == 1


def test_lanes_of_the_two_sources_never_touch():
    figure = bullet(ROWS, "vi")
    local, national = trace(figure, "local"), trace(figure, "national")
    assert local["offset"] + local["width"] < national["offset"]


def test_rows_without_any_plan_make_a_figure_without_lanes():
    names = {found["name"] for found in bullet((bullet_row("hue", None, None),), "vi")["data"]}
    assert names == {"plan"}


def curve(now, previous=None, plan_vnd=60_840 * MILLION):
    this_year = Line(tuple(now), "2025 · 47.017")
    last_year = Line(tuple(previous), "2024 · 43.735") if previous else None
    top_vnd = curve_top(this_year, last_year, plan_vnd)
    return SCurve(
        now=this_year,
        previous=last_year,
        plan_vnd=plan_vnd,
        plan_label="Kế hoạch năm 60.840",
        top_vnd=top_vnd,
        tick_labels=tuple((vnd, str(vnd // MILLION)) for vnd in tick_amounts(top_vnd)),
        month_labels=tuple((month, str(month)) for month in range(1, 13)),
    )


NOW = [CurvePoint(0, 0, ""), CurvePoint(11, 47_017 * MILLION, "30/11/2025: 47.017 triệu đồng")]
BEFORE = [CurvePoint(0, 0, ""), CurvePoint(12, 43_735 * MILLION, "31/12/2024: 43.735 triệu đồng")]


def test_the_curve_is_in_million_by_month():
    figure = s_curve(curve(NOW, BEFORE), "vi")
    assert trace(figure, "now")["x"] == [0, 11]
    assert trace(figure, "now")["y"] == [0, 47_017]
    assert trace(figure, "previous")["y"] == [0, 43_735]
    assert figure["layout"]["shapes"][0]["y0"] == 60_840
    assert figure["layout"]["yaxis"]["tickvals"] == [0, 20_000, 40_000, 60_000]


def test_only_the_plan_has_its_label_among_the_lines():
    labels = s_curve(curve(NOW, BEFORE), "vi")["layout"]["annotations"]
    assert [(label["text"], label["y"]) for label in labels] == [("Kế hoạch năm 60.840", 60_840)]


def test_a_year_without_a_predecessor_has_one_line():
    figure = s_curve(curve(NOW, plan_vnd=None), "vi")
    assert [found["name"] for found in figure["data"]] == ["now"]
    assert "shapes" not in figure["layout"] or not figure["layout"]["shapes"]


def test_first_view_and_figure_of_the_curve_have_one_geometry():
    drawn = curve(NOW, BEFORE)
    figure = s_curve(drawn, "vi")
    top = figure["layout"]["yaxis"]["range"][1]
    # 11 of 12 months from the left; the same share of the height in both.
    assert drawn.now_drawn["x"] == pytest.approx(100 * 11 / 12, abs=0.01)
    assert drawn.now_drawn["y"] == pytest.approx(100 - 100 * 47_017 / top, abs=0.01)
    assert drawn.now_drawn["path"].startswith("M0.0,100.0 L")


@pytest.mark.parametrize(
    ("year", "day", "months"),
    [
        (2025, date(2025, 1, 31), 1),
        (2025, date(2025, 11, 30), 11),
        (2025, date(2025, 11, 15), 10.5),
        (2024, date(2024, 2, 29), 2),
        (2025, date(2026, 1, 31), 13),
    ],
)
def test_days_stand_on_the_axis_of_months(year, day, months):
    assert months_from_new_year(year, day) == months


@pytest.mark.parametrize(
    ("top_million", "million"),
    [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (10, [0, 5, 10]), (66_000, [0, 20_000, 40_000, 60_000])],
)
def test_lines_stand_at_round_amounts(top_million, million):
    ticks = tick_amounts(top_million * MILLION)
    assert ticks == [amount * MILLION for amount in million]


def test_lines_of_tiny_amounts_are_still_whole_millions():
    assert tick_amounts(1083) == [0]


def tile(name="Huế", rate=None, dim=False, column=4, row=6):
    return Tile(column, row, name, "x" if rate is None else str(int(rate)), name, "/x/", rate, dim)


@pytest.mark.parametrize(
    ("rate", "level"),
    [(None, None), (0, 1), (49.99, 1), (50, 2), (64.99, 2), (65, 3), (80, 4), (95, 5), (130, 5)],
)
def test_classes_begin_at_their_bounds(rate, level):
    assert tile(rate=rate).level == level


def test_only_rates_above_the_whole_plan_have_the_mark():
    assert [tile(rate=rate).over for rate in (None, 99.99, 100, 100.01)] == [
        False,
        False,
        False,
        True,
    ]


def test_tiles_carry_rate_address_and_the_colour_of_their_class():
    islands = (Island("Quần đảo", "Hoàng Sa", "(TP. Đà Nẵng)", "/provinces/da-nang/", 7),)
    tiles = (tile(rate=86.46), tile("Lai Châu", None), tile("Cà Mau", 93.4, dim=True))
    figure = tile_map(tiles, islands, "vi")
    squares = trace(figure, "rate")
    assert squares["meta"] == [86.46, None, 93.4]
    # 80–95; no data and out of scope are white.
    assert squares["marker"]["color"] == ["#5a9d91", "#ffffff", "#ffffff"]
    assert squares["customdata"] == ["/x/", "/x/", "/x/"]
    assert squares["x"][0] == 54 * 4 + 25
    assert squares["base"][0] == 54 * 6
    assert trace(figure, "islands")["hovertext"] == ["Quần đảo Hoàng Sa (TP. Đà Nẵng)"]


def test_paces_are_told_apart_without_colour():
    """Behind is hatched by the page itself, so Plotly's square is clear; unknown is dashed."""
    paces = [Pace.BEHIND, Pace.IN_STEP, Pace.AHEAD, Pace.UNKNOWN]
    tiles = tuple(replace(tile(rate=101.0), pace=pace) for pace in paces)
    assert [each.level for each in tiles] == ["behind", "in-step", "ahead", None]
    assert not any(each.over for each in tiles)  # its mark means another thing here
    marker = trace(tile_map(tiles, (), "vi"), "rate")["marker"]
    assert marker["color"] == ["rgba(0,0,0,0)", "#cfe0da", "#5a9d91", "#ffffff"]
    assert marker["line"]["color"] == ["rgba(0,0,0,0)", "#cfe0da", "#5a9d91", "rgba(0,0,0,0)"]
    dim = replace(tiles[0], dim=True)
    assert trace(tile_map((dim,), (), "vi"), "rate")["marker"]["color"] == ["#ffffff"]


@pytest.mark.parametrize(("language", "separators"), [("vi", ",."), ("en", ".,"), (None, ",.")])
def test_numbers_are_separated_as_in_the_language(language, separators):
    for figure in (bullet(ROWS, language), s_curve(curve(NOW), language)):
        assert figure["layout"]["separators"] == separators


def test_figures_are_plain_json_without_plotlys_theme():
    for figure in (bullet(ROWS, "vi"), s_curve(curve(NOW, BEFORE), "vi")):
        assert json.loads(json.dumps(figure)) == figure
        assert "template" not in figure["layout"]


def test_nothing_is_a_pie():
    figures = [bullet(ROWS, "vi"), s_curve(curve(NOW, BEFORE), "vi"), tile_map((tile(),), (), "vi")]
    assert {found["type"] for figure in figures for found in figure["data"]} <= {"bar", "scatter"}


def test_a_name_that_plotly_does_not_know_is_refused():
    with pytest.raises(ValueError):
        checked([], layout_of("vi", [0, 1], [0, 1], colour="red"))


BARS = (
    BarRow(
        "Huế",
        "/hue/",
        (BarLane("previous", 50.0, "5", "2024: 5"), BarLane("all", 100.0, "10", "2025: 10")),
    ),
    BarRow(
        "Gia Lai",
        "",
        (BarLane("previous", None, "x", "2024: x"), BarLane("all", 0.0, "0", "2025: 0")),
    ),
)


def test_bars_hold_what_is_drawn_and_no_bar_for_nothing():
    before, now = bars(BARS, "vi")["data"]
    assert (before["x"], before["y"]) == ([50.0], [0])
    assert (now["x"], now["y"]) == ([100.0], [0])
    assert now["hovertext"] == ["Huế<br>2025: 10"]
    assert now["customdata"] == ["/hue/"]


def test_what_is_foreseen_is_an_outline_of_what_is_done():
    row = BarRow("Huế", "", (BarLane("open", 100.0, "10", ""), BarLane("all", 50.0, "5", "")))
    foreseen, done = (series["marker"] for series in bars((row,), "vi")["data"])
    assert (foreseen["color"], foreseen["line"]["width"]) == ([CARD], [EDGE_PX])
    assert (done["color"], done["line"]["width"]) == ([INK], [0])
    assert foreseen["line"]["color"] == INK


def test_bars_of_a_row_lie_under_each_other_inside_it():
    before, now = bars(BARS, "vi")["data"]
    assert before["meta"]["lane"] == [-12.5, 9]
    assert now["meta"]["lane"] == [3.5, 9]


def test_the_same_rows_give_the_same_figure_and_other_rows_another():
    assert bullet(ROWS, "vi") is bullet(tuple(replace(row) for row in ROWS), "vi")
    more = replace(ROWS[0], local_rate=79.34)
    assert trace(bullet((more, ROWS[1]), "vi"), "local") != trace(bullet(ROWS, "vi"), "local")
    assert bullet(ROWS, "vi") != bullet(ROWS, "en")
