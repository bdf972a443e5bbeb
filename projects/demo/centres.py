"""One promotion centre for each province-level unit; merged with the units in July 2025."""

from datetime import date

from projects.demo.places import FIRST_DAY_OF_34, LAST_DAY_OF_63, Unit, title_on, units
from promotion.lib.text import fold, sort_key
from promotion.models import Centre

OPENED = date(2009, 1, 1)


class Centres:
    """Keeps the centres by the unit that they belong to."""

    def __init__(self) -> None:
        self.by_unit = {slug: _centre(unit) for slug, unit in units().items()}

    def of(self, unit: str) -> Centre:
        return self.by_unit[unit]

    def merge(self) -> None:
        """Name the centres that carry on; once they are saved, because they name each other."""
        for slug, unit in units().items():
            self.of(slug).current = self.of(unit.current)
            self.of(slug).successor = self.of(unit.current) if unit.ended else None

    def rows(self) -> list[Centre]:
        return list(self.by_unit.values())


def _centre(unit: Unit) -> Centre:
    opened = FIRST_DAY_OF_34 if unit.begun else OPENED
    place = title_on(unit.slug, FIRST_DAY_OF_34 if unit.begun else LAST_DAY_OF_63)
    name = f"Trung tâm Khuyến công và Xúc tiến thương mại {place}"
    return Centre(
        slug=f"ttkc-{unit.slug}",
        name=name,
        province_id=unit.slug,
        opened_on=opened,
        closed_on=LAST_DAY_OF_63 if unit.ended else None,
        folded_name=fold(name),
        sort_key=sort_key(name),
    )
