"""What each unit, budget year and source comes to: plan, approved support, paid by which day.

A cell of Central in 2024 and 2025 is a share of the published total; all others are made up in
the same proportions. Sums are whole million đồng.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from projects.demo.chance import apportion, apportion_within, chance
from projects.demo.places import MERGER_YEAR, YEARS, Unit, central_units, units
from projects.demo.published import (
    CENTRAL_11_MONTHS,
    CENTRAL_PLAN,
    CENTRAL_YEAR,
    CONFERENCE_DAY,
    FIXED,
    LOCAL,
    NATIONAL,
)
from promotion.models import Source

LAST_DAY = date(2026, 10, 31)  # nothing of the demonstration is dated later

# Local plans of 2024 of the 34 units of today.
SIZES = {
    "lai-chau": 2600, "lao-cai": 3900, "tuyen-quang": 3500, "cao-bang": 2700, "dien-bien": 2500,
    "son-la": 2900, "phu-tho": 6600, "thai-nguyen": 4200, "lang-son": 2700, "ha-noi": 9800,
    "bac-ninh": 5900, "quang-ninh": 4700, "ninh-binh": 6500, "hung-yen": 5600, "hai-phong": 5400,
    "thanh-hoa": 5230, "nghe-an": 5300, "ha-tinh": 4300, "quang-tri": 5700, "hue": 4900,
    "da-nang": 4600, "quang-ngai": 4100, "gia-lai": 6400, "dak-lak": 4500, "lam-dong": 6900,
    "khanh-hoa": 4600, "tay-ninh": 5000, "dong-nai": 5300, "an-giang": 5600, "dong-thap": 5200,
    "ho-chi-minh": 8400, "can-tho": 5600, "vinh-long": 5000, "ca-mau": 4100,
}  # fmt: skip
GROWTH = {  # percent of 2024's size
    LOCAL: {2021: 84, 2022: 90, 2023: 96, 2024: 100, 2025: 99, 2026: 106},
    NATIONAL: {2021: 84, 2022: 94, 2023: 100, 2024: 92, 2025: 112, 2026: 118},
}
FIRST_HALF = 64  # percent of a merged territory's plan of 2025 that was given to the old units

WITHOUT_NATIONAL = {("ha-noi", 2025), ("ha-noi", 2026)}
NOTHING_PAID = {("dien-bien", 2026)}
# (unit of today, year): percent of the plan paid by the cut-off, where it stands out.
NOTABLE = {
    ("vinh-long", 2025): 44,
    ("tuyen-quang", 2025): 100,
    ("lang-son", 2026): 38,
    ("vinh-long", 2026): 45,
}
# More approved and paid than the province's own plan of the year, in percent of it.
OVER_PLAN = {("dong-thap", 2025, LOCAL): (107, 103)}


@dataclass(frozen=True)
class Cell:
    """plan is as at plan_day(year); paid is (by the end of that day, cumulative), ascending."""

    unit: Unit
    year: int
    source: Source
    plan: int
    approved: int
    paid: tuple[tuple[date, int], ...]

    @property
    def fixed(self) -> bool:
        """Its approved support is part of a published sum and does not change afterwards."""
        return (self.unit.slug, self.year, self.source) in FIXED


def plan_day(year: int) -> date:
    """The day whose plan a cell states: the conference's cut-off in 2025, else the year's end."""
    return CONFERENCE_DAY if year == CONFERENCE_DAY.year else date(year, 12, 31)


def cut_off(year: int) -> date:
    """The day by which a year's notable rates were reached."""
    return min(date(year, 11, 30), LAST_DAY)


def settlement_day(year: int) -> date:
    return date(year + 1, 1, 22)


def cells() -> list[Cell]:
    """Every unit × year × source of the demonstration, north to south within a year."""
    found = []
    for year in YEARS:
        for source in (LOCAL, NATIONAL):
            here = [unit for unit in units().values() if unit.has_budget_in(year)]
            plans = _plans(here, year, source)
            approved = {unit: _approved(unit, year, source, plans[unit]) for unit in here}
            paid = _paid(year, source, plans, approved)
            found += [
                Cell(unit, year, source, plans[unit], approved[unit], paid[unit]) for unit in here
            ]
    return found


def is_central(unit: Unit) -> bool:
    return unit.current in central_units()


def _plans(here: list[Unit], year: int, source: Source) -> dict[Unit, int]:
    wanted = {unit: _size(unit, year, source) for unit in here}
    fixed = {
        unit: FIXED[unit.slug, year, source].plan
        for unit in here
        if (unit.slug, year, source) in FIXED
    }
    if (year, source) in CENTRAL_PLAN:
        others = [unit for unit in here if is_central(unit) and unit not in fixed]
        total = CENTRAL_PLAN[year, source] - sum(fixed.values())
        shares = apportion(total, [wanted[unit] for unit in others])
        wanted |= dict(zip(others, shares, strict=True))
    return wanted | fixed


def _size(unit: Unit, year: int, source: Source) -> int:
    """The plan as it would be without published totals, in steps of 10 million."""
    if source == NATIONAL and (unit.current, year) in WITHOUT_NATIONAL:
        return 0
    whole = SIZES[unit.current]
    if source == NATIONAL:
        whole = chance("national", unit.current).randint(780, 1700)
    whole = whole * GROWTH[source][year] * chance(unit.current, year, source).randint(92, 108)
    return max(8, whole * _share(unit, year) // 100_000_000) * 10


def _share(unit: Unit, year: int) -> int:
    """Its part of the territory of today, in tenths of a percent; in 2025 by half-year too."""
    if not (unit.ended or unit.begun):
        return 1000
    if unit.begun:
        return 1000 if year > MERGER_YEAR else 1000 - FIRST_HALF * 10
    siblings = [other for other in units().values() if other.current == unit.current]
    old = [other for other in siblings if other.ended]
    parts = apportion(1000, [chance("part", other.slug).randint(80, 130) for other in old])
    part = dict(zip(old, parts, strict=True))[unit]
    return part * FIRST_HALF // 100 if year == MERGER_YEAR else part


def _approved(unit: Unit, year: int, source: Source, plan: int) -> int:
    if (unit.slug, year, source) in FIXED:
        return FIXED[unit.slug, year, source].approved
    if (unit.current, year, source) in OVER_PLAN:
        return plan * OVER_PLAN[unit.current, year, source][0] // 100
    if NOTABLE.get((unit.current, year)) == 100:
        return plan
    return plan * chance("approved", unit.slug, year, source).randint(960, 998) // 1000


def _paid(
    year: int, source: Source, plans: dict[Unit, int], approved: dict[Unit, int]
) -> dict[Unit, tuple[tuple[date, int], ...]]:
    """Cumulative payments by the cut-off, by the year's end and by the end of settlement."""
    ends = {unit: _year_end(unit, year, source, approved[unit]) for unit in plans}
    if (year, source) in CENTRAL_YEAR:
        _reach(CENTRAL_YEAR[year, source], ends, approved)
    first = {
        unit: _by_cut_off(unit, year, source, plans[unit], approved[unit], ends[unit])
        for unit in plans
    }
    if (year, source) in CENTRAL_11_MONTHS:
        caps = approved if year == CONFERENCE_DAY.year else ends
        _reach(CENTRAL_11_MONTHS[year, source], first, caps)
    return {
        unit: tuple(_steps(unit, year, source, first[unit], ends[unit], approved[unit]))
        for unit in plans
    }


def _reach(total: int, sums: dict[Unit, int], caps: dict[Unit, int]) -> None:
    """Replace Central's sums by shares of the published total; who is at the cap stays there."""
    central = [unit for unit in sums if is_central(unit)]
    full = [unit for unit in central if sums[unit] == caps[unit]]
    others = [unit for unit in central if unit not in full]
    rest = total - sum(sums[unit] for unit in full)
    shares = apportion_within(rest, [sums[u] for u in others], [caps[u] for u in others])
    sums |= dict(zip(others, shares, strict=True))


def _year_end(unit: Unit, year: int, source: Source, approved: int) -> int:
    if (unit.slug, year, source) in FIXED:
        return approved
    low = 740 if (year, source) in CENTRAL_YEAR and is_central(unit) else 880
    return approved * chance("year end", unit.slug, year, source).randint(low, 1000) // 1000


def _by_cut_off(
    unit: Unit, year: int, source: Source, plan: int, approved: int, year_end: int
) -> int:
    if (unit.current, year) in NOTHING_PAID:
        return 0
    if (unit.current, year) in NOTABLE:
        return min(plan * NOTABLE[unit.current, year] // 100, approved)
    if (unit.current, year, source) in OVER_PLAN:
        return plan * OVER_PLAN[unit.current, year, source][1] // 100
    if year == MERGER_YEAR and unit.ended and (unit.slug, year, source) in FIXED:
        return approved
    low, high = (610, 890) if year == LAST_DAY.year else (660, 960)
    tempo = chance("tempo", unit.current, year).randint(low, high)
    tempo += chance("tempo", unit.slug, year, source).randint(-40, 40)
    if year == MERGER_YEAR:
        tempo += 80 * (unit.ended - unit.begun)
    return year_end * min(tempo, 1000) // 1000


def _steps(
    unit: Unit, year: int, source: Source, first: int, year_end: int, approved: int
) -> Iterator[tuple[date, int]]:
    yield cut_off(year), first
    if year == LAST_DAY.year:
        return
    year_end = max(first, year_end)
    yield date(year, 12, 31), year_end
    if (year, source) in CENTRAL_YEAR and is_central(unit):
        return
    dice = chance("settlement", unit.slug, year, source)
    settled = approved if dice.random() < 0.6 else dice.randint(year_end, approved)
    yield settlement_day(year), max(settled, year_end)
