"""Days, months and periods: calendar dates only, never hours."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")


def parse_day(text: str) -> date | None:
    """Return the date written as ``YYYY-MM-DD``, or ``None`` where the text is no such date."""
    found = _ISO_DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def parse_month_end(text: str) -> date | None:
    """Return a day as ``parse_day`` does, or the last day of a month ``YYYY-MM``.

    >>> parse_month_end("2022-02")
    datetime.date(2022, 2, 28)
    """
    month = text.strip()
    return last_day_of(month) if _ISO_MONTH.fullmatch(month) else parse_day(month)


def day_number(day: date) -> int:
    """Return the days since 1970-01-01.

    >>> day_number(date(2022, 6, 9))
    19152
    """
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the date that many days after 1970-01-01."""
    return EPOCH + timedelta(days=number)


def shifted(day: date, days: int) -> date:
    """Return the date that many days later, or an end of the calendar that lies before it.

    >>> shifted(date(9999, 12, 1), 31), shifted(date(1, 1, 2), -10**12)
    (datetime.date(9999, 12, 31), datetime.date(1, 1, 1))
    """
    number = day.toordinal() + days
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal()))


def days_after(day: date, most: int) -> list[date]:
    """Return the dates that follow one, as many as asked for or as the calendar has."""
    first, last = day.toordinal() + 1, min(day.toordinal() + most, date.max.toordinal())
    return [date.fromordinal(number) for number in range(first, last + 1)]


def month_of(day: date) -> str:
    """Return the month partition of a day.

    >>> month_of(date(2022, 6, 9))
    '2022-06'
    """
    return f"{day.year:04d}-{day.month:02d}"


def last_day_of(month: str) -> date:
    """Return the last day of the month ``YYYY-MM``.

    >>> last_day_of("2022-02")
    datetime.date(2022, 2, 28)
    """
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the months from one day to another, then the other day itself.

    >>> month_ends(date(2022, 1, 15), date(2022, 3, 2))
    [datetime.date(2022, 1, 31), datetime.date(2022, 2, 28), datetime.date(2022, 3, 2)]
    """
    ends, end = [], last_day_of(month_of(first))
    while end < last:
        ends.append(end)
        end = last_day_of(month_of(end + timedelta(days=1)))
    return [*ends, last] if first <= last else []


@dataclass(frozen=True)
class Period:
    """Calendar days from ``since`` to ``until``, both included; ``None`` leaves that end open."""

    since: date | None = None
    until: date | None = None

    def covers_month(self, month: str) -> bool:
        """Tell whether any day of the month ``YYYY-MM`` lies in the period."""
        after_start = self.since is None or month >= month_of(self.since)
        before_end = self.until is None or month <= month_of(self.until)
        return after_start and before_end

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        after_start = self.since is None or day >= self.since
        return after_start and (self.until is None or day <= self.until)
