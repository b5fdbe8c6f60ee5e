"""Names of shops, cards and documents."""

from __future__ import annotations

import polars as pl

_WHOLE = r"^([+-]?[0-9]+)\.0*$"
"""A number that has nothing but zeros behind its point."""


def texts(given: pl.Series) -> pl.Series:
    """Return texts without blanks around them; null where nothing is left.

    What a value becomes depends on nothing but itself: 15.0 of a column of numbers is 15, whatever
    stands in the other rows, and a number that is none (NaN) is a gap.
    """
    return _as_text(given).alias(given.name)


def _as_text(given: pl.Series) -> pl.Series:
    if given.dtype.is_float():
        # What held whole numbers and gaps became floats on the way here.
        number = given.cast(pl.Int64, strict=False)
        whole = (number.cast(given.dtype) == given).fill_null(False)
        if not whole.all():
            return number.cast(pl.String).zip_with(whole, given.fill_nan(None).cast(pl.String))
        given = number
    text = given.cast(pl.String)
    if isinstance(given.dtype, pl.Decimal):
        return text.str.replace(_WHOLE, "$1")
    text = text.str.strip_chars()
    return text.set(text == "", None)
