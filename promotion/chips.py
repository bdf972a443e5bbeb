"""The chips of a list's page, each one choice of its filter (see templates/parts/chips.html)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from promotion.lib.dates import DayError, format_day, parse_day


class FilterChips:
    """Of a filter set that is made with the request."""

    form: Any
    request: HttpRequest

    def choice_chip(self, name: str, drops: Iterable[str] = ()) -> dict[str, Any]:
        field = self.form.fields[name]
        choices = list(field.choices)
        current = str(self.form[name].value())
        return {
            "name": name,
            "label": field.label,
            "value": dict(choices)[current],
            "current": current,
            "choices": choices,
            "drops": list(drops),
        }

    def day_chip(self, name: str, always: str, days: Iterable[date]) -> dict[str, Any]:
        """A chip with a day of one's own and usual ones, latest first; `always` is none at all."""
        value = self.form[name].value()
        day = value if isinstance(value, date) else read_day(value)
        choices = [(each.isoformat(), format_day(each)) for each in sorted(days, reverse=True)]
        return {
            "name": name,
            "label": self.form.fields[name].label,
            "value": format_day(day) if day else always,
            "current": day.isoformat() if day else "",
            "kind": "date",
            "choices": [("", always), *choices],
            "drops": [],
        }

    def link_chip(self, name: str, words: str = "") -> dict[str, Any]:
        """What only links choose, with the way to do without it."""
        query = self.request.GET.copy()
        for each in (name, "page"):
            query.pop(each, None)
        url = f"{self.request.path}?{query.urlencode()}"
        without = (url, gettext("Show without this choice"), False)
        label = self.form.fields[name].label
        return {"name": name, "label": label, "value": words, "current": "", "links": [without]}


def chip(name: str, label: str, choices: dict[str, str], current: str) -> dict[str, Any]:
    """One choice of a page that is no list, as parts/chips.html shows it; {value: words}."""
    return {
        "name": name,
        "label": label,
        "value": choices.get(current, current),
        "current": current,
        "choices": list(choices.items()),
    }


def read_day(typed: str | None) -> date | None:
    """The day as in URLs or as typed; None where there is none, or none that can be read."""
    try:
        return parse_day(typed or "")
    except DayError:
        return None
