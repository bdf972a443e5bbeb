"""Where the figures of a page lead: to pages of places, and to the rows whose sum they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reports.parameters import Lens, Parameters, SourceChoice
from reports.places import BELOW, Place, PlaceKind, ProvinceMap

# What a list is asked for by one name: a choice of its filter, or several.
Choice = str | Sequence[str]
# The table of the same page, where its rows are what a figure above it is made of.
ROWS = "#rows"


@dataclass(frozen=True)
class Reach:
    """Behind whose totals the reader may see every row: everybody's, or those of some units."""

    everywhere: bool = False
    units: frozenset[str] = frozenset()

    def covers(self, units: list[str]) -> bool:
        return self.everywhere or (bool(units) and self.units.issuperset(units))


@dataclass(frozen=True)
class Links:
    """Addresses with the page's parameters; an empty one where the reader may not see all rows.

    Annual budgets are open to everybody who is signed in. `years` are several budget years, whose
    rows are asked for together: "2021-2025".
    """

    parameters: Parameters
    map: ProvinceMap
    reach: Reach
    years: str = ""

    # Every cell of a table asks for its place and for much the same address.
    @cached_property
    def _addresses(self) -> dict[tuple, str]:
        return {}

    @cached_property
    def _units(self) -> dict[Place, list[str]]:
        return {}

    @cached_property
    def _filters(self) -> dict[Place, str]:
        return {}

    @cached_property
    def _query(self) -> str:
        return f"?{self.parameters.query()}"

    def at(self, year: int, until: date) -> "Links":
        """The same of another budget year and cut-off."""
        asked = replace(self.parameters, year=year, until=until)
        return replace(self, parameters=asked)

    def of_year(self, year: int) -> "Links":
        """The same to the same day of another budget year."""
        return self.at(year, self.parameters.of_year(year).until)

    def over(self, years: range) -> "Links":
        """The same of all these budget years together."""
        return replace(self, years=f"{years[0]}-{years[-1]}")

    def page(self, name: str) -> str:
        """Another page of figures, asked the same question."""
        return reverse(name) + self._query

    def place(self, place: Place) -> str:
        """The place's own page, asked the same question; of one that the map has not, none."""
        if place.kind == PlaceKind.COUNTRY:
            return self.page("overview")
        if place.kind not in (PlaceKind.PROVINCE, PlaceKind.REGION):
            return ""
        if not place.stands_on(self.parameters.map_day):
            return ""
        key = (place.kind, place.key)
        if key not in self._addresses:
            self._addresses[key] = reverse(place.kind.value, args=[place.key]) + self._query
        return self._addresses[key]

    def data(self, report: str, place: Place, **more: str) -> str:
        """A report on a place as CSV, asked the same question: the rows that a figure draws."""
        if place.kind in (PlaceKind.PROVINCE, PlaceKind.REGION):
            more[place.kind.value] = place.key
        return f"{reverse('report-download', args=[report, 'csv'])}?{self.parameters.query(**more)}"

    def disbursed(self, place: Place, source: str = "all", contents: Sequence[str] = ()) -> str:
        """The confirmed entries of the year booked by the cut-off; of these contents alone."""
        url = self._entries(place, source, self.parameters.year, self.parameters.until)
        return _of_contents(url, contents)

    def advances(self, place: Place, source: str = "all") -> str:
        """Those of them that advanced money or cleared it, with what is outstanding."""
        year, until = self.parameters.year, self.parameters.until
        only = {"advances": "on", "sort": "-outstanding_vnd"}
        return self._entries(place, source, year, until, **only)

    def booked_from(self, first: date, place: Place, source: str = "all") -> str:
        """Of the confirmed entries of the year those booked from the day to the cut-off."""
        asked = self.parameters
        return self._entries(place, source, asked.year, asked.until, **{"from": first.isoformat()})

    def in_month(self, first: date, last: date, place: Place, source: str = "all") -> str:
        """Those booked in the month, or up to the cut-off in it."""
        return self.at(self.parameters.year, last).booked_from(first, place, source)

    def same_period(self, place: Place, source: str = "all") -> str:
        """The confirmed entries of the year before, booked by the cut-off a year earlier."""
        previous = self.parameters.previous_year
        return self._entries(place, source, previous, self.parameters.same_period_until)

    def waiting(self, place: Place) -> str:
        """The entries that were sent but not confirmed."""
        until = self.parameters.until
        return self._entries(place, "all", self.parameters.year, until, state="sent")

    def plan(self, place: Place, source: str = "all") -> str:
        """The annual budgets whose lines make up the plan as at the cut-off."""
        return self._rows("budgets", place, source, self.parameters.year, self.parameters.until)

    def plan_changes(self, place: Place, source: str, since: date | None, kind: str) -> str:
        """The same with only what decisions signed since a day added or took away, by its kind."""
        more = {"from": since.isoformat()} if since else {}
        asked = self.parameters
        sort = f"-{kind}_vnd"
        return self._rows("budgets", place, source, asked.year, asked.until, **more, sort=sort)

    def decisions(self, place: Place, source: str, since: date | None) -> str:
        """The decisions signed since the day that gave to its plan or took from it."""
        more = {"from": since.isoformat()} if since else {}
        asked = self.parameters
        return self._rows("decisions", place, source, asked.year, asked.until, **more, plans="on")

    def estimates(self, place: Place) -> str:
        """What a province declared, all of it."""
        if place.kind != PlaceKind.PROVINCE or not self.reach.covers(self.units_of(place)):
            return ""
        query = {"unit": place.key, "year": self.parameters.year}
        return f"{reverse('estimates')}?{urlencode(query)}"

    def approved(self, place: Place, source: str = "all", contents: Sequence[str] = ()) -> str:
        """The lines of decisions on support signed by the cut-off; of these contents alone."""
        asked = self.parameters
        url = self._in_reach("approvals", place, source, asked.year, asked.until)
        return _of_contents(url, contents)

    def supported(
        self, place: Place, source: str = "all", contents: Sequence[str] = (), **more: Choice
    ) -> str:
        """The projects with support at the cut-off, narrowed by other choices of their list.

        Of a level below the province those that it is the highest of.
        """
        asked = self.parameters
        if place.level in BELOW:
            more["highest"] = "on"
        url = self._in_reach("projects", place, source, asked.year, asked.until, **more)
        return _of_contents(url, contents)

    def accepted(
        self, place: Place, source: str = "all", contents: Sequence[str] = (), **more: str
    ) -> str:
        """Those of them that were accepted (nghiệm thu) by the cut-off."""
        return self.supported(place, source, contents, accepted="on", **more)

    def paid_of(
        self, place: Place, source: str = "all", contents: Sequence[str] = (), **more: str
    ) -> str:
        """All projects with what was approved and, of that, disbursed: both sums and the rate."""
        asked, choices = self.parameters, {"unsupported": "on", "sort": "rate"} | more
        url = self._in_reach("projects", place, source, asked.year, asked.until, **choices)
        return _of_contents(url, contents)

    def results(self, place: Place, source: str = "all", **more: str) -> str:
        """What each of the projects with support brings about: `figure` says which result."""
        asked = self.parameters
        return self._in_reach("results", place, source, asked.year, asked.until, **more)

    def beneficiaries(self, place: Place, source: str = "all", **more: str) -> str:
        """The establishments that the projects with support are for."""
        asked = self.parameters
        return self._in_reach("beneficiaries", place, source, asked.year, asked.until, **more)

    def projects(self, place: Place) -> str:
        """The projects of the year that the reader may see, be it all or some of them."""
        query: list[tuple[str, str]] = [("year", str(self.parameters.year))]
        if self.parameters.source != SourceChoice.ALL:
            query.append(("source", self.parameters.source.value))
        query += self._place_filter(place)
        return f"{reverse('projects')}?{urlencode(query)}"

    def report(self, slug: str, place: Place) -> str:
        """A report on the country, a region or a province."""
        query = self.parameters.query(**place.in_address)
        return f"{reverse('report', args=[slug])}?{query}"

    def conference(self, place: Place) -> str:
        """The form of the conference workbook, filled in for the place's region."""
        region = place.region if place.kind == PlaceKind.PROVINCE else place.key
        query = {"year": self.parameters.year, "until": self.parameters.until.isoformat()}
        if place.kind != PlaceKind.COUNTRY and region:
            query = {"region": region, **query}
        if self.parameters.lens != Lens.TODAY:
            query["lens"] = self.parameters.lens.value
        return f"{reverse('conferences')}?{urlencode(query)}"

    def _entries(
        self,
        place: Place,
        source: str,
        year: int,
        until: date,
        state: str = "confirmed",
        **more: str,
    ) -> str:
        return self._in_reach("disbursements", place, source, year, until, state=state, **more)

    def _in_reach(
        self, page: str, place: Place, source: str, year: int, until: date, **more: Choice
    ) -> str:
        if not self.reach.covers(self.units_of(place)):
            return ""
        return self._rows(page, place, source, year, until, **more)

    def _rows(
        self, page: str, place: Place, source: str, year: int, until: date, **more: Choice
    ) -> str:
        if source == "all":
            source = self.parameters.source.value
        key = (page, source, year, until, *more.items())
        if key not in self._addresses:
            query: dict[str, Any] = {"year": self.years or year, "until": until.isoformat()}
            query |= {"known": self.parameters.known.isoformat()} if self.parameters.known else {}
            query |= {} if source == "all" else {"source": source}
            self._addresses[key] = f"{reverse(page)}?{urlencode(query | more, doseq=True)}"
        if place not in self._filters:
            self._filters[place] = urlencode(self._place_filter(place))
        rest = self._filters[place]
        return f"{self._addresses[key]}&{rest}" if rest else self._addresses[key]

    def units_of(self, place: Place) -> list[str]:
        """All units, of any time, whose rows are behind the place's figures."""
        if place not in self._units:
            self._units[place] = self.map.units_of(place)
        return self._units[place]

    def _place_filter(self, place: Place) -> list[tuple[str, str]]:
        if place.whole:
            return [*self._place_filter(place.whole), ("level", place.level)]
        if place.kind == PlaceKind.COUNTRY:
            return []
        if self.parameters.lens == Lens.TODAY and place.kind in (
            PlaceKind.PROVINCE,
            PlaceKind.REGION,
        ):
            return [(place.kind.value, place.key)]
        if place.kind == PlaceKind.CENTRAL_UNITS:
            return [("province", place.key)]
        return [("unit", unit) for unit in self.units_of(place)]


def _of_contents(url: str, contents: Sequence[str]) -> str:
    only = urlencode([("content", content) for content in contents])
    return f"{url}&{only}" if url and only else url
