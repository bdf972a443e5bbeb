"""The ledger: every entry in reach, and what the figures of reports open onto."""

from django.db.models import F, QuerySet

from projects.filters import LedgerFilterSet
from projects.models import Disbursement
from projects.tables import AdvanceTable, LedgerTable
from promotion.filters import ListFilterSet
from promotion.lists import ListPage


class Ledger(ListPage):
    model = Disbursement
    table_class = LedgerTable
    filterset_class = LedgerFilterSet
    template_name = "projects/disbursement_list.html"

    def rows(self) -> QuerySet:
        return super().rows().annotate(outstanding_vnd=F("advance_vnd") - F("cleared_vnd"))

    def table(self, filterset: ListFilterSet) -> LedgerTable:
        if filterset.chosen("advances"):
            self.table_class = AdvanceTable
        return super().table(filterset)
