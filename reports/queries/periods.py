"""Programme periods."""

from promotion.models import ProgrammePeriod


def programme_periods() -> list[ProgrammePeriod]:
    """Earliest first."""
    return list(ProgrammePeriod.objects.all())
