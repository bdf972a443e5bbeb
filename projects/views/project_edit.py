"""Entering a project, putting its facts right, and moving it on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.milestones import other_supports
from projects.models import Project
from projects.models.status import MOVES, is_in_charge, moves_of
from projects.project_forms import MoveForm, ProjectForm
from promotion.changes import last_change
from promotion.editing import edited, sent
from promotion.scope import get_in_reach
from promotion.way_back import way_back


def project_new(request: HttpRequest) -> HttpResponse:
    """A draft of the clerk's own centre."""
    centre = request.user.centre.current
    form = ProjectForm(*sent(request), instance=Project(centre=centre))
    page = {"heading": _("New project"), "centre": centre}
    if answer := edited(request, form, "projects/project_form.html", page):
        return answer
    messages.success(request, _("The project was saved as a draft."))
    return redirect(form.instance)


def project_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Its description and the facts of the steps it has reached, never its status."""
    found = project_in_charge(request, code)
    form = ProjectForm(*sent(request), instance=found)
    page = {"heading": _("Edit the project"), **about(found)}
    if answer := edited(request, form, "projects/project_form.html", page):
        return answer
    messages.success(request, _("The changes were saved."))
    return redirect(found)


def project_move(request: HttpRequest, code: str, to: str) -> HttpResponse:
    """One move of the table of allowed moves, with what it asks for; once more tells the same."""
    if to not in {move.target for move in MOVES}:
        raise Http404
    found = project_in_charge(request, code)
    status = found.get_status_display()
    possible = [move for move in MOVES if (move.source, move.target) == (found.status, to)]
    if not possible and moved_before(request, found, to):
        return moved(request, found)
    if not possible:
        sentence = _("The project is %(status)s now; this step is not possible from there.")
        messages.warning(request, sentence % {"status": status})
        return HttpResponseRedirect(way_back(request, found.get_absolute_url()))
    [move] = possible
    if move not in moves_of(found, request.user):
        raise PermissionDenied
    form = MoveForm(*sent(request), instance=found, move=move)
    page = {"heading": capfirst(str(move.words)), "is_move": True, **about(found)}
    page["is_stop"] = move.target == Project.Status.STOPPED
    if move.target == Project.Status.APPROVED:
        page["supports"] = other_supports(found, request.user)
    if answer := edited(request, form, "projects/project_form.html", page):
        return answer
    return moved(request, found)


def moved_before(request: HttpRequest, project: Project, to: str) -> bool:
    """Whether the person moved it over the version that was sent: the request came twice."""
    if project.status != to or request.POST.get("version") != str(project.version - 1):
        return False
    change = last_change(project)
    return change is not None and change.person == request.user


def moved(request: HttpRequest, project: Project) -> HttpResponse:
    sentence = _("The project is now: %(status)s.")
    messages.success(request, sentence % {"status": project.get_status_display()})
    return HttpResponseRedirect(way_back(request, project.get_absolute_url()))


def project_in_charge(request: HttpRequest, code: str) -> Project:
    """Out of reach it does not exist; in reach it may be another's to change."""
    rows = Project.objects.select_related("centre__province")
    found = get_in_reach(rows, request.user, code=code)
    if not is_in_charge(request.user, found):
        raise PermissionDenied
    return found


def about(project: Project) -> dict[str, Any]:
    """The project as it is stored, for the head of a form that may be about to change it."""
    return {
        "code": project.code,
        "title": project.title,
        "status": capfirst(project.get_status_display()),
        "back": project.get_absolute_url(),
    }
