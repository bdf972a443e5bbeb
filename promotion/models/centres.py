from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from promotion.lib.text import fold, nfc, sort_key


class Centre(models.Model):
    """A promotion centre (trung tâm khuyến công), which carries out projects.

    It belongs to the province-level unit of its time; without one it is a central unit.
    A centre that was merged names its successor, where its clerks work on. `current`, the end of
    these successions, follows from them with every save; bulk writing must set it.
    """

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    province = models.ForeignKey(
        "provinces.Province",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        related_name="centres",
    )
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("successor"),
        related_name="predecessors",
    )
    current = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,  # only until the first save knows the id
        blank=True,
        related_name="merged_centres",
        verbose_name=_("carried on by"),
        help_text=_("The centre that carries on its projects today; itself if it is open."),
    )
    folded_name = models.CharField(max_length=200, editable=False)
    sort_key = models.TextField(editable=False)

    class Meta:
        ordering = ["province__display_order", "opened_on", "slug"]
        verbose_name = _("promotion centre")
        verbose_name_plural = _("promotion centres")
        constraints = [
            models.CheckConstraint(
                name="centre_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("A centre may not close before it opened."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.name = nfc(self.name)
        self.folded_name = fold(self.name)
        self.sort_key = sort_key(self.name)
        end = self.carried_on_by()
        super().save(*args, **kwargs)
        self.current = end
        Centre.objects.filter(pk__in=self._merged_here()).update(current=end)

    @property
    def short_name(self) -> str:
        """ "TTKC An Giang", for heads of rows; a central unit has its name alone."""
        return (
            gettext("Centre %(province)s") % {"province": self.province}
            if self.province
            else self.name
        )

    def clean(self) -> None:
        super().clean()
        self.carried_on_by()

    def existed_on(self, day: date) -> bool:
        """Whether it was open on the day, its first and last included."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)

    def carried_on_by(self) -> "Centre":
        """The last of its successors, itself without one.

        Raises ValidationError when the centre would follow upon itself.
        """
        end, passed = self, {self.pk}
        while end.successor:
            end = end.successor
            if end.pk in passed:
                problem = ValidationError(_("A centre cannot be followed by itself."))
                raise ValidationError({"successor": problem})
            passed.add(end.pk)
        return end

    def _merged_here(self) -> set[int]:
        """The ids of this centre and of all that were merged into it, directly or not."""
        found: set[int] = set()
        newest = {self.pk}
        while newest:
            found |= newest
            before = Centre.objects.filter(successor__in=newest).values_list("pk", flat=True)
            newest = set(before) - found
        return found
