"""The ledger: every entry in reach, and what the figures of reports open onto."""

from projects.filters import LedgerFilterSet
from projects.models import Disbursement
from projects.tables import LedgerTable
from promotion.lists import ListPage


class Ledger(ListPage):
    model = Disbursement
    table_class = LedgerTable
    filterset_class = LedgerFilterSet
    template_name = "projects/disbursement_list.html"
