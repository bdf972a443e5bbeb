"""One project as its page shows it: where it stands, its facts, its support, who benefits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from projects.models import Beneficiary, Bound, Grant, GrantLine, Project
from projects.support import Support
from promotion.funds import SOURCES, fund_of
from promotion.lib.money import MILLION_VND
from promotion.tables import made_up_mark, with_note
from promotion.templatetags import figures

Status = Project.Status
# The way of a project, with the date of each step that has one.
STEPS = (
    (Status.SUBMITTED, "submitted_on"),
    (Status.APPRAISED, ""),
    (Status.APPROVED, "approved_on"),
    (Status.CONTRACTED, "contracted_on"),
    (Status.IN_PROGRESS, ""),
    (Status.ACCEPTED, "accepted_on"),
    (Status.SETTLED, "settled_on"),
)
SIDE_EXITS = (Status.RETURNED, Status.NOT_APPROVED, Status.STOPPED)
# Money of one project in triệu where it is not whole.
DECIMALS = 1
PLANNED = pgettext_lazy("result", "planned")
ACCEPTED = pgettext_lazy("result", "accepted")


@dataclass(frozen=True)
class Step:
    """One step of the way; `when` is "done", "now" or "ahead"."""

    words: str
    day: date | None
    when: str


def steps(project: Project) -> list[Step]:
    """The way of the project; after a side exit nothing lies ahead."""
    order = [status for status, _field in STEPS]
    days = [getattr(project, field) if field else None for _status, field in STEPS]
    status = Status(project.status)
    if status in SIDE_EXITS:
        reached = max((at for at, day in enumerate(days) if day), default=-1)
        done = [Step(str(capfirst(order[at].label)), days[at], "done") for at in range(reached + 1)]
        return [*done, Step(str(capfirst(status.label)), None, "now")]
    at_now = order.index(status) if status in order else -1
    way = [
        Step(
            str(capfirst(each.label)),
            days[at],
            "done" if at < at_now else "now" if at == at_now else "ahead",
        )
        for at, each in enumerate(order)
    ]
    return way if status in order else [Step(str(capfirst(status.label)), None, "now"), *way]


def bounded(text: str, bound: str) -> str:
    """A published number with its qualifier: "trên 50"."""
    return f"{Bound(bound).label} {text}" if bound else text


def millions(vnd: int | None, bound: str = "") -> str:
    """ "trên 7.600 triệu đồng" where the amount came with a bound; "…" where it is unknown."""
    if vnd is None:
        return figures.NO_DATA
    return bounded(_("%(amount)s million đồng") % {"amount": amount(vnd)}, bound)


def amount(vnd: int) -> str:
    """Whole triệu without decimals, others with one."""
    return figures.million(vnd, 0 if vnd % MILLION_VND == 0 else DECIMALS)


def facts(project: Project) -> list[tuple[Any, Any]]:
    """(name, value) for parts/facts.html."""
    place = project.commune or project.place_text or figures.NO_DATA
    jobs = figures.vnd(project.jobs)
    if project.jobs is not None:
        jobs = bounded(
            ngettext("%(jobs)s job", "%(jobs)s jobs", project.jobs) % {"jobs": jobs},
            project.jobs_bound,
        )
    return [
        (_("Code"), project.code),
        (_("Kind"), capfirst(project.get_kind_display())),
        (_("Implementing unit"), project.centre),
        (_("Province"), project.centre.province or _("Central units")),
        (pgettext("project", "Place"), place),
        (_("Round"), figures.missing(project.round_number)),
        (_("Total investment"), millions(project.investment_vnd)),
        (_("Counterpart"), millions(project.counterpart_vnd, project.counterpart_bound)),
        (_("Jobs created"), jobs),
        *_trained(project),
    ]


def _trained(project: Project) -> list[tuple[Any, Any]]:
    """Where anybody is to be trained, or may be: of a task."""
    numbers = project.planned_trainees, project.accepted_trainees
    if project.kind != Project.Kind.TASK and numbers == (None, None):
        return []
    planned, accepted = map(figures.vnd, numbers)
    words = _("%(planned)s planned, %(accepted)s at acceptance")
    return [(_("People trained"), words % {"planned": planned, "accepted": accepted})]


def headlines(support: Support, by_source: dict[str, Support]) -> list[dict[str, Any]]:
    """For parts/headline.html: approved, disbursed, their ratio, what is left."""

    def sources(field: str) -> list[Any]:
        if len(by_source) < 2:
            return [str(SOURCES[source]) for source in by_source]
        parts = [(SOURCES[name], amount(getattr(s, field))) for name, s in by_source.items()]
        return [format_html("{} <b>{}</b> · {} <b>{}</b>", *parts[0], *parts[1])]

    million = _("million đồng")
    waiting = format_html(
        "{} <b>{}</b>", _("waiting for confirmation"), amount(support.waiting_vnd)
    )
    fraction = format_html("{} / {}", amount(support.disbursed_vnd), amount(support.approved_vnd))
    advances = []
    if support.outstanding_vnd:
        words = _("of which outstanding advances")
        advances = [format_html("{} <b>{}</b>", words, amount(support.outstanding_vnd))]
    left = []
    if support.to_recover_vnd:
        words = format_html('<a href="{}">{}</a>', reverse("recoveries"), _("to recover"))
        left = [format_html("{} <b>{}</b>", words, amount(support.to_recover_vnd))]
    return [
        {
            "label": _("Approved support"),
            "value": amount(support.approved_vnd),
            "unit": million,
            "url": "#support",
            "lines": sources("approved_vnd"),
        },
        {
            "label": _("Disbursed"),
            "value": amount(support.disbursed_vnd),
            "unit": million,
            "url": "#payments",
            "lines": [*sources("disbursed_vnd"), *advances, waiting],
        },
        {
            "label": _("Disbursed of approved support"),
            "value": figures.percent_bare(support.rate),
            "unit": "" if support.rate is None else "%",
            "meter": {"rate": float(support.rate * 100) if support.rate is not None else None},
            "lines": [fraction],
        },
        {
            "label": _("Remaining support"),
            "value": amount(support.remaining_vnd),
            "unit": million,
            "lines": left,
        },
    ]


def support_table(grants: Iterable[Grant], support: Support) -> dict[str, Any]:
    """For parts/figure_table.html: each grant, beneath it the decisions behind its approval."""
    labels = (
        _("Approved"),
        _("Reported"),
        _("Waiting"),
        _("Disbursed"),
        _("Of which outstanding advances"),
        _("Remaining"),
        _("To recover"),
        _("Disbursed of approved support (%)"),
    )
    rows = []
    for grant in grants:
        name = with_note(grant.content, f"{grant.budget_year} · {fund_of(grant)}")
        rows.append({"name": name, "cells": _support_cells(Support.of([grant]))})
        lines = grant.lines.all()
        taken_back = {line.reverses_id for line in lines}
        for line in lines:
            blank = [{"text": ""}] * (len(labels) - 1)
            written: Any = figures.vnd(line.amount_vnd)
            if line.pk in taken_back:
                written = format_html("<s>{}</s>", written)
            cells = [{"text": written}, *blank]
            rows.append({"name": _decided(line), "kind": "sub", "cells": cells})
    return {
        "title": _("Approved support and payments"),
        "unit": _("Unit: đồng"),
        "name_label": _("Content, budget year, source; decisions"),
        "columns": [{"label": label} for label in labels],
        "rows": rows,
        "total": {"name": _("Total"), "cells": _support_cells(support)},
        "empty_text": _("No decision has given this project any support yet."),
    }


def _support_cells(sums: Support) -> list[dict[str, Any]]:
    amounts = (
        sums.approved_vnd,
        sums.reported_vnd,
        sums.waiting_vnd,
        sums.disbursed_vnd,
        sums.outstanding_vnd,
        sums.remaining_vnd,
        sums.to_recover_vnd,
    )
    cells: list[dict[str, Any]] = [{"text": figures.vnd(amount)} for amount in amounts]
    return [*cells, {"text": figures.percent_bare(sums.rate), "strong": True}]


def _decided(line: GrantLine) -> SafeString:
    decision = line.decision
    kind = capfirst(line.get_kind_display())
    if line.reverses_id:
        kind = _("%(kind)s, taken back") % {"kind": kind}
    words = f"{kind} · {decision.number} · {figures.day(decision.signed_on)}"
    url = f"{decision.get_absolute_url()}#grant-line-{line.pk}"
    return with_note(words, line.reason or f"{decision.issuer}: {decision.abstract}", url)


# (head of the group, [(field, head)]): money in triệu, people as they are.
RESULTS = (
    ("", [("support_vnd", gettext_lazy("Support"))]),
    (
        gettext_lazy("Total investment"),
        [("planned_investment_vnd", PLANNED), ("accepted_investment_vnd", ACCEPTED)],
    ),
    (
        gettext_lazy("Counterpart"),
        [("planned_counterpart_vnd", PLANNED), ("accepted_counterpart_vnd", ACCEPTED)],
    ),
    (gettext_lazy("Jobs (people)"), [("planned_jobs", PLANNED), ("accepted_jobs", ACCEPTED)]),
    (
        gettext_lazy("Average income a month"),
        [("planned_income_vnd", PLANNED), ("accepted_income_vnd", ACCEPTED)],
    ),
)


def beneficiary_table(
    beneficiaries: Iterable[Beneficiary], *, of: Project | None = None
) -> dict[str, Any]:
    """For parts/figure_table.html; what is unknown or not reported is "…", never zero.

    With a project, for somebody who may change it, each row leads to its form.
    """
    columns = [
        {"label": label, "group": at == 0}
        for _head, fields in RESULTS
        for at, (_field, label) in enumerate(fields)
    ]
    return {
        "title": _("Beneficiaries"),
        "unit": _("Unit of money: million đồng"),
        "name_label": _("Beneficiary"),
        "numbered": True,
        "groups": [
            {"label": "", "span": 1},
            *({"label": head, "span": len(fields)} for head, fields in RESULTS),
        ],
        "columns": columns,
        "rows": [
            _benefit(each)
            | ({"url": reverse("beneficiary", args=[of.code, each.pk])} if of else {})
            for each in beneficiaries
        ],
        "total": None,
    }


def _benefit(beneficiary: Beneficiary) -> dict[str, Any]:
    establishment = beneficiary.establishment
    place = establishment.commune or establishment.place_text
    about = [establishment.get_legal_form_display(), place, beneficiary.content]
    note = " · ".join(capfirst(str(part)) for part in about if part)
    mark = made_up_mark() if beneficiary.synthetic else ""
    cells = []
    for _head, fields in RESULTS:
        for at, (field, _label) in enumerate(fields):
            value = getattr(beneficiary, field)
            money = field.endswith("_vnd")
            text = figures.million(value, DECIMALS) if money else figures.vnd(value)
            cells.append({"text": text, "group": at == 0})
    return {"name": with_note(establishment.name, format_html("{} {}", note, mark)), "cells": cells}
