"""What filters may offer a user: the centres and the provinces whose rows are in reach."""

from functools import cached_property
from typing import Self

from django.db.models import Q
from django.utils.translation import gettext as _

from promotion.models import Centre, User
from promotion.scope import centres_in_reach
from provinces.models import Province


class Reach:
    """The centres and province-level units whose rows a user may see.

    Filters offer these and no others: a choice that names a foreign centre has already leaked.
    """

    def __init__(self, condition: Q, own: Province | None = None) -> None:
        self.is_country = not condition
        self._condition = condition
        self._own = own

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(centres_in_reach(user), user.province)

    @classmethod
    def of_everybody(cls) -> Self:
        """Of rows that belong to provinces alone: all provinces, no centres."""
        reach = cls(Q())
        reach.centres = []
        reach.units = list(Province.objects.all())
        return reach

    @cached_property
    def centres(self) -> list[Centre]:
        """Those of today and the merged ones, north to south."""
        return list(Centre.objects.filter(self._condition).select_related("province"))

    @cached_property
    def units(self) -> list[Province]:
        """Those that have a centre, of today and merged ones, north to south."""
        own = [self._own, *(centre.province for centre in self.centres)]
        units = {unit.unit: unit for unit in own if unit}.values()
        return sorted(units, key=lambda unit: (unit.display_order, unit.sort_key))

    @cached_property
    def has_central_units(self) -> bool:
        return self.is_country and any(centre.province_id is None for centre in self.centres)

    def told_of(self, places: set[str]) -> str:
        """What a list of these places of today must say of itself; "" where all are in reach.

        A list of nothing would read as if nothing had been planned or paid there.
        """
        own = {unit.current_id for unit in self.units}
        if self.is_country or places <= own:
            return ""
        if places & own:
            return _("Only rows within the reach of your account are listed.")
        return _("The rows of this place are outside the reach of your account.")
