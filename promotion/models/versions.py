from collections.abc import Iterable

from django.db import IntegrityError, models, transaction

from promotion.guards.sentences import explain


class Stale(Exception):
    """Somebody else saved the row after the person had opened it."""


class Versioned(models.Model):
    """A row that people edit; `version` counts their saves, so that none is lost unseen."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def fold_text(self) -> None:
        """Fill what follows from what is edited, such as the text that search reads."""

    def save_over(self, seen: int, fields: Iterable[str]) -> None:
        """Write the fields, and what follows from them, over the version that the person saw.

        One statement finds out and writes. Raises Stale when the row is at another version by
        then or gone, and ValidationError when the database refuses the values.
        """
        self.fold_text()
        names = set(fields) | {
            field.name
            for field in self._meta.concrete_fields
            if not (field.editable or field.primary_key)
        }
        values = {name: getattr(self, name) for name in names - {"version"}}
        rows = type(self)._base_manager.filter(pk=self.pk, version=seen)
        try:
            with transaction.atomic():
                found = rows.update(version=seen + 1, **values)
        except IntegrityError as error:
            raise explain(error) from error
        if not found:
            raise Stale
        self.version = seen + 1
