"""Typing a payment, keeping it while it is typed, and sending it."""

import re
import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projects.forms import TYPED, EntryForm, name_of
from projects.models import Disbursement, Draft, Grant, PaymentKind, Project
from projects.models.doubts import other_amount
from projects.models.voucher_days import first_voucher_day
from promotion.editing import CONFLICT, UNPROCESSABLE
from promotion.lib.dates import format_day
from promotion.models import User
from promotion.scope import get_in_reach
from promotion.templatetags.figures import vnd


def draft_new(request: HttpRequest) -> HttpResponse:
    """An empty form; `?grant=` or `?project=` chooses for the clerk what it can.

    `?after=` is the receipt of an entry and the form of the next one.
    """
    if request.method == "POST":
        return take(request, Draft(owner=request.user))
    draft = Draft(owner=request.user)
    project = None
    if pk := request.GET.get("after"):
        sent = get_in_reach(Disbursement.objects.with_story(), request.user, pk=pk)
        draft = draft_after(sent, request.user)
        return show(request, EntryForm(request.user, draft=draft), draft, sent=sent)
    if pk := request.GET.get("grant"):
        draft.grant = get_in_reach(Grant.objects.all(), request.user, pk=pk)
    elif code := request.GET.get("project"):
        project = get_in_reach(Project.objects.all(), request.user, code=code)
        open_grants = project.grants.with_money_left()[:2]
        draft.grant = open_grants[0] if len(open_grants) == 1 else None
    words = project.code if project and not draft.grant else ""
    return show(request, EntryForm(request.user, draft=draft), draft, words=words)


def draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One's own unfinished payment, or one that came back; once it is sent, its receipt."""
    kept = Draft.objects.of(request.user).payments().filter(key=key).first()
    if request.method == "POST":
        # Deleted elsewhere meanwhile: what was typed goes on as a new draft under the form's key.
        return take(request, kept or Draft(owner=request.user, key=posted_key(request)))
    if kept:
        return show(request, EntryForm(request.user, draft=kept), kept)
    if entry := sent_under(key, request):
        return redirect(entry)
    raise Http404


def draft_keep(request: HttpRequest) -> HttpResponse:
    """Save what was typed so far, as far as it can be read; nobody is told what is wrong.

    What another window has saved since is never overwritten by itself.
    """
    key = posted_key(request)
    form = EntryForm(request.user, request.POST, draft=Draft(owner=request.user))
    try:
        with transaction.atomic():
            drafts = Draft.objects.of(request.user).payments().select_for_update()
            before = drafts.filter(key=key).first()
            if before and before.saved_at != form["saved_at"].value():
                newer = {"url": before.get_absolute_url(), "newer": True}
                return JsonResponse(newer, status=CONFLICT)
            kept = Draft.objects.keep(request.user, key, **form.readable())
    except Draft.DoesNotExist:
        raise Http404 from None
    except ValidationError:
        entry = sent_under(key, request)
        if entry is None:
            raise Http404 from None
        return JsonResponse({"url": entry.get_absolute_url()}, status=CONFLICT)
    at = f"{localtime(kept.updated_at):%H:%M}"
    told = {"at": at, "saved_at": kept.saved_at, "whole": form.is_valid()}
    return JsonResponse(told | {"url": kept.get_absolute_url()})


def draft_delete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Delete a draft of one's own; one that was sent meanwhile is an entry, and stays."""
    gone, _rows = Draft.objects.of(request.user).payments().filter(key=key).delete()
    if gone:
        messages.success(request, _("The draft was deleted."))
        return redirect("home")
    if entry := sent_under(key, request):
        messages.warning(request, _("This payment was already sent; this is its entry."))
        return redirect(entry)
    raise Http404


def grant_remaining(request: HttpRequest) -> HttpResponse:
    """The part of the form that shows what is left of the chosen support."""
    grant = None
    if pk := request.GET.get("grant"):
        grant = get_in_reach(Grant.objects.with_names(), request.user, pk=pk)
    context = {"grant": grant, "first_day": first_voucher_day(grant) if grant else None}
    return render(request, "projects/grant_remaining.html", context)


def take(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Keep or send what was typed, under the key of the form: all of it or nothing.

    What was sent under the key before is only shown, as a second click finds it.
    """
    key = posted_key(request)
    form = EntryForm(request.user, request.POST, draft=draft)
    if entry := sent_under(key, request):
        return already_sent(request, form, entry)
    if instead := re.fullmatch("[0-9]{1,15}", request.POST.get("instead", "")):
        return show(request, form.with_amount(request.user, int(instead[0]), draft), draft)
    if not form.is_valid():
        return show(request, form, draft, status=UNPROCESSABLE)
    kept = draft
    try:
        with transaction.atomic():
            kept = Draft.objects.keep(request.user, key, **form.typed())
            if "send" not in request.POST:
                messages.success(request, _("Saved as a draft. It counts only once it is sent."))
                return redirect(kept)
            kept.require_complete()
            doubts = kept.doubts()
            entry = kept.send()
            # Asked last, of what the ledger took: nobody ticks what is refused all the same.
            form.settle(doubts)
    except Draft.DoesNotExist:
        raise Http404 from None
    except ValidationError as refusal:
        if entry := sent_under(key, request):
            return already_sent(request, form, entry)
        if kept.grant and kept.amount_vnd:
            form.instead_vnd = other_amount(kept.grant, kept.kind, kept.amount_vnd)
        form.add_error(None, refusal)
        return show(request, form, draft, status=UNPROCESSABLE)
    return on_to_the_next(entry)


def draft_after(entry: Disbursement, owner: User) -> Draft:
    """The next of a pile of vouchers: of the same day, the same support if something is left."""
    draft = Draft(owner=owner, voucher_on=entry.voucher_on)
    if entry.grant.remaining_vnd or entry.grant.clearable_vnd:
        draft.grant = entry.grant
    if entry.kind == PaymentKind.PAYMENT:
        draft.voucher_kind = entry.voucher_kind
    return draft


def on_to_the_next(entry: Disbursement) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('draft-new')}?after={entry.pk}")


def show(
    request: HttpRequest,
    form: EntryForm,
    draft: Draft,
    *,
    status: int = 200,
    words: str = "",
    sent: Disbursement | None = None,
) -> HttpResponse:
    if not form.is_bound:
        first = "amount_vnd" if form.chosen and not sent else "grant"
        form.fields[first].widget.attrs["autofocus"] = True
    context = {"form": form, "draft": draft, "words": words, "sent": sent}
    return render(request, "projects/draft_form.html", context, status=status)


def already_sent(request: HttpRequest, form: EntryForm, entry: Disbursement) -> HttpResponse:
    """The same payment again gives the same receipt; another one under its key is refused."""
    if form.says_the_same_as(entry):
        messages.info(request, _("This payment was already sent; nothing was sent twice."))
        return on_to_the_next(entry)
    raw = {name: form[name].value() or "" for name in (*TYPED, "unit")}
    choices = {name: dict(form.fields[name].choices) for name in ("kind", "voucher_kind", "unit")}
    words = {name: str(named.get(raw[name], "")) for name, named in choices.items()}
    sent = {
        "grant": (name_of(entry.grant), name_of(form.chosen) if form.chosen else ""),
        "kind": (entry.get_kind_display(), words["kind"]),
        "amount_vnd": (f"{vnd(entry.stated_vnd)} đồng", f"{raw['amount_vnd']} {words['unit']}"),
        "voucher_kind": (entry.get_voucher_kind_display(), words["voucher_kind"]),
        "voucher_number": (entry.voucher_number, raw["voucher_number"]),
        "voucher_on": (format_day(entry.voucher_on), raw["voucher_on"]),
    }
    differing = form.differs_from(entry)
    context = {
        "entry": entry,
        "rows": [
            {"label": form[name].label, "sent": told, "typed": typed, "differs": name in differing}
            for name, (told, typed) in sent.items()
        ],
        "fields": [("key", uuid.uuid4()), *raw.items()],
    }
    return render(request, "projects/already_sent.html", context, status=CONFLICT)


def posted_key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadRequest("a form without its key") from None


def sent_under(key: uuid.UUID, request: HttpRequest) -> Disbursement | None:
    sent = Disbursement.objects.with_story().filter(recorded_by=request.user)
    return sent.filter(idempotency_key=key).first()
