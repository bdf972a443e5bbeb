"""What the page of an edition says of today's figures beside those that were frozen last."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.templatetags.figures import million
from reports.differences import Change
from reports.pages.words import SHORT

_MEASURES = {
    "plan_vnd": gettext_lazy("Annual plan"),
    "disbursed_vnd": gettext_lazy("Disbursed, cumulative"),
    "same_period_vnd": gettext_lazy("Same period of the year before"),
}


def compared(found: list[Change]) -> Iterator[dict[str, Any]]:
    """The rows of the differences as they are read; a place that is no member has no amount."""
    for change in (each for each in found if each.is_other):
        yield {
            "place": change.place or _("Total"),
            "measure": _MEASURES[change.measure],
            "source": SHORT[change.source],
            "before": _amount(change.before_vnd, _("not a member yet")),
            "now": _amount(change.now_vnd, _("no longer a member")),
            "difference": _signed(change.difference_vnd),
        }


def _amount(vnd: int | None, absent: str) -> str:
    return absent if vnd is None else million(vnd)


def _signed(vnd: int) -> str:
    """ "+1.234", "−1.234", "0"."""
    return f"+{million(vnd)}" if vnd > 0 else million(vnd)
