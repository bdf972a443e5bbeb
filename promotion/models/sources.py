"""The two sources of money, at which level of local government, and whose word decides."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from promotion.guards.sentences import explain
from promotion.models.users import User
from provinces.models import Province


class Source(models.TextChoices):
    """Where public money comes from (nguồn kinh phí)."""

    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class Level(models.TextChoices):
    """Whose budget local money comes from (cấp): the province's own, a district's or commune's.

    National money is given to provinces. Districts were abolished on 1 July 2025 (Resolution
    202/2025/QH15): they have no budget after that year, and no decision since gave them money.
    """

    PROVINCE = "province", pgettext_lazy("level", "province level")
    DISTRICT = "district", pgettext_lazy("level", "district level")
    COMMUNE = "commune", pgettext_lazy("level", "commune level")


class OfLevel(models.Model):
    """Money of one source at one level."""

    level = models.CharField(
        pgettext_lazy("of government", "level"),
        max_length=8,
        choices=Level,
        default=Level.PROVINCE,
    )

    class Meta:
        abstract = True

    @property
    def below(self) -> str:
        """The level in words, "" of the province's own and of national money."""
        return "" if self.level == Level.PROVINCE else str(Level(self.level).label)


def settled_until(budget_year: int, source: str) -> date:
    """The last day of the settlement of a budget year, in January of the next."""
    return date(budget_year + 1, 1, settings.SETTLEMENT_LAST_DAY[source])


def refusal_of_level(error: IntegrityError, source: str) -> ValidationError:
    """The refusal of a new budget or support, with the rule of its level that it breaks.

    One CHECK holds both rules. Raises the error again when it is no refusal.
    """
    refusal = explain(error)
    if refusal.code not in ("annualbudget_level_fits", "grant_level_fits"):
        return refusal
    sentence = _("Districts have no budget after 2025. Please choose another level.")
    if source == Source.NATIONAL:
        sentence = _("National money is given to provinces; districts and communes have local.")
    return ValidationError(sentence, code=refusal.code)


# Who decides on money of the source, and whose word makes it disbursed.
SIDE = {Source.LOCAL: User.Role.OFFICER, Source.NATIONAL: User.Role.MINISTRY}


def source_decided_by(user: User) -> Source | None:
    """The source that the person's role decides on, None for who decides on nothing."""
    return next((source for source, role in SIDE.items() if role == user.role), None)


def decides_on(user: User, source: str, unit: Province | None) -> bool:
    """Whether money of the source, spent in a unit of any time, is the person's to decide on.

    Local money is decided on by the Department of the unit that holds the territory today,
    national money by the Agency, for central units too, which belong to no province.
    """
    if user.role != SIDE[Source(source)]:
        return False
    if source == Source.NATIONAL:
        return True
    return bool(unit and user.province and unit.current_id == user.province.current_id)
