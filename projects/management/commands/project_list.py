from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from projects.project_list import ProjectListing
from projects.views.projects import ProjectWorkbook
from promotion.command_line import ProgressBar, account, destination, refuse


class Command(BaseCommand):
    help = (
        "Write the workbook of the list of projects, as far as an account reaches them. A filter"
        " that cannot be read: one sentence on standard error, exit status 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as", dest="reader", required=True, help="account whose projects are listed"
        )
        parser.add_argument(
            "--query",
            default="",
            help="filter and order as in the page's address: year=all&sort=-approved_vnd",
        )
        parser.add_argument(
            "--output",
            required=True,
            help="file to write, or a folder that gets it under its own name",
        )

    def handle(self, *args: Any, reader: str, query: str, output: str, **options: Any) -> None:
        listing = self._listing(reader, query)
        path = destination(output, listing.name)
        bar = ProgressBar(self.stderr, listing.count)
        try:
            with path.open("w+b") as file:
                for written in listing.write(file):
                    bar.show(written)
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(error)s") % {"error": error}
            ) from error
        self.stdout.write(str(path))

    def _listing(self, reader: str, query: str) -> ProjectListing:
        """What the page of the account would list."""
        request = HttpRequest()
        request.user, request.GET = account(reader), QueryDict(query)
        page = ProjectWorkbook()
        page.setup(request)
        filterset = page.filterset()
        if not filterset.is_valid():
            refuse(self, " ".join(str(e) for each in filterset.errors.values() for e in each))
        return page.listing(filterset)
