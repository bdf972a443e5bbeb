"""Who changes rows and why: told to the triggers that write the log of changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from promotion.models import ChangeAuthor, User


@contextmanager
def changing(person: User | None, reason: str = "") -> Iterator[None]:
    """A transaction whose changes are logged as the person's, for the reason.

    Without a person the reason says what made the changes, such as a command. Blocks may lie
    within each other: the inner one counts. An error takes back the changes and the author.
    """
    with transaction.atomic():
        author = ChangeAuthor.objects.create(person=person, reason=reason)
        yield
        author.delete()
