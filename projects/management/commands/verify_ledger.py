import time

from django.core.management.base import BaseCommand, CommandError

from projects.verification import Unsound, verify


class Command(BaseCommand):
    help = (
        "Verify the ledger: the seals of all entries, the sums of all grants, the guards of the"
        " database. Names the first thing that is wrong and ends with 1."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--printed",
            metavar="SEAL",
            nargs="+",
            default=[],
            help="seals on printed lists of vouchers, which the ledger must still contain",
        )

    def handle(self, *args, printed, **options):
        started = time.monotonic()
        try:
            count = verify(frozenset(printed))
        except Unsound as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            f"The ledger is sound: {count.seals:,} entries in {count.chains:,} chains,"
            f" {count.grants:,} grants, {time.monotonic() - started:.1f} s."
        )
