"""What reports take over a million payments and over five million, and the page of the country.

Each report is asked for the country: its figures and its table. Beside it stand its own statements,
sent by psycopg2 alone, so that the difference is what Django and the figures add; and the same over
five times the payments, in a copy of the database to which the others were added. All four take
turns, the first of them last in the next, so that whatever else the machine does slows all alike.
A report may take one and a half times the bare statements and 10 ms more, and 1.3 times as long
over five times the payments: the median of these ratios, one of each turn. Milliseconds are of
processors, of this process and of the server's that answers it, one of which waits for the other:
other work on the machine lengthens them by what it takes of its caches, not by waiting.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import django
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tools.bench import country
from tools.bench.overview import overview

TURNS, SECONDS = 7, 5.0  # so many at least, and more of what is short
FEW, MANY = 1_000_000, 5_000_000
LARGER = "larger"  # the database that has MANY


class Measured(NamedTuple):
    """One report at one cut-off over so many payments: medians in milliseconds."""

    report_ms: float
    bare_ms: float

    @property
    def bound_ms(self) -> float:
        return 1.5 * self.bare_ms + 10


class Compared(NamedTuple):
    """The same over FEW and over MANY; how many queries, and how much longer it takes over MANY."""

    queries: int
    few: Measured
    many: Measured
    growth: float


def beside(database: str) -> BaseDatabaseWrapper:
    """Another database of the same server."""
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    other.settings_dict = other.settings_dict | {"NAME": database}
    return other


@contextmanager
def over(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever is asked inside is asked of this database."""
    own = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = database
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own


def processor_ms(*databases: BaseDatabaseWrapper) -> float:
    """What this process has taken of processors so far, and the servers that answer it. Linux."""
    servers = (each.connection.info.backend_pid for each in databases)
    taken = (Path(f"/proc/{pid}/schedstat").read_text().split()[0] for pid in servers)
    return time.process_time() * 1000 + sum(map(int, taken)) / 1_000_000


def in_turns(spent: Callable[[], float], *tasks: Callable[[], object]) -> list[list[float]]:
    """What each of the tasks spends in every turn; once before to warm up."""
    taken: list[list[float]] = [[] for _ in tasks]
    for task in tasks:
        task()
    end, turn = time.perf_counter() + SECONDS, 0
    while turn < TURNS or time.perf_counter() < end:
        for number in range(len(tasks)) if turn % 2 else reversed(range(len(tasks))):
            before = spent()
            tasks[number]()
            taken[number].append(spent() - before)
        turn += 1
    return taken


def tasks_of(
    ask: Callable[[], object], database: BaseDatabaseWrapper
) -> tuple[Callable[[], object], Callable[[], object], int]:
    """To ask the database for the report, to send it the bare statements, and how many these are.

    Both leave the database that is asked otherwise as it is.
    """
    with over(database), CaptureQueriesContext(database) as captured:
        ask()
    statements = [query["sql"] for query in captured.captured_queries]
    bare = database.connection.cursor()

    def ask_it() -> None:
        with over(database):
            ask()

    def ask_barely() -> None:
        for statement in statements:
            bare.execute(statement)
            bare.fetchall()

    return ask_it, ask_barely, len(statements)


def compare(slug: str, until: date, larger: BaseDatabaseWrapper) -> Compared:
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

    own = connections[DEFAULT_DB_ALIAS]
    *few, queries_of_few = tasks_of(ask, own)
    *many, queries_of_many = tasks_of(ask, larger)
    assert queries_of_few == queries_of_many
    taken = in_turns(partial(processor_ms, own, larger), *few, *many)
    medians = [statistics.median(times) for times in taken]
    growth = statistics.median(
        longer / shorter for shorter, longer in zip(taken[0], taken[2], strict=True)
    )
    return Compared(queries_of_few, Measured(*medians[:2]), Measured(*medians[2:]), growth)


def print_reports() -> None:
    """Every report at the end of the month before, and as it stands today."""
    from reports.catalogue import REPORTS

    head = f"{'report':16} {'until':10} queries"
    head += "".join(f"  {number // 1_000_000} M: ms  bare  bound " for number in (FEW, MANY))
    print(f"{head}  {MANY // 1_000_000} M / {FEW // 1_000_000} M", flush=True)
    today = timezone.localdate()
    days = (today.replace(day=1) - timedelta(days=1), today)
    with closing(beside(LARGER)) as larger:
        for day, slug in product(days, REPORTS):
            found = compare(slug, day, larger)
            line = f"{slug:16} {day} {found.queries:7}"
            for each in (found.few, found.many):
                mark = " " if each.report_ms <= each.bound_ms else "!"
                line += f"  {each.report_ms:7.1f} {each.bare_ms:5.0f} {each.bound_ms:6.1f}{mark}"
            print(f"{line}  {found.growth:7.2f}{'!' if found.growth > 1.3 else ''}", flush=True)


def build(own: str) -> None:
    """FEW payments in our own database, and MANY in a copy of it."""
    country.repeat_projects()
    country.pay(0, FEW)
    connection.close()  # nobody may be in what is copied
    with closing(beside("template1")) as template, template.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {LARGER} TEMPLATE {own} STRATEGY file_copy")
    with closing(beside(LARGER)) as larger, over(larger):
        country.pay(FEW, MANY)


def main() -> None:
    started, own = time.monotonic(), connection.settings_dict["NAME"]
    build(own)
    seconds = time.monotonic() - started
    print(f"Built with {FEW:,} payments and with {MANY:,} in {seconds:.0f} s", flush=True)
    print_reports()
    overview(f"{FEW:,} payments", own)
    overview(f"{MANY:,} payments", LARGER)


if __name__ == "__main__":
    django.setup()
    main()
