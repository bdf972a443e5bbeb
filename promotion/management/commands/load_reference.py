from django.core.management.base import BaseCommand
from django.db import transaction

from promotion.reference import load_programme
from provinces.reference import load_provinces


class Command(BaseCommand):
    help = (
        "Load the reference data of fixtures/: provinces, communes, contents, norms, advances."
        " Running it again changes only what differs and deletes nothing."
    )

    def handle(self, *args, **options):
        with transaction.atomic():
            stored = load_provinces() + load_programme()
        self.stdout.write(
            f"Reference data: {stored.rows} rows, {stored.added} new, {stored.changed} changed."
        )
