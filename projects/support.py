"""What was approved, reported and disbursed for projects, as sums of their grants."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, Self

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from projects.models import Grant


class Supported(Protocol):
    """Anything with sums in đồng: a project of `with_support`, or a total."""

    @property
    def approved_vnd(self) -> int: ...

    @property
    def disbursed_vnd(self) -> int: ...


def disbursed_of_approved(sums: Supported) -> Fraction | None:
    """Disbursed ÷ approved support; None without approved support, above 1 after a cut.

    Not a rate of a plan: below the province there is none.
    """
    if not sums.approved_vnd:
        return None
    return Fraction(sums.disbursed_vnd, sums.approved_vnd)


@dataclass(frozen=True)
class Support:
    """The sums of some grants, in đồng.

    remaining is what may still be paid, counted grant by grant: what one grant has left does
    not make up for what another must recover. outstanding is the part of disbursed that was
    advanced and is not cleared yet (dư tạm ứng).
    """

    approved_vnd: int
    reported_vnd: int
    disbursed_vnd: int
    remaining_vnd: int
    to_recover_vnd: int
    outstanding_vnd: int

    @classmethod
    def of(cls, grants: Iterable[Grant]) -> Self:
        grants = list(grants)
        return cls(
            approved_vnd=sum(grant.approved_vnd for grant in grants),
            reported_vnd=sum(grant.reported_vnd for grant in grants),
            disbursed_vnd=sum(grant.confirmed_vnd for grant in grants),
            remaining_vnd=sum(grant.remaining_vnd for grant in grants),
            to_recover_vnd=sum(grant.to_recover_vnd for grant in grants),
            outstanding_vnd=sum(grant.outstanding_vnd for grant in grants),
        )

    @property
    def waiting_vnd(self) -> int:
        """Reported but not yet confirmed."""
        return self.reported_vnd - self.disbursed_vnd

    @property
    def rate(self) -> Fraction | None:
        return disbursed_of_approved(self)


def with_support(projects: QuerySet, grants: QuerySet) -> QuerySet:
    """Each project with the sums of those of its grants, named as in Support.

    One subquery for each sum, so that grants and their payments cannot multiply each other. Also
    `first_content_id` and `content_count` of the grants.
    """
    own = grants.filter(project=OuterRef("pk")).order_by()
    left = Case(
        When(reported_vnd__lt=F("approved_vnd"), then=F("approved_vnd") - F("reported_vnd")),
        default=0,
        output_field=BigIntegerField(),
    )
    one_row = own.values(everything=Value(1))
    contents = one_row.values(number=Count("content", distinct=True))
    first = own.order_by("content__display_order").values("content")[:1]
    return with_rate(
        projects.annotate(
            approved_vnd=sum_of(own, F("approved_vnd")),
            reported_vnd=sum_of(own, F("reported_vnd")),
            disbursed_vnd=sum_of(own, F("confirmed_vnd")),
            remaining_vnd=sum_of(own, left),
            first_content_id=Subquery(first),
            content_count=Coalesce(Subquery(contents), 0),
        )
    )


def with_rate(projects: QuerySet) -> QuerySet:
    """Each with `disbursed_part`, the rate as a float, which is only good enough to sort by."""
    return projects.annotate(
        disbursed_part=Cast("disbursed_vnd", FloatField()) / NullIf(F("approved_vnd"), Value(0))
    )


def known_sum_of(rows: QuerySet, expression: F | Case) -> Subquery:
    """The sum over rows that name the outer row, as a subquery; None where none has a value."""
    one_row = rows.order_by().values(everything=Value(1)).values(total=Sum(expression))
    return Subquery(one_row, output_field=BigIntegerField())


def sum_of(rows: QuerySet, expression: F | Case) -> Coalesce:
    """The same with 0 where there is none."""
    return Coalesce(known_sum_of(rows, expression), 0, output_field=BigIntegerField())


def count_of(rows: QuerySet) -> Coalesce:
    """How many rows name the outer row, as a subquery."""
    one_row = rows.order_by().values(everything=Value(1)).values(number=Count("pk"))
    return Coalesce(Subquery(one_row), 0)
