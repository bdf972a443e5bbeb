"""What was disbursed against plan and against the year before, as the published reports say it."""

from django.utils.translation import gettext as _

from reports.indicators import BySource, Execution, ratio
from reports.pages.links import Links
from reports.parameters import Parameters, SourceChoice
from reports.sentences.pieces import (
    PROVISIONAL,
    Segment,
    Sentence,
    amount,
    common,
    filled,
    number,
    share,
)


def execution(figures: Execution, parameters: Parameters, provisional: bool) -> Sentence:
    """What was disbursed of the plan by the cut-off, and against a year earlier.

    "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công đã giải ngân trên địa bàn … đạt 47.017
    triệu đồng, bằng 77,27% kế hoạch năm 2025 và bằng 133,59% so với cùng kỳ năm 2024 (riêng
    khuyến công địa phương bằng 111,50%) (số liệu tạm tính)."

    A source that had nothing a year earlier makes the whole ratio misleading: the other
    source's own ratio follows in brackets. A rate without a denominator is said in words.
    """
    if not figures.has_data:
        return no_data(figures, parameters)
    source = parameters.source.value
    values = common(figures.place, parameters) | {
        "amount": _disbursed(figures, source),
        "rate": share(figures.rate(source), f"rate.{source}"),
        "ratio": share(figures.same_period_ratio(source), f"same_period_ratio.{source}"),
    }
    template = _lead(parameters) + _against_plan_and_year(figures, parameters)
    segments = filled(template, values)
    if alone := _other_source_alone(figures, parameters):
        template, ratio = alone
        segments += [Segment(" ("), *filled(template, {"ratio": ratio}), Segment(")")]
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))


def plan(figures: Execution, parameters: Parameters) -> Sentence:
    """The plan of the year, and by how much it grew or fell against the year before's."""
    if not figures.has_data:
        return no_data(figures, parameters)
    source = parameters.source.value
    values = common(figures.place, parameters)
    values["amount"] = amount(
        figures.plan_vnd[source],
        lambda links: links.plan(figures.place, source),
        f"plan_vnd.{source}",
    )
    template = _("The plan of %(funds)s for %(year)s in %(territory)s is %(amount)s")
    growth = figures.plan_growth(source)
    if growth is not None:
        values["growth"] = share(abs(growth), f"plan_growth.{source}")
        template += (
            _(", %(growth)s less than in %(previous)s")
            if growth < 0
            else _(", %(growth)s more than in %(previous)s")
        )
    segments = filled(template, values)
    if alone := _other_plan_alone(figures, parameters):
        segments += [Segment(" ("), *alone, Segment(")")]
    return Sentence((*segments, Segment(".")))


def by_source(figures: Execution) -> Sentence:
    """Each source against its own plan and, under its own name, as share of the whole plan."""
    segments: list[Segment] = []
    templates = {
        "national": _("Of this, national funding disbursed: %(amount)s"),
        "local": _("local funding disbursed: %(amount)s"),
    }
    for source, template in templates.items():
        rate = figures.rate(source)
        values = {
            "amount": _disbursed(figures, source),
            "rate": share(rate, f"rate.{source}"),
            "share": share(figures.share_of_whole_plan(source), f"share_of_whole_plan.{source}"),
        }
        if rate is None:
            template += _(", without a plan of its own")
        else:
            template += _(", %(rate)s of its own plan (%(share)s of the whole plan)")
        if segments:
            segments.append(Segment("; "))
        segments += filled(template, values)
    return Sentence((*segments, Segment(".")))


def whole_year_before(figures: Execution, parameters: Parameters, paid: BySource) -> Sentence:
    """The year before in one sentence; `paid` is what it had disbursed by its 31 December."""
    if not figures.earlier_has_data:
        template = _("There are no figures of %(funds)s of %(previous)s in %(territory)s")
        return Sentence((*filled(template, common(figures.place, parameters)), Segment(".")))
    place, planned = figures.place, figures.earlier_plan_vnd.all

    def before(links: Links) -> Links:
        return links.at(parameters.previous_year, parameters.previous_plan_until)

    values = common(place, parameters) | {
        "amount": amount(
            paid.all, lambda links: before(links).disbursed(place), "previous_disbursed_vnd.all"
        ),
        "plan": amount(planned, lambda links: before(links).plan(place), "previous_plan_vnd.all"),
        "rate": share(ratio(paid.all, planned), "previous_rate.all"),
    }
    template = _("In %(previous)s, %(funds)s disbursed in %(territory)s reached %(amount)s")
    if planned:
        template += _(", %(rate)s of the plan (%(plan)s)")
    return Sentence((*filled(template, values), Segment(".")))


def projects(figures: Execution, parameters: Parameters) -> Sentence:
    """How many projects have support of the year, and how many of these are accepted."""
    place, source = figures.place, parameters.source.value
    assert figures.projects
    numbers = figures.projects[source]
    values = common(place, parameters) | {
        "planned": number(
            numbers.planned, lambda links: links.supported(place, source), f"planned.{source}"
        ),
        "completed": number(
            numbers.completed, lambda links: links.accepted(place, source), f"completed.{source}"
        ),
    }
    template = _(
        "Projects with approved support of %(year)s: %(planned)s; accepted by %(until)s:"
        " %(completed)s."
    )
    return Sentence(tuple(filled(template, values)))


def _disbursed(figures: Execution, source: str) -> Segment:
    return amount(
        figures.disbursed_vnd[source],
        lambda links: links.disbursed(figures.place, source),
        f"disbursed_vnd.{source}",
    )


def no_data(figures: Execution, parameters: Parameters) -> Sentence:
    template = _("By %(until)s there are no figures yet of %(funds)s of %(year)s in %(territory)s")
    return Sentence((*filled(template, common(figures.place, parameters)), Segment(".")))


def _lead(parameters: Parameters) -> str:
    if parameters.shows_settlement:
        # The cut-off alone would name another year than the budget's.
        return _(
            "By %(until)s, %(funds)s of %(year)s disbursed in %(territory)s had reached %(amount)s"
        )
    return _("By %(until)s, %(funds)s disbursed in %(territory)s had reached %(amount)s")


def _against_plan_and_year(figures: Execution, parameters: Parameters) -> str:
    source = parameters.source.value
    rate, ratio = figures.rate(source), figures.same_period_ratio(source)
    if rate is not None and ratio is not None:
        return _(
            ", %(rate)s of the plan for %(year)s and %(ratio)s of the same period of %(previous)s"
        )
    if rate is not None:
        return _(", %(rate)s of the plan for %(year)s") + _without_same_period(figures)
    no_plan = _("; there is no plan for %(year)s")
    if parameters.today.year > parameters.year:
        no_plan = _("; nothing was planned for %(year)s")
    if ratio is not None:
        return _(", %(ratio)s of the same period of %(previous)s") + no_plan
    return no_plan + _without_same_period(figures)


def _without_same_period(figures: Execution) -> str:
    if not figures.existed_in_same_period:
        return _("; in the same period of %(previous)s the unit did not exist yet")
    if not figures.earlier_has_data:
        return _("; there are no figures of the same period of %(previous)s")
    return _("; nothing was disbursed in the same period of %(previous)s")


def _other_source_alone(figures: Execution, parameters: Parameters) -> tuple[str, Segment] | None:
    """The clause in brackets, where one source has money now and had none a year earlier."""
    before = figures.same_period_vnd
    if parameters.source != SourceChoice.ALL or before is None:
        return None
    template = {
        "local": _("local funding alone %(ratio)s"),
        "national": _("national funding alone %(ratio)s"),
    }
    for source, new in (("local", "national"), ("national", "local")):
        had_nothing = before[new] == 0 and figures.disbursed_vnd[new] != 0
        ratio = figures.same_period_ratio(source)
        if had_nothing and ratio is not None:
            return template[source], share(ratio, f"same_period_ratio.{source}")
    return None


def _other_plan_alone(figures: Execution, parameters: Parameters) -> list[Segment] | None:
    """The same for plans: +16.94% only because national money returned, local alone fell."""
    before = figures.previous_plan_vnd
    if parameters.source != SourceChoice.ALL or before is None:
        return None
    for source, new in (("local", "national"), ("national", "local")):
        growth = figures.plan_growth(source)
        if before[new] == 0 and figures.plan_vnd[new] != 0 and growth is not None:
            template = {
                ("local", True): _("local funding alone %(growth)s less"),
                ("local", False): _("local funding alone %(growth)s more"),
                ("national", True): _("national funding alone %(growth)s less"),
                ("national", False): _("national funding alone %(growth)s more"),
            }[source, growth < 0]
            return filled(template, {"growth": share(abs(growth), f"plan_growth.{source}")})
    return None
