from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UserManager(DjangoUserManager["User"]):
    use_in_migrations = False

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        """An administrator: the first account of an installation (`manage.py createsuperuser`)."""
        fields.setdefault("role", User.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **fields)


class User(AbstractUser):
    """A person, with a role and a reach.

    A clerk reaches one centre, an officer one province; the ministry and, without a
    province, the auditor reach the country. Reach follows mergers: see promotion.scope.
    """

    class Role(models.TextChoices):
        CLERK = "clerk", _("centre clerk")
        OFFICER = "officer", _("provincial Department officer")
        MINISTRY = "ministry", _("Agency officer")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")

    role = models.CharField(_("role"), max_length=13, choices=Role, default=Role.AUDITOR)
    centre = models.ForeignKey(
        "promotion.Centre",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("centre"),
        related_name="clerks",
    )
    province = models.ForeignKey(
        "provinces.Province",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        related_name="officials",
    )
    valid_until = models.DateField(
        _("last day of access"), null=True, blank=True, help_text=_("Empty: without end.")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], blank=True
    )
    must_change_password = models.BooleanField(
        _("must change the password"), default=False, help_text=_("Asked at the next sign-in.")
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                name="user_reach_fits_role",
                condition=(
                    Q(role="clerk", centre__isnull=False, province__isnull=True)
                    | Q(role="officer", centre__isnull=True, province__isnull=False)
                    | Q(role__in=["ministry", "administrator"])
                    & Q(centre__isnull=True, province__isnull=True)
                    | Q(role="auditor", centre__isnull=True)
                ),
                violation_error_message=_(
                    "A clerk has a centre, an officer a province, the ministry and"
                    " administrators neither; an auditor may have a province."
                ),
            )
        ]

    def get_full_name(self) -> str:
        """The family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def has_access_on(self, day: date) -> bool:
        """Whether the account may be used on the day, the last day included."""
        return self.is_active and (self.valid_until is None or day <= self.valid_until)
