"""What only some reports ask for beside the parameters of all: a catalogue, a number of years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from promotion.lib.dates import DayError, format_day, parse_day
from reports.parameters import BadParameter, Parameters, no_day, none_of

Choices = Sequence[tuple[str, str]]  # (value, words), the usual one first


@dataclass(frozen=True)
class Option:
    """One more parameter of a report, in its URL under `name` and among its chips.

    choices     what may be chosen in a question
    """

    name: str
    label: str | Promise
    choices: Callable[[Parameters], Choices]
    kind: str = ""

    def read(self, asked: Parameters) -> str:
        """The value that was asked for, the usual one if none was. Raises BadParameter."""
        choices = dict(self.choices(asked))
        typed = asked.more.get(self.name, next(iter(choices)))
        if typed not in choices:
            raise none_of(self.name, str(self.label), typed, choices)
        return typed


@dataclass(frozen=True)
class DayOption(Option):
    """A day not after the cut-off, one of the choices or typed; "" is no day at all."""

    kind: str = "date"

    def read(self, asked: Parameters) -> str:
        """The day as ISO text. Raises BadParameter."""
        typed = asked.more.get(self.name, "")
        if not typed:
            return ""
        try:
            day = parse_day(typed)
        except DayError:
            words = dict(self.choices(asked))[""]
            raise no_day(typed, {self.name: ""}, words=f"{self.label}: {words}") from None
        if day > asked.until:
            first = asked.until.replace(day=1)
            raise BadParameter(
                _("%(day)s lies after the cut-off %(until)s.")
                % {"day": format_day(day), "until": format_day(asked.until)},
                suggestion={self.name: first.isoformat()},
                words=f"{self.label}: {format_day(first)}",
            )
        return day.isoformat()
