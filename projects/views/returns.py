"""What centres report each period: the board of all of them, and sending one's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import PeriodicReturn
from projects.returns import STATES, board, unsent
from promotion.chips import chip
from promotion.editing import UNPROCESSABLE
from promotion.models import ReportingPeriod


def returns(request: HttpRequest) -> HttpResponse:
    """The board of the centres in reach; `?year=`."""
    today = timezone.localdate()
    begun = ReportingPeriod.objects.begun_by(today)
    years = [day.year for day in begun.dates("first_day", "year", order="DESC")]
    year = request.GET.get("year") or str(years[0] if years else today.year)
    if year not in map(str, years or [today.year]):
        offers = [(_("Board of returns"), reverse("returns"))]
        problem = _("There are no reporting periods of the year %s.") % year[:20]
        return render(request, "400.html", {"problem": problem, "offers": offers}, status=400)
    context = {
        "board": board(request.user, int(year), today),
        "chips": [chip("year", _("Year"), {str(each): str(each) for each in years}, year)],
        "states": STATES,
    }
    return render(request, "projects/returns.html", context)


def return_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the return of the clerk's centre; with unsent drafts it asks first."""
    period = get_object_or_404(ReportingPeriod, pk=pk)
    is_nothing = "nothing" in request.POST
    try:
        PeriodicReturn.objects.require_sendable(request.user, period, is_nothing=is_nothing)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("home")
    drafts = unsent(request.user.centre, period)
    if drafts and "sure" not in request.POST:
        mine = [draft for draft in drafts if draft.owner_id == request.user.pk]
        context = {
            "period": period,
            "mine": mine,
            "others": len(drafts) - len(mine),
            "is_nothing": is_nothing,
            "fields": [("sure", "1"), *[("nothing", "1")] * is_nothing],
        }
        return render(request, "projects/return_send.html", context, status=UNPROCESSABLE)
    try:
        PeriodicReturn.objects.send(request.user, period, is_nothing=is_nothing)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("home")
    messages.success(request, _("The return was sent: %(period)s.") % {"period": period})
    return redirect("home")
