"""Which role may call which route; a route that is not listed here is refused.

Reach, the question of which rows a role sees on a route, is promotion.scope's.
"""

from dataclasses import dataclass

from promotion.models import User

Role = User.Role
ALL = frozenset(Role.values)
ROWS = frozenset({Role.CLERK, Role.OFFICER, Role.MINISTRY, Role.AUDITOR})
CONFIRMERS = frozenset({Role.OFFICER, Role.MINISTRY})
OFFICERS = frozenset({Role.OFFICER})
DECLARED_TO = frozenset({Role.OFFICER, Role.MINISTRY, Role.AUDITOR})
MINISTRY = frozenset({Role.MINISTRY})
CLERKS = frozenset({Role.CLERK})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Route:
    """Roles that may read (GET, HEAD) and write (POST); public needs no sign-in."""

    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()
    public: bool = False

    @property
    def methods(self) -> list[str]:
        """What anybody at all may call; none for a route that is not listed."""
        return (["GET", "HEAD"] if self.read else []) + (["POST"] if self.write else [])

    def allows(self, method: str, role: str) -> bool:
        return role in (self.read if method in ("GET", "HEAD") else self.write)


PUBLIC = Route(public=True)

ROUTES: dict[str, Route] = {
    "sign-in": PUBLIC,
    "health": PUBLIC,
    "language": PUBLIC,
    "favicon": PUBLIC,
    "sign-out": Route(write=ALL),
    "password": Route(read=ALL, write=ALL),
    "home": Route(read=ALL),
    "overview": Route(read=ALL),
    "regions": Route(read=ALL),
    "region": Route(read=ALL),
    "provinces": Route(read=ALL),
    "province": Route(read=ALL),
    "search": Route(read=ALL),
    "reports": Route(read=ALL),
    "report": Route(read=ALL),
    "report-download": Route(read=ALL),
    # Declared by the provincial Department of both sources; totals of provinces, open to all, are
    # in the report.
    "estimates": Route(read=DECLARED_TO, write=OFFICERS),
    # What was said of a place is its own people's to read; each source's side speaks.
    "attention-note": Route(read=ROWS, write=CONFIRMERS),
    "conferences": Route(read=ALL),
    "conference-workbook": Route(read=ALL),
    # Editions are prepared by the Agency, which concludes the conferences; all may read them.
    "conference": Route(read=ALL),
    "conference-papers": Route(read=ALL),
    "conference-summary": Route(read=ALL),
    "conference-version": Route(read=ALL),
    "conference-version-summary": Route(read=ALL),
    "conference-new": Route(read=MINISTRY, write=MINISTRY),
    "conference-edit": Route(read=MINISTRY, write=MINISTRY),
    "conference-freeze": Route(write=MINISTRY),
    "budgets": Route(read=ALL),
    "budget": Route(read=ALL),
    "decisions": Route(read=ALL),
    "decision": Route(read=ALL),
    # Whose money it is, promotion.models.sources says.
    "decision-new": Route(read=CONFIRMERS, write=CONFIRMERS),
    "decision-lines": Route(read=CONFIRMERS, write=CONFIRMERS),
    "budget-line-reversal": Route(read=CONFIRMERS, write=CONFIRMERS),
    "grant-line-reversal": Route(read=CONFIRMERS, write=CONFIRMERS),
    "approvals": Route(read=ROWS),
    "results": Route(read=ROWS),
    "beneficiaries": Route(read=ROWS),
    "recoveries": Route(read=ROWS),
    "projects": Route(read=ROWS),
    "projects-workbook": Route(read=ROWS),
    "project": Route(read=ROWS),
    "project-new": Route(read=CLERKS, write=CLERKS),
    # Whose it is to change, projects.models.status says: the clerk's, or its source's side.
    "project-edit": Route(read=CLERKS | CONFIRMERS, write=CLERKS | CONFIRMERS),
    "project-move": Route(read=CLERKS | CONFIRMERS, write=CLERKS | CONFIRMERS),
    "beneficiary-new": Route(read=CLERKS | CONFIRMERS, write=CLERKS | CONFIRMERS),
    "beneficiary": Route(read=CLERKS | CONFIRMERS, write=CLERKS | CONFIRMERS),
    "establishment": Route(read=CLERKS | CONFIRMERS, write=CLERKS | CONFIRMERS),
    # Decisions about budgets are open to all; which files those are, the view asks.
    "document": Route(read=ALL),
    "disbursements": Route(read=ROWS),
    "disbursement": Route(read=ROWS),
    "draft-new": Route(read=CLERKS, write=CLERKS),
    "draft": Route(read=CLERKS, write=CLERKS),
    "draft-keep": Route(write=CLERKS),
    "draft-delete": Route(write=CLERKS),
    "grant-remaining": Route(read=CLERKS),
    "inbox": Route(read=ROWS),
    "confirm-list": Route(write=CONFIRMERS),
    "confirm-entry": Route(write=CONFIRMERS),
    "return-entry": Route(read=CONFIRMERS, write=CONFIRMERS),
    "take-back": Route(write=CLERKS),
    "correct-entry": Route(read=CLERKS, write=CLERKS),
    "recover-entry": Route(read=CLERKS, write=CLERKS),
    "proposal": Route(read=ROWS),
    "proposal-send": Route(write=CLERKS),
    "proposal-withdraw": Route(write=CLERKS),
    "proposal-agree": Route(write=CONFIRMERS),
    "proposal-return": Route(write=CONFIRMERS),
    "voucher-list": Route(read=ROWS),
    "months": Route(read=ROWS),
    # The Agency closes the months of all provinces; a Department has those of its own alone.
    "months-close": Route(read=MINISTRY, write=MINISTRY),
    "month-event": Route(read=CONFIRMERS, write=CONFIRMERS),
    "returns": Route(read=ROWS),
    "return-send": Route(write=CLERKS),
}

# Every route of Django's admin.
ADMIN = Route(read=ADMINISTRATORS, write=ADMINISTRATORS)


def may_pay(user: User) -> bool:
    """Whether the role enters payments; the button that leads there is shown to it alone."""
    return ROUTES["draft-new"].allows("GET", user.role)


def may_decide(user: User) -> bool:
    """Whether the role records decisions."""
    return ROUTES["decision-new"].allows("GET", user.role)


def may_propose(user: User) -> bool:
    """Whether the role proposes corrections and recoveries."""
    return ROUTES["correct-entry"].allows("GET", user.role)


def may_declare(user: User) -> bool:
    """Whether the role declares the estimates of its province."""
    return ROUTES["estimates"].allows("POST", user.role)


def route(namespaces: list[str], name: str | None) -> Route:
    """The policy of a resolved URL; one that is not listed allows nobody anything."""
    if namespaces == ["admin"]:
        return ADMIN
    return ROUTES.get(name or "", Route())
