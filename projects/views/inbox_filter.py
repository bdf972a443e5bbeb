"""Which of the waiting lists the inbox shows: `?source=&centre=&month=`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.models import ListSum
from projects.models.drafts import DraftQuerySet
from projects.models.ledger import DisbursementQuerySet
from promotion.chips import chip
from promotion.funds import SOURCES
from promotion.lib.dates import format_month
from promotion.models import SIDE, Centre, Source, User
from promotion.scope import centres_in_reach

ALL = "all"
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class BadChoice(ValueError):
    """A filter in the address that means nothing; its text is the sentence the user reads."""


@dataclass(frozen=True)
class InboxFilter:
    """The lists that are shown; "all" sources, "" for every centre, None for every month."""

    source: str
    centre: str
    month: date | None

    @classmethod
    def asked_for(cls, request: HttpRequest) -> Self:
        """Officers and the ministry begin with the money of their own side, others with all.

        Raises BadChoice for a source or month that does not exist.
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
        return cls(source, request.GET.get("centre", ""), month)

    def holds(self, part: ListSum) -> bool:
        return (
            self.source in (ALL, part.source)
            and self.centre in ("", part.centre_slug)
            and self.month in (None, part.month)
        )

    def rows(self, entries: DisbursementQuerySet) -> DisbursementQuerySet:
        if self.source != ALL:
            entries = entries.filter(grant__source=self.source)
        if self.centre:
            entries = entries.filter(grant__project__centre__current__slug=self.centre)
        return entries.of_list(self.month) if self.month else entries

    def proposals(self, shown: DraftQuerySet) -> DraftQuerySet:
        """Those that wait for agreement; of every month, as none of them is booked yet."""
        waiting = shown.waiting().order_by("proposed_at")
        if self.source != ALL:
            waiting = waiting.filter(grant__source=self.source)
        if self.centre:
            waiting = waiting.filter(grant__project__centre__current__slug=self.centre)
        return waiting

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
        """The filter as chips; a centre or month without a choice has none."""
        sources = {ALL: pgettext("sources", "all")} | {s: str(SOURCES[s]) for s in Source.values}
        centres = {part.centre_slug: part.centre_name for part in parts}
        months = {f"{part.month:%Y-%m}": format_month(part.month) for part in parts}
        month = f"{self.month:%Y-%m}" if self.month else ""
        if self.month:
            months.setdefault(month, format_month(self.month))
        every_month = dict(sorted(months.items()))
        chips = [chip("source", _("Source"), sources, self.source)]
        if len(centres) > 1 or self.centre:
            every = {"": _("all centres"), **centres}
            chips.append(chip("centre", _("Centre"), every, self.centre))
        if len(months) > 1 or self.month:
            every = {"": _("all months"), **every_month}
            chips.append(chip("month", _("Month"), every, month))
        return chips
