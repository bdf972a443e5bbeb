from django.core.management.base import BaseCommand
from django.db import connection, transaction

from promotion.guards import create_triggers, expected_triggers


class Command(BaseCommand):
    help = (
        "Install the guards of the ledger as their files say. Migrations do it for the tables they"
        " change; after an upgrade that changes a guard alone, this does."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        create_triggers(connection)
        self.stdout.write(f"Guards: {len(expected_triggers(connection.vendor))} stand.")
