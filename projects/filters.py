"""The filters of lists whose rows hang on a centre, and of those of money among them."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet, TextChoices
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects.models import Disbursement
from projects.models.ledger import DisbursementQuerySet
from promotion.filter_fields import UNKNOWN_CHOICE, DayFilter, OneOfFilter, SwitchFilter
from promotion.filters import PlaceFilterSet, months_of
from promotion.lib.dates import format_month, month_end
from promotion.lib.text import fold
from promotion.models import Content, known_at
from promotion.reach import Reach


class WordsFilter(filters.CharFilter):
    """Words to look for, whatever their marks and case."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        super().__init__(label=label, max_length=200, widget=widget)


class CentreFilterSet(PlaceFilterSet):
    """Rows that hang on a centre, named by `centre_path` from the row.

    centre   by its slug; with the centres merged into it
    """

    centre = OneOfFilter(label=_("Implementing unit"))

    centre_path = "centre"
    province_path = "centre__province"

    def offer_places(self, reach: Reach) -> None:
        super().offer_places(reach)
        asked = self.data.get("centre")
        self._offer_choices(
            "centre",
            [
                (centre.slug, centre.name)
                for centre in reach.centres
                if centre.current_id == centre.pk or centre.slug == asked
            ],
        )

    def at_places(self) -> Q:
        condition = super().at_places()
        if slug := self.chosen("centre"):
            path = self.centre_path
            condition &= Q(**{f"{path}__current__slug": slug}) | Q(**{f"{path}__slug": slug})
        return condition

    def days_chips(self) -> list[dict[str, Any]]:
        """Of the days, as at whose end a list is told, those that are given."""
        return [
            self.day_chip(name, pgettext("until", "now"), [])
            for name in ("until", "known")
            if self.form[name].value()
        ]

    def contents_chip(self) -> list[dict[str, Any]]:
        """Of several contents, such as the group of a catalogue, how many there are."""
        chosen = self.chosen("content")
        if not isinstance(chosen, list):
            return []
        words = ngettext("%(number)s content", "%(number)s contents", len(chosen))
        return [self.link_chip("content", words % {"number": len(chosen)})]


class MoneyFilterSet(CentreFilterSet):
    """Rows of money of the grants of a budget year, cut off by a day.

    until     counted on or before it
    known     as the ledger stood at the end of this day
    content   exactly these contents, repeatable: the group of a catalogue
    """

    until = DayFilter(label=_("Cut-off"), widget=forms.HiddenInput)
    known = DayFilter(label=_("As recorded by"), widget=forms.HiddenInput)
    content = filters.MultipleChoiceFilter(
        label=_("Content"), widget=forms.MultipleHiddenInput, error_messages=UNKNOWN_CHOICE
    )

    centre_path = "grant__project__centre"
    province_path = "grant__project__centre__province"
    within_year: tuple[str, ...] = ("until",)

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        contents = Content.objects.all() if self.data.get("content") else []
        self.filters["content"].extra["choices"] = [(row.slug, str(row)) for row in contents]
        years = {str(year): year for year in self.years}
        year = years.get(self.data["year"])
        self.months = months_of(year) if year else []

    def of_grants(self, rows: QuerySet) -> QuerySet:
        """At the places, of the year, source and contents that are chosen."""
        rows = rows.filter(self.at_places(), self.of_source("grant__"), self.of_years("grant__"))
        if contents := self.chosen("content"):
            rows = rows.filter(grant__content__in=contents)
        return rows

    def begun_months(self) -> list[date]:
        return [first for first in self.months if first <= timezone.localdate()]

    def chips(self) -> list[dict[str, Any]]:
        year, *others = super().chips()
        today = timezone.localdate()
        ended = [end for end in map(month_end, self.begun_months()) if end <= today]
        until = self.day_chip("until", pgettext("until", "now"), ended)
        known = [self.day_chip("known", pgettext("until", "now"), [])]
        if not self.form["known"].value():
            known = []
        return [year, until, *known, *others, *self.contents_chip()]


class LedgerFilterSet(MoneyFilterSet):
    """Entries of a budget year, net; what was taken back, and its reversals, on request.

    from, until   booked on these days or between them, ISO in the URL
    month         booked in it: "2025-11"
    state         sent, confirmed or returned
    returned      with what was returned or corrected, and the reversals
    advances      only what advanced money or cleared it
    """

    q = WordsFilter(label=_("Voucher or project"))
    state = OneOfFilter(
        label=_("State"),
        choices=[
            ("sent", pgettext_lazy("status", "Sent")),
            ("confirmed", pgettext_lazy("status", "Confirmed")),
            ("returned", pgettext_lazy("status", "Returned")),
        ],
    )
    month = OneOfFilter(label=_("Month booked"))
    returned = SwitchFilter(label=_("With reversals"), widget=forms.CheckboxInput)
    advances = SwitchFilter(label=_("Advances and their clearing"), widget=forms.HiddenInput)

    shown = ("q", "region", "province", "centre", "state", "month", "returned")
    within_year = ("from", "until", "month")

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        # Not written as a class attribute only because it is a word of Python.
        self.filters["from"] = DayFilter(label=_("From"), widget=forms.HiddenInput)
        self._offer_choices("month", [(f"{m:%Y-%m}", format_month(m)) for m in self.months])

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        entries = self.of_grants(queryset).select_related(
            "grant__project__centre__province", "confirmation", "reversal"
        )
        first, last = self.booked()
        if first:
            entries = entries.filter(booked_on__gte=first)
        if last:
            entries = entries.booked_until(last)
        if words := self.chosen("q"):
            entries = entries.filter(found_by(words))
        if self.chosen("advances"):
            entries = entries.exclude(advance_vnd=0, cleared_vnd=0)
        state, known = self.chosen("state"), self.chosen("known")
        if state == "sent":
            return entries.waiting(known)
        entries = entries.filter(known_at("recorded_at", known))
        if state == "returned":
            told = known_at("reversal__recorded_at", known)
            return entries.filter(told, reversal__isnull=False, confirmation__isnull=True)
        if state == "confirmed":
            entries = entries.confirmed(known)
        return entries if self.chosen("returned") else net(entries, first, last, known)

    def booked(self) -> tuple[date | None, date | None]:
        """The first and the last day of booking that are asked for."""
        first, last = self.chosen("from"), self.chosen("until")
        if month := self.chosen("month"):
            begin = date.fromisoformat(f"{month}-01")
            first = max(first or begin, begin)
            last = min(last or month_end(begin), month_end(begin))
        return first, last

    def chips(self) -> list[dict[str, Any]]:
        year, until, *others = super().chips()
        added = [until | {"drops": ["month"]}]
        if self.form["from"].value():
            first = self.day_chip("from", pgettext("from", "the beginning"), self.begun_months())
            added.insert(0, first | {"drops": ["month"]})
        if self.chosen("advances"):
            others.append(self.link_chip("advances", gettext("yes")))
        return [year, *added, *others]


def net(
    entries: DisbursementQuerySet, first: date | None, last: date | None, known: date | None
) -> QuerySet:
    """Without what was taken back and its reversal, where both were booked within the days.

    One whose reversal was booked later, or recorded later than is `known`, stands, as it did
    then; so every sum stays what it is.
    """
    if first is None and last is None and known is None:
        return entries.standing()
    stands = Q(reversal__isnull=True)
    if last:
        stands |= Q(reversal__booked_on__gt=last)
    if known:
        stands |= ~known_at("reversal__recorded_at", known)
    alone = ~Q(kind=Disbursement.Kind.REVERSAL)
    if first:
        alone |= Q(reverses__booked_on__lt=first)
    return entries.filter(stands & alone)


def capitalised(choices: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in choices.choices]


def found_by(words: str) -> Q:
    """Entries whose voucher number or project holds every word."""
    condition = Q()
    for folded in fold(words).split():
        condition &= (
            Q(folded_number__contains=folded)
            | Q(grant__project__folded_title__contains=folded)
            | Q(grant__project__folded_code__contains=folded)
        )
    return condition


def numbered(words: str) -> Q:
    """Entries whose voucher number holds every word."""
    condition = Q()
    for word in fold(words).split():
        condition &= Q(folded_number__contains=word)
    return condition
