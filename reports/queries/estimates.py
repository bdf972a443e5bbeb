"""What provinces declared that they expect."""

from datetime import date

from reports.models import DeclaredEstimate


def declared(year: int, until: date) -> list[DeclaredEstimate]:
    """The estimates of the budget year that counted at the end of the day; one query.

    Each with who declared it.
    """
    rows = DeclaredEstimate.objects.of_year(year).declared_by(until).that_count()
    return list(rows.select_related("recorded_by"))
