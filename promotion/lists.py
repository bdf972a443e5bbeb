"""Every list page: filtered, sorted and paged in one way, with the totals of its whole set."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Aggregate, Count, Model, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from promotion.filters import ListFilterSet
from promotion.policy import may_pay
from promotion.tables import ListTable

ROWS_A_PAGE = 50


class ListPage(View):
    """A list is a class with four names; a row out of the user's reach is never among its rows.

        class ProjectList(ListPage):
            model = Project
            table_class = ProjectTable
            filterset_class = ProjectFilterSet
            template_name = "projects/project_list.html"

    The template extends list.html, which includes the very part that htmx fetches. Whatever the
    number of rows, three queries make the list: the years to choose from, one aggregate for the
    count and all totals, one page of rows; each filter with choices of its own adds one.
    """

    model: type[Model]
    table_class: type[ListTable]
    filterset_class: type[ListFilterSet]
    template_name: str

    def rows(self) -> QuerySet:
        """All rows that the user may see."""
        rows: Any = self.model._default_manager
        return rows.in_reach(self.request.user)

    def filterset(self) -> ListFilterSet:
        """What the address asks for, of all rows that the user may see."""
        return self.filterset_class(self.request.GET, self.rows(), request=self.request)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        filterset = self.filterset()
        if problem := filterset.problem():
            sentence, offers = problem
            return render(request, "400.html", {"problem": sentence, "offers": offers}, status=400)
        context = {
            "filter": filterset,
            "chips": filterset.chips(),
            "may_pay": may_pay(request.user),
        }
        if not filterset.is_valid():
            # htmx shows nothing of an answer that failed.
            status = 200 if request.htmx else 400
            return render(request, self.template_name, context, status=status)
        return self.answer(filterset, context)

    def answer(self, filterset: ListFilterSet, context: dict[str, Any]) -> HttpResponseBase:
        """The page; another answer to the same question is a class of its own."""
        context |= self.context(filterset, self.table(filterset))
        return render(self.request, self.template_name, context)

    def table(self, filterset: ListFilterSet) -> ListTable:
        """The page of the table that the URL asks for; beyond the end, the last one."""
        rows = filterset.qs
        columns = self.table_class
        totals: dict[str, Aggregate] = {
            **{name: Sum(name, default=0) for name in columns.summed},
            **{name: Sum(name) for name in columns.stated},
            **{name: Count(name, distinct=True) for name in columns.counted},
        }
        sums = {f"sum_of_{name}": total for name, total in totals.items()}
        found = rows.order_by().aggregate(row_count=Count("pk"), **sums)
        # Given the request, it would page by itself, by whatever size the address asks for.
        table = columns(
            rows, found["row_count"], {name: found[f"sum_of_{name}"] for name in totals}
        )
        table.sort(self.request.GET.getlist(table.prefixed_order_by_field))
        table.paginator = Paginator(table.rows, ROWS_A_PAGE)
        table.page = table.paginator.get_page(self.request.GET.get(table.prefixed_page_field))
        return table

    def context(self, filterset: ListFilterSet, table: ListTable) -> dict[str, Any]:
        """What the template shows beside the filter."""
        return {
            "table": table,
            "totals": table.totals(),
            "unit": table.unit,
            "reset_url": filterset.reset_url() if filterset.is_narrowed() else "",
        }
