"""The filter of the list of projects: as they are, or as they stood at the end of a day."""

from datetime import date
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects import as_at
from projects.filters import CentreFilterSet, WordsFilter, capitalised
from projects.models import Grant, GrantLine, Project
from projects.support import with_support
from promotion.filter_fields import UNKNOWN_CHOICE, DayFilter, OneOfFilter, SwitchFilter
from promotion.models import Content, Level

NO_ROUND = 0
MOST_ROUNDS = 32767  # what a round's column holds


class RoundFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class ProjectFilterSet(CentreFilterSet):
    """Projects with support in the year, from the source and for the contents that are chosen.

    Their sums are of this support alone. With all years, projects without any support are in
    the list as well, unless a source or content is chosen.

    content      one, or several by links: the group of a catalogue
    status       one, or several by links
    round        its number; 0 of those that state none, or 0
    until        with support above zero at the end of this day, as decisions signed by then left
                 it; status, approved and disbursed are told as at that day
    known        and as the ledger stood at the end of this one; without `until` as at today
    unsupported  as at that day also those whose support was taken back, and those submitted in
                 the year that had none by then
    highest      without those that have support of a higher level than the one that is chosen
    accepted     accepted (nghiệm thu) by then, by today without a day
    unvalued     accepted with a value that nobody reported
    """

    q = WordsFilter(label=_("Code or title"))
    content = OneOfFilter(label=_("Content"))
    status = OneOfFilter(label=_("Status"), choices=lambda: capitalised(Project.Status))
    kind = OneOfFilter(label=_("Kind"), choices=lambda: capitalised(Project.Kind))
    round = RoundFilter(
        label=_("Round"), min_value=NO_ROUND, max_value=MOST_ROUNDS, widget=forms.HiddenInput
    )
    until = DayFilter(label=_("Supported on"), widget=forms.HiddenInput)
    known = DayFilter(label=_("As recorded by"), widget=forms.HiddenInput)
    unsupported: Any = SwitchFilter(label=_("Also without support"), widget=forms.HiddenInput)
    highest = SwitchFilter(label=_("Nothing of a higher level"), widget=forms.HiddenInput)
    accepted = SwitchFilter(label=_("Accepted"), widget=forms.CheckboxInput)
    unvalued: Any = SwitchFilter(label=_("Accepted value not reported"), widget=forms.HiddenInput)

    shown: tuple[str, ...] = (
        "q",
        "region",
        "province",
        "centre",
        "content",
        "status",
        "kind",
        "accepted",
    )

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        for name in ("content", "status"):
            if len(self.data.getlist(name)) > 1:
                self.filters[name] = filters.MultipleChoiceFilter(
                    label=self.filters[name].label,
                    choices=self.filters[name].extra.get("choices"),
                    widget=forms.MultipleHiddenInput,
                    error_messages=UNKNOWN_CHOICE,
                )
        self.contents = {row.slug: str(row) for row in Content.objects.all()}
        self.filters["content"].extra["choices"] = list(self.contents.items())

    @cached_property
    def day(self) -> date | None:
        """At whose end the projects are told as they stood; None is now."""
        return self.chosen("until") or (self.chosen("known") and timezone.localdate())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        projects: Any = queryset.filter(self.at_places()).select_related("centre__province")
        if words := self.chosen("q"):
            projects = projects.matching(words)
        if kind := self.chosen("kind"):
            projects = projects.filter(kind=kind)
        if (number := self.form.cleaned_data["round"]) is not None:
            is_of_round = Q(round_number=number)
            if number == NO_ROUND:
                is_of_round |= Q(round_number=None)
            projects = projects.filter(is_of_round)
        if self.chosen("accepted") or self.chosen("unvalued"):
            projects = projects.filter(accepted_on__lte=self.day or timezone.localdate())
        if self.chosen("unvalued"):
            projects = projects.filter(accepted_vnd=None)
        if self.chosen("highest"):
            projects = projects.exclude(pk__in=self._of_higher_levels())
        projects = self._at(self.day, projects) if self.day else self._now(projects)
        status = self.chosen("status")
        if not status:
            return projects
        return projects.filter(status_at__in=status if isinstance(status, list) else [status])

    @property
    def _support(self) -> Q:
        """Of which grants the sums are."""
        return self.of_years() & self._narrowed

    @property
    def _narrowed(self) -> Q:
        """To which of a year's grants, if not to all."""
        return self.of_source() & self._of_contents

    @property
    def _of_contents(self) -> Q:
        contents = self.chosen("content")
        if not contents:
            return Q()
        return Q(content__in=contents if isinstance(contents, list) else [contents])

    def _of_higher_levels(self) -> QuerySet:
        """Projects with support above zero of a higher level: the alphabet puts them in order."""
        higher = self.of_years() & self._of_contents
        higher &= Q(level__gt=self.chosen("level") or max(Level.values))
        if source := self.chosen("source"):
            higher &= Q(source=source)
        day = self.day or timezone.localdate()
        lines = GrantLine.objects.signed_until(day, self.chosen("known"))
        given = lines.filter(grant__in=Grant.objects.filter(higher)).order_by()
        sums = given.values("grant__project").annotate(vnd=Sum("amount_vnd"))
        return sums.filter(vnd__gt=0).values("grant__project")

    def _now(self, projects: QuerySet) -> QuerySet:
        grants = Grant.objects.filter(self._support)
        if self._support:
            projects = projects.filter(Exists(grants.filter(project=OuterRef("pk"))))
        return with_support(projects, grants).annotate(status_at=F("status"))

    def _at(self, day: date, projects: QuerySet) -> QuerySet:
        year, known = self.budget_year, self.chosen("known")
        grants = Grant.objects.filter(self._support)
        signed = GrantLine.objects.signed_until(day, known)
        begun = grants.filter(Exists(signed.filter(grant=OuterRef("pk"))))
        projects = with_support(projects, begun)
        projects = as_at.with_status_at(projects, year, day, known)
        projects = as_at.with_support_at(projects, grants, day, known)
        of_one_or_all = bool(year) or not self.of_years()
        if self.chosen("unsupported") and of_one_or_all and not self._narrowed:
            return projects.filter(as_at.of_year(year, day, known))
        # A list that is made once, before anything is summed for a project.
        lines = signed.filter(grant__in=grants)
        decided = projects.filter(pk__in=lines.values("grant__project"))
        return decided if self.chosen("unsupported") else decided.filter(approved_vnd__gt=0)

    def chips(self) -> list[dict[str, Any]]:
        year, *others = super().chips()
        links = [
            self.link_chip(name, gettext("yes"))
            for name in ("unsupported", "unvalued", "highest")
            if self.chosen(name)
        ]
        if (number := self.form.cleaned_data.get("round")) is not None:
            words = gettext("No round stated") if number == NO_ROUND else str(number)
            links.append(self.link_chip("round", words))
        if isinstance(chosen := self.chosen("status"), list):
            called = dict(Project.Status.choices)
            links.append(self.link_chip("status", ", ".join(str(called[each]) for each in chosen)))
        return [year, *self.days_chips(), *others, *self.contents_chip(), *links]
