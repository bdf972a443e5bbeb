"""The two sources of money, and whose word decides on each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from promotion.models.users import User
from provinces.models import Province


class Source(models.TextChoices):
    """Where public money comes from (nguồn kinh phí)."""

    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


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
