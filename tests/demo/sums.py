"""Plans and payments of the demonstration added up without the reports, to compare them with."""

from collections import Counter
from datetime import date

from django.db.models import Sum

from projects.models import Disbursement
from promotion.models import BudgetLine, Source
from provinces.models import Province, RegionMembership

LAST_DAY = date(2026, 10, 31)  # of the demonstration
CONFERENCE = date(2025, 11, 30)
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def central() -> list[str]:
    """Units of today's Central – Central Highlands."""
    members = RegionMembership.objects.valid_on(LAST_DAY).filter(region="central")
    return list(members.values_list("province_id", flat=True))


def plans(year: int, until: date) -> Counter[tuple[str, str]]:
    """{(unit of its time, source): đồng}; a transfer leaves one unit and arrives at another."""
    found: Counter[tuple[str, str]] = Counter()
    lines = BudgetLine.objects.signed_until(until).order_by()
    for sign, path in ((1, "budget"), (-1, "from_budget")):
        rows = lines.filter(**{f"{path}__budget_year": year})
        rows = rows.values_list(f"{path}__province", f"{path}__source")
        for unit, source, amount in rows.annotate(sum=Sum("amount_vnd")):
            found[unit, source] += sign * amount
    return found


def payments(year: int, until: date) -> Counter[tuple[str, str]]:
    """{(unit of its time, source): đồng}, confirmed entries only."""
    rows = Disbursement.objects.confirmed().of_year(year).booked_until(until).order_by()
    rows = rows.values_list("grant__project__centre__province", "grant__source")
    rows = rows.annotate(sum=Sum("amount_vnd"))
    return Counter({(unit, source): amount for unit, source, amount in rows})


def today(sums: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The same by the unit that holds the territory today."""
    holders = dict(Province.objects.values_list("unit", "current"))
    found: Counter[tuple[str, str]] = Counter()
    for (unit, source), amount in sums.items():
        found[holders[unit], source] += amount
    return found


def of_central(sums: Counter[tuple[str, str]], source: Source) -> int:
    return sum(today(sums)[unit, source] for unit in central())


def total(rows, field: str = "amount_vnd") -> int:
    return rows.aggregate(total=Sum(field))["total"] or 0
