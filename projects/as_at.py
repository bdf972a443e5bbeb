"""Projects as they stood at the end of a day: which there were, how far, with what support."""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from projects.models import Disbursement, GrantLine, Project
from projects.support import sum_of, with_rate

Status = Project.Status
# The facts that have a day, in the order of a project's life; the stop is told by its decision.
DATED = (
    ("submitted_on", Status.SUBMITTED),
    ("approved_on", Status.APPROVED),
    ("contracted_on", Status.CONTRACTED),
    ("accepted_on", Status.ACCEPTED),
    ("settled_on", Status.SETTLED),
    ("stopped_on", Status.STOPPED),
)


def of_year(year: int | None, until: date, known: date | None = None) -> Q:
    """Projects with a decision on support of the year by the day, be it taken back since, and
    those submitted in the year that had no support at all by then; of any year without one.
    """
    lines = GrantLine.objects.signed_until(until, known)
    submitted = Q(submitted_on__lte=until)
    if year:
        submitted &= Q(submitted_on__gte=date(year, 1, 1), submitted_on__lte=date(year, 12, 31))
    # Lists that are made once, not questions of every project that there is.
    supported = Q(pk__in=_of_budget_year(lines, year).values("grant__project"))
    without = Q(~Exists(lines.filter(grant__project=OuterRef("pk"))))
    alone = Project.objects.filter(submitted & ~supported).filter(without)
    return supported | Q(pk__in=alone.values("pk"))


def with_status_at(
    projects: QuerySet, year: int | None, until: date, known: date | None = None
) -> QuerySet:
    """Each with `status_at`: today's status, unless a dated fact says that it came later.

    Then it is the last fact before, and whoever has support of the year was approved. Neither the
    appraisal nor the beginning of the work has a day.
    """
    stops = GrantLine.objects.filter(
        grant__project=OuterRef("pk"), kind=GrantLine.Kind.STOP, reverses=None, reversal=None
    ).order_by("decision__signed_on")
    stopped_on = When(status=Status.STOPPED, then=Subquery(stops.values("decision__signed_on")[:1]))
    later = Q()
    for day, _status in DATED:
        later |= Q(**{f"{day}__gt": until})
    lines = GrantLine.objects.signed_until(until, known).filter(grant__project=OuterRef("pk"))
    reached = [
        When(**{f"{day}__lte": until}, then=Value(status)) for day, status in reversed(DATED[1:])
    ]
    approved = When(Exists(_of_budget_year(lines, year)), then=Value(Status.APPROVED))
    before = Case(*reached, approved, default=Value(Status.SUBMITTED))
    return projects.alias(stopped_on=Case(stopped_on)).annotate(
        status_at=Case(When(later, then=before), default=F("status"), output_field=CharField())
    )


def with_support_at(
    projects: QuerySet, grants: QuerySet, until: date, known: date | None = None
) -> QuerySet:
    """Each with what was approved and disbursed of these grants by the day, and the rate of it."""
    of_project = {"grant__project": OuterRef("pk"), "grant__in": grants}
    lines = GrantLine.objects.signed_until(until, known).filter(**of_project)
    entries = Disbursement.objects.confirmed(known).booked_until(until).filter(**of_project)
    return with_rate(
        projects.annotate(
            approved_vnd=sum_of(lines, F("amount_vnd")),
            disbursed_vnd=sum_of(entries, F("amount_vnd")),
        )
    )


def _of_budget_year(lines: QuerySet, year: int | None) -> QuerySet:
    return lines.filter(grant__budget_year=year) if year else lines
