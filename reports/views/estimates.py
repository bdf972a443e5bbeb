"""What a province expects to disburse: its Department declares it, others in reach read it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from promotion.chips import chip
from promotion.editing import UNPROCESSABLE
from promotion.filters import budget_years
from promotion.lib.dates import cut_off_default, day_before
from promotion.models import User
from promotion.policy import may_declare
from promotion.scope import units_in_reach
from provinces.models import Province
from reports import execution, queries
from reports.estimate_forms import EstimateForm, Known
from reports.models import DeclaredEstimate
from reports.parameters import Parameters


def estimates(request: HttpRequest) -> HttpResponse:
    """`?unit=&year=&month=`: of a unit of today, by default the reader's own; the year that runs
    can be declared, for one of the months that are left of it.

    A page sends what it showed: of a month or year that ended meanwhile the database refuses it.
    """
    today = timezone.localdate()
    units = _units(request.user)
    years = [str(year) for year in budget_years()]
    year = request.GET.get("year") or years[0]
    months = [str(month) for month in range(today.month, 13)] if year == str(today.year) else []
    known = [str(month) for month in range(1, 13)] if request.method == "POST" else months
    month = (request.GET.get("month") or (months or known[-1:])[0]) if known else ""
    if year not in years or (known and month not in known):
        offers = [(_("Declared estimates"), reverse("estimates"))]
        problem = _("Nothing can be declared for this year and month.")
        return render(request, "400.html", {"problem": problem, "offers": offers}, status=400)
    slug = request.GET.get("unit") or next(iter(units), "")
    if slug not in units:
        raise Http404
    unit = units[slug]
    context: dict[str, Any] = {
        "unit": unit,
        "year": year,
        "month": month,
        "chips": _chips(units, slug, years, year, months, month),
        "said": DeclaredEstimate.objects.of_year(int(year))
        .filter(province__current=unit)
        .select_related("province", "recorded_by"),
    }
    status = 200
    if month and may_declare(request.user):
        form = EstimateForm(request.POST or None, known=_known(unit, int(year), int(month), today))
        if form.is_valid() and _declared(request, form, int(year)):
            return redirect(request.get_full_path())
        status = UNPROCESSABLE if form.is_bound else 200
        context["form"] = form
    return render(request, "reports/estimates.html", context, status=status)


def _units(user: User) -> dict[str, Province]:
    """The units of today in reach, north to south."""
    return {unit.unit: unit for unit in units_in_reach(user) if unit.exists_today}


def _chips(
    units: dict[str, Province],
    slug: str,
    years: list[str],
    year: str,
    months: list[str],
    month: str,
) -> list[dict[str, Any]]:
    found = [chip("year", _("Year"), {each: each for each in years}, year)]
    if months:
        found.append(chip("month", _("Month"), {each: each for each in months}, month))
    if len(units) > 1:
        found.append(
            chip("unit", _("Province"), {key: str(each) for key, each in units.items()}, slug)
        )
    return found


def _known(unit: Province, year: int, month: int, today: date) -> Known:
    """Plan and disbursed as of today, and the unit's own latest estimates."""
    asked = Parameters(year, cut_off_default(year, today), today)
    drawn = queries.draw_map(asked)
    first_day, place = date(year, month, 1), drawn.province(unit.unit)
    figures = execution.load(asked, drawn, [day_before(first_day)], projects=False, rhythm=False)
    row = figures.of(place)
    said = queries.declared(year, month, today)
    return Known(
        month,
        row.plan_vnd,
        row.disbursed_vnd,
        figures.booked_from(place, first_day),
        {(each.source, each.month): each for each in said if each.province_id == unit.unit},
    )


def _declared(request: HttpRequest, form: EstimateForm, year: int) -> bool:
    try:
        DeclaredEstimate.objects.declare(request.user, year, form.amounts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("The estimates were declared."))
    return True
