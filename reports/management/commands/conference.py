import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reports import queries
from reports.conference import Conference
from reports.parameters import BadParameter


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
            "--output",
            required=True,
            help="file to write, or a folder that gets it under its own name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        typed = {name: str(value) for name, value in options.items()}
        today = localdate()
        try:
            edition = Conference.read(typed, today=today, years=queries.budget_years(today))
        except BadParameter as refusal:
            self.stderr.write(refusal.sentence)
            sys.exit(2)
        workbook = edition.workbook()
        output = Path(typed["output"])
        if output.is_dir():
            output /= workbook.name
        try:
            output.write_bytes(workbook.content)
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(error)s") % {"error": error}
            ) from error
        self.stdout.write(str(output))
