"""What the filters of all lists share: the chips of the page and the places in the user's reach."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import slug_re
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from promotion.chips import FilterChips
from promotion.filter_fields import SEVERAL_YEARS, UNKNOWN_CHOICE, OneOfFilter
from promotion.funds import SOURCES
from promotion.models import AnnualBudget, Level, Source
from promotion.reach import Reach
from provinces.models import Province, Region, RegionMembership

ALL = "all"
# In the place of a province: centres of the central level, which have none.
CENTRAL_UNITS = "central-units"
# Of what was typed, so much is said again.
LONGEST_SAID = 40
# More than ever were.
MOST_UNITS = 200
# So many fit into a chip by their names.
FEW_UNITS = 2


def budget_years() -> list[int]:
    """The years begun that have an annual budget, latest first; this year where there is none."""
    this_year = timezone.localdate().year
    return AnnualBudget.objects.years(until=this_year) or [this_year]


class ListFilterSet(FilterChips, filters.FilterSet):
    """The filter of a list. What the list is about are chips: a year and a source at least, and
    the level of local money where that is chosen.

    The fields of chips are hidden in the form. `year` is the latest with a budget unless given,
    so that counting stays cheap; "all" takes every year where the list allows it, and links may
    name the years of a programme: "2021-2025".
    """

    year = OneOfFilter(label=_("Year"), widget=forms.HiddenInput, empty_label=None)
    source = OneOfFilter(
        label=_("Source of funding"),
        widget=forms.HiddenInput,
        empty_label=None,
        choices=[(ALL, pgettext_lazy("sources", "all")), *SOURCES.items()],
    )
    level = OneOfFilter(
        label=_("Level"),
        widget=forms.HiddenInput,
        empty_label=None,
        choices=[(ALL, pgettext_lazy("levels", "all")), *Level.choices],
    )

    # The fields of the form in the order they are shown; others follow.
    shown: tuple[str, ...] = ()
    allows_all_years = True
    # What a change of the year makes meaningless.
    within_year: tuple[str, ...] = ("until",)

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        self.years = budget_years()
        given = data.copy()
        for name, value in {"year": str(self.years[0]), "source": ALL, "level": ALL}.items():
            if not given.get(name, "").strip():
                given[name] = value
        super().__init__(given, queryset, request=request)
        years = [(str(year), str(year)) for year in self.years]
        if self.allows_all_years:
            years.append((ALL, pgettext_lazy("years", "all")))
        if SEVERAL_YEARS.fullmatch(self.data["year"]):
            years.append((self.data["year"], self.data["year"].replace("-", " - ")))
        self.filters["year"].extra["choices"] = years
        self.filters: dict[str, filters.Filter]
        first = [name for name in self.shown if name in self.filters]
        self.filters = {name: self.filters[name] for name in [*first, *self.filters]}

    def chosen(self, name: str) -> Any:
        """The cleaned value; None for one that is not given or "all"."""
        value = self.form.cleaned_data.get(name)
        return None if value in ("", ALL, [], False) else value

    @property
    def budget_year(self) -> int | None:
        """The year that is chosen; None for several or all of them."""
        year = self.chosen("year")
        return int(year) if year and not SEVERAL_YEARS.fullmatch(year) else None

    def of_years(self, path: str = "") -> Q:
        """The condition of the budget year, or the years, of the money that `path` leads to."""
        if year := self.budget_year:
            return Q(**{f"{path}budget_year": year})
        if years := self.chosen("year"):
            return Q(**{f"{path}budget_year__range": years.split("-")})
        return Q()

    def chips(self) -> list[dict[str, Any]]:
        """For parts/chips.html."""
        chips = [
            self.choice_chip("year", drops=self.within_year),
            self.choice_chip("source", drops=["level"]),
        ]
        if self.chosen("level") or self.chosen("source") == Source.LOCAL:
            chips.append(self.choice_chip("level"))
        return chips

    def of_source(self, path: str = "") -> Q:
        """The condition of source and level together, of the money that `path` leads to."""
        asked = {name: self.chosen(name) for name in ("source", "level")}
        return Q(**{f"{path}{name}": value for name, value in asked.items() if value})

    def in_words(self) -> str:
        """What is chosen, for a paper: "Năm: 2025; Tình trạng: …"; a switch by its name alone."""
        said = [f"{chip['label']}: {chip['value']}" for chip in self.chips()]
        for field in self.form.visible_fields():
            if value := self.chosen(field.name):
                words = dict(getattr(field.field, "choices", ())).get(value, value)
                said.append(str(field.label) if value is True else f"{field.label}: {words}")
        return "; ".join(said)

    def problem(self) -> tuple[str, list[tuple[str, str]]] | None:
        """What is wrong with a value that no field of the page shows, and (words, URL) to go on."""
        for field in self.form.hidden_fields():
            for error in field.errors:
                typed = self.request.GET.get(field.name, "")
                if field.name == "year":
                    return self._problem_of_year(typed)
                offer = gettext("Show without this choice"), self._address_with(field.name)
                return str(error), [offer]
        return None

    def _problem_of_year(self, typed: str) -> tuple[str, list[tuple[str, str]]]:
        """With the nearest year that has a budget, or the latest, in the place of the typed."""
        if typed.isdecimal():
            nearest = min(self.years, key=lambda year: (abs(year - int(typed[:4])), -year))
            sentence = gettext("There is no budget of the year %(year)s.")
            said = sentence % {"year": typed[:LONGEST_SAID]}
        else:
            nearest = self.years[0]
            said = gettext("“%(typed)s” is no year.") % {"typed": typed[:LONGEST_SAID]}
        words = gettext("year %(year)s") % {"year": nearest}
        return said, [(words, self._address_with("year", str(nearest)))]

    def _address_with(self, name: str, value: str = "") -> str:
        """The page's address with another value, or without any."""
        query = self.request.GET.copy()
        query.pop(name, None)
        if value:
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    def is_narrowed(self) -> bool:
        """Whether a field of the form, not only a chip, is filled in."""
        return any(field.data for field in self.form.visible_fields())

    def reset_url(self) -> str:
        """The same list with its chips alone."""
        query = QueryDict(mutable=True)
        for chip in self.chips():
            if chip["current"]:
                query[chip["name"]] = chip["current"]
            elif chip.get("links"):
                query.setlist(chip["name"], self.request.GET.getlist(chip["name"]))
        return f"{self.request.path}?{query.urlencode()}"


class PlaceFilterSet(ListFilterSet):
    """Rows that hang on a province-level unit, named by `province_path` from the row.

    region     its provinces of today
    province   a unit of today, with those merged into it; or a predecessor alone
    unit       exactly these units, repeatable: how the map stood on another day
    """

    region = OneOfFilter(label=_("Conference region"))
    province = OneOfFilter(label=_("Province"))
    unit = filters.MultipleChoiceFilter(
        label=_("Place"), widget=forms.MultipleHiddenInput, error_messages=UNKNOWN_CHOICE
    )

    province_path = "province"

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        self.in_reach = self.reach()
        self.offer_places(self.in_reach)

    def reach(self) -> Reach:
        return Reach.of(self.request.user)

    def offer_places(self, reach: Reach) -> None:
        """Offer the places in reach; any other may be named, as provinces are no secret.

        There only are no rows of it then.
        """
        regions = Region.objects.all() if reach.is_country or self.data.get("region") else []
        named = [(region.slug, capfirst(str(region))) for region in regions]
        self._offer_choices("region", named, shown=reach.is_country)
        province = self.data.get("province")
        asked = self.asked_units = self._asked_units(reach)
        today = {unit.unit: unit for unit in reach.units if unit.exists_today}
        offered = today | {unit.unit: unit for unit in asked if unit.unit == province}
        central = [(CENTRAL_UNITS, gettext("Central units"))]
        shown = _choices(offered.values())
        if reach.has_central_units or province == CENTRAL_UNITS:
            shown += central
        self._offer_choices("province", shown, shown=len(today) > 1)
        self.filters["unit"].extra["choices"] = [*_choices(asked), *central]

    def _asked_units(self, reach: Reach) -> list[Province]:
        """The units that the URL names; one query more when one of them is out of reach."""
        names = {*self.data.getlist("province"), *self.data.getlist("unit")}
        asked = [unit for unit in reach.units if unit.unit in names]
        others = names - {unit.unit for unit in asked} - {CENTRAL_UNITS, ""}
        slugs = [name for name in others if slug_re.match(name)]
        return asked + (list(Province.objects.filter(pk__in=slugs[:MOST_UNITS])) if slugs else [])

    def _offer_choices(
        self, name: str, choices: list[tuple[str, str]], shown: bool | None = None
    ) -> None:
        """Let one of these be chosen, in a field that is shown where there is a choice."""
        self.filters[name].extra["choices"] = choices
        if not (len(choices) > 1 if shown is None else shown):
            self.filters[name].extra["widget"] = forms.HiddenInput

    def chips(self) -> list[dict[str, Any]]:
        return [*super().chips(), *self.units_chip()]

    def units_chip(self) -> list[dict[str, Any]]:
        """Of the units that a link names, such as the members of a conference: a few by name, else
        how many there are; without those that were merged into others of them."""
        chosen = self.chosen("unit")
        if not isinstance(chosen, list):
            return []
        units = [unit for unit in self.asked_units if unit.unit in chosen]
        names = [unit.dated_label for unit in units if unit.successor_id not in chosen]
        if CENTRAL_UNITS in chosen:
            names.append(gettext("Central units"))
        every = ", ".join(names)
        number = gettext("%(number)s provinces and cities") % {"number": len(names)}
        told = every if len(names) <= FEW_UNITS else number
        return [self.link_chip("unit", told) | {"help": every}]

    def beyond_reach(self) -> str:
        """That rows of the place that is asked for are left out, if they are."""
        places = {unit.current_id for unit in self.asked_units}
        if CENTRAL_UNITS in (self.data.get("province"), *self.data.getlist("unit")):
            places.add(CENTRAL_UNITS)
        if not (places or self.in_reach.is_country) and (region := self.chosen("region")):
            places.update(_members(region).values_list("province", flat=True))
        return self.in_reach.told_of(places)

    def at_places(self) -> Q:
        return self.of_places(self.province_path)

    def of_places(self, path: str) -> Q:
        """The condition of region, province and unit together, of the unit `path` leads to."""
        condition = Q()
        if region := self.chosen("region"):
            condition &= Q(**{f"{path}__current__in": _members(region).values("province")})
        if province := self.chosen("province"):
            if province == CENTRAL_UNITS:
                condition &= Q(**{f"{path}__isnull": True})
            else:
                condition &= Q(**{f"{path}__current": province}) | Q(**{path: province})
        if units := self.chosen("unit"):
            exactly = Q(**{f"{path}__in": [unit for unit in units if unit != CENTRAL_UNITS]})
            if CENTRAL_UNITS in units:
                exactly |= Q(**{f"{path}__isnull": True})
            condition &= exactly
        return condition


def months_of(year: int) -> list[date]:
    """First days of the months in which a budget year is planned and paid.

    They are its own and, for the settlement, the next January.
    """
    return [*(date(year, month, 1) for month in range(1, 13)), date(year + 1, 1, 1)]


def _members(region: str) -> QuerySet[RegionMembership]:
    return RegionMembership.objects.valid_on(timezone.localdate()).filter(region=region)


def _choices(units: Iterable[Province]) -> list[tuple[str, str]]:
    return [(unit.unit, unit.dated_label) for unit in units]
