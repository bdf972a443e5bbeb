from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from promotion.command_line import account, refuse
from promotion.state import one_state
from reports import exports, queries
from reports.catalogue import REPORTS
from reports.pages.links import Reach
from reports.parameters import BadParameter, By, Parameters
from reports.views.questions import reach_of

WRITERS = {"json": exports.as_json, "csv": exports.as_csv}


class Command(BaseCommand):
    help = (
        "Print a report, as JSON or CSV, on standard output and nothing else there. A parameter"
        " that no report can be made of: one sentence on standard error, exit status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help=", ".join(REPORTS))
        parser.add_argument("--year", default="", help="budget year; the latest by default")
        parser.add_argument("--until", default="", help="cut-off day; today, or the year's end")
        parser.add_argument("--known", default="", help="as recorded by this day; today")
        parser.add_argument("--region", default="", help="conference region")
        parser.add_argument("--province", default="", help="province-level unit")
        parser.add_argument("--by", default="", help=", ".join(By.values))
        parser.add_argument("--lens", default="", help="map: today or then")
        for name, reports in options().items():
            parser.add_argument(f"--{name}", default="", help=f"of {reports}")
        parser.add_argument(
            "--as",
            dest="reader",
            default="",
            help="account whose reach decides what is shown beside the totals of provinces",
        )
        parser.add_argument("--format", default="json", help=", ".join(WRITERS))

    @one_state()
    def handle(self, *args: Any, **options: Any) -> None:
        typed = {name: str(value) for name, value in options.items()}
        try:
            self.stdout.write(self._report(typed), ending="")
        except BadParameter as refusal:
            refuse(self, refusal.on_a_command_line)

    def _report(self, options: dict[str, str]) -> str:
        report = self._known("slug", options["slug"], REPORTS)
        write = self._known("--format", options["format"], WRITERS)
        reader = account(options["reader"]) if options["reader"] else None
        today = localdate()
        parameters = Parameters.read(
            options,
            today=today,
            years=queries.budget_years(today),
            more=report.asks,
            reader=reader,
        )
        province_map = queries.draw_map(parameters)
        scope = province_map.scope(region=options["region"], province=options["province"])
        # Who acts for nobody has the database itself.
        reach = reach_of(reader) if reader else Reach(everywhere=True)
        in_reach = reach.covers(province_map.units_of(scope))
        by = report.read_by(options["by"], province_map, scope, in_reach)
        return write(report, report.load(parameters, province_map), scope, by)

    def _known(self, name: str, typed: str, known: dict[str, Any]) -> Any:
        if typed not in known:
            raise BadParameter(
                _("“%(typed)s” is not one of the choices of “%(name)s”: %(choices)s.")
                % {"typed": typed[:40], "name": name, "choices": ", ".join(known)}
            )
        return known[typed]


def options() -> dict[str, str]:
    """{option: the reports that ask for it}"""
    found: dict[str, list[str]] = {}
    for report in REPORTS.values():
        for name in report.asks:
            found.setdefault(name, []).append(report.slug)
    return {name: ", ".join(slugs) for name, slugs in found.items()}
