"""Who changed what and why, written by the database; and who read what."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ChangeAuthor(models.Model):
    """Who makes the changes of the running transaction, and why; read by the triggers.

    The application adds the row at the start of its transaction and takes it away at the end
    (`promotion.changes.changing`), so that no other transaction ever sees it. A change without
    it was made outside the application.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class ChangeLog(models.Model):
    """One change of one row, written by a trigger: whoever changed it, and by whatever way.

    table and row_key name the row, part_of the project that a beneficiary belongs to, which
    shows its changes. before and after hold the columns that differ: before is None for a new row
    and after for a deleted one. Without a person and a reason the change came from outside the
    application.
    """

    table = models.CharField(max_length=40)
    row_key = models.CharField(max_length=40)
    part_of = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["table", "row_key"], name="changelog_row"),
            models.Index(fields=["table", "part_of"], name="changelog_part"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_key}"


class AccessLog(models.Model):
    """One page or export that an auditor read: path with its query, and the answer's status."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("auditor")
    )
    path = models.CharField(_("page"), max_length=2000)
    is_export = models.BooleanField(_("export"), default=False)
    status = models.PositiveSmallIntegerField(_("answer"))
    read_at = models.DateTimeField(_("read at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("page read by an auditor")
        verbose_name_plural = _("pages read by auditors")

    def __str__(self) -> str:
        return self.path
