"""Local date and time of a cheque, from texts, dates and moments."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl

FORMATS = (
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
WRITTEN = (
    r"^\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"((T|\s+)[0-9]{1,2}:[0-9]{1,2}(:[0-5]?[0-9](\.[0-9]+)?)?)?\s*$"
)
"""What a text must be to be read as a moment."""

MICROSECONDS_A_DAY = 86_400_000_000
_SECONDS_A_DAY = 86_400

SECONDS = (-2_208_988_800, 253_402_300_799)
"""1900-01-01 and 9999-12-31 23:59:59, in seconds since 1970; a date beyond is a mistake."""
_MONTH_STARTS = np.arange("1900-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]")
_FIRST_DAYS = _MONTH_STARTS.astype(np.int32)
_LENGTHS = (10, 16, 19, *range(21, 27))
"""Octets of the texts ``YYYY-MM-DD[ HH:MM[:SS[.f…]]]`` with at most six digits of a second."""
_ROWS_A_BLOCK = 1 << 14
_NOT_A_TIME = np.iinfo(np.int64).min
"""What numpy takes for the moment that is none."""

_Column = npt.NDArray[Any]


def moments(given: pl.Series) -> pl.Series:
    """Return moments in microseconds; null where blank, unreadable or out of the calendar."""
    if isinstance(given.dtype, pl.Datetime):
        return _in_our_time(given.dt.replace_time_zone(None))
    if given.dtype == pl.Date:
        return _in_our_time(given.cast(pl.Datetime("ms")))
    text = given.cast(pl.String)
    found = plain_moments(text)
    rest = found.is_null() & text.is_not_null()
    if not rest.any():
        return found
    return found.scatter(rest.arg_true(), any_moments(text.filter(rest)))


def months(days: pl.Series) -> pl.Series:
    """Return the months of days, as 202206."""
    numbers = days.to_physical().to_numpy()
    first = numbers.min(initial=0)
    told = np.arange(first, numbers.max(initial=0) + 1, dtype=np.int32)
    every = pl.Series(told).cast(pl.Date).dt
    return (every.year() * 100 + every.month()).gather(numbers - first)


def plain_moments(text: pl.Series) -> pl.Series:
    """Return the moments of the texts that are written to the letter, null for all others."""
    lengths = text.str.len_bytes()
    found = pl.Series(dtype=pl.Datetime("us")).extend_constant(None, text.len())
    for length in lengths.unique().drop_nulls():
        if length not in _LENGTHS:
            continue
        here = (lengths == length).fill_null(False)
        if here.all():
            return _read(text, length)
        found = found.scatter(here.arg_true(), _read(text.filter(here), length))
    return found


def any_moments(text: pl.Series) -> pl.Series:
    """Return the moments of texts in any of the formats, with blanks around them.

    The reader of the formats would also take a day and an hour that run into each other, and a
    sixtieth second for the next minute's first: ``WRITTEN`` does not.
    """
    text = text.zip_with(
        text.str.contains(WRITTEN).fill_null(False), pl.Series([None], dtype=pl.String)
    )
    text = text.str.strip_chars()
    found = pl.Series(dtype=pl.Datetime("us")).extend_constant(None, text.len())
    for form in FORMATS:
        open_rows = found.is_null()
        if not open_rows.any():
            break
        rest = text.filter(open_rows)
        read = rest.str.to_datetime(form, time_unit="us", strict=False)
        found = read if rest.len() == text.len() else found.scatter(open_rows.arg_true(), read)
    return _in_our_time(found)


def ticks_of_our_time(dtype: pl.Datetime | pl.Date) -> tuple[int, int]:
    """Return the first and the last moment of our time in the units of a type."""
    if isinstance(dtype, pl.Date):
        return SECONDS[0] // _SECONDS_A_DAY, SECONDS[1] // _SECONDS_A_DAY
    a_second = {"ms": 10**3, "us": 10**6, "ns": 10**9}[dtype.time_unit]
    first, last = (max(-(2**63), min(bound * a_second, 2**63 - 1)) for bound in SECONDS)
    return first, last


def _in_our_time(moments: pl.Series) -> pl.Series:
    """Return moments in microseconds, null before 1900 and after 9999."""
    ticks = moments.to_physical()
    first, last = ticks_of_our_time(cast(pl.Datetime, moments.dtype))
    outside = (ticks < first) | (ticks > last)
    return moments.set(outside, None).cast(pl.Datetime("us"))


def _read(text: pl.Series, length: int) -> pl.Series:
    """Read texts of one length octet by octet; null where an octet is not what it should be."""
    octets = text.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    table = np.frombuffer(octets, np.uint8, text.len() * length).reshape(text.len(), length)
    blocks = [
        _ticks(np.ascontiguousarray(table[start : start + _ROWS_A_BLOCK].T))
        for start in range(0, text.len(), _ROWS_A_BLOCK)
    ]
    return pl.Series(np.concatenate(blocks).view("datetime64[us]"))


def _ticks(octets: _Column) -> _Column:
    """Return the moments of a block of texts, given column by column of octets."""
    length, rows = octets.shape
    digits = octets - ord("0")
    sound = np.ones(rows, np.bool_)

    def number(start: int, stop: int) -> _Column:
        value = np.zeros(rows, np.int32)
        for place in range(start, stop):
            np.logical_and(sound, digits[place] <= 9, out=sound)
            value = value * 10 + digits[place]
        return value

    def mark(place: int, *marks: str) -> None:
        found = [octets[place] == ord(mark) for mark in marks]
        np.logical_and(sound, np.logical_or.reduce(found), out=sound)

    month, day = number(5, 7), number(8, 10)
    months = number(0, 4) * 12 + month - (1900 * 12 + 1)
    mark(4, "-")
    mark(7, "-")
    clock = np.zeros(rows, np.int64)
    if length > 10:
        hour, minute = number(11, 13), number(14, 16)
        mark(10, *" T" if length > 16 else " ")
        mark(13, ":")
        sound &= (hour < 24) & (minute < 60)
        clock = (hour * 60 + minute) * np.int64(60_000_000)
    if length > 16:
        second = number(17, 19)
        mark(16, ":")
        sound &= second < 60
        clock += second * np.int64(1_000_000)
    if length > 19:
        mark(19, ".")
        clock += number(20, length) * np.int64(10 ** (26 - length))
    sound &= (month >= 1) & (month <= 12) & (months >= 0) & (day >= 1)
    months = np.where(sound, months, 0)
    days = _FIRST_DAYS[months] + day - 1
    sound &= days < _FIRST_DAYS[months + 1]
    ticks = days * np.int64(MICROSECONDS_A_DAY) + clock
    return np.where(sound & (ticks <= SECONDS[1] * 10**6), ticks, _NOT_A_TIME)
