from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from projects.models.projects import WITHOUT_SUPPORT, Project
from promotion.lib.text import fold, nfc
from promotion.models import Content, Synthetic, User, Versioned
from promotion.scope import ScopedQuerySet


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def in_reach(self, user: User) -> Self:
        """Supported by a project that the person may see."""
        own = Beneficiary.objects.in_reach(user).filter(establishment=OuterRef("pk"))
        return self.filter(Exists(own))


class Establishment(Synthetic, Versioned):
    """A rural industrial establishment (cơ sở công nghiệp nông thôn).

    Known to many centres; who may see one is decided by the projects that support it.
    """

    class LegalForm(models.TextChoices):
        COMPANY = "company", _("company")
        COOPERATIVE = "cooperative", _("cooperative")
        COOPERATIVE_UNION = "cooperative-union", _("cooperative union")
        COOPERATIVE_GROUP = "cooperative-group", _("cooperative group")
        HOUSEHOLD = "household", _("household business")

    name = models.CharField(_("name"), max_length=200)
    legal_form = models.CharField(_("legal form"), max_length=17, choices=LegalForm)
    tax_code = models.CharField(
        _("tax code"),
        max_length=14,
        blank=True,
        validators=[
            RegexValidator(
                r"^(\d{10}|\d{10}-\d{3}|\d{12})$",
                _("A tax code has 10 digits, 10 and 3 after a hyphen, or 12."),
            )
        ],
    )
    commune = models.ForeignKey(
        "provinces.Commune", models.PROTECT, null=True, blank=True, verbose_name=_("commune")
    )
    place_text = models.CharField(_("place as documented"), max_length=120, blank=True)
    folded_name = models.CharField(max_length=200, editable=False)

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.fold_text()
        super().save(*args, **kwargs)

    def fold_text(self) -> None:
        """Fill what search reads; called before every save and bulk_create."""
        self.name = nfc(self.name)
        self.folded_name = fold(self.name)


class BeneficiaryQuerySet(ScopedQuerySet["Beneficiary"]):
    scope_path = "project__centre"

    def of_same_tax_codes(self, project: Project) -> Self:
        """Supports by other approved projects of the tax codes that the project supports.

        Whoever's they are: what may be shown of one out of reach, the page decides.
        """
        codes = project.beneficiaries.exclude(establishment__tax_code="").order_by()
        others = self.exclude(project=project).exclude(project__status__in=WITHOUT_SUPPORT)
        return others.filter(establishment__tax_code__in=codes.values("establishment__tax_code"))


class Beneficiary(Synthetic, Versioned):
    """One establishment supported by a project for one content.

    Money in đồng, income in đồng a month; NULL is unknown or not reported, never zero.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="beneficiaries", verbose_name=_("project")
    )
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="supports", verbose_name=_("establishment")
    )
    content = models.ForeignKey(Content, models.PROTECT, verbose_name=_("content"))
    support_vnd = models.BigIntegerField(_("support (đồng)"), null=True, blank=True)
    planned_investment_vnd = models.BigIntegerField(
        _("planned investment (đồng)"), null=True, blank=True
    )
    planned_counterpart_vnd = models.BigIntegerField(
        _("planned counterpart (đồng)"), null=True, blank=True
    )
    planned_other_capital_vnd = models.BigIntegerField(
        _("planned other capital (đồng)"), null=True, blank=True
    )
    planned_jobs = models.PositiveIntegerField(_("planned jobs"), null=True, blank=True)
    planned_income_vnd = models.BigIntegerField(
        _("planned income a month (đồng)"), null=True, blank=True
    )
    accepted_investment_vnd = models.BigIntegerField(
        _("accepted investment (đồng)"), null=True, blank=True
    )
    accepted_counterpart_vnd = models.BigIntegerField(
        _("accepted counterpart (đồng)"), null=True, blank=True
    )
    accepted_other_capital_vnd = models.BigIntegerField(
        _("accepted other capital (đồng)"), null=True, blank=True
    )
    accepted_jobs = models.PositiveIntegerField(_("accepted jobs"), null=True, blank=True)
    accepted_income_vnd = models.BigIntegerField(
        _("accepted income a month (đồng)"), null=True, blank=True
    )

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        ordering = ["project", "id"]
        verbose_name = _("beneficiary")
        verbose_name_plural = _("beneficiaries")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "establishment", "content"],
                name="beneficiary_once",
                violation_error_message=_("This establishment is already named for the content."),
            )
        ]

    def __str__(self) -> str:
        return str(self.establishment)
