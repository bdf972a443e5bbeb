"""Proposing a correction or a recovery, looking at what it does, agreeing to it or not."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.forms import ReasonForm
from projects.models import Disbursement, Draft, Proposal
from projects.models.proposals import require_open
from projects.proposal_forms import CorrectionForm, ProposalForm, RecoveryForm
from projects.views.entry import posted_key
from promotion.editing import CONFLICT, UNPROCESSABLE
from promotion.policy import ROUTES
from promotion.scope import get_in_reach

Purpose = Draft.Purpose
FORMS: dict[str, type[ProposalForm]] = {
    Purpose.CORRECTION: CorrectionForm,
    Purpose.RECOVERY: RecoveryForm,
}


def correct_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return write(request, pk, Purpose.CORRECTION)


def recover_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return write(request, pk, Purpose.RECOVERY)


def write(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """The form about one entry; what was typed is kept, and its effect shown before it goes on."""
    entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
    mine = Proposal.objects.of(request.user).filter(concerns=entry, purpose=purpose)
    kept = mine.order_by("id").last()
    if request.method == "POST":
        return take(request, entry, purpose, kept)
    try:
        require_open(entry, purpose)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(entry)
    return show(request, FORMS[purpose](entry=entry, kept=kept), purpose)


def take(
    request: HttpRequest, entry: Disbursement, purpose: str, kept: Draft | None
) -> HttpResponse:
    """Keep a proposal under the key of its form and go on to what it would do."""
    key = posted_key(request)
    form = FORMS[purpose](request.POST, entry=entry, kept=kept)
    if written := written_under(key, request):
        status = CONFLICT
        form.add_error(None, _("This proposal was already agreed to and written."))
        return show(request, form, purpose, status=status, written=written)
    if not form.is_valid():
        return show(request, form, purpose, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            typed = {**form.typed(), "grant": entry.grant, "synthetic": entry.synthetic}
            draft = Draft.objects.keep(request.user, key, purpose=purpose, concerns=entry, **typed)
            proposal = Proposal.objects.get(pk=draft.pk)
            proposal.require_complete()
            if proposal.changes_nothing():
                raise ValidationError(_("This says just what the entry says already."))
    except Draft.DoesNotExist:
        raise Http404 from None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show(request, form, purpose, status=UNPROCESSABLE)
    return redirect(proposal)


def show(
    request: HttpRequest,
    form: ProposalForm,
    purpose: str,
    *,
    status: int = 200,
    written: Disbursement | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "entry": form.entry,
        "recovers": purpose == Purpose.RECOVERY,
        "written": written,
    }
    return render(request, "projects/proposal_form.html", context, status=status)


def proposal(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What is proposed and what it would do; once it is written, the entry."""
    found = shown(request, key)
    return page(request, found) if isinstance(found, Proposal) else redirect(found)


def page(
    request: HttpRequest, found: Proposal, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    before, after = found.effect()
    form = form or ReasonForm()
    if not form.is_bound:
        # What it does is looked at first.
        del form.fields["reason"].widget.attrs["autofocus"]
    is_own = found.owner == request.user
    waits = found.proposed_at is not None
    context = {
        "proposal": found,
        "entry": found.concerns,
        "effect": [
            (words, getattr(before, name), getattr(after, name))
            for name, words in effect_words(found).items()
        ],
        "is_own": is_own and ROUTES["proposal-send"].allows("POST", request.user.role),
        "waits": waits,
        "may_agree": waits and found.may_be_agreed_by(request.user),
        "form": form,
    }
    return render(request, "projects/proposal.html", context, status=status)


def effect_words(found: Proposal) -> dict[str, str]:
    """{sum: its name} of those that people look at before they agree."""
    assert found.grant
    words = {
        "confirmed_vnd": _("Disbursed of this support"),
        "remaining_vnd": _("Remaining support"),
        "outstanding_vnd": _("Of which outstanding advances"),
        "to_recover_vnd": _("To recover"),
        "province_vnd": _("Disbursed of the province, %(year)s, this source")
        % {"year": found.grant.budget_year},
    }
    if not found.grant.to_recover_vnd:
        del words["to_recover_vnd"]
    return words


def proposal_send(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Lay it before the other person; once more changes nothing."""
    found = own(request, key)
    if not isinstance(found, Proposal):
        return redirect(found)
    try:
        found.propose()
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(found)
    messages.success(request, _("It was proposed. It counts once another person agrees."))
    return redirect(found)


def proposal_withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = own(request, key)
    if not isinstance(found, Proposal):
        messages.warning(request, _("It was agreed to meanwhile and is written."))
        return redirect(found)
    entry = found.concerns
    gone, _rows = found.delete()
    if not gone and (written := written_under(key, request)):
        messages.warning(request, _("It was agreed to meanwhile and is written."))
        return redirect(written)
    messages.success(request, _("The proposal was withdrawn; nothing was changed."))
    return redirect(entry)


def proposal_agree(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write what the person saw; what was changed since is shown again first."""
    found = shown(request, key)
    if not isinstance(found, Proposal):
        if found.agreed_by != request.user:
            raise PermissionDenied
        return agreed(request, found)
    if not found.may_be_agreed_by(request.user):
        raise PermissionDenied
    if request.POST.get("version") != found.version:
        messages.warning(
            request, _("The proposal was changed meanwhile. Please look at it as it is now.")
        )
        return redirect(found)
    try:
        entry = found.agree(request.user)
    except ValidationError as refusal:
        if written := written_under(key, request):
            return agreed(request, written)
        sentence = _("Nothing was written. %(why)s")
        messages.warning(request, sentence % {"why": " ".join(refusal.messages)})
        return redirect(found)
    return agreed(request, entry)


def agreed(request: HttpRequest, entry: Disbursement) -> HttpResponse:
    messages.success(request, _("You agreed; the ledger has it now."))
    return redirect(entry)


def proposal_return(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give it back to its owner with a reason."""
    found = shown(request, key)
    if not isinstance(found, Proposal):
        messages.warning(request, _("It was agreed to meanwhile and is written."))
        return redirect(found)
    if not found.may_be_agreed_by(request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return page(request, found, form, UNPROCESSABLE)
    try:
        found.decline(form.cleaned_data["reason"])
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(found)
    sentence = _("The proposal went back to %(person)s with your reason.")
    messages.success(request, sentence % {"person": found.owner})
    return redirect("inbox")


def shown(request: HttpRequest, key: uuid.UUID) -> Proposal | Disbursement:
    """The proposal, or the entry that it became. Raises Http404 for one out of reach."""
    found: Any = Proposal.objects.proposals_shown_to(request.user).filter(key=key).first()
    written = found or written_under(key, request)
    if written is None:
        raise Http404
    return written


def own(request: HttpRequest, key: uuid.UUID) -> Proposal | Disbursement:
    """The same for its owner; what another person laid before somebody is not theirs to change."""
    found = shown(request, key)
    owner = found.owner if isinstance(found, Proposal) else found.recorded_by
    if owner != request.user:
        raise PermissionDenied
    return found


def written_under(key: uuid.UUID, request: HttpRequest) -> Disbursement | None:
    """The entry of a proposal that was agreed to."""
    entries = Disbursement.objects.in_reach(request.user).filter(agreed_by__isnull=False)
    return entries.filter(idempotency_key=key).select_related("agreed_by").first()
