"""What the parameters of every report may be chosen from."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from promotion.models import Source
from reports.parameters.refusal import none_of

Choice = TypeVar("Choice", bound=TextChoices)


class Lens(TextChoices):
    """Which map the report is drawn on (địa giới).

    today: every unit counts for the unit that holds its territory today.
    then: the map valid at the cut-off.
    """

    TODAY = "today", pgettext_lazy("map", "today")
    THEN = "then", pgettext_lazy("map", "then")


class SourceChoice(TextChoices):
    ALL = "all", pgettext_lazy("sources", "all")
    NATIONAL = Source.NATIONAL.value, pgettext_lazy("source", "National")
    LOCAL = Source.LOCAL.value, pgettext_lazy("source", "Local")

    @property
    def each(self) -> tuple[str, ...]:
        """What is chosen source by source: both where all are."""
        return tuple(Source.values) if self == SourceChoice.ALL else (self.value,)


class By(TextChoices):
    """What one row of a report is."""

    PROVINCE = "province", pgettext_lazy("rows", "by province")
    REGION = "region", pgettext_lazy("rows", "by region")
    LEVEL = "level", pgettext_lazy("rows", "by level")
    CONTENT = "content", pgettext_lazy("rows", "by content")
    STATUS = "status", pgettext_lazy("rows", "by status")
    ROUND = "round", pgettext_lazy("rows", "by round")
    KIND = "kind", pgettext_lazy("rows", "by kind")
    CENTRE = "centre", pgettext_lazy("rows", "by centre")


def read_choice(name: str, label: str, typed: str, choices: Iterable[Choice]) -> Choice:
    """One of the choices by its value; empty text is the first. Raises BadParameter.

    `label` is what the page calls the parameter.
    """
    by_value = {choice.value: choice for choice in choices}
    wanted = typed.strip() or next(iter(by_value))
    if wanted not in by_value:
        words = {value: str(choice.label) for value, choice in by_value.items()}
        raise none_of(name, label, typed, words)
    return by_value[wanted]
