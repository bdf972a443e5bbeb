"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotion.models import User
from promotion.policy import route

OF_PROJECT = {
    "project-new",
    "project-edit",
    "project-move",
    "beneficiary-new",
    "beneficiary",
    "establishment",
    "recoveries",
}
OF_DECISION = {
    "decisions",
    "decision",
    "decision-new",
    "decision-lines",
    "budget-line-reversal",
    "grant-line-reversal",
}
OF_CONFERENCE = {
    "conference-workbook",
    "conference",
    "conference-new",
    "conference-edit",
    "conference-freeze",
}
OF_ENTRY = {"correct-entry", "recover-entry"}
# (URL name, words, other URL names whose pages stand under it)
NAVIGATION = (
    ("home", _("My month"), frozenset({"home", "return-send"})),
    (
        "overview",
        _("Overview"),
        frozenset({"home", "overview", "regions", "region", "provinces", "province"}),
    ),
    ("budgets", _("Budgets"), frozenset({"budgets", "budget", *OF_DECISION})),
    ("projects", _("Projects"), frozenset({"projects", "project", *OF_PROJECT})),
    (
        "disbursements",
        _("Disbursements"),
        frozenset({"disbursements", "disbursement", "draft-new", "draft", *OF_ENTRY}),
    ),
    (
        "inbox",
        _("Inbox"),
        frozenset(
            {"inbox", "confirm-list", "confirm-entry", "return-entry", "months", "month-event"}
            | {"returns", "voucher-list", "proposal"}
        ),
    ),
    ("reports", _("Reports"), frozenset({"reports", "report", "estimates"})),
    ("conferences", _("Conferences"), frozenset({"conferences", *OF_CONFERENCE})),
)
# Clerks send, others confirm; only clerks have a month of their own on the first page.
CLERK_ONLY = frozenset({"home"})
NOT_FOR_CLERKS = frozenset({"inbox"})


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class Account:
    """The signed-in person as the header shows them; admin_url is empty for most."""

    name: str
    role: str
    initials: str
    admin_url: str


def items_for(user: User, url_name: str) -> list[NavigationItem]:
    """The pages this role may open, in the order of the header."""
    is_clerk = user.role == User.Role.CLERK
    left_out = NOT_FOR_CLERKS if is_clerk else CLERK_ONLY
    items = []
    for name, label, names in NAVIGATION:
        if name in left_out or not route([], name).allows("GET", user.role):
            continue
        under = names - {"home"} if is_clerk and name != "home" else names
        items.append(NavigationItem(str(label), reverse(name), url_name in under))
    return items


def initials(name: str) -> str:
    """ "Nguyễn Văn An" → "NA"; "clerk-an-giang" → "CG": first letters of first and last word."""
    words = name.replace("-", " ").replace("_", " ").replace(".", " ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def navigation(request: HttpRequest) -> dict[str, Any]:
    """nav, account, languages, this_page and demo for base.html and its header.

    Lazy, so that a page that shows none of it (or cannot reach the database) pays nothing.
    """
    match = getattr(request, "resolver_match", None)
    url_name = (match.url_name if match else "") or ""

    def person() -> User | None:
        user = getattr(request, "user", None)
        return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None

    def nav() -> list[NavigationItem]:
        user = person()
        return items_for(user, url_name) if user else []

    def account() -> Account | None:
        user = person()
        if user is None:
            return None
        admin = reverse("admin:index") if user.role == User.Role.ADMINISTRATOR else ""
        return Account(str(user), user.get_role_display(), initials(str(user)), admin)

    current = get_language()
    rule = route(match.namespaces, match.url_name) if match else None
    shows_page = rule is None or rule.public or rule.read
    return {
        "this_page": request.get_full_path() if shows_page else "",
        "nav": SimpleLazyObject(nav),
        "account": SimpleLazyObject(account),
        "languages": [
            {"code": code, "short": code.upper(), "name": name, "active": code == current}
            for code, name in settings.LANGUAGES
        ],
        "demo": settings.DEMO,
    }
