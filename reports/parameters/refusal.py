"""A parameter that no report can be made of."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _


class BadParameter(ValueError):
    """A parameter that no report can be made of; its text is the sentence the user reads.

    status      400 for what cannot be read or lies outside its bounds, 404 for a year or
                place that is not there
    suggestion  the nearest valid values of the parameters to change, by name, "" to leave one
                out; a `region` or `province` among them is the page to go to instead
    words       the suggestion for people, where its values do not speak for themselves
    other       another suggestion, where something else may have been meant
    values      all that the one parameter of the suggestion may be
    """

    def __init__(
        self,
        sentence: str,
        status: int = 400,
        suggestion: Mapping[str, str] | None = None,
        words: str = "",
        values: Iterable[str] = (),
        other: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.values = values
        self.words = words
        self.sentence = sentence
        self.status = status
        self.suggestion = dict(suggestion or {})
        self.other = dict(other or {})

    @property
    def on_a_command_line(self) -> str:
        """The sentence, and what to type instead."""
        all_of = "|".join(self.values)
        typed = [f"--{name}={all_of or value}" for name, value in self.suggestion.items()]
        return " ".join([self.sentence, *typed])


def no_day(typed: str, suggestion: Mapping[str, str], words: str = "") -> BadParameter:
    return BadParameter(
        _("“%(typed)s” is no day. Days are written like 30/11/2025.") % {"typed": typed[:40]},
        suggestion=suggestion,
        words=words,
    )


def none_of(name: str, label: str, typed: str, choices: Mapping[str, str]) -> BadParameter:
    """What is typed is none of the choices {value: words}; the first is offered."""
    usual, words = next(iter(choices.items()))
    return BadParameter(
        _("“%(typed)s” is not one of the choices of “%(name)s”: %(choices)s.")
        % {"typed": typed[:40], "name": label, "choices": "; ".join(choices.values())},
        suggestion={name: usual},
        words=f"{label}: {words}",
        values=choices,
    )
