"""Days, months and periods are calendar dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.periods import Period, day_number, day_of, month_of, parse_day


@given(st.dates())
def test_a_written_day_reads_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f" {day.isoformat()}\n") == day


@pytest.mark.parametrize(
    "text",
    ["", "today", "2022-6-9", "2022-06-31", "2022-13-01", "09.06.2022", "20220609",
     "2022-06-09 12:00", "12022-06-09", "2022-06", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None


@given(st.dates(), st.dates())
def test_numbers_of_days_count_the_days_between_dates(one: date, other: date) -> None:
    assert day_of(day_number(one)) == one
    assert day_number(one) - day_number(other) == (one - other).days


def test_days_count_from_1970() -> None:
    assert [day_number(date(1970, 1, 1)), day_number(date(1969, 12, 31))] == [0, -1]
    assert day_of(19152) == date(2022, 6, 9)


def test_months_sort_as_their_text() -> None:
    assert month_of(date(2022, 6, 30)) == "2022-06"
    assert month_of(date(987, 12, 1)) == "0987-12"


ENDS = st.none() | st.dates(date(2021, 11, 1), date(2022, 3, 31))


@given(ENDS, ENDS, st.dates(date(2021, 10, 1), date(2022, 4, 30)))
def test_a_period_has_both_its_ends_and_covers_exactly_the_months_of_its_days(
    since: date | None, until: date | None, day: date
) -> None:
    period = Period(since, until)
    assert (day in period) == ((since or date.min) <= day <= (until or date.max))
    if not (since and until and since > until):
        first = day.replace(day=1)
        month = [first + timedelta(days) for days in range(31)]
        inside = any(d in period for d in month if d.month == day.month)
        assert period.covers_month(month_of(day)) == inside


def test_a_period_of_one_day_holds_that_day() -> None:
    ninth = date(2022, 6, 9)
    period = Period(ninth, ninth)
    assert ninth in period
    assert date(2022, 6, 8) not in period
    assert date(2022, 6, 10) not in period
    assert [period.covers_month(month) for month in ("2022-05", "2022-06", "2022-07")] == [
        False, True, False,
    ]  # fmt: skip
