"""What came to pass in a project and what is due: facts with their files, clocks, other support."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Beneficiary, Disbursement, Grant, Project
from projects.models.projects import ProjectQuerySet
from promotion.funds import SOURCES
from promotion.models import Document, User
from promotion.templatetags.figures import vnd

# The settlement file follows the acceptance within 15 days (Circular 46/2012/TT-BCT practice).
DAYS_TO_SETTLEMENT_FILE = 15
Status = Project.Status
RUNNING = (Status.APPROVED, Status.CONTRACTED, Status.IN_PROGRESS, Status.ACCEPTED)


@dataclass(frozen=True)
class Milestone:
    """A fact with the day, the value in đồng and the file that prove it."""

    words: str
    day: date | None
    vnd: int | None
    document: Document | None
    number: str = ""


def milestones(project: Project) -> list[Milestone]:
    """Those of which anything is known."""
    found = [
        Milestone(
            _("Contract"),
            project.contracted_on,
            project.contract_vnd,
            project.contract_document,
            project.contract_number,
        ),
        Milestone(
            _("Acceptance"),
            project.accepted_on,
            project.accepted_vnd,
            project.acceptance_document,
        ),
        Milestone(
            _("Settlement"), project.settled_on, project.settled_vnd, project.settlement_document
        ),
    ]
    return [each for each in found if each.day or each.vnd is not None or each.document]


@dataclass(frozen=True)
class Deadline:
    """Something due, and when it was done; `left` counts days, below zero when it is late."""

    words: str
    due_on: date
    today: date
    done_on: date | None = None
    url: str = ""

    @property
    def left(self) -> int:
        return (self.due_on - (self.done_on or self.today)).days

    @property
    def late(self) -> int:
        return max(0, -self.left)


def deadlines(project: Project, grants: Iterable[Grant], today: date) -> list[Deadline]:
    """The clocks that run for the project: its settlement file, and its budget years' settlement.

    The file runs from the acceptance and stands still once it is sent. The settlement runs until
    the last day of January that the source sets, while the project is under way. Where all
    support was taken away again, nothing is settled.
    """
    grants = list(grants)
    if grants and not any(grant.approved_vnd or grant.reported_vnd for grant in grants):
        return []
    found = []
    if project.accepted_on and project.status in (Status.ACCEPTED, Status.SETTLED):
        found.append(_settlement_file(project, _("Settlement file"), today))
    if project.status in RUNNING:
        latest = {grant.source: grant for grant in sorted(grants, key=_year) if grant.approved_vnd}
        for source, grant in latest.items():
            words = _("Settlement of %(source)s %(year)s")
            named = words % {"source": SOURCES[source], "year": grant.budget_year}
            found.append(Deadline(named, grant.last_payment_day, today))
    return found


def files_due(projects: ProjectQuerySet, today: date) -> list[Deadline]:
    """Of accepted ones that have support and sent no settlement file, the first due first."""
    supported = Q(grants__approved_vnd__gt=0)
    accepted = Q(status=Status.ACCEPTED, accepted_on__isnull=False, settlement_sent_on=None)
    found = projects.filter(accepted, supported).distinct().order_by("accepted_on", "code")
    return [_settlement_file(project, project.code, today) for project in found]


def _settlement_file(project: Project, words: str, today: date) -> Deadline:
    assert project.accepted_on
    due_on = project.accepted_on + timedelta(days=DAYS_TO_SETTLEMENT_FILE)
    sent_on = project.settlement_sent_on
    return Deadline(words, due_on, today, sent_on, project.get_absolute_url())


def _year(grant: Grant) -> int:
    return grant.budget_year


def settlement_doubts(project: Project) -> dict[str, str]:
    """{name: sentence} of what does not fit a settlement, the figures part of the name."""
    grants = list(project.grants.all())
    approved_vnd = sum(grant.approved_vnd for grant in grants)
    outstanding_vnd = sum(grant.outstanding_vnd for grant in grants)
    waiting = Disbursement.objects.filter(grant__in=grants).waiting()
    entries, waiting_vnd = waiting.count(), waiting.aggregate(sum=Sum("amount_vnd"))["sum"] or 0
    settled_vnd = project.settled_vnd or 0
    doubts = {}
    if grants and settled_vnd > approved_vnd:
        sentence = _(
            "The settled value of %(settled)s đồng is more than the approved support of"
            " %(approved)s đồng."
        )
        words = sentence % {"settled": vnd(settled_vnd), "approved": vnd(approved_vnd)}
        doubts[f"settled-{settled_vnd}-{approved_vnd}"] = words
    if outstanding_vnd:
        sentence = _("Advances of %(amount)s đồng are not cleared yet.")
        doubts[f"advances-{outstanding_vnd}"] = sentence % {"amount": vnd(outstanding_vnd)}
    if entries:
        sentence = ngettext(
            "%(count)s entry of %(amount)s đồng still waits for confirmation.",
            "%(count)s entries of %(amount)s đồng in all still wait for confirmation.",
            entries,
        )
        words = sentence % {"count": entries, "amount": vnd(waiting_vnd)}
        doubts[f"waiting-{entries}-{waiting_vnd}"] = words
    return doubts


@dataclass(frozen=True)
class OtherSupport:
    """Support of the same tax code by another project; out of reach only year and amount."""

    year: int | None
    vnd: int | None
    beneficiary: Beneficiary | None


def other_supports(project: Project, user: User) -> list[OtherSupport]:
    """Latest first. Of a row out of reach neither code nor title nor centre leaves this function.

    The year is the first budget year of the project's support, else that of its approval. What
    was taken back by decisions before anything was paid is no support.
    """
    rows = Beneficiary.objects.of_same_tax_codes(project)
    in_reach = set(rows.in_reach(user).values_list("pk", flat=True))
    known = rows.select_related("establishment", "content", "project__centre")
    found = [
        OtherSupport(_year_of(row), _support_of(row), row if row.pk in in_reach else None)
        for row in known.prefetch_related("project__grants")
        if _has_support(row)
    ]
    return sorted(found, key=lambda each: (-(each.year or 0), -(each.vnd or 0)))


def _grants_of(row: Beneficiary) -> list[Grant]:
    """The grants that its support comes from: of its content, where the project has any of it."""
    grants = list(row.project.grants.all())
    return [grant for grant in grants if grant.content_id == row.content_id] or grants


def _has_support(row: Beneficiary) -> bool:
    """Where no decision is recorded yet, an approved project has; a stopped one has not."""
    grants = _grants_of(row)
    if not grants:
        return row.project.status != Status.STOPPED
    return any(grant.approved_vnd or grant.reported_vnd for grant in grants)


def _support_of(row: Beneficiary) -> int | None:
    """Its own figure; of a stopped project no more than what was left to it, or paid above that."""
    grants = _grants_of(row)
    if row.support_vnd is None or row.project.status != Status.STOPPED or not grants:
        return row.support_vnd
    left_vnd = sum(max(grant.approved_vnd, grant.reported_vnd) for grant in grants)
    return min(row.support_vnd, left_vnd)


def _year_of(row: Beneficiary) -> int | None:
    years = [grant.budget_year for grant in row.project.grants.all()]
    if years:
        return min(years)
    return row.project.approved_on.year if row.project.approved_on else None
