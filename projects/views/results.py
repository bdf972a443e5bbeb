from projects.beneficiary_list import BeneficiaryFilterSet, BeneficiaryTable
from projects.models import Beneficiary, Project
from projects.results import CountTable, MoneyTable, ResultFilterSet
from promotion.filters import ListFilterSet
from promotion.lists import ListPage


class Results(ListPage):
    """What each supported project in reach brings about, one result at a time."""

    model = Project
    table_class = MoneyTable
    filterset_class = ResultFilterSet
    template_name = "projects/result_list.html"

    def table(self, filterset: ListFilterSet) -> MoneyTable:
        if not filterset.chosen("figure").endswith("_vnd"):
            self.table_class = CountTable
        table = super().table(filterset)
        table.contents = filterset.contents
        return table


class Beneficiaries(ListPage):
    """The establishments that projects in reach support."""

    model = Beneficiary
    table_class = BeneficiaryTable
    filterset_class = BeneficiaryFilterSet
    template_name = "projects/beneficiary_list.html"
