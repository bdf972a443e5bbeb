from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from promotion.guards import create_triggers, installed_triggers, missing_triggers


class Command(BaseCommand):
    help = (
        "Install the guards of the ledger as their files say. Migrations do it for the tables they"
        " change; after an upgrade that changes a guard alone, this does."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        create_triggers(connection)
        if missing := missing_triggers(connection):
            # Nothing is kept of what was done: the guards stand as they stood.
            raise CommandError(
                f"{len(missing)} guards do not fit these tables; run migrate first, which"
                f" installs them too. The first is {min(missing)}."
            )
        self.stdout.write(f"Guards: {len(installed_triggers(connection))} stand.")
