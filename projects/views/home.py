"""A clerk's first page: what is due, what came back, and where money is left."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from projects.forms import EntryForm
from projects.milestones import files_due
from projects.models import Disbursement, Draft, Grant, Project, Proposal
from projects.returns import owed
from projects.support import Support
from promotion.funds import SOURCES

# How many returns that a centre owes are shown, the newest of them, and files, the oldest.
LATEST_DUES = 3
# How many days ahead a settlement is worth a word or urgent.
SETTLEMENT_NEAR = 120
SETTLEMENT_URGENT = 31
LATEST_ENTRIES = 10


@dataclass(frozen=True)
class Settlement:
    """The last day on which support of a year and source can be paid, and what is left of it."""

    budget_year: int
    source: str
    last_day: date
    projects: int
    remaining_vnd: int
    is_urgent: bool

    @property
    def source_name(self) -> str:
        return str(SOURCES[self.source])


def my_month(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    user = request.user
    form = EntryForm(user, draft=Draft(owner=user))
    payable = [
        grant
        for grant in form.offered.values()
        if grant.remaining_vnd and grant.takes_vouchers_of(today)
    ]
    drafts = list(Draft.objects.of(user).payments().with_names())
    waiting = Disbursement.objects.in_reach(user).waiting().with_story().order_by("-id")
    reach = Grant.objects.in_reach(user)
    year = reach.latest_year(today.year) or today.year
    grants = list(reach.filter(Q(budget_year=year) | Q(to_recover_vnd__gt=0)))
    dues = owed(user.centre.current or user.centre, today)
    files = files_due(Project.objects.in_reach(user), today)
    context = {
        "today": today,
        "year": year,
        "support": Support.of(grant for grant in grants if grant.budget_year == year),
        "to_recover_vnd": sum(grant.to_recover_vnd for grant in grants),
        "dues": dues[-LATEST_DUES:],
        "more_dues": len(dues[:-LATEST_DUES]),
        "files": files[:LATEST_DUES],
        "more_files": len(files[LATEST_DUES:]),
        "settlements": settlements(payable, today),
        "returned": [draft for draft in drafts if draft.returned_reason],
        "drafts": [draft for draft in drafts if not draft.returned_reason],
        "proposals": Proposal.objects.proposals_shown_to(user).of(user),
        "waiting": waiting[:LATEST_ENTRIES],
        "payable": sorted(payable, key=lambda g: (g.last_payment_day, g.project.code, g.pk)),
        "form": form,
    }
    return render(request, "projects/my_month.html", context)


def settlements(payable: list[Grant], today: date) -> list[Settlement]:
    """The last days that come near for grants with money left, soonest first."""
    groups: dict[tuple[date, int, str], list[Grant]] = defaultdict(list)
    for grant in payable:
        groups[grant.last_payment_day, grant.budget_year, grant.source].append(grant)
    return [
        Settlement(
            budget_year=year,
            source=source,
            last_day=last_day,
            projects=len({grant.project_id for grant in grants}),
            remaining_vnd=sum(grant.remaining_vnd for grant in grants),
            is_urgent=(last_day - today).days <= SETTLEMENT_URGENT,
        )
        for (last_day, year, source), grants in sorted(groups.items())
        if (last_day - today).days <= SETTLEMENT_NEAR
    ]
