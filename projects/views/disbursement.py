"""The page of one entry: the receipt of who sent it, and what others look it up for."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.models import Disbursement, Draft, Proposal
from projects.models.proposals import RECOVERY_STAYS, require_open
from projects.story import story_of
from promotion.policy import may_pay, may_propose
from promotion.scope import get_in_reach


def disbursement(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    entry = get_in_reach(Disbursement.objects.with_story(), user, pk=pk)
    waits = entry.state == "sent"
    proposes = may_propose(user)
    return render(
        request,
        "projects/entry.html",
        {
            "entry": entry,
            "story": story_of(entry),
            "may_confirm": waits and entry.may_be_confirmed_by(user),
            "may_return": waits and entry.is_on_side_of(user),
            "may_take_back": waits and entry.may_be_taken_back_by(user),
            "recovery_stays": RECOVERY_STAYS if entry.kind == Disbursement.Kind.RECOVERY else "",
            "may_correct": proposes and is_open(entry, Draft.Purpose.CORRECTION),
            "may_recover": proposes and is_open(entry, Draft.Purpose.RECOVERY),
            "proposals": Proposal.objects.proposals_shown_to(user).filter(concerns=entry),
            "may_pay": may_pay(user),
        },
    )


def is_open(entry: Disbursement, purpose: str) -> bool:
    try:
        require_open(entry, purpose)
    except ValidationError:
        return False
    return True
