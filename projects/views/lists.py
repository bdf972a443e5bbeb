"""The month's list of vouchers, to be printed."""

from datetime import date

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from projects.voucher_list import VoucherList
from promotion.models import Centre, Source
from promotion.papers import DEMONSTRATION, FOOT, MOTTO
from promotion.scope import centres_in_reach


def voucher_list(request: HttpRequest, centre: str, month: date, source: Source) -> HttpResponse:
    """Of a centre of today, which has what merged ones paid on its lists."""
    reached = Centre.objects.filter(centres_in_reach(request.user), pk=F("current"))
    found = reached.filter(slug=centre).select_related("province__current").first()
    if found is None:
        raise Http404
    vouchers = VoucherList.of(found, month, source)
    context = {
        "list": vouchers,
        "heads": vouchers.heads(),
        "motto": MOTTO,
        "paper_foot": FOOT,
        "demonstration": DEMONSTRATION if settings.DEMO or vouchers.is_synthetic else "",
    }
    return render(request, "projects/voucher_list.html", context)
