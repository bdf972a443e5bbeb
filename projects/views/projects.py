"""The list of projects in reach, and the page of one."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any
from wsgiref.util import FileWrapper

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override

from projects import portrait
from projects.milestones import deadlines, milestones, other_supports
from projects.models import Beneficiary, Disbursement, Project
from projects.models.status import DECIDING, is_in_charge, moves_of
from projects.project_filter import ProjectFilterSet
from projects.project_list import ProjectListing
from projects.support import Support
from projects.tables import PaymentTable, ProjectTable, status_pill
from promotion.changes import changes_of
from promotion.filters import ListFilterSet
from promotion.lists import ListPage
from promotion.models import Source
from promotion.policy import may_decide, may_pay, may_propose
from promotion.scope import get_in_reach
from promotion.tables import ListTable


class ProjectList(ListPage):
    model = Project
    table_class = ProjectTable
    filterset_class = ProjectFilterSet
    template_name = "projects/project_list.html"

    def table(self, filterset: ListFilterSet) -> ProjectTable:
        table = super().table(filterset)
        table.contents = filterset.contents
        if filterset.day:
            table.hide("reported_vnd", "remaining_vnd")  # known of today alone
        if not filterset.chosen("accepted"):
            table.hide("accepted_vnd")
        return table

    def context(self, filterset: ListFilterSet, table: ListTable) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked.pop("page", None)
        workbook_url = f"{reverse('projects-workbook')}?{asked.urlencode()}"
        return super().context(filterset, table) | {"workbook_url": workbook_url}


class ProjectWorkbook(ProjectList):
    """All rows of the list, for the same filter, as a workbook.

    With `progress` in the address the answer first says how far it is: lines "rows written / all
    rows", an empty line, then the file.
    """

    def filterset(self) -> ListFilterSet:
        """With choices as the paper calls them; what is wrong is told in the reader's language."""
        with override("vi"):
            named = super().filterset()
            is_valid = named.is_valid()
        return named if is_valid else super().filterset()

    def listing(self, filterset: ListFilterSet) -> ProjectListing:
        today = timezone.localdate()
        return ProjectListing(self.table(filterset), filterset, self.request.user, today)

    def answer(self, filterset: ListFilterSet, context: dict[str, Any]) -> HttpResponseBase:
        listing = self.listing(filterset)
        file = TemporaryFile()  # noqa: SIM115 (who sends it closes it)
        if "progress" in self.request.GET:
            attachment = {"Content-Disposition": content_disposition_header(True, listing.name)}
            return StreamingHttpResponse(told(listing, file), headers=attachment)
        for _written in listing.write(file):
            pass
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=listing.name)


def told(listing: ProjectListing, file: IO[bytes]) -> Iterator[bytes]:
    """How far the file is, and at last the file itself."""
    with file:
        for written in listing.write(file):
            yield f"{written}/{listing.count}\n".encode()
        yield b"\n"
        file.seek(0)
        yield from FileWrapper(file, 1 << 16)


def project(request: HttpRequest, code: str) -> HttpResponse:
    """Facts, way, support with its decisions, payments and beneficiaries of one project."""
    known = Project.objects.select_related(
        "centre__province",
        "commune",
        "contract_document",
        "acceptance_document",
        "settlement_document",
    )
    supported = known.prefetch_related("grants__content", "grants__lines__decision")
    found = get_in_reach(supported, request.user, code=code)
    grants = list(found.grants.all())
    support = Support.of(grants)
    by_source = {
        source.value: Support.of(grant for grant in grants if grant.source == source)
        for source in Source
        if any(grant.source == source for grant in grants)
    }
    beneficiaries = found.beneficiaries.select_related("establishment__commune", "content")
    in_charge = is_in_charge(request.user, found)
    shape, words = status_pill(found.status)
    with_reversals = "reversals" in request.GET
    payments = payments_of(found, support.reported_vnd, with_reversals)
    payments.may_recover = may_propose(request.user)
    supports = None
    if request.user.role in DECIDING:
        supports = other_supports(found, request.user)
    return render(
        request,
        "projects/project.html",
        {
            "project": found,
            "status": {"shape": shape, "words": words},
            "headlines": portrait.headlines(support, by_source),
            "steps": portrait.steps(found),
            "facts": portrait.facts(found),
            "support": portrait.support_table(grants, support),
            "payments": payments,
            "with_reversals": with_reversals,
            "beneficiaries": portrait.beneficiary_table(
                beneficiaries, of=found if in_charge else None
            ),
            "milestones": milestones(found),
            "deadlines": deadlines(found, grants, timezone.localdate()),
            "in_charge": in_charge,
            "moves": moves_of(found, request.user),
            "supports": supports,
            "may_decide": may_decide(request.user),
            "may_pay": may_pay(request.user) and support.remaining_vnd > 0,
            "changes": changes_of(
                found, *{each.establishment for each in beneficiaries}, parts=Beneficiary
            ),
        },
    )


def payments_of(project: Project, total_vnd: int, with_reversals: bool) -> PaymentTable:
    """The entries of the project; with what was taken back and its reversals, or net of them.

    They sum up to what is reported either way.
    """
    entries = Disbursement.objects.filter(grant__project=project)
    if not with_reversals:
        entries = entries.standing()
    rows = entries.select_related("grant__content", "confirmation", "reversal")
    return PaymentTable(rows, entries.count(), {"amount_vnd": total_vnd})
