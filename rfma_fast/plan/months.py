"""Months as whole numbers, counted from 1970-01."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rfma_fast.periods import day_number
from rfma_fast.plan.terms import Term, stepped

MONTHS_A_YEAR = 12


def month_number(day: date) -> int:
    """Return the months from 1970-01 to the month of a day.

    >>> month_number(date(2022, 6, 9))
    629
    """
    return (day.year - 1970) * MONTHS_A_YEAR + day.month - 1


def month_start(number: int) -> date:
    """Return the first day of the month that many months after 1970-01.

    >>> month_start(629)
    datetime.date(2022, 6, 1)
    """
    return date(1970 + number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def month_of_day(day: Term, months: Sequence[str]) -> Term:
    """Return the number of the month of a day that lies in one of some rising months."""
    starts = [date.fromisoformat(f"{month}-01") for month in months]
    edges = [day_number(start) for start in starts[1:]]
    # Where there is no month, there is no day either.
    return stepped(day, edges, [month_number(start) for start in starts] or [0])
