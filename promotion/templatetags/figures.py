"""How figures are written in templates, in the page's language; loaded into every template.

Money is handed over in đồng and rates as exact fractions. `…` is no data, `x` is not
computable, `0` is a zero: a legend under each table says so.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from promotion.lib import dates, money
from promotion.lib.percent import NO_DATA, Rounding, format_percent

register = template.Library()


@register.filter
def million(vnd: int | None, decimals: int = 0) -> str:
    """Đồng in triệu: 60840000000 → "60.840"; `|million:1` → "60.840,0". The header has the unit."""
    return NO_DATA if vnd is None else money.million(vnd, get_language(), decimals)


@register.filter
def vnd(amount_vnd: int | None) -> str:
    """Grouped whole đồng: 600000000 → "600.000.000"; for any other count as well."""
    return NO_DATA if amount_vnd is None else money.group(amount_vnd, get_language())


@register.filter
def percent(fraction: Fraction | None) -> str:
    """Fraction(47017, 60840) → "77,27%"; a rate without a denominator is "x"."""
    return format_percent(fraction, get_language(), Rounding(settings.PERCENT_ROUNDING))


@register.filter
def percent_bare(fraction: Fraction | None) -> str:
    """The same without the sign, for columns headed (%): "77,27"."""
    rounding = Rounding(settings.PERCENT_ROUNDING)
    return format_percent(fraction, get_language(), rounding, sign=False)


@register.filter
def day(value: date | datetime | None) -> str:
    """ "30/11/2025"; a moment gives its day in the time zone of the programme."""
    if value is None:
        return NO_DATA
    return dates.format_day(localtime(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime) -> str:
    """ "09:05 30/11/2025" in the time zone of the programme."""
    here = localtime(value)
    return f"{here:%H:%M} {dates.format_day(here)}"


@register.filter
def missing(value: Any) -> Any:
    """The value itself, "…" in place of None; zero stays zero."""
    return NO_DATA if value is None else value


@register.simple_tag
def figure_cells(cells: Iterable[Mapping[str, Any]]) -> SafeString:
    """The cells of one row of parts/figure_table.html, which says what they are.

    Written here: a page has hundreds of them, and a template takes four times as long.
    """
    return mark_safe("".join(map(_cell, cells)))


def _cell(cell: Mapping[str, Any]) -> str:
    look = " ".join(name for name in ("group", "strong", "words") if cell.get(name))
    text: str = conditional_escape(cell["text"])
    if url := cell.get("url"):
        text = f'<a href="{escape(url)}">{text}</a>'
    return f'<td class="{look}">{text}</td>' if look else f"<td>{text}</td>"
