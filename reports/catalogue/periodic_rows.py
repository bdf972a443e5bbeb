"""The rows of the two tables of the periodic report: results, funding."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from projects.outcomes import HEADS
from promotion.models import Level
from reports.catalogue import estimates, execution, supported
from reports.catalogue.indicator_rows import Behind, Indicator, money
from reports.catalogue.results import MEASURES as RESULTS
from reports.catalogue.results import behind as result_rows
from reports.columns import Measure, UnitOfMeasure, has_data
from reports.indicators import BySource, Execution
from reports.pages.declared import estimate
from reports.pages.words import BUDGETS
from reports.parameters import By, SourceChoice
from reports.periodic import UNDER_WAY, PeriodicFigures, Progress
from reports.places import BELOW, LEVELS, Place
from reports.supported import Once, Supported

_OF_RESULTS = {measure.name: measure for measure in RESULTS}
_AMOUNT = Measure("amount_vnd", UnitOfMeasure.MONEY, lambda amounts, source: amounts[source])
_AT_ACCEPTANCE = gettext_lazy("at acceptance")

# {figure of the results: what one of it is called}
_CALLED = {
    "establishments": pgettext_lazy("unit", "establishment"),
    "investment_vnd": gettext_lazy("đồng"),
    "jobs": pgettext_lazy("unit", "person"),
    "income": gettext_lazy("million đồng a person"),
    "models": pgettext_lazy("unit", "model"),
    "machines": pgettext_lazy("unit", "machine or line"),
    "brands": pgettext_lazy("unit", "brand"),
    "showrooms": pgettext_lazy("unit", "showroom"),
    "trainees": pgettext_lazy("unit", "person"),
}


def results(figures: PeriodicFigures, place: Place) -> Iterator[Indicator]:
    """What support brought about (kết quả): planned of all projects with support, then of those
    accepted by the end of the period."""
    yield _projects(figures, place)
    row = figures.results.of(place)
    for figure, called in _CALLED.items():
        planned, accepted = (
            _OF_RESULTS[f"{stage}_income_million" if figure == "income" else f"{stage}_{figure}"]
            for stage in ("planned", "accepted")
        )
        at_acceptance = Indicator(
            accepted.name,
            str(_AT_ACCEPTANCE),
            str(called),
            accepted,
            row,
            behind=_result(accepted, place),
        )
        head = _("Average monthly income") if figure == "income" else str(HEADS[figure])
        yield Indicator(
            planned.name,
            head,
            str(called),
            planned,
            row,
            behind=_result(planned, place),
            parts=[at_acceptance],
        )
    yield Indicator(
        "leverage", _("Counterpart ÷ support"), _("times"), _OF_RESULTS["leverage"], row
    )


def _projects(figures: PeriodicFigures, place: Place) -> Indicator:
    progress, called = figures.progress(place), _("project")

    def counted(key: str, name: str, read: Callable[[Progress], Once], **more: Any) -> Indicator:
        number = Measure(key, UnitOfMeasure.COUNT, lambda row, source: read(row)[source], has_data)
        return Indicator(key, name, called, number, progress, **more)

    return counted(
        "projects",
        _("Projects with approved support"),
        lambda row: row.supported,
        behind=_supported(place),
        parts=[
            counted(
                "projects_under_way",
                _("being carried out"),
                lambda row: row.under_way,
                behind=_supported(place, status=UNDER_WAY),
            ),
            counted(
                "projects_accepted",
                pgettext("projects", "accepted"),
                lambda row: row.accepted,
                behind=lambda links, source: links.accepted(place, source),
            ),
            counted(
                "projects_settled",
                pgettext("projects", "settled"),
                lambda row: row.settled,
                behind=_supported(place, status="settled"),
            ),
        ],
    )


def funding(figures: PeriodicFigures, place: Place) -> Iterator[Indicator]:
    """Plan, approved and disbursed (kinh phí), and the counterpart, which is no part of it."""
    row = figures.execution.of(place)
    yield money(
        "plan_vnd",
        _("Annual plan"),
        execution.PLAN,
        row,
        behind=_plan(place),
        parts=_of_levels(figures, place, execution.PLAN, _plan),
    )
    yield money(
        "approved_vnd",
        _("Approved support"),
        supported.APPROVED,
        figures.contents.places.of(place).total,
        behind=_approved(place),
        parts=[
            *_of_levels(figures, place, supported.APPROVED, _approved),
            *_of_groups(figures, place, supported.APPROVED, _approved),
        ],
    )
    yield from _disbursements(figures, place)
    yield Indicator("rate", _("Disbursed of own plan"), "%", execution.RATE, row)
    yield _declared(figures, place)
    yield _counterpart(figures, place)


def _disbursements(figures: PeriodicFigures, place: Place) -> Iterator[Indicator]:
    """In the period, and since the beginning of the year with what that is made of."""
    row, year = figures.execution.of(place), figures.parameters.year
    first = figures.period.first_day(year)
    yield money(
        "disbursed_in_period_vnd",
        _("Disbursed in %(period)s") % {"period": figures.period.name(year)},
        execution.DISBURSED,
        figures.in_period(place),
        behind=lambda links, source: links.booked_from(first, place, source),
    )
    advances = money(
        "outstanding_advance_vnd",
        _("Of which outstanding advances"),
        execution.OUTSTANDING_ADVANCE,
        row,
        behind=lambda links, source: links.advances(place, source),
    )
    yield money(
        "disbursed_vnd",
        _("Disbursed since 1 January"),
        execution.DISBURSED,
        row,
        behind=_disbursed(place),
        parts=[
            advances,
            *_of_levels(figures, place, execution.DISBURSED, _disbursed),
            *_of_groups(figures, place, execution.DISBURSED, _disbursed),
        ],
    )


def _of_levels(
    figures: PeriodicFigures, place: Place, measure: Measure, behind: Callable[[Place], Behind]
) -> list[Indicator]:
    """The local money of each level of government, where districts or communes have any."""
    rows = _by_level(figures, place, measure)
    local: Counter[str] = Counter()
    for level, row in rows:
        amount = measure.value(row, "local")
        assert isinstance(amount, int)
        local[level or Level.PROVINCE] += amount
    if figures.parameters.source == SourceChoice.NATIONAL or local.keys().isdisjoint(BELOW):
        return []
    return [
        money(
            f"{measure.name}_local_{level}",
            _("local, %(budget)s") % {"budget": BUDGETS[level]},
            _AMOUNT,
            BySource(local=local[level]),
            behind=_local(behind(place.at(level))),
        )
        for level in LEVELS
        if level in local
    ]


def _by_level(
    figures: PeriodicFigures, place: Place, measure: Measure
) -> list[tuple[str, Execution | Supported]]:
    """What the measure reads, by level; "" of a place that has no other than its own."""
    if measure is supported.APPROVED:
        groups = figures.contents.rows(place, By.LEVEL)
        return [(each.place.level, each.total) for each in groups]
    return [(row.place.level, row) for row in figures.execution.rows(place, By.LEVEL)]


def _local(behind: Behind) -> Behind:
    """At the province's level there is national money too."""
    return lambda links, _source: behind(links, "local")


def _of_groups(
    figures: PeriodicFigures, place: Place, measure: Measure, behind: Callable[..., Behind]
) -> list[Indicator]:
    """The measure of each group of contents; `behind` of a place and the group's contents."""
    groups = figures.contents.places.of(place)
    return [
        money(
            f"{measure.name}_group_{group.key}",
            group.name,
            measure,
            groups.of(group),
            behind=behind(place, group.contents),
        )
        for group in figures.contents.catalogue.groups
    ]


def _declared(figures: PeriodicFigures, place: Place) -> Indicator:
    declared = figures.estimates.of(place)
    of_plan = Indicator(
        "estimate_of_plan", _("of the plan of those who declared"), "%", estimates.OF_PLAN, declared
    )
    return money(
        "estimate_vnd",
        _("Declared estimate of the year"),
        estimates.YEAR,
        declared,
        behind=lambda links, source: estimate(declared, links),
        parts=[of_plan],
    )


def _supported(place: Place, **more: str | Sequence[str]) -> Behind:
    return lambda links, source: links.supported(place, source, **more)


def _result(measure: Measure, place: Place) -> Behind:
    return lambda links, source: result_rows(measure, place, source, links)


def _plan(place: Place) -> Behind:
    return lambda links, source: links.plan(place, source)


def _approved(place: Place, contents: tuple[str, ...] = ()) -> Behind:
    return lambda links, source: links.approved(place, source, contents)


def _disbursed(place: Place, contents: tuple[str, ...] = ()) -> Behind:
    return lambda links, source: links.disbursed(place, source, contents)


def _counterpart(figures: PeriodicFigures, place: Place) -> Indicator:
    row = figures.results.of(place)
    planned, accepted = (
        _OF_RESULTS[f"{stage}_counterpart_vnd"] for stage in ("planned", "accepted")
    )
    at_acceptance = money(
        accepted.name, _AT_ACCEPTANCE, accepted, row, behind=_result(accepted, place)
    )
    name = _("Counterpart of the establishments, no part of funding")
    return money(
        planned.name, name, planned, row, behind=_result(planned, place), parts=[at_acceptance]
    )
