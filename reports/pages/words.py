"""Words that stand in many places of the pages of figures, and figures in the page's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.lib.percent import Rounding
from promotion.lib.percent import percent as exact_percent
from promotion.models import Level
from promotion.templatetags.figures import million, percent
from reports.indicators import BySource
from reports.rhythm import Pace, Rhythm

SHORT = {
    "national": pgettext_lazy("source", "National"),
    "local": pgettext_lazy("source", "Local"),
    "all": pgettext_lazy("sources", "Total"),
}
FULL = {
    "national": _("National industrial promotion (KCQG)"),
    "local": _("Local industrial promotion (KCĐP)"),
}
# Whose local money it is.
BUDGETS = {
    Level.PROVINCE.value: _("province budget"),
    Level.DISTRICT.value: _("district budgets"),
    Level.COMMUNE.value: _("commune budgets"),
}
UNIT = _("million đồng")


def of_source_alone(source: str) -> str:
    """ " · KCĐP" after what a figure of one source is called; "" where it is of all."""
    return "" if source == "all" else f" · {SHORT[source]}"


def days_of_sources(days: Mapping[str, date]) -> str:
    """ "22/01/2026 (KCQG), 31/01/2026 (KCĐP)"; of one source its day alone."""
    if len(days) == 1:
        return format_day(*days.values())
    return ", ".join(f"{format_day(day)} ({SHORT[source]})" for source, day in days.items())


def drawn_rate(rate: Fraction | None) -> float | None:
    """The printed percentage as a number to draw with."""
    printed = exact_percent(rate, Rounding(settings.PERCENT_ROUNDING))
    return None if printed is None else float(printed)


def whole_percent(rate: Fraction | None) -> str:
    """For tiles: the percentage without decimals, rounded as all percentages are.

    Cut, 64.99% is "64", so that the number stays within its class.
    """
    if rate is None:
        return percent(None)
    scaled = abs(rate) * 100
    half_up = settings.PERCENT_ROUNDING == Rounding.HALF_UP
    return group(int(scaled + Fraction(1, 2) if half_up else scaled), language())


def rhythm_words(rhythm: Rhythm) -> str:
    """ "chậm hơn nhịp của chính mình; cùng ngày các năm 2022–2024: 71,02–78,11%"."""
    if rhythm.pace == Pace.UNKNOWN:
        return gettext("rhythm unknown, no earlier year to compare with")
    words = {
        Pace.BEHIND: gettext("behind its own rhythm"),
        Pace.IN_STEP: gettext("in step with its own rhythm"),
        Pace.AHEAD: gettext("ahead of its own rhythm"),
    }
    return f"{words[rhythm.pace]}; {same_day_words(rhythm)}"


def same_day_words(rhythm: Rhythm) -> str:
    """ "cùng ngày các năm 2022–2024: 71,02–78,11%"; "cùng ngày năm 2024: 71,02%" of one alone."""
    words = (
        gettext("on the same day of %(years)s: %(shares)s")
        if len(rhythm.before) > 1
        else gettext("on the same day of the year %(years)s: %(shares)s")
    )
    return words % {"years": years_words(rhythm), "shares": shares_words(rhythm)}


def years_words(rhythm: Rhythm) -> str:
    """The years that a rhythm rests on."""
    return span_of_years([each.year for each in rhythm.before])


def span_of_years(years: Sequence[int]) -> str:
    """ "2022–2024" of years that follow one another, else "2022, 2024"."""
    ordered = sorted(years)
    if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}–{ordered[-1]}"
    return ", ".join(map(str, ordered))


def share_ends(rhythm: Rhythm) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and the highest share of the earlier years; None without any."""
    return (rhythm.lowest, rhythm.highest) if rhythm.before else (None, None)


def shares_words(rhythm: Rhythm) -> str:
    """ "71,02–78,11%", the lowest and the highest of the earlier years."""
    lowest, highest = percent(rhythm.lowest), percent(rhythm.highest)
    return lowest if lowest == highest else f"{lowest.removesuffix('%')}–{highest}"


def linked(text: str, url: str) -> str | SafeString:
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def strong(text: str, url: str = "") -> SafeString:
    return format_html("<b>{}</b>", linked(text, url))


def by_source(amounts: BySource, urls: dict[str, str] | None = None) -> SafeString:
    """ "KCQG 11.375 · KCĐP 49.465" in triệu, the figures strong and linked where they may be."""
    urls = urls or {}
    return format_html(
        "{} {} · {} {}",
        SHORT["national"],
        strong(million(amounts.national), urls.get("national", "")),
        SHORT["local"],
        strong(million(amounts.local), urls.get("local", "")),
    )


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE
