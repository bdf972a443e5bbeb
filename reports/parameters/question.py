"""The question that a report answers, read from a URL or a command line and linked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from promotion.lib.dates import (
    DayError,
    cut_off_default,
    format_day,
    parse_day,
    years_earlier,
)
from promotion.models import User
from reports.parameters.choices import Lens, SourceChoice, read_choice
from reports.parameters.refusal import BadParameter, no_day


@dataclass(frozen=True)
class Parameters:
    """What a report is asked for, without its place.

    year    the budget year
    until   the cut-off: from 1 January of the year to today. After 31 December it also counts
            the year's settlement and later corrections
    today   the day the question is asked; draws the map of lens `today`
    more    what only the one report asks for (reports/options.py), by name, as typed
    reader  who asks: what is not open to all is shown within the reader's reach; nobody's without
    known   only what was recorded by the end of this earlier day counts; None is now
    """

    year: int
    until: date
    today: date
    source: SourceChoice = SourceChoice.ALL
    lens: Lens = Lens.TODAY
    more: Mapping[str, str] = field(default_factory=dict)
    reader: User | None = None
    known: date | None = None

    @classmethod
    def read(
        cls,
        query: Mapping[str, str],
        *,
        today: date,
        years: Sequence[int],
        more: Sequence[str] = (),
        reader: User | None = None,
    ) -> "Parameters":
        """Read `year`, `until`, `source`, `lens` and the names in `more` as typed or linked.

        `years` are the years that have a budget, none after today's; the latest is the default
        (today's where there are none at all). `until` is ISO, or day first as people type it;
        by default today within the year, else its 31 December. Empty text is the default.
        Raises BadParameter.
        """
        years = years or [today.year]
        year = _read_year(query.get("year", "").strip(), years)
        return cls(
            year=year,
            until=_read_until(query.get("until", "").strip(), year, today, years),
            today=today,
            source=read_choice(
                "source", _("Source of funding"), query.get("source", ""), SourceChoice
            ),
            lens=read_choice("lens", _("Map"), query.get("lens", ""), Lens),
            known=_read_known(query.get("known", "").strip(), today),
            more={name: text for name in more if (text := query.get(name, "").strip())},
            reader=reader,
        )

    @property
    def previous_year(self) -> int:
        return self.year - 1

    @property
    def same_period_until(self) -> date:
        """The cut-off one year earlier; a month's last day goes to a month's last day."""
        return years_earlier(self.until)

    @property
    def previous_plan_until(self) -> date:
        """The plan of the year before counts as it stood at its end."""
        return date(self.previous_year, 12, 31)

    @property
    def map_day(self) -> date:
        """The day whose map and names the report is drawn with."""
        return self.today if self.lens == Lens.TODAY else self.until

    @property
    def shows_settlement(self) -> bool:
        """Whether the cut-off lies after the budget year."""
        return self.until.year > self.year

    def of_year(self, year: int) -> "Parameters":
        """The same question of another year: 30/11/2025 → 30/11/2024, never after today."""
        until = years_earlier(self.until, self.year - year)
        return replace(self, year=year, until=min(until, self.today))

    def query(self, **changes: object) -> str:
        """The query string of this question with changes: `year=2025&until=2025-11-30`.

        A change of `year` alone moves the cut-off along; None leaves a name out. Names that
        are no parameters of this class (`region`, `page`, …) are added as they are. What is
        default is left out, except year and cut-off: a link that is quoted later must still
        mean the same.
        """
        base = self
        if "year" in changes and "until" not in changes:
            base = self.of_year(int(str(changes["year"])))
        values: dict[str, object] = {
            "year": base.year,
            "until": base.until,
            "source": base.source,
            "lens": base.lens,
            "known": base.known,
            **base.more,
            **changes,
        }
        defaults = {"source": SourceChoice.ALL, "lens": Lens.TODAY}
        return urlencode(
            {
                name: value.isoformat() if isinstance(value, date) else str(value)
                for name, value in values.items()
                if value not in (None, "") and value != defaults.get(name)
            }
        )


def _read_year(typed: str, years: Sequence[int]) -> int:
    if not typed:
        return max(years)
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise BadParameter(
            _("“%(typed)s” is no year.") % {"typed": typed[:40]},
            suggestion={"year": str(max(years))},
        )
    if int(typed) not in years:
        nearest = min(years, key=lambda year: (abs(year - int(typed)), -year))
        raise BadParameter(
            _("There is no budget of the year %(year)s.") % {"year": typed},
            status=404,
            suggestion={"year": str(nearest)},
        )
    return int(typed)


def _read_until(typed: str, year: int, today: date, years: Sequence[int]) -> date:
    default, first = cut_off_default(year, today), date(year, 1, 1)
    if not typed:
        return default
    try:
        until = parse_day(typed)
    except DayError as error:
        if error.code == "year":
            raise _outside(typed, first, today, default) from None
        raise no_day(typed, {"year": str(year), "until": default.isoformat()}) from None
    if not first <= until <= today:
        # A day before the year may be meant of its own year.
        own = {"year": str(until.year), "until": until.isoformat()} if until.year in years else {}
        nearest = min(max(until, default), today)
        raise _outside(format_day(until), first, today, nearest, own if until < first else {})
    return until


def _read_known(typed: str, today: date) -> date | None:
    if not typed:
        return None
    now = f"{_('As recorded by')}: {pgettext('until', 'now')}"
    try:
        known = parse_day(typed)
    except DayError:
        raise no_day(typed, {"known": ""}, now) from None
    if known > today:
        raise BadParameter(
            _("Nothing is known yet of %(day)s.") % {"day": format_day(known)},
            suggestion={"known": ""},
            words=now,
        )
    return known if known < today else None


def _outside(
    until: str, first: date, today: date, nearest: date, other: Mapping[str, str] | None = None
) -> BadParameter:
    return BadParameter(
        _("The cut-off %(until)s lies outside %(first)s – %(last)s, the days of %(year)s.")
        % {
            "until": until,
            "first": format_day(first),
            "last": format_day(today),
            "year": first.year,
        },
        suggestion={"year": str(first.year), "until": nearest.isoformat()},
        other=other,
    )
