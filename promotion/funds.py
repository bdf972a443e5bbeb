"""What money is called on pages: its source, and its level where that is below the province."""

from typing import Protocol

from django.utils.translation import pgettext_lazy

from promotion.models import Source

SOURCES = {
    Source.NATIONAL.value: pgettext_lazy("source", "National"),
    Source.LOCAL.value: pgettext_lazy("source", "Local"),
}


class Fund(Protocol):
    """Money of a source and level: an annual budget or a grant."""

    source: str

    @property
    def below(self) -> str: ...


def fund_of(money: Fund) -> str:
    """ "Địa phương"; below the province "Địa phương, cấp huyện"."""
    return ", ".join(filter(None, [str(SOURCES[money.source]), money.below]))
