from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from promotion.lib.text import fold, nfc, sort_key
from promotion.models import Document, Synthetic, Versioned
from promotion.scope import ScopedQuerySet


class Bound(models.TextChoices):
    """How a published number is qualified: 50 jobs, "over 50 jobs"."""

    EXACT = "", ""
    OVER = "over", _("over")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


class ProjectQuerySet(ScopedQuerySet):
    scope_path = "centre"

    def matching(self, words: str) -> Self:
        """Whose code or title holds every word, whatever marks and case."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(folded_title__contains=word) | Q(folded_code__contains=word))
        return found


def _document(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=label, related_name="+"
    )


class Project(Synthetic, Versioned):
    """One promotion project (đề án), from draft to settlement.

    The money totals are what the project as a whole is planned to mobilise, in đồng, NULL
    where unknown; a published bound keeps its qualifier. Contract, acceptance and settlement are
    dated facts, each with its value and file.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("single project")
        KEY = "key", _("national key project")
        GROUP = "group", _("group project")
        INTERREGIONAL = "interregional", _("interregional project")
        TASK = "task", _("task")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for completion")
        APPRAISED = "appraised", _("appraised")
        APPROVED = "approved", _("approved")
        NOT_APPROVED = "not-approved", _("not approved")
        CONTRACTED = "contracted", _("contracted")
        IN_PROGRESS = "in-progress", _("in progress")
        ACCEPTED = "accepted", _("accepted")
        SETTLED = "settled", _("settled")
        STOPPED = "stopped", _("stopped")

    code = models.CharField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.SINGLE)
    centre = models.ForeignKey(
        "promotion.Centre",
        models.PROTECT,
        related_name="projects",
        verbose_name=_("implementing unit"),
    )
    commune = models.ForeignKey(
        "provinces.Commune", models.PROTECT, null=True, blank=True, verbose_name=_("commune")
    )
    place_text = models.CharField(
        _("place as documented"), max_length=120, blank=True, help_text=_("Before July 2025.")
    )
    round_number = models.PositiveSmallIntegerField(_("round"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    contracted_on = models.DateField(_("contracted on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    contract_number = models.CharField(_("contract number"), max_length=60, blank=True)
    contract_vnd = models.BigIntegerField(_("contract value (đồng)"), null=True, blank=True)
    contract_document = _document(_("contract file"))
    accepted_vnd = models.BigIntegerField(_("accepted value (đồng)"), null=True, blank=True)
    acceptance_document = _document(_("acceptance file"))
    settlement_sent_on = models.DateField(_("settlement file sent on"), null=True, blank=True)
    settled_vnd = models.BigIntegerField(_("settled value (đồng)"), null=True, blank=True)
    settlement_document = _document(_("settlement file"))
    stop_reason = models.CharField(_("reason of the stop"), max_length=400, blank=True)
    investment_vnd = models.BigIntegerField(_("total investment (đồng)"), null=True, blank=True)
    counterpart_vnd = models.BigIntegerField(_("counterpart (đồng)"), null=True, blank=True)
    counterpart_bound = models.CharField(
        _("precision of the counterpart"), max_length=6, choices=Bound, blank=True
    )
    jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    jobs_bound = models.CharField(
        _("precision of the jobs"), max_length=6, choices=Bound, blank=True
    )
    # Training is often a task without beneficiary, and who is trained is no establishment.
    planned_trainees = models.PositiveIntegerField(
        _("people to be trained"),
        null=True,
        blank=True,
        help_text=_("Of training; left empty where nobody is trained."),
    )
    accepted_trainees = models.PositiveIntegerField(
        _("people trained"),
        null=True,
        blank=True,
        help_text=_("As found at the acceptance of training."),
    )
    folded_title = models.CharField(max_length=300, editable=False)
    folded_code = models.CharField(max_length=30, editable=False)
    sort_key = models.TextField(editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        # All that reports count projects by, so that they need not read whole rows.
        indexes = [models.Index(fields=["id", "centre", "accepted_on"], name="project_of_centre")]
        constraints = [
            models.CheckConstraint(
                name="project_totals_not_negative",
                condition=(Q(investment_vnd__isnull=True) | Q(investment_vnd__gte=0))
                & (Q(counterpart_vnd__isnull=True) | Q(counterpart_vnd__gte=0)),
                violation_error_message=_("Investment and counterpart may not be negative."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.fold_text()
        super().save(*args, **kwargs)

    def fold_text(self) -> None:
        """Fill what search and order read; called before every save and bulk_create."""
        self.title = nfc(self.title)
        self.folded_title = fold(self.title)
        self.folded_code = fold(self.code)
        self.sort_key = sort_key(self.title)

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.code])


# Before its approval a project gives nothing, and some never get there.
WITHOUT_SUPPORT = (
    Project.Status.DRAFT,
    Project.Status.SUBMITTED,
    Project.Status.RETURNED,
    Project.Status.APPRAISED,
    Project.Status.NOT_APPROVED,
)
