"""The application's clock, stopped in Vietnam's time, in processes of different time zones."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# The last minute of 2025 and the first hour of 2026, both of 31 December in UTC.
OLD_YEAR, NEW_YEAR = "2025-12-31 23:59", "2026-01-01 00:30"


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh"])
def stop_clock(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Stops the clock at "2025-12-31 23:59"; the process lives in UTC, then in Vietnam."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()

    def stop(moment: str) -> None:
        instant = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: instant)

    yield stop
    monkeypatch.undo()
    time.tzset()
