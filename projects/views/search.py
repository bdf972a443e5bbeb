"""The search of the header: provinces of all times, and projects and vouchers in reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.filters import numbered
from projects.models import Disbursement, Project
from projects.tables import state_pill, status_pill
from promotion.lib.dates import format_day
from promotion.lib.text import fold
from promotion.models import User
from promotion.policy import route
from promotion.templatetags import figures
from provinces.models import Province, ProvinceName

MOST = 20
LONGEST = 200


@dataclass(frozen=True)
class Hit:
    """One thing found; `pill` is (shape, words) for parts/pill.html."""

    words: str
    note: str
    url: str
    pill: tuple[str, Any] | None = None
    amount: str = ""


@dataclass(frozen=True)
class Group:
    """At most MOST hits of one kind, and where the others are listed."""

    title: str
    hits: Sequence[Hit]
    more_url: str = ""


def search(request: HttpRequest) -> HttpResponse:
    """What holds every word, whatever its marks and case; the only hit is opened at once."""
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    groups = []
    if fold(words):
        groups = [Group(_("Provinces"), provinces(words))]
        if route([], "projects").allows("GET", request.user.role):
            groups += [projects(words, request.user), vouchers(words, request.user)]
        groups = [group for group in groups if group.hits]
    if len(groups) == 1 and len(groups[0].hits) == 1:
        return redirect(groups[0].hits[0].url)
    return render(request, "search.html", {"words": words, "groups": groups})


def provinces(words: str) -> list[Hit]:
    """By any name a unit ever had; today's units first, and those whose name begins so."""
    wanted = fold(words)
    names: dict[Province, list[str]] = {}
    for name in ProvinceName.objects.select_related("province__current"):
        names.setdefault(name.province, [name.province.short_label]).append(name.short_label)
    found = [unit for unit, labels in names.items() if any(begins(wanted, n) for n in labels)]
    found.sort(
        key=lambda unit: (
            not unit.exists_today,
            not fold(unit.name).startswith(wanted),
            unit.display_order,
            unit.sort_key,
        )
    )
    return [_of_province(unit, names[unit]) for unit in found[:MOST]]


def begins(wanted: str, name: str) -> bool:
    """Whether each of the folded words begins a word of the name."""
    parts = fold(name).split()
    return all(any(part.startswith(word) for part in parts) for word in wanted.split())


def _of_province(unit: Province, labels: Iterable[str]) -> Hit:
    notes = []
    if unit.valid_to:
        notes.append(
            _("until %(day)s, now %(unit)s")
            % {"day": format_day(unit.valid_to), "unit": unit.current}
        )
    former = sorted({label for label in labels if label != unit.short_label})
    if former:
        notes.append(_("formerly %(names)s") % {"names": ", ".join(former)})
    return Hit(unit.short_label, " · ".join(notes), reverse("province", args=[unit.unit]))


def projects(words: str, user: User) -> Group:
    found = Project.objects.in_reach(user).matching(words).select_related("centre")
    rows = list(found.order_by("-code")[: MOST + 1])
    hits = [
        Hit(
            project.title,
            f"{project.code} · {project.centre}",
            project.get_absolute_url(),
            status_pill(project.status),
        )
        for project in rows[:MOST]
    ]
    return Group(_("Projects"), hits, more("projects", words) if len(rows) > MOST else "")


def vouchers(words: str, user: User) -> Group:
    """By the voucher's number alone: a project's payments are on its page."""
    found = Disbursement.objects.in_reach(user).standing().filter(numbered(words))
    rows = list(found.select_related("grant__project", "confirmation", "reversal")[: MOST + 1])
    hits = [
        Hit(
            f"{capfirst(entry.get_voucher_kind_display())} {entry.voucher_number}",
            f"{format_day(entry.voucher_on)} · {entry.grant.project.title}",
            entry.get_absolute_url(),
            state_pill(entry),
            _("%(amount)s đồng") % {"amount": figures.vnd(entry.amount_vnd or entry.cleared_vnd)},
        )
        for entry in rows[:MOST]
    ]
    return Group(_("Vouchers"), hits, more("disbursements", words) if len(rows) > MOST else "")


def more(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'year': 'all', 'q': words})}"
