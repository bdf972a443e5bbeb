"""What is typed to management commands that act for a person, or write a file."""

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from promotion.models import User


def account(username: str) -> User:
    """The account whose reach a command has. Raises CommandError for one that may not sign in."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username[:40]})
    return found


def destination(typed: str, name: str) -> Path:
    """The file to write: the one that is typed, or of the given name in the folder that is."""
    output = Path(typed)
    return output / name if output.is_dir() else output
