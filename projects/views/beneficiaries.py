"""Who benefits from a project: entered and put right inside the project's pages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.models import Beneficiary, Establishment
from projects.project_forms import BeneficiaryForm, ChoiceOfEstablishment, EstablishmentForm
from projects.views.project_edit import about, project_in_charge
from promotion.editing import UNPROCESSABLE, edited, sent


def beneficiary_new(request: HttpRequest, code: str) -> HttpResponse:
    """An establishment in reach or a new one, and what it gets and gives."""
    project = project_in_charge(request, code)
    data, _files = sent(request)
    choice = ChoiceOfEstablishment(request.user, data)
    is_new = not choice.is_bound or (choice.is_valid() and not choice.cleaned_data["establishment"])
    # Beside one of the list nothing new is read.
    new = EstablishmentForm(
        data if is_new else None, instance=Establishment(), centre=project.centre, prefix="new"
    )
    form = BeneficiaryForm(data, instance=Beneficiary(project=project))
    forms = [choice, new, form] if is_new else [choice, form]
    if choice.is_bound and all([each.is_valid() for each in forms]):
        try:
            with transaction.atomic():
                known = choice.cleaned_data["establishment"]
                form.instance.establishment = known or new.keep(request.user)
                form.instance.full_clean(exclude=["project"])
                form.keep(request.user)
        except ValidationError as refusal:
            choice.add_error("establishment", refusal.messages)
        else:
            messages.success(request, _("The beneficiary was saved."))
            return redirect(f"{project.get_absolute_url()}#beneficiaries")
    context = {
        "choice": choice,
        "new": new,
        "form": form,
        **about(project),
    }
    status = UNPROCESSABLE if choice.is_bound else 200
    return render(request, "projects/beneficiary_new.html", context, status=status)


def beneficiary(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What one establishment gets and gives for its content."""
    project = project_in_charge(request, code)
    rows = project.beneficiaries.select_related("establishment")
    found = get_object_or_404(rows, pk=pk)
    form = BeneficiaryForm(*sent(request), instance=found)
    known = found.establishment
    page = {"heading": str(known), "establishment": known, **about(project)}
    if answer := edited(request, form, "projects/project_form.html", page):
        return answer
    messages.success(request, _("The changes were saved."))
    return redirect(f"{project.get_absolute_url()}#beneficiaries")


def establishment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """An establishment that the project supports; its name is the same wherever it stands."""
    project = project_in_charge(request, code)
    supported = Establishment.objects.filter(supports__project=project).distinct()
    found = get_object_or_404(supported, pk=pk)
    form = EstablishmentForm(*sent(request), instance=found, centre=project.centre)
    page = {"heading": _("Edit the establishment"), **about(project)}
    if answer := edited(request, form, "projects/project_form.html", page):
        return answer
    messages.success(request, _("The changes were saved."))
    return redirect(f"{project.get_absolute_url()}#beneficiaries")
