"""What only some reports ask for beside the parameters of all: a catalogue, a number of years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from promotion.lib.dates import DayError, format_day, parse_day
from reports.parameters import BadParameter, Parameters, no_day

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
        values = [value for value, _words in self.choices(asked)]
        typed = asked.more.get(self.name, values[0])
        if typed not in values:
            raise BadParameter(
                _("“%(typed)s” is not one of the choices %(choices)s of “%(name)s”.")
                % {"typed": typed[:40], "choices": ", ".join(values), "name": self.name},
                suggestion={self.name: values[0]},
            )
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
            raise no_day(typed, {self.name: ""}) from None
        if day > asked.until:
            raise BadParameter(
                _("%(day)s lies after the cut-off %(until)s.")
                % {"day": format_day(day), "until": format_day(asked.until)},
                suggestion={self.name: asked.until.replace(day=1).isoformat()},
            )
        return day.isoformat()
