"""What waits for confirmation: the months' lists of the centres (bảng kê tháng)."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.forms import ReasonForm
from projects.inbox_list import lists_of
from projects.models import Disbursement, Proposal
from projects.models.ledger import DisbursementQuerySet
from projects.views.inbox_filter import ALL, BadChoice, InboxFilter
from promotion.editing import UNPROCESSABLE
from promotion.guards.sentences import SENTENCES
from promotion.models import User
from promotion.scope import get_in_reach
from promotion.templatetags.figures import vnd
from promotion.way_back import way_back

ROWS_PER_PAGE = 50
MOST_ENTRIES = 10_000  # of one list, and far more than a centre enters in a month
# The guard that speaks for an entry that waits no more.
TOO_LATE = {
    "confirmed": "reversal_of_confirmed",
    "returned": "reversal_once",
    "corrected": "reversal_of_confirmed",
    "reversal": "reversal_in_full",
}
AN_ID = re.compile("[0-9]{1,18}")


def inbox(request: HttpRequest) -> HttpResponse:
    try:
        chosen = InboxFilter.asked_for(request)
    except BadChoice as problem:
        offers = [(_("Everything that waits"), f"{reverse('inbox')}?source={ALL}")]
        return render(request, "400.html", {"problem": problem, "offers": offers}, status=400)
    waiting = Disbursement.objects.in_reach(request.user).waiting()
    parts = waiting.sums_by_list()
    chosen.require_known_centre(parts, request.user)
    shown = [part for part in parts if chosen.holds(part)]
    entries = chosen.rows(waiting).in_list_order().with_story()
    entries = entries.select_related("grant__project__centre__province")
    paginator = Paginator(entries, ROWS_PER_PAGE)
    paginator.count = sum(part.entries for part in shown)  # counted once, with the sums
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "proposals": chosen.proposals(Proposal.objects.proposals_shown_to(request.user)),
        "lists": lists_of(page.object_list, shown, entries, request.user),
        "page": page,
        "chips": chosen.chips(parts),
        "elsewhere": len(parts) > len(shown),
        "here": request.get_full_path(),
    }
    return render(request, "projects/inbox.html", context)


def confirm_list(request: HttpRequest) -> HttpResponse:
    """Confirm the entries that the person saw, all of them or none; once more tells the same."""
    ids = posted_ids(request)
    entries = Disbursement.objects.in_reach(request.user).filter(pk__in=ids)
    seen = list(entries.select_related("grant"))
    if not ids or len(seen) < len(ids):
        raise Http404
    if not all(entry.may_be_confirmed_by(request.user) for entry in seen):
        raise PermissionDenied
    try:
        with transaction.atomic():
            count = entries.confirm_all(request.user)
            if count < len(seen) and not confirmed_before(entries, request.user, len(seen)):
                sentence = _("Some of them were confirmed, returned or taken back meanwhile.")
                raise ValidationError(sentence)
    except ValidationError as refusal:
        sentence = _("Nothing was confirmed. %(why)s Please look at the list as it is now.")
        messages.warning(request, sentence % {"why": " ".join(refusal.messages)})
        return back(request)
    sentence = ngettext(
        "%(count)s entry was confirmed: %(total)s đồng.",
        "%(count)s entries were confirmed: %(total)s đồng in all.",
        len(seen),
    )
    total = vnd(sum(entry.amount_vnd for entry in seen))
    messages.success(request, sentence % {"count": len(seen), "total": total})
    return back(request)


def confirmed_before(entries: DisbursementQuerySet, user: User, count: int) -> bool:
    """Whether the very list was confirmed by the person before: the request came twice."""
    return entries.filter(confirmation__confirmed_by=user).standing().count() == count


def confirm_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
    if not entry.may_be_confirmed_by(request.user):
        raise PermissionDenied
    try:
        entry.confirm(request.user)
    except ValidationError as refusal:
        again = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
        if again.state != "confirmed" or again.confirmation.confirmed_by != request.user:
            messages.warning(request, " ".join(refusal.messages))
            return redirect(entry)
    sentence = _("%(entry)s was confirmed: %(amount)s đồng.")
    messages.success(request, sentence % {"entry": entry, "amount": vnd(entry.stated_vnd)})
    return back(request)


def return_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an entry back to its sender with a reason; once more tells the same."""
    entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
    if not entry.is_on_side_of(request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if entry.state != "sent":
        if not returned_before(entry, request.user, form):
            messages.warning(request, SENTENCES[TOO_LATE[entry.state]])
            return redirect(entry)
        return returned(request, entry)
    if not form.is_valid():
        context = {"entry": entry, "form": form, "next": asked_back(request)}
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "projects/return_form.html", context, status=status)
    try:
        entry.return_to_clerk(request.user, form.cleaned_data["reason"])
    except ValidationError as refusal:
        entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
        if not returned_before(entry, request.user, form):
            messages.warning(request, " ".join(refusal.messages))
            return redirect(entry)
    return returned(request, entry)


def returned_before(entry: Disbursement, user: User, form: ReasonForm) -> bool:
    """Whether the person returned it before with the same reason: the request came twice."""
    if entry.state != "returned" or not form.is_valid():
        return False
    same = (entry.reversal.recorded_by, entry.reversal.reason)
    return same == (user, form.cleaned_data["reason"])


def returned(request: HttpRequest, entry: Disbursement) -> HttpResponse:
    sentence = _("%(entry)s was returned to %(person)s with your reason.")
    messages.success(request, sentence % {"entry": entry, "person": entry.recorded_by})
    return back(request)


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's own way back: one click, and it is a draft again."""
    entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
    if not entry.may_be_taken_back_by(request.user):
        raise PermissionDenied
    if entry.state != "sent":
        if not taken_back_before(entry, request.user):
            messages.warning(request, SENTENCES[TOO_LATE[entry.state]])
            return redirect(entry)
        return taken_back(request, entry)
    try:
        entry.take_back()
    except ValidationError as refusal:
        entry = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
        if not taken_back_before(entry, request.user):
            messages.warning(request, " ".join(refusal.messages))
            return redirect(entry)
    return taken_back(request, entry)


def taken_back_before(entry: Disbursement, user: User) -> bool:
    """Whether its sender took it back and still has the draft: the request came twice."""
    if entry.state != "returned" or entry.reversal.recorded_by != user:
        return False
    return user.drafts.filter(key=entry.key_after_return).exists()


def taken_back(request: HttpRequest, entry: Disbursement) -> HttpResponse:
    messages.success(request, _("You took the payment back. It is a draft again."))
    return redirect("draft", entry.key_after_return)


def posted_ids(request: HttpRequest) -> set[int]:
    """The entries of the list as it was seen; Raises Http404 for what no list could hold."""
    typed = request.POST.get("entry", "").split()
    if len(typed) > MOST_ENTRIES or not all(AN_ID.fullmatch(text) for text in typed):
        raise Http404
    return {int(text) for text in typed}


def asked_back(request: HttpRequest) -> str:
    """The page of this site that the person came from, the inbox if none is named."""
    return way_back(request, reverse("inbox"))


def back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(asked_back(request))
