"""Money and cards as people and spreadsheets write them, made plain or named as doubtful."""

from __future__ import annotations

import polars as pl

from rfma_fast.sources.dialect import Dialect

_BLANKS = "[\u00a0\u202f\u2009\u2007 '’]"
"""What may part thousands anywhere: blanks that break and that do not, apostrophes."""
_WHOLE = rf"(?:\d{{1,3}}(?:{_BLANKS}\d{{3}})+|\d+)"
_COMMA_DECIMAL = (
    rf"^[+-]?(?:{_WHOLE},\d{{1,2}}|\d{{1,3}}(?:\.\d{{3}})+,\d+|\d{{1,3}}(?:\.\d{{3}}){{2,}})$"
)
_CARD_NUMBER = r"^\d+(?:[.,]0+|(?:[.,]\d+)?[eE]\+\d{1,2})$"
_FLOAT_DIGITS, _SHEET_DIGITS = 2**53, 10**15
_SHORT_FLOAT_DIGITS = 2**24


def shows_decimal_comma(text: pl.Series) -> bool:
    """Tell whether a number is written with a decimal comma beyond doubt: 1234,5 or 1.234,50."""
    return bool(_bare(text).str.contains(_COMMA_DECIMAL).any())


def plain_amounts(text: pl.Series, dialect: Dialect) -> pl.Series:
    """Return numbers with a decimal point and nothing between thousands.

    What cannot be read stays as it was found.
    """
    bare, point = _bare(text), dialect.decimal
    other = "," if point == "." else "."
    spaced = bare.str.replace_all(_BLANKS, "").str.replace(point, ".", literal=True)
    parted = bare.str.replace_all(other, "", literal=True).str.replace(point, ".", literal=True)
    p, o = (f"[{sign}]" for sign in (point, other))
    grouped = rf"^[+-]?\d{{1,3}}(?:(?:{o}\d{{3}})+{p}\d+|(?:{o}\d{{3}}){{2,}})$"
    if dialect.thousands == other:
        grouped = rf"^[+-]?\d{{1,3}}(?:{o}\d{{3}})+(?:{p}\d+)?$"
    plain = bare.str.contains(rf"^[+-]?{_WHOLE}(?:{p}\d*)?$")
    found = pl.DataFrame({"text": text, "spaced": spaced, "parted": parted})
    return found.select(
        pl.when(plain)
        .then("spaced")
        .when(bare.str.contains(grouped))
        .then("parted")
        .otherwise("text")
    ).to_series()


def doubtful_amounts(text: pl.Series, dialect: Dialect) -> pl.Series:
    """Tell which numbers may be thousands or thousandths: 1,234, or 1.234 beside decimal commas."""
    other = "," if dialect.decimal == "." else "."
    if dialect.thousands == other:
        return pl.repeat(False, text.len(), eager=True)
    return _bare(text).str.contains(rf"^[+-]?\d{{1,3}}[{other}]\d{{3}}$").fill_null(False)


def plain_cards(given: pl.Series) -> pl.Series:
    """Return cards whole that a spreadsheet wrote as 2000200195023.0 or 2.000200195023E+12.

    What is no such number, or lacks digits, stays as it was found.
    """
    if given.dtype != pl.String:
        return given
    odd = given.str.contains(_CARD_NUMBER).fill_null(False)
    if not odd.any():
        return given
    whole = [_digits(text) or text for text in given.filter(odd)]
    return given.scatter(odd.arg_true(), whole)


def cut_cards(given: pl.Series, *, sheet: bool = False) -> pl.Series:
    """Tell which cards lost digits when a program held them as numbers."""
    if given.dtype.is_float():
        limit = _SHORT_FLOAT_DIGITS if given.dtype == pl.Float32 else _FLOAT_DIGITS
        return (given.abs() >= (_SHEET_DIGITS if sheet else limit)).fill_null(False)
    if given.dtype != pl.String:
        return pl.repeat(False, given.len(), eager=True)
    return given.str.contains(_CARD_NUMBER).fill_null(False)


def _digits(text: str) -> str | None:
    """Return the digits of a number, ``None`` where its exponent asks for more than it has."""
    mantissa, _, exponent = text.lower().replace(",", ".").partition("e")
    whole, _, decimals = mantissa.partition(".")
    if not exponent:
        return whole
    places = int(exponent)
    if len(decimals) < places or decimals[places:].strip("0"):
        return None
    return whole + decimals[:places]


def _bare(text: pl.Series) -> pl.Series:
    return text.str.strip_chars().str.replace("\u2212", "-", literal=True)
