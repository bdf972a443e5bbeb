"""Which of the waiting lists the inbox shows: `?source=&unit=&centre=&month=`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.models import ListSum
from projects.models.drafts import DraftQuerySet
from projects.models.ledger import DisbursementQuerySet
from projects.months import Books
from promotion.chips import chip
from promotion.funds import SOURCES
from promotion.lib.dates import format_month
from promotion.models import SIDE, Centre, Source, User
from promotion.scope import centres_in_reach
from provinces.models import Province

ALL = "all"
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class BadChoice(ValueError):
    """A filter in the address that means nothing; its text is the sentence the user reads."""


@dataclass(frozen=True)
class InboxFilter:
    """The lists that are shown; "all" sources, "" for every unit or centre, None for every month.

    units, members    where a unit is chosen: those in reach, and the centres that make it up
    """

    source: str
    unit: str
    centre: str
    month: date | None
    units: Mapping[str, Province | None] = field(default_factory=dict)
    members: frozenset[int] = frozenset()

    @classmethod
    def asked_for(cls, request: HttpRequest) -> Self:
        """Officers and the ministry begin with the money of their own side, others with all.

        Raises BadChoice for a source or month that does not exist, Http404 for a unit that is out
        of reach or none.
        """
        own = [source for source, role in SIDE.items() if role == request.user.role]
        source = request.GET.get("source") or (own[0] if own else ALL)
        if source not in (ALL, *Source.values):
            raise BadChoice(_("There is no source of funding called “%s”.") % source)
        month = None
        if text := request.GET.get("month"):
            found = _MONTH.fullmatch(text)
            if not found:
                raise BadChoice(_("“%s” is no month; 2025-09 would be one.") % text)
            month = date(int(found[1]), int(found[2]), 1)
        unit, centre = request.GET.get("unit", ""), request.GET.get("centre", "")
        if not unit:
            return cls(source, unit, centre, month)
        units = Books.units_of(request.user)
        if unit not in units:
            raise Http404
        members = Centre.objects.filter(Books(units[unit], source).of_unit(""))
        of_unit = frozenset(members.values_list("pk", flat=True))
        return cls(source, unit, centre, month, units, of_unit)

    def holds(self, part: ListSum) -> bool:
        return (
            self.source in (ALL, part.source)
            and self._is_of_unit(part)
            and self.centre in ("", part.centre_slug)
            and self.month in (None, part.month)
        )

    def _is_of_unit(self, part: ListSum) -> bool:
        return not self.unit or part.centre_id in self.members

    def _condition(self) -> Q:
        """All choices but the month, on what has a grant."""
        asked = Q()
        if self.source != ALL:
            asked &= Q(grant__source=self.source)
        if self.unit:
            asked &= Q(grant__project__centre__current__in=self.members)
        if self.centre:
            asked &= Q(grant__project__centre__current__slug=self.centre)
        return asked

    def rows(self, entries: DisbursementQuerySet) -> DisbursementQuerySet:
        entries = entries.filter(self._condition())
        return entries.of_list(self.month) if self.month else entries

    def proposals(self, shown: DraftQuerySet) -> DraftQuerySet:
        """Those that wait for agreement; of every month, as none of them is booked yet."""
        return shown.waiting().filter(self._condition()).order_by("proposed_at")

    def require_known_centre(self, parts: Iterable[ListSum], user: User) -> None:
        """A centre out of reach is answered as one that does not exist: Raises Http404."""
        if not self.centre or any(part.centre_slug == self.centre for part in parts):
            return
        # Compared here: PostgreSQL will not be asked for text that no slug could hold.
        if self.centre not in Centre.objects.filter(centres_in_reach(user)).values_list(
            "slug", flat=True
        ):
            raise Http404

    def chips(self, parts: list[ListSum]) -> list[dict[str, Any]]:
        """The filter as chips; a unit, centre or month without a choice has none."""
        sources = {ALL: pgettext("sources", "all")} | {s: str(SOURCES[s]) for s in Source.values}
        of_unit = [part for part in parts if self._is_of_unit(part)]
        centres = {part.centre_slug: part.centre_name for part in of_unit}
        months = {f"{part.month:%Y-%m}": format_month(part.month) for part in parts}
        month = f"{self.month:%Y-%m}" if self.month else ""
        if self.month:
            months.setdefault(month, format_month(self.month))
        every_month = dict(sorted(months.items()))
        chips = [chip("source", _("Source"), sources, self.source)]
        if self.unit:
            named = {slug: str(unit or _("Central units")) for slug, unit in self.units.items()}
            every = {"": _("all provinces"), **named}
            chips.append(chip("unit", _("Province"), every, self.unit) | {"drops": ["centre"]})
        if len(centres) > 1 or self.centre:
            every = {"": _("all centres"), **centres}
            chips.append(chip("centre", _("Centre"), every, self.centre))
        if len(months) > 1 or self.month:
            every = {"": _("all months"), **every_month}
            chips.append(chip("month", _("Month"), every, month))
        return chips
