"""The one answer to "who may see or change this row".

Rows hang on a centre, and a centre on a province-level unit of its time; reach follows
mergers, so that a clerk or an officer keeps the rows of the units merged into today's.
Totals of provinces are open to everybody who is signed in; rows are not.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from promotion.models.users import User
from provinces.models import Province

Role = User.Role


def centres_in_reach(user: User, path: str = "") -> Q:
    """The condition on a centre, reached over `path`, that the user's reach allows.

    An administrator keeps accounts and catalogues and reaches no rows.
    """
    prefix = f"{path}__" if path else ""
    if user.role == Role.CLERK and user.centre:
        return Q(**{f"{prefix}current": user.centre.current_id or user.centre_id})
    if user.role in (Role.OFFICER, Role.AUDITOR) and user.province:
        return Q(**{f"{prefix}province__current": user.province.current_id})
    if user.role in (Role.MINISTRY, Role.AUDITOR):
        return Q()
    return Q(pk__in=[])


Row = TypeVar("Row", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Row]):
    """Rows that belong to a centre, named by `scope_path` from the row."""

    scope_path = ""

    def in_reach(self, user: User) -> Self:
        """Only what the user may see; a filter that is never skipped for a list or a choice."""
        return self.filter(centres_in_reach(user, self.scope_path))


def reaches_country(user: User) -> bool:
    """Whether the user may see all the rows behind the totals of every province."""
    return user.role == Role.MINISTRY or (user.role == Role.AUDITOR and user.province_id is None)


def units_in_reach(user: User) -> QuerySet[Province]:
    """The units, of any time, whose rows the user may all see; one query.

    A clerk sees one centre's rows, which need not be all of the province.
    """
    if reaches_country(user):
        return Province.objects.all()
    if user.role in (Role.OFFICER, Role.AUDITOR):
        return Province.objects.filter(current__merged_units=user.province_id)
    return Province.objects.none()


def reach_key(user: User) -> tuple[str, int | None, str | None]:
    """All that is asked of a person here: who are alike in it see and may do the same."""
    return user.role, user.centre_id, user.province_id


def nameless(user: User) -> User:
    """Somebody of the same reach, of whom nothing else is known."""
    role, centre, province = reach_key(user)
    return User(role=role, centre_id=centre, province_id=province)


def unit_worked_for(user: User) -> str | None:
    """The unit, of any time, that the person works for or audits; None for no single one.

    A clerk works for the unit of the centre, which is none of a central unit.
    """
    if user.role == Role.CLERK and user.centre:
        return user.centre.province_id
    return user.province_id


def get_in_reach(rows: ScopedQuerySet, user: User, **lookup: Any) -> Any:
    """The one row of the lookup, if the user may see it.

    Which role may do something with it was asked by promotion.policy before. Raises Http404 for
    a row out of reach, exactly as for one that does not exist.
    """
    try:
        return rows.in_reach(user).get(**lookup)
    except (rows.model.DoesNotExist, ValueError):
        raise Http404 from None
