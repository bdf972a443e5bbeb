"""Decisions of the demonstration: each is signed once and carries many lines."""

from datetime import date

from projects.demo.chance import chance
from projects.demo.places import holder_on, title_on
from promotion.models import Decision

MINISTRY = "Bộ Công Thương"


class Decisions:
    """Hands out one decision for one purpose, and never the same number twice on a day."""

    def __init__(self) -> None:
        self.signed: dict[tuple[str, date, str], Decision] = {}
        self.numbers: set[tuple[str, date]] = set()

    def by_ministry(self, on: date, abstract: str) -> Decision:
        return self._sign(MINISTRY, on, abstract, "QĐ-BCT", 9)

    def by_province(self, unit: str, on: date, abstract: str) -> Decision:
        """Of the unit's People's Committee; the unit existed on the day."""
        return self._sign(f"Ủy ban nhân dân {title_on(unit, on)}", on, abstract, "QĐ-UBND", 8)

    def by_department(self, unit: str, on: date, abstract: str) -> Decision:
        """Of the unit's provincial Department, after its merger of the successor's."""
        place = title_on(holder_on(unit, on), on)
        return self._sign(f"Sở Công Thương {place}", on, abstract, "QĐ-SCT", 1)

    def _sign(self, issuer: str, on: date, abstract: str, series: str, a_day: int) -> Decision:
        key = (issuer, on, abstract)
        if key not in self.signed:
            number = on.timetuple().tm_yday * a_day + chance(*key).randint(0, 40)
            while (f"{number}/{series}", on) in self.numbers:
                number += 1
            self.numbers.add((f"{number}/{series}", on))
            self.signed[key] = Decision(
                number=f"{number}/{series}",
                signed_on=on,
                issuer=issuer,
                abstract=abstract,
                synthetic=True,
            )
        return self.signed[key]

    def rows(self) -> list[Decision]:
        return sorted(self.signed.values(), key=lambda row: (row.signed_on, row.number))
