"""Who changes rows and why: told to the triggers that write the log, and read from it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.models import ChangeAuthor, ChangeLog, User
from promotion.templatetags.figures import NO_DATA
from provinces.models import Commune, Province


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


@dataclass(frozen=True)
class Change:
    """One change of the log as people read it; row and values in the language of the page.

    row     what was changed, with its code or the name that it had then, unless it is gone
    lines   (field, value before, value after), of a new or deleted row those that are known
    """

    row: str
    act: str
    person: User | None
    reason: str
    changed_at: datetime
    lines: list[tuple[str, str, str]]
    is_new: bool

    @property
    def from_outside(self) -> bool:
        """Whether it came from outside the application, which would have told its author."""
        return self.person is None and not self.reason


def changes_of(
    row: models.Model, *others: models.Model, parts: type[models.Model] | None = None
) -> list[Change]:
    """The changes of the rows and of all that ever were parts of the first, latest first."""
    wanted = Q()
    for each in (row, *others):
        wanted |= Q(table=each._meta.db_table, row_key=str(each.pk))
    if parts:
        wanted |= Q(table=parts._meta.db_table, part_of=str(row.pk))
    logged = list(ChangeLog.objects.filter(wanted).select_related("person"))
    names = _Names(logged)
    return [
        Change(
            row=names.row(change),
            act=_act(change),
            person=change.person,
            reason=change.reason,
            changed_at=change.changed_at,
            lines=_lines(change, names),
            is_new=change.before is None,
        )
        for change in logged
    ]


def last_change(row: models.Model) -> ChangeLog | None:
    """The latest change of the row itself, with its person."""
    logged = ChangeLog.objects.filter(table=row._meta.db_table, row_key=str(row.pk))
    return logged.select_related("person").first()


def _act(change: ChangeLog) -> str:
    if change.before is None:
        return _("added")
    return _("deleted") if change.after is None else _("changed")


def _lines(change: ChangeLog, names: "_Names") -> list[tuple[str, str, str]]:
    """In the order of the model's fields; a column that no field has any more comes last, bare."""
    before, after = change.before or {}, change.after or {}
    columns = _columns(change.table)
    known = [column for column in columns if column in before or column in after]
    gone = sorted((before.keys() | after.keys()) - columns.keys())
    lines = []
    for column in [*known, *gone]:
        field = columns.get(column)
        if field is not None and field.primary_key and None in (change.before, change.after):
            continue
        was = _printed(field, before.get(column), names)
        now = _printed(field, after.get(column), names)
        if was != now:
            lines.append((str(capfirst(field.verbose_name)) if field else column, was, now))
    return lines


def _columns(table: str) -> dict[str, models.Field]:
    model = _model(table)
    fields = model._meta.concrete_fields if model else ()
    return {field.column: field for field in fields if field.column}


def _model(table: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _printed(field: models.Field | None, value: Any, names: "_Names") -> str:
    """A value of the log: SQLite keeps days as text and yes or no as 1 or 0."""
    if value in (None, ""):
        return NO_DATA
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if field is None:
        return str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return format_day(date.fromisoformat(value))
    if isinstance(field, models.IntegerField) and not field.primary_key:
        return group(value, get_language())
    return str(value)


def _name(row: models.Model) -> str:
    """A project's code, since titles are long; codes of places say nothing to people."""
    if isinstance(row, Province):
        return row.dated_label
    return str(row) if isinstance(row, Commune) else getattr(row, "code", str(row))


class _Names:
    """What rows are called that changes are about or name; one query for each model.

    By the name that they have today, or where they are the row of a change by the one that they
    had then.
    """

    def __init__(self, changes: Iterable[ChangeLog]) -> None:
        wanted: dict[type[models.Model], set[str]] = {}
        for change in changes:
            model = _model(change.table)
            if model is None:
                continue
            wanted.setdefault(model, set()).add(change.row_key)
            for field in model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey):
                    for values in (change.before or {}, change.after or {}):
                        if (key := values.get(field.column)) is not None:
                            wanted.setdefault(field.related_model, set()).add(str(key))
        self.names: dict[tuple[type[models.Model], str], str] = {}
        for model, keys in wanted.items():
            # Some are called by the rows that they must name, such as a beneficiary.
            for key, found in model._default_manager.select_related().in_bulk(keys).items():
                self.names[model, str(key)] = _name(found)

    def of(self, model: type[models.Model], key: Any) -> str:
        """The key itself for a row that is gone."""
        return self.names.get((model, str(key)), str(key))

    def row(self, change: ChangeLog) -> str:
        """To be asked for from the latest change to the earliest."""
        model = _model(change.table)
        if model is None:
            return f"{change.table} {change.row_key}"
        kind = str(capfirst(model._meta.verbose_name))
        name = self.names.get((model, change.row_key))
        if name and (before := (change.before or {}).get("name")):
            # So it was called until this change.
            name = self.names[model, change.row_key] = before
        return f"{kind}: {name}" if name else kind
