"""Recording a decision, and adding lines to one: all of it or nothing."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.decision_forms import DecisionForm
from projects.decisions import doubts_about, is_extended_by, lines_of
from projects.documents import decisions_in_reach
from projects.line_forms import LINES_MORE, BudgetLineForm, GrantLineForm, LineForm
from projects.models import Grant, GrantLine, Project
from projects.views.recoveries import tell_what_must_come_back
from promotion.editing import CONFLICT, UNPROCESSABLE
from promotion.funds import SOURCES
from promotion.models import BudgetLine, Decision, DecisionLine, User, source_decided_by
from promotion.scope import get_in_reach
from provinces.models import Province

Lines = tuple[list[BudgetLineForm], list[GrantLineForm]]


class Refused(Exception):
    """The database or the models took a line not as it is; its form says why."""


class Overtaken(Exception):
    """The decision has other lines, another abstract or another file than the person saw."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision


class Repeated(Overtaken):
    """The very same is recorded already, by the same person."""


def decision_new(request: HttpRequest) -> HttpResponse:
    """A decision with its first lines; `?project=` names one that the first is about."""
    return compose(request, None)


def decision_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Further lines of a recorded decision, or the file that it has not yet."""
    found = get_object_or_404(decisions_in_reach(request.user), pk=pk)
    if not is_extended_by(found, request.user):
        raise PermissionDenied
    return compose(request, found)


def compose(request: HttpRequest, about: Decision | None) -> HttpResponse:
    by = request.user
    if request.method != "POST":
        form = DecisionForm(about=about, seen=seen_of(about), initial={"issuer": usual_issuer(by)})
        asked = request.GET
        lines = (BudgetLineForm.empty(by, asked), GrantLineForm.empty(by, asked))
        if "project" in asked:
            lines = (lines[0], GrantLineForm.all_of(by, initial=[about_project(request)]))
        return show(request, form, lines)
    if more := request.POST.get("more"):
        return grow(request, about, more)
    form = DecisionForm(request.POST, request.FILES, about=about)
    lines = (BudgetLineForm.all_of(by, request.POST), GrantLineForm.all_of(by, request.POST))
    filled: list[LineForm] = [line for kind in lines for line in kind if line.is_filled]
    is_valid = all([form.is_valid(), *[line.is_valid() for line in filled]])
    if is_valid and not filled and not (about and form.cleaned_data.get("document")):
        form.add_error(None, _("A decision has at least one line."))
        is_valid = False
    if not is_valid:
        try_out([line for line in filled if line.is_valid()], form.day())
        return show(request, form, lines, status=UNPROCESSABLE)
    try:
        decision, written = keep(form, filled, by)
    except Repeated as same:
        messages.info(request, _("This was already recorded; this is its decision."))
        return redirect(same.decision)
    except Overtaken as other:
        return overtaken(request, form, lines, other.decision)
    except Refused:
        return show(request, form, lines, status=UNPROCESSABLE)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show(request, form, lines, status=UNPROCESSABLE)
    tell(request, written)
    return redirect(decision)


@transaction.atomic
def keep(
    form: DecisionForm, filled: list[LineForm], by: User
) -> tuple[Decision, list[DecisionLine]]:
    """Write the decision and its lines.

    Raises Refused for its lines, ValidationError for what else is refused or in doubt, Repeated
    for what was sent before, Overtaken when the decision has other lines than the person saw.
    """
    known = form.about or form.same_decision()
    if known:
        decision = Decision.objects.select_for_update().get(pk=known.pk)
        require_unchanged(decision, form, filled)
    else:
        decision = Decision.objects.record(**form.header())
    file = form.cleaned_data.get("document")
    if file and decision.document is None:
        decision.document = file.record(by)
        decision.save(update_fields=["document"])
    lock(filled)
    written = write(decision, filled)
    budget_lines = [line for line in written if isinstance(line, BudgetLine)]
    grant_lines = [line for line in written if isinstance(line, GrantLine)]
    form.settle(doubts_about(budget_lines, grant_lines))
    return decision, written


def lock(filled: list[LineForm]) -> None:
    """Keep what the lines are about from everybody else, in one order however they were typed.

    Support is locked by its id, as lists of entries are confirmed; so nobody waits in a circle.
    """
    typed = [form.cleaned_data for form in filled]
    units = [line.get(name) for line in typed for name in ("province", "from_province")]
    projects = [line["project"] for line in typed if "project" in line]
    for rows in (
        Province.objects.filter(pk__in=[unit.pk for unit in units if unit]),
        Project.objects.filter(pk__in=[project.pk for project in projects]),
        Grant.objects.filter(project__in=projects),
    ):
        list(rows.order_by("pk").select_for_update(no_key=True))


def write(decision: Decision, filled: list[LineForm]) -> list[DecisionLine]:
    """Raises Refused when a line is refused."""
    written = []
    for form in filled:
        try:
            with transaction.atomic():
                written.append(form.write(decision))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if len(written) < len(filled):
        raise Refused
    return written


def try_out(filled: list[LineForm], signed_on: date) -> None:
    """Have lines that can be read say what else is wrong with them; nothing is written."""
    with transaction.atomic():
        header = {"number": str(uuid.uuid4()), "signed_on": signed_on}
        decision = Decision.objects.record(**header, issuer="…", abstract="…")
        lock(filled)
        with suppress(Refused):
            write(decision, filled)
        transaction.set_rollback(True)


def require_unchanged(decision: Decision, form: DecisionForm, filled: list[LineForm]) -> None:
    """Raises Repeated or Overtaken when it has other lines, or another file, than were seen."""
    seen = form.lines_seen()
    budget_lines, grant_lines = lines_of(decision)
    later = {BudgetLineForm: budget_lines[seen[0] :], GrantLineForm: grant_lines[seen[1] :]}
    has_later = any(later.values())
    if form.is_said_by(decision):
        if all(says_the_same(kind, filled, lines) for kind, lines in later.items()):
            raise Repeated(decision)
        if has_later:
            raise Overtaken(decision)
    elif has_later or decision.document or not form.about:
        # Nothing that was typed or chosen is dropped without a word.
        raise Overtaken(decision)


def says_the_same(kind: type[LineForm], filled: list[LineForm], lines: Sequence[Any]) -> bool:
    """Whether the forms of one kind say just what the recorded lines of that kind say."""
    forms = [form for form in filled if isinstance(form, kind)]
    return len(forms) == len(lines) and all(map(kind.is_said_by, forms, lines))


def overtaken(
    request: HttpRequest, form: DecisionForm, lines: Lines, decision: Decision
) -> HttpResponse:
    """What was typed, beside the decision as it stands by now; sent again, it is added."""
    if form.about:
        form.see(decision, seen_of(decision))
        sentence = _(
            "Lines or a file were added to this decision meanwhile. Look at them, then send again;"
            " a decision keeps its first file."
        )
        form.add_error(None, sentence)
        return show(request, form, lines, status=CONFLICT)
    in_reach = decisions_in_reach(request.user).filter(pk=decision.pk).exists()
    form.add_error("number", _("This decision is already recorded."))
    known = decision if in_reach else None
    return show(request, form, lines, status=CONFLICT, known=known)


def grow(request: HttpRequest, about: Decision | None, more: str) -> HttpResponse:
    """The form with everything that was typed, not judged yet, and more lines of one kind."""
    by, data = request.user, request.POST
    typed = DecisionForm(data, request.FILES, about=about)
    form = DecisionForm(about=about, initial=typed.as_typed())
    lines = (
        BudgetLineForm.and_more(by, data, LINES_MORE if more == BudgetLineForm.prefix else 0),
        GrantLineForm.and_more(by, data, LINES_MORE if more == GrantLineForm.prefix else 0),
    )
    return show(request, form, lines)


def show(
    request: HttpRequest,
    form: DecisionForm,
    lines: Lines,
    *,
    status: int = 200,
    known: Decision | None = None,
) -> HttpResponse:
    budget_lines, grant_lines = lines
    source = source_decided_by(request.user)
    assert source
    context = {
        "form": form,
        "about": form.about,
        "budget_lines": budget_lines,
        "grant_lines": grant_lines,
        "wrong": [each for each in [form, *budget_lines, *grant_lines] if each.errors],
        "source": SOURCES[source],
        "projects": projects_offered(request.user),
        "known": known,
        "lines_more": LINES_MORE,
    }
    return render(request, "projects/decision_form.html", context, status=status)


def tell(request: HttpRequest, written: list[DecisionLine]) -> None:
    sentence = ngettext(
        "%(count)s line was recorded.", "%(count)s lines were recorded.", len(written)
    )
    messages.success(request, sentence % {"count": len(written)})
    for line in written:
        if isinstance(line, GrantLine) and line.kind in GrantLine.CUTS:
            tell_what_must_come_back(request, line.grant)


def seen_of(decision: Decision | None) -> str:
    """How many lines of each kind it has: "3.0"."""
    if decision is None:
        return ""
    return ".".join(str(len(lines)) for lines in lines_of(decision))


def usual_issuer(user: User) -> str:
    """Who signs most decisions of the person's side, in the words of law."""
    if user.province is None:
        return "Bộ Công Thương"
    unit = user.province.current
    kind = "thành phố" if unit.kind == Province.Kind.CITY else "tỉnh"
    return f"Sở Công Thương {kind} {unit.name}"


def about_project(request: HttpRequest) -> dict[str, Any]:
    """The first line for a project in reach; its only support of the side goes with it."""
    projects = Project.objects.prefetch_related("grants")
    project = get_in_reach(projects, request.user, code=request.GET["project"])
    own = source_decided_by(request.user)
    grants = [grant for grant in project.grants.all() if grant.source == own]
    if len(grants) != 1:
        return {"project": project.code}
    [grant] = grants
    return {
        "project": project.code,
        "content": grant.content_id,
        "level": grant.level,
        "budget_year": str(grant.budget_year),
    }


def projects_offered(user: User) -> list[tuple[str, str]]:
    """(code, title) of projects whose support is decided on nowadays, for typing a code."""
    closed = (Project.Status.DRAFT, Project.Status.NOT_APPROVED, Project.Status.SETTLED)
    rows = Project.objects.in_reach(user).exclude(status__in=closed)
    return list(rows.order_by("code").values_list("code", "title"))
