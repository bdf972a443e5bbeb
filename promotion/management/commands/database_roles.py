from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from promotion.guards.roles import create_role, give_to_owner, grant_to_application


class Command(BaseCommand):
    help = (
        "PostgreSQL: make the owner of the tables and the role that the application serves with,"
        " which cannot take the guards away. To be run by a superuser after every migration."
    )

    def add_arguments(self, parser):
        parser.add_argument("--owner", default="khuyencong_owner")
        parser.add_argument("--application", default="khuyencong")

    def handle(self, *args, owner, application, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; on SQLite the file's rights decide.")
        with transaction.atomic():
            create_role(connection, owner)
            create_role(connection, application)
            give_to_owner(connection, owner)
            grant_to_application(connection, application)
        self.stdout.write(
            f"{owner} owns the tables and migrates; {application} serves. Set the password of"
            f" each by ALTER ROLE {application} PASSWORD '…'."
        )
