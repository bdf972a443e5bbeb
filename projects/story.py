"""What happened to one entry, in order, with the way to the entries that belong to it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.models import Disbursement
from promotion.models import User
from promotion.templatetags.figures import vnd


@dataclass(frozen=True)
class Event:
    """One thing that somebody did; `links` are the entries that it is about or that it wrote."""

    words: str
    person: User
    at: datetime | None = None
    reason: str = ""
    links: tuple[tuple[str, Disbursement], ...] = ()  # (how they belong together, the entry)


def story_of(entry: Disbursement) -> list[Event]:
    """Needs `with_story`; one query more for what followed the entry."""
    found = _begun(entry)
    if hasattr(entry, "confirmation") and not entry.agreed_by:
        one = entry.confirmation
        found.append(Event(pgettext("status", "Confirmed"), one.confirmed_by, one.confirmed_at))
    followed = entry.followed_by.exclude(kind=Disbursement.Kind.REVERSAL).order_by("id")
    rows = list(followed.select_related("recorded_by", "agreed_by"))
    recoveries = [row for row in rows if row.kind == Disbursement.Kind.RECOVERY]
    for row in recoveries:
        words = _("%(amount)s đồng recovered") % {"amount": vnd(-row.amount_vnd)}
        found.append(_agreed(words, row, ((_("see the recovery"), row),)))
    if hasattr(entry, "reversal"):
        found.append(_taken_back(entry, [row for row in rows if row not in recoveries]))
    return found


def _begun(entry: Disbursement) -> list[Event]:
    """How the entry came about."""
    by, at = entry.recorded_by, entry.recorded_at
    if entry.agreed_by:
        relation = _("replaces")
        if entry.reverses:
            relation = _("reverses")
        elif entry.kind == Disbursement.Kind.RECOVERY:
            relation = _("recovers money of")
        about = entry.reverses or entry.concerns
        assert about
        proposed = Event(_("Proposed"), by, None, entry.reason, ((relation, about),))
        return [proposed, Event(_("Agreed to"), entry.agreed_by, at)]
    if entry.reverses is None:
        return [Event(pgettext("status", "Sent"), by, at)]
    links = ((_("reverses"), entry.reverses),)
    if by == entry.reverses.recorded_by:
        return [Event(_("Taken back"), by, at, "", links)]
    return [Event(pgettext("status", "Returned"), by, at, entry.reason, links)]


def _taken_back(entry: Disbursement, replacements: list[Disbursement]) -> Event:
    """How the entry was returned, taken back by its sender, or corrected."""
    reversal = entry.reversal
    links = (
        *((_("replaced by"), row) for row in replacements),
        (_("see the reversal"), reversal),
    )
    if reversal.agreed_by:
        return _agreed(_("Corrected"), reversal, links)
    by, at = reversal.recorded_by, reversal.recorded_at
    if by == entry.recorded_by:
        return Event(_("Taken back"), by, at, "", links)
    return Event(pgettext("status", "Returned"), by, at, reversal.reason, links)


def _agreed(words: str, row: Disbursement, links: tuple[tuple[str, Disbursement], ...]) -> Event:
    return Event(words, row.agreed_by or row.recorded_by, row.recorded_at, row.reason, links)
