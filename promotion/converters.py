"""Parts of addresses that are more than text: a month, a source of money."""

from datetime import date

from promotion.models import Source


class MonthConverter:
    """ "2025-09" in the address, the first day of the month in the view."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(f"{text}-01")

    def to_url(self, month: date) -> str:
        return f"{month:%Y-%m}"


class SourceConverter:
    regex = "|".join(Source.values)

    def to_python(self, text: str) -> Source:
        return Source(text)

    def to_url(self, source: str) -> str:
        return source
