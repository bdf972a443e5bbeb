from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from promotion.command_line import account, destination, refuse
from promotion.papers import AGENCY, issuer_of
from promotion.state import one_state
from reports import queries
from reports.conference import Conference
from reports.parameters import BadParameter
from reports.workbooks.edition import workbook_of


class Command(BaseCommand):
    help = (
        "Write the workbook of a regional conference, the same as the page's. A parameter that"
        " none can be made of: one sentence on standard error, exit status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="conference region")
        parser.add_argument("--year", default="", help="budget year; the latest by default")
        parser.add_argument("--until", default="", help="cut-off day; today, or the year's end")
        parser.add_argument("--ordinal", required=True, help="the conference's number: 14 for XIV")
        parser.add_argument("--lens", default="", help="map: today or then")
        parser.add_argument(
            "--as",
            dest="reader",
            default="",
            help="account whose reach decides which single projects are named; none without it",
        )
        parser.add_argument(
            "--output",
            required=True,
            help="file to write, or a folder that gets it under its own name",
        )

    @one_state()
    def handle(self, *args: Any, **options: Any) -> None:
        reader = account(options["reader"]) if options["reader"] else None
        typed = {name: str(value) for name, value in options.items()}
        today = localdate()
        try:
            conference = Conference.read(typed, today=today, years=queries.budget_years(today))
        except BadParameter as refusal:
            refuse(self, refusal.on_a_command_line)
        issuer = issuer_of(reader) if reader else AGENCY
        workbook = workbook_of(conference, issuer, reader=reader)
        output = destination(typed["output"], workbook.name)
        try:
            output.write_bytes(workbook.content)
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(error)s") % {"error": error}
            ) from error
        self.stdout.write(str(output))
