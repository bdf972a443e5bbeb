"""What provinces declared that they expect."""

from datetime import date

from django.db.models import Q

from reports.models import DeclaredEstimate


def declared(year: int, month: int, until: date) -> list[DeclaredEstimate]:
    """The estimates of the month and the whole budget year that counted at the end of the day;
    one query. Each with who declared it."""
    said = DeclaredEstimate.objects.of_year(year).filter(Q(month=month) | Q(month=None))
    return list(said.declared_by(until).that_count().select_related("recorded_by"))
