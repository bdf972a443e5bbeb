from projects.beneficiary_list import BeneficiaryFilterSet, BeneficiaryTable
from projects.models import Beneficiary, Project
from projects.results import ResultFilterSet, ResultTable
from promotion.filters import ListFilterSet
from promotion.lists import ListPage


class Results(ListPage):
    """What each supported project in reach brings about, one result at a time."""

    model = Project
    table_class = ResultTable
    filterset_class = ResultFilterSet
    template_name = "projects/result_list.html"

    def table(self, filterset: ListFilterSet) -> ResultTable:
        table = super().table(filterset)
        assert isinstance(table, ResultTable) and isinstance(filterset, ResultFilterSet)
        table.contents = filterset.contents
        if not filterset.chosen("figure").endswith("_vnd"):
            table.count_instead_of_money()
        return table


class Beneficiaries(ListPage):
    """The establishments that projects in reach support."""

    model = Beneficiary
    table_class = BeneficiaryTable
    filterset_class = BeneficiaryFilterSet
    template_name = "projects/beneficiary_list.html"
