"""The life of a project as one table: which move leads where, who makes it, what it needs.

    draft → submitted → appraised → approved → contracted → in progress → accepted → settled

Side exits: returned for completion, not approved, stopped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models.projects import Project
from promotion.lib.dates import format_day
from promotion.models import SIDE, Source, User

Status = Project.Status
CLERK: frozenset[str] = frozenset({User.Role.CLERK})
DECIDING: frozenset[str] = frozenset(SIDE.values())

CONTRACT = ("contracted_on", "contract_number", "contract_vnd")
ACCEPTANCE = ("accepted_on", "accepted_vnd", "accepted_trainees")
SETTLEMENT = ("settlement_sent_on", "settled_on", "settled_vnd")
# Days of a project's life, in the order that they follow each other.
DAYS = (
    "submitted_on",
    "approved_on",
    "contracted_on",
    "accepted_on",
    "settlement_sent_on",
    "settled_on",
)


@dataclass(frozen=True)
class Move:
    """One allowed change of status.

    roles    who makes it; those who decide, only on the side of the project's money
    asks     what must be filled in with it
    says_why whether the log of changes must hold a reason
    """

    source: Status
    target: Status
    words: Promise
    roles: frozenset[str]
    asks: tuple[str, ...] = ()
    says_why: bool = False

    def make(self, project: Project, seen: int, columns: Iterable[str] = ()) -> None:
        """Move the project over the version that was seen, with the columns filled in with it.

        Raises ValidationError by field for what is missing, Stale when another save came first.
        """
        missing = [name for name in self.asks if not (getattr(project, name) or name in OPTIONAL)]
        if missing:
            raise ValidationError({name: _wanted(project, name) for name in missing})
        project.status = self.target
        project.save_over(seen, {"status", *self.asks, *columns})


def _wanted(project: Project, name: str) -> Promise:
    """What is said of a column that a move asks for."""
    return ABOVE_ZERO if getattr(project, name) == 0 else NEEDED.get(name, FILL_IN)


OPTIONAL = {"contract_number", "accepted_trainees"}
FILL_IN = _("This field is required.")
ABOVE_ZERO = _("Please type an amount above zero.")
NEEDED = {"stop_reason": _("A project is stopped only with the reason of the stop.")}

_SEND = _("Submit the dossier")
_NOT_APPROVE = _("Do not approve")
_ASK_MORE = _("Ask to complete the dossier")
_STOP = _("Stop the project")

MOVES = (
    Move(Status.DRAFT, Status.SUBMITTED, _SEND, CLERK, ("submitted_on",)),
    Move(Status.RETURNED, Status.SUBMITTED, _SEND, CLERK, ("submitted_on",)),
    Move(Status.SUBMITTED, Status.APPRAISED, _("Record the appraisal"), DECIDING),
    Move(Status.SUBMITTED, Status.RETURNED, _ASK_MORE, DECIDING, says_why=True),
    Move(Status.SUBMITTED, Status.NOT_APPROVED, _NOT_APPROVE, DECIDING, says_why=True),
    Move(
        Status.APPRAISED,
        Status.APPROVED,
        pgettext_lazy("project", "Approve"),
        DECIDING,
        ("approved_on",),
    ),
    Move(Status.APPRAISED, Status.RETURNED, _ASK_MORE, DECIDING, says_why=True),
    Move(Status.APPRAISED, Status.NOT_APPROVED, _NOT_APPROVE, DECIDING, says_why=True),
    Move(Status.APPROVED, Status.CONTRACTED, _("Record the contract"), CLERK, CONTRACT),
    Move(Status.CONTRACTED, Status.IN_PROGRESS, _("Record the start of work"), CLERK),
    Move(Status.IN_PROGRESS, Status.ACCEPTED, _("Record the acceptance"), DECIDING, ACCEPTANCE),
    Move(Status.ACCEPTED, Status.SETTLED, _("Record the settlement"), DECIDING, SETTLEMENT),
    *(
        Move(status, Status.STOPPED, _STOP, DECIDING, ("stop_reason",))
        for status in (Status.APPROVED, Status.CONTRACTED, Status.IN_PROGRESS)
    ),
)


def moves_of(project: Project, user: User) -> list[Move]:
    """The moves that the person, who reaches the project, may make with it as it stands."""
    if not is_in_charge(user, project):
        return []
    return [move for move in moves_from(project) if user.role in move.roles]


def moves_from(project: Project) -> list[Move]:
    """The moves that anybody could make with the project as it stands."""
    return [move for move in MOVES if move.source == project.status]


def is_in_charge(user: User, project: Project) -> bool:
    """Whether the person, who reaches the project, may change what stands in it.

    Its centre's clerk may, and whoever decides on one of the sources that support it; before it
    is supported at all, the provincial Department and the Agency alike.
    """
    if user.role not in DECIDING:
        return user.role in CLERK
    sides = {SIDE[Source(grant.source)] for grant in project.grants.all()}
    return not sides or user.role in sides


def day_problems(project: Project, today: date) -> dict[str, ValidationError]:
    """{field: what is wrong with it} of the project's days: none lies ahead, they are in order."""
    problems: dict[str, ValidationError] = {}
    before = None
    for name in DAYS:
        day = getattr(project, name)
        if day is None:
            continue
        if day > today:
            problems[name] = ValidationError(
                _("%(day)s lies after today, %(today)s."),
                params={"day": format_day(day), "today": format_day(today)},
            )
        elif before and day < getattr(project, before):
            problems[name] = ValidationError(
                _("This day may not lie before %(day)s (%(what)s)."),
                params={"day": format_day(getattr(project, before)), "what": label_of(before)},
            )
        before = name
    return problems


def label_of(column: str) -> str:
    """What a column of a project is called."""
    field: Any = Project._meta.get_field(column)
    return str(field.verbose_name)
