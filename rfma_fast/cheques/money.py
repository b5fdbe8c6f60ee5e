"""Money of a cheque in exact kopecks, from texts and numbers."""

from __future__ import annotations

import polars as pl

LARGEST_AMOUNT = 10**13
"""Kopecks; a cheque above 100 billion roubles is a mistake of the till."""

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
"""What a text must be to be read as money."""

LIMIT = LARGEST_AMOUNT // 100

FINER = r"\.[0-9]{2}[0-9]*[1-9]"
_FLOAT_LIMIT = 1e20
_EXACT = pl.Decimal(38, 6)


def money(given: pl.Series) -> pl.Series:
    """Return kopecks; null where blank, unreadable, too large or finer than a kopeck."""
    if given.dtype.is_numeric() and not given.dtype.is_integer():
        return any_money(given)
    if given.dtype.is_integer():
        return _whole(given.cast(pl.Int64, strict=False))
    text = given.cast(pl.String)
    found = plain_money(text)
    rest = found.is_null() & text.is_not_null() & (text != "")
    if not rest.any():
        return found
    return found.scatter(rest.arg_true(), any_money(text.filter(rest)))


def plain_money(text: pl.Series) -> pl.Series:
    """Return the kopecks of whole roubles and of ``1.5`` or ``1.50``, null for all others."""
    roubles = text.cast(pl.Int64, strict=False)
    found = _whole(roubles)
    if roubles.null_count() == text.null_count():
        return found
    open_rows = roubles.is_null() & text.is_not_null()
    return found.scatter(open_rows.arg_true(), _dotted(text.filter(open_rows)))


def any_money(given: pl.Series) -> pl.Series:
    """Return the kopecks of texts and numbers however they are written."""
    frame = given.alias("given").to_frame()
    return frame.select(kopecks(pl.col("given"), given.dtype)).to_series()


def kopecks(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return whole kopecks, null beyond the largest amount and between two kopecks."""
    decimal = exact(column, dtype)
    hundredfold = pl.when(decimal.abs() <= LIMIT).then(decimal * 100)
    whole = hundredfold.cast(pl.Int64)
    sound = (whole.cast(_EXACT) == hundredfold) & ~_finer(column, dtype)
    return pl.when(sound).then(whole)


def exact(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return a column as an exact number, null where it is none or far too large."""
    if dtype == pl.Float32:
        # Its shortest text is what was meant; its binary value is not.
        column, dtype = column.cast(pl.String).cast(pl.Float64, strict=False), pl.Float64()
    if dtype.is_float():
        # A float holds 12.34 only nearly: a kopeck within a millionth is the one that is meant.
        small = pl.when(column.abs() < _FLOAT_LIMIT).then(column.round(6))
        return small.cast(_EXACT, strict=False)
    if dtype.is_numeric():
        return column.cast(_EXACT, strict=False)
    text = column.cast(pl.String).str.strip_chars()
    return pl.when(text.str.contains(NUMBER)).then(text).cast(_EXACT, strict=False)


def _whole(roubles: pl.Series) -> pl.Series:
    return roubles.set((roubles > LIMIT) | (roubles < -LIMIT), None) * 100


def _dotted(text: pl.Series) -> pl.Series:
    """Return the kopecks of a number with one or two digits after a point and one before it."""
    point = text.str.find(".", literal=True).cast(pl.Int64)
    decimals = text.str.len_bytes().cast(pl.Int64) - point - 1
    digits = text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)
    small = digits.is_between(-LARGEST_AMOUNT, LARGEST_AMOUNT)
    plain = (point >= 1) & small & decimals.is_between(1, 2)
    amount = digits.set(~plain.fill_null(False), None)
    amount = amount.zip_with(decimals == 2, amount * 10)
    return amount.set(~amount.is_between(-LARGEST_AMOUNT, LARGEST_AMOUNT), None)


def _finer(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Tell whether the source itself, before any rounding, is finer than a kopeck."""
    if isinstance(dtype, pl.Decimal):
        return (column.cast(pl.String).str.contains(FINER)).fill_null(False)
    if dtype.is_numeric():
        return pl.lit(False)
    return column.cast(pl.String).str.strip_chars().str.contains(FINER).fill_null(False)
