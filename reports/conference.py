"""A regional conference: whose figures its papers hold, its number, and their window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from promotion.lib.words import ordinal_of, roman
from promotion.papers import marked_name
from reports import queries
from reports.catalogue import EXECUTION
from reports.execution import ExecutionFigures
from reports.models import LARGEST_ORDINAL, Edition
from reports.parameters import BadParameter, Parameters, SourceChoice
from reports.places import Place

# Months of this year that a region's conference usually looks at; 2025's were so.
USUAL_MONTHS = {"north": 9, "central": 11, "south": 9}


@dataclass(frozen=True)
class Conference:
    """One conference, prepared or only asked for, with figures as they stand now.

    The window is the whole year before and this year to the cut-off; both sources always.
    """

    scope: Place
    ordinal: int
    parameters: Parameters
    figures: ExecutionFigures
    edition: Edition | None = None

    @classmethod
    def read(cls, typed: Mapping[str, str], *, today: date, years: Sequence[int]) -> "Conference":
        """Read `region`, `year`, `until`, `lens` and `ordinal` as typed; six queries.

        Raises BadParameter.
        """
        asked = replace(Parameters.read(typed, today=today, years=years), source=SourceChoice.ALL)
        number = _read_ordinal((typed.get("ordinal") or "").strip())
        drawn = queries.draw_map(asked)
        region = drawn.region((typed.get("region") or "").strip())
        return cls(region, number, asked, EXECUTION.load(asked, drawn))

    @classmethod
    def of(cls, edition: Edition, today: date) -> "Conference":
        """What the papers of a prepared edition say today, of its own members; seven queries."""
        asked = edition.parameters(today)
        drawn = queries.draw_map(asked)
        figures = EXECUTION.load(asked, drawn)
        return cls(edition.place(drawn), edition.ordinal, asked, figures, edition)

    @property
    def units(self) -> list[str]:
        """All units, of any time, whose rows are behind the figures."""
        return self.figures.map.units_of(self.scope)

    @property
    def members(self) -> list[str]:
        """Their names, north to south."""
        if self.edition:
            return [member.short_label for member in self.edition.members.all()]
        return [place.name for place in self.figures.map.members(self.scope)]

    @property
    def roman(self) -> str:
        return roman(self.ordinal)

    @property
    def title(self) -> str:
        """As it heads Vietnamese papers."""
        region = self.edition.region.name_vi if self.edition else self.scope.name_vi
        return f"Hội nghị khuyến công các tỉnh, thành phố {region} lần thứ {self.roman}"

    def file_name(self, stem: str, ending: str, number: int | None = None) -> str:
        """What one of its papers is saved as; `number` is that of the frozen version."""
        region, asked = self.scope.region or self.scope.key, self.parameters
        mark = f"_ban-{number}" if number else ""
        name = f"{stem}_{region}_lan-{self.roman}_{asked.year}_{asked.until}{mark}"
        return marked_name(name, self.figures.synthetic, ending)


def _read_ordinal(typed: str) -> int:
    number = ordinal_of(typed)
    if number and number <= LARGEST_ORDINAL:
        return number
    raise BadParameter(
        _("The conference's number is from 1 to %(largest)s, as 14 or XIV, not “%(typed)s”.")
        % {"largest": LARGEST_ORDINAL, "typed": typed[:40]},
        suggestion={"ordinal": "1"},
    )


def usual_window(region: str, years: list[int], today: date) -> tuple[int, date]:
    """(year, cut-off) of the region's latest usual window that is over: 11 months of 2025.

    Today's year, so far, where no window is over yet.
    """
    month = USUAL_MONTHS.get(region, 12)
    for year in sorted(years, reverse=True):
        last = date(year, month, 31 if month == 12 else 30)
        if last <= today:
            return year, last
    return today.year, today
