from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from projects.demo.accounts import ACCOUNTS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Print the accounts of the demonstration and their password. Needs DEMO=1."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demonstration's accounts exist only where DEMO=1 is set.")
        width = max(len(account.username) for account in ACCOUNTS)
        for account in ACCOUNTS:
            # In English, like all that commands print.
            with override("en"):
                role = str(account.role.label)
            self.stdout.write(f"  {account.username:<{width}}  {role}, {account.full_name}")
        self.stdout.write(f"  Password of all: {DEMO_PASSWORD}")
