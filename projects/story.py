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
    """One thing that somebody did; `entry` is the other entry that it is about or that it wrote."""

    words: str
    person: User
    at: datetime | None = None
    reason: str = ""
    relation: str = ""
    entry: Disbursement | None = None


def story_of(entry: Disbursement) -> list[Event]:
    """Needs `with_story`; one query more for what followed the entry."""
    found = [*_begun(entry)]
    if hasattr(entry, "confirmation") and not entry.agreed_by_id:
        one = entry.confirmation
        words = pgettext("status", "Confirmed")
        found.append(Event(words, one.confirmed_by, one.confirmed_at))
    followed = entry.followed_by.select_related("recorded_by", "agreed_by").order_by("id")
    rows = list(followed)
    if hasattr(entry, "reversal"):
        found.append(_taken_back(entry, entry.reversal))
    for row in rows:
        if row.kind == Disbursement.Kind.RECOVERY:
            words = _("%(amount)s đồng recovered") % {"amount": vnd(-row.amount_vnd)}
            relation = _("see the recovery")
        elif row.kind == Disbursement.Kind.REVERSAL:
            continue
        else:
            words, relation = _("Corrected"), _("replaced by")
        person = row.agreed_by or row.recorded_by
        found.append(Event(words, person, row.recorded_at, row.reason, relation, row))
    return found


def _begun(entry: Disbursement) -> list[Event]:
    """How the entry came about."""
    other = entry.reverses or entry.concerns
    if not entry.agreed_by:
        if entry.reverses is None:
            return [Event(pgettext("status", "Sent"), entry.recorded_by, entry.recorded_at)]
        event = _taken_back(entry.reverses, entry)
        reason = entry.reason
        return [
            Event(event.words, event.person, event.at, reason, _("reverses"), entry.reverses),
        ]
    relation = _("replaces")
    if entry.reverses:
        relation = _("reverses")
    elif entry.kind == Disbursement.Kind.RECOVERY:
        relation = _("recovers money of")
    return [
        Event(_("Proposed"), entry.recorded_by, None, entry.reason, relation, other),
        Event(_("Agreed to"), entry.agreed_by, entry.recorded_at),
    ]


def _taken_back(entry: Disbursement, reversal: Disbursement) -> Event:
    by, at = reversal.recorded_by, reversal.recorded_at
    see = _("see the reversal")
    if reversal.agreed_by:
        words, person = _("Taken back by correction"), reversal.agreed_by
        return Event(words, person, at, reversal.reason, see, reversal)
    if by == entry.recorded_by:
        return Event(_("Taken back"), by, at, "", see, reversal)
    return Event(pgettext("status", "Returned"), by, at, reversal.reason, see, reversal)
