"""What is typed to management commands that act for a person, or write a file."""

import sys
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from promotion.models import User


def account(username: str) -> User:
    """The account whose reach a command has. Raises CommandError for one that may not sign in."""
    found = User.objects.filter(username=username).first()
    if found is None or not found.has_access_on(timezone.localdate()):
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username[:40]})
    return found


def refuse(command: BaseCommand, sentence: str) -> NoReturn:
    """What is typed cannot be done: one sentence on standard error, exit status 2."""
    command.stderr.write(sentence)
    sys.exit(2)


def destination(typed: str, name: str) -> Path:
    """The file to write: the one that is typed, or of the given name in the folder that is."""
    output = Path(typed)
    return output / name if output.is_dir() else output


class ProgressBar:
    """Shows on a terminal how far something is; elsewhere nothing."""

    WIDTH = 40

    def __init__(self, out: OutputWrapper, whole: int) -> None:
        self.out = out
        self.whole = whole

    def show(self, done: int) -> None:
        if not self.out.isatty():
            return
        part = done / self.whole if self.whole else 1
        bar = "#" * int(part * self.WIDTH)
        end = "\n" if done >= self.whole else ""
        self.out.write(f"\r[{bar:<{self.WIDTH}}] {part:4.0%} {done:,}/{self.whole:,}", ending=end)
        self.out.flush()
