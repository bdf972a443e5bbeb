"""What provinces declared that they expected, made up: near to what came, seldom exact."""

from collections.abc import Iterator
from datetime import date

from projects.demo.chance import chance, workday
from promotion.lib.money import MILLION_VND
from promotion.models import Source, User
from reports import execution
from reports.execution import ExecutionFigures
from reports.models import DeclaredEstimate
from reports.parameters import Parameters
from reports.places import Place

# {year: the months of it in which the month and the whole year were declared}
MONTHS = {2025: range(8, 13), 2026: range(7, 11)}
# Provinces of today that never declared anything, and those that declared local money alone.
SILENT = {
    *("dien-bien", "lai-chau", "cao-bang", "son-la", "ha-noi", "quang-ngai"),
    *("khanh-hoa", "ho-chi-minh", "ca-mau"),
}
LOCAL_ALONE = {"hue", "lam-dong", "can-tho"}
STEP_VND = 10 * MILLION_VND  # nobody declares more exactly


def write_estimates(last_day: date) -> None:
    """For the provinces of today, as of the demonstration's last day."""
    officers = {
        user.province_id: user
        for user in User.objects.filter(role=User.Role.OFFICER).order_by("-pk")
    }
    rows: list[DeclaredEstimate] = []
    for year, months in MONTHS.items():
        figures = execution.load(Parameters(year, min(last_day, date(year, 12, 31)), last_day))
        for place in figures.map.provinces:
            if place.key not in SILENT:
                rows += _of_place(figures, place, months, officers[place.key])
    rows.sort(key=lambda row: row.declared_on)
    DeclaredEstimate.objects.bulk_create(rows)


def _of_place(
    figures: ExecutionFigures, place: Place, months: range, by: User
) -> Iterator[DeclaredEstimate]:
    year, row = figures.parameters.year, figures.of(place)
    so_far = figures.curve(place).by_month
    for source in (Source.LOCAL,) if place.key in LOCAL_ALONE else Source:
        plan_vnd = row.plan_vnd[source]
        for month in months if plan_vnd else ():
            dice = chance("estimate", place.key, year, source, month)
            came_vnd = so_far[month].disbursed_vnd[source]
            in_month_vnd = came_vnd - so_far[month - 1].disbursed_vnd[source]
            whole_vnd = max(came_vnd, plan_vnd * dice.randint(86, 97) // 100)
            day = workday(date(year, month, dice.randint(16, 24)))
            for subject, vnd in (
                (month, in_month_vnd * dice.randint(80, 115) // 100),
                (None, min(whole_vnd, plan_vnd)),
            ):
                yield DeclaredEstimate(
                    province_id=place.key,
                    budget_year=year,
                    source=source,
                    month=subject,
                    amount_vnd=max(0, round(vnd / STEP_VND)) * STEP_VND,
                    declared_on=day,
                    recorded_by=by,
                    synthetic=True,
                )
