"""The columns of a figure source by source: of both together, then of each."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from reports.columns import Column, Measure

SOURCES = {
    "all": pgettext_lazy("sources", "Total"),
    "national": pgettext_lazy("short", "National"),
    "local": pgettext_lazy("short", "Local"),
}


def by_sources(measure: Measure, heading: Promise) -> tuple[Column, ...]:
    """Amounts: of both together their sum."""
    parts = (f"{measure.name}.national", f"{measure.name}.local")
    return tuple(
        Column(measure, source, heading, title, sum_of=parts if source == "all" else ())
        for source, title in SOURCES.items()
    )


def ratio_by_sources(
    measure: Measure, heading: Promise, numerator: Measure, denominator: Measure
) -> tuple[Column, ...]:
    """Of each source by what is its own."""
    return tuple(
        Column(
            measure,
            source,
            heading,
            title,
            ratio_of=(f"{numerator.name}.{source}", f"{denominator.name}.{source}"),
        )
        for source, title in SOURCES.items()
    )
