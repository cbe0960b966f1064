"""When things happen in the demonstration: on working days, in office hours."""

from datetime import date, datetime, time, timedelta
from random import Random

from qingdan.base.clock import SHANGHAI, day_of
from qingdan.data.calendar import load_calendar

DAY = timedelta(days=1)
_OPENING, _OPEN_FOR = time(9), 7 * 60  # minutes: until 16:00, so that what follows at once is in hours too


def at_work(day: date, random: Random) -> datetime:
    """Some time in the office hours of a day, or of the first working day after it."""
    opening = datetime.combine(load_calendar().next_working(day), _OPENING, SHANGHAI)
    return opening + timedelta(minutes=random.randrange(_OPEN_FOR))


def worked_before(now: datetime, days: int, random: Random) -> datetime:
    """Some time in the office hours of the working day that lies so many before the day of `now`; 1 or more."""
    calendar, day = load_calendar(), day_of(now)
    while days:
        day -= DAY
        days -= calendar.is_working(day)
    return at_work(day, random)


def worked_after(day: date, days: int, random: Random) -> datetime:
    """Some time in the office hours of the working day that lies so many after a day."""
    calendar = load_calendar()
    while days:
        day += DAY
        days -= calendar.is_working(day)
    return at_work(day, random)
