import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from projects.demo.cells import LAST_DAY
from projects.demo.writing import write
from projects.models import Project
from projects.seals import seal_waiting
from promotion.models import AnnualBudget, Centre, Decision, User
from provinces.models import Province
from reports.demo.attention import write_notes
from reports.demo.estimates import write_estimates


class Command(BaseCommand):
    help = (
        "Load the demonstration: accounts, plans, projects and payments of 2021 to October 2026."
        " Needs DEMO=1; only into a database without projects."
    )

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only where DEMO=1 is set.")
        if Project.objects.exists():
            self.stdout.write("Demonstration: the database has projects; nothing was loaded.")
            return
        for model in (User, Centre, Decision, AnnualBudget):
            if model.objects.exists():
                with override("en"):
                    found = str(model._meta.verbose_name_plural)
                raise CommandError(
                    f"The demonstration needs an empty database; this one has {found}."
                )
        if not Province.objects.exists():
            call_command("load_reference", stdout=self.stdout)
        started = time.monotonic()
        with transaction.atomic():
            story = write()
            write_estimates(LAST_DAY)
            write_notes()
        seal_waiting(since=0)
        entries = len(story.entries) + len(story.clearings)
        self.stdout.write(
            f"Demonstration: {len(story.projects)} projects, {entries} entries,"
            f" {len(story.decisions)} decisions in {time.monotonic() - started:.0f} s."
        )
