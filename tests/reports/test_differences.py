"""What a later version says otherwise: the amounts that are other, and what rates need."""

from typing import Any

from reports.differences import Change, changes


def row(place: str, plan: tuple[int, int], same_period: int = 0) -> dict[str, Any]:
    """Plan (national, local) and same period (local), with 7 đồng disbursed."""
    national, local = plan
    return {
        **{"place": place, "name": place},
        "plan_vnd": {"national": national, "local": local, "all": sum(plan)},
        "disbursed_vnd": {"national": 7, "local": 0, "all": 7},
        "same_period_vnd": {"national": 0, "local": same_period, "all": same_period},
    }


def version(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"rows": rows, "total": row("", (90, 60))}


def test_both_sources_stand_with_the_one_that_is_other():
    before = version(row("hue", (30, 20)), row("da-nang", (60, 40)))
    after = version(row("hue", (30, 25)), row("da-nang", (60, 40)))
    assert list(changes(before, after)) == [
        Change("hue", "plan_vnd", "local", 20, 25),
        Change("hue", "plan_vnd", "all", 50, 55),
        Change("hue", "disbursed_vnd", "all", 7, 7),
    ]


def test_no_rate_is_told_where_neither_plan_nor_disbursed_is_other():
    before, after = (version(row("hue", (30, 20), same_period)) for same_period in (4, 5))
    assert {change.measure for change in changes(before, after)} == {"same_period_vnd"}


def test_an_amount_that_only_moved_to_the_other_source_leaves_their_sum():
    found = list(changes(version(row("hue", (30, 20))), version(row("hue", (20, 30)))))
    assert [change.difference_vnd for change in found] == [-10, 10, 0, 0]
