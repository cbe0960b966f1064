"""The one clock: read once a request, command or job, and passed down as `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """The day an instant falls on in Shanghai: the day that deadlines speak of."""
    return at.astimezone(SHANGHAI).date()
