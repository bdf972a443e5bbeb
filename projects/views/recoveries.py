from django.db.models import QuerySet

from projects.models import Grant
from projects.recoveries import RecoveryFilterSet, RecoveryTable
from promotion.filters import ListFilterSet
from promotion.lists import ListPage
from promotion.policy import may_propose


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
