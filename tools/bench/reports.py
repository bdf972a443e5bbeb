"""What reports take over a million payments and over five million, and the page of the country.

Each report is asked for the country: its figures and its table. Beside it stand its own statements,
sent by psycopg2 alone, so that the difference is what Django and the figures add; and its own time
over a fifth of the payments. A report may take one and a half times the bare statements and 10 ms
more, and 1.3 times as long over five times the payments.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tools.bench import country
from tools.bench.overview import overview

TIMES, SECONDS = 9, 4.0
FEW, MANY = 1_000_000, 5_000_000


class Measured(NamedTuple):
    """One report at one cut-off: how many queries, and medians in milliseconds."""

    queries: int
    report_ms: float
    bare_ms: float

    @property
    def bound_ms(self) -> float:
        return 1.5 * self.bare_ms + 10


def median_ms(*tasks: Callable[[], Any]) -> list[float]:
    """Of each task, in turns, so that whatever else the machine does slows all alike.

    Once to warm up and then TIMES, but not begun again after SECONDS.
    """
    taken: list[list[float]] = [[] for _ in tasks]
    end = time.perf_counter() + SECONDS
    for turn in range(TIMES + 1):
        if turn > 1 and time.perf_counter() > end:
            break
        for task, times in zip(tasks, taken, strict=True):
            started = time.perf_counter()
            task()
            if turn:  # the first warms up
                times.append((time.perf_counter() - started) * 1000)
    return [statistics.median(times) for times in taken]


def measure(slug: str, until: date) -> Measured:
    from promotion.models import User
    from reports import queries
    from reports.catalogue import REPORTS
    from reports.parameters import Parameters
    from reports.places import COUNTRY

    report, today = REPORTS[slug], timezone.localdate()
    asked = Parameters.read(
        {"year": str(until.year), "until": until.isoformat()},
        today=today,
        years=queries.budget_years(today),
        more=report.asks,
        reader=User.objects.filter(role=User.Role.MINISTRY).first(),
    )
    drawn = queries.draw_map(asked)
    by = report.read_by("", drawn, COUNTRY, in_reach=True)

    def ask() -> None:
        report.table(report.load(asked, drawn), COUNTRY, by)

    with CaptureQueriesContext(connection) as captured:
        ask()
    statements = [query["sql"] for query in captured.captured_queries]
    bare = connection.connection.cursor()

    def ask_barely() -> None:
        for statement in statements:
            bare.execute(statement)
            bare.fetchall()

    return Measured(len(statements), *median_ms(ask, ask_barely))


def measure_all() -> dict[tuple[str, date], Measured]:
    """Every report as it stands today, and at the end of the month before."""
    from reports.catalogue import REPORTS

    today = timezone.localdate()
    days = (today.replace(day=1) - timedelta(days=1), today)
    return {(slug, day): measure(slug, day) for day in days for slug in REPORTS}


def printed(
    few: dict[tuple[str, date], Measured], many: dict[tuple[str, date], Measured]
) -> list[str]:
    head = f"{'report':18} {'until':10} queries"
    head += "".join(f"  {number // 1_000_000} M: ms  bare  bound" for number in (FEW, MANY))
    lines = [f"{head}   {MANY // 1_000_000} M / {FEW // 1_000_000} M"]
    for (slug, day), first in few.items():
        line = f"{slug:18} {day} {first.queries:7}"
        for found in (first, many[slug, day]):
            mark = " " if found.report_ms <= found.bound_ms else "!"
            line += f"  {found.report_ms:7.1f} {found.bare_ms:5.1f} {found.bound_ms:6.1f}{mark}"
        ratio = many[slug, day].report_ms / first.report_ms
        lines.append(f"{line}  {ratio:8.2f}{'!' if ratio > 1.3 else ''}")
    return lines


def main() -> None:
    started = time.monotonic()
    country.repeat_projects()
    country.pay(0, FEW)
    built = time.monotonic() - started
    few = measure_all()
    overview(f"{FEW:,} payments")
    started = time.monotonic()
    country.pay(FEW, MANY)
    built += time.monotonic() - started
    many = measure_all()
    print(*printed(few, many), sep="\n", flush=True)
    overview(f"{MANY:,} payments")
    print(f"{country.PROJECTS:,} projects with {MANY:,} payments built in {built:.0f} s")


if __name__ == "__main__":
    django.setup()
    main()
