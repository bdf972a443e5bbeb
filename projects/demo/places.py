"""Units and communes for the demonstration, read from the reference data's own files."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from provinces.fixtures import day, last_day, read

LAST_DAY_OF_63 = date(2025, 6, 30)
FIRST_DAY_OF_34 = date(2025, 7, 1)
YEARS = range(2021, 2027)
MERGER_YEAR = 2025


@dataclass(frozen=True)
class Unit:
    """A province-level unit; `ended` in 2025 or still standing, `begun` in 2025 or long before."""

    slug: str
    name: str
    abbreviation: str
    current: str
    ended: bool
    begun: bool
    order: int

    def has_budget_in(self, year: int) -> bool:
        """In 2025 the units of both maps have one: the old until June, the new from July."""
        return (year <= MERGER_YEAR or not self.ended) and (year >= MERGER_YEAR or not self.begun)


@cache
def units() -> dict[str, Unit]:
    """{slug: unit} for all 86, north to south."""
    rows = read("provinces")
    successors = {row["unit"]: row["successor"] for row in rows}
    short = _abbreviations({row["name_ascii"] for row in rows})
    found = [
        Unit(
            slug=row["unit"],
            name=row["short_label"].removeprefix("TP. "),
            abbreviation=short[row["name_ascii"]],
            current=successors[row["unit"]] or row["unit"],
            ended=bool(row["valid_to"]),
            begun=day(row["valid_from"]) == FIRST_DAY_OF_34,
            order=int(row["display_order"]),
        )
        for row in rows
    ]
    return {unit.slug: unit for unit in sorted(found, key=lambda unit: (unit.order, unit.slug))}


# Initials would be the same, or a single letter.
SPECIAL = {"Ha Giang": "HGG", "Hau Giang": "HUG", "Hue": "HUE"}


def _abbreviations(names: set[str]) -> dict[str, str]:
    """Initials, lengthened by the last word until no two names share them: QB, QNI, QNA, QNG."""
    words = {name: name.upper().replace("-", " ").split() for name in names}

    def initials(name: str, letters: int) -> str:
        *first, last = words[name]
        return "".join(word[0] for word in first) + last[:letters]

    names = names - SPECIAL.keys()
    short = dict(SPECIAL)
    for name in sorted(names):
        letters = 1
        while any(initials(other, letters) == initials(name, letters) for other in names - {name}):
            letters += 1
        short[name] = initials(name, letters)
    return short


@cache
def _dated_names() -> dict[str, list[tuple[date, date | None, str, str]]]:
    names = defaultdict(list)
    for row in [*read("province_names"), *read("provinces")]:
        span = (day(row["valid_from"]), last_day(row["valid_to"]), row["name"], row["kind"])
        names[row["unit"]].append(span)
    return names


def title_on(unit: str, on: date) -> str:
    """Kind and name of the day: "tỉnh An Giang", "thành phố Huế"."""
    for first, last, name, kind in _dated_names()[unit]:
        if first <= on and (last is None or on <= last):
            return f"{'thành phố' if kind == 'city' else 'tỉnh'} {name}"
    raise ValueError(f"{unit} did not exist on {on}.")


def holder_on(unit: str, on: date) -> str:
    """The unit itself while it existed, afterwards the one that holds its territory."""
    return units()[unit].current if on > LAST_DAY_OF_63 else unit


@cache
def central_units() -> frozenset[str]:
    """The 11 units of today's Central – Central Highlands."""
    return frozenset(
        row["unit"]
        for row in read("region_memberships")
        if row["region"] == "central" and not row["valid_to"]
    )


@cache
def communes() -> dict[str, list[str]]:
    """{unit of today: codes of its communes}."""
    codes = defaultdict(list)
    for row in read("communes"):
        codes[row["unit"]].append(row["code"])
    return codes
