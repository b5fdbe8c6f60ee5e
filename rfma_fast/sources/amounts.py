"""Money and cards as people and spreadsheets write them, made plain or named as doubtful."""

from __future__ import annotations

import polars as pl

from rfma_fast.sources.dialect import Dialect

_BLANKS = "[\u00a0\u202f\u2009\u2007 '’]"
"""What may part thousands anywhere: blanks that break and that do not, apostrophes."""
_WHOLE = rf"(?:[0-9]{{1,3}}(?:{_BLANKS}[0-9]{{3}})+|[0-9]+)"
_COMMA_DECIMAL = (
    rf"^[+-]?(?:{_WHOLE},[0-9]{{1,2}}"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})$"
)
_CARD_NUMBER = r"^[0-9]+(?:[.,]0+|(?:[.,][0-9]+)?[eE]\+[0-9]{1,2})$"
_FLOATS = {pl.Float16(): 2**11, pl.Float32(): 2**24, pl.Float64(): 2**53}
"""From where on neighbouring whole numbers become one."""


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
    grouped = rf"^[+-]?[0-9]{{1,3}}(?:(?:{o}[0-9]{{3}})+{p}[0-9]+|(?:{o}[0-9]{{3}}){{2,}})$"
    if dialect.thousands == other:
        grouped = rf"^[+-]?[0-9]{{1,3}}(?:{o}[0-9]{{3}})+(?:{p}[0-9]+)?$"
    plain = bare.str.contains(rf"^[+-]?{_WHOLE}(?:{p}[0-9]*)?$")
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
    return _bare(text).str.contains(rf"^[+-]?[0-9]{{1,3}}[{other}][0-9]{{3}}$").fill_null(False)


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
    # ``scatter`` writes into the series that it is asked of.
    return given.clone().scatter(odd.arg_true(), whole)


def cut_cards(given: pl.Series) -> pl.Series:
    """Tell which cards lost digits when a program held them as numbers."""
    if given.dtype.is_float():
        # A number that is none is a gap; without the end of numbers it is an odd id.
        return given.is_finite().fill_null(False) & (given.abs() >= _FLOATS[given.dtype])
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
