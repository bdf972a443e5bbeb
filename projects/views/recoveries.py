from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from projects.models import Grant
from projects.recoveries import RecoveryFilterSet, RecoveryTable
from promotion.filters import ListFilterSet
from promotion.lists import ListPage
from promotion.policy import may_propose
from promotion.templatetags.figures import vnd


class Recoveries(ListPage):
    """What must come back (phải thu hồi); what has come back is no longer here."""

    model = Grant
    table_class = RecoveryTable
    filterset_class = RecoveryFilterSet
    template_name = "projects/recovery_list.html"

    def table(self, filterset: ListFilterSet) -> RecoveryTable:
        table = super().table(filterset)
        assert isinstance(table, RecoveryTable)
        table.may_recover = may_propose(self.request.user)
        return table

    def rows(self) -> QuerySet:
        return super().rows().filter(to_recover_vnd__gt=0)


def tell_what_must_come_back(request: HttpRequest, grant: Grant) -> None:
    """A notice to who has just cut the support below what is paid; what only waits is returned."""
    grant.refresh_from_db()
    if not grant.to_recover_vnd:
        return
    sentence = _("%(code)s: %(amount)s đồng paid above the support must come back.")
    if waiting_vnd := min(grant.waiting_vnd, grant.to_recover_vnd):
        sentence = _(
            "%(code)s: %(amount)s đồng above the support must come back; %(waiting)s đồng of them"
            " are not confirmed: please return these."
        )
    words = sentence % {
        "code": grant.project.code,
        "amount": vnd(grant.to_recover_vnd),
        "waiting": vnd(waiting_vnd),
    }
    link = (reverse("recoveries"), _("To recover"))
    messages.warning(request, format_html('{} <a href="{}">{}</a>', words, *link))
