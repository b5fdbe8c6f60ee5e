"""How numbers, money, shares and dates look in each language (docs/reading.md)."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import isfinite

from rfma_fast.i18n import language

MISSING = "—"
NBSP = "\u00a0"
_MINUS = "\u2212"
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "ru": ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
}

_MANY_DIGITS = 400

_LINES = re.compile(r"[^\n\t]+")
_UNSEEN = frozenset(
    map(
        chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10))
    )
) | frozenset(map(chr, (*range(0x180B, 0x1810), *range(0xE0100, 0xE01F0))))
"""Letters and marks that Unicode calls printable, but which show nothing."""

Number = int | Decimal | Fraction | float


def number(value: Number | None, places: int = 0) -> str:
    """Return a number with grouped thousands and exactly ``places`` decimals."""
    if value is None or not isfinite(value):
        return MISSING
    rounded = _rounded(value, places)
    text = f"{abs(rounded):,.{places}f}"
    if language() == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return _MINUS + text if rounded < 0 else text


def compact(value: Number | None, most: int = 2) -> str:
    """Return a number with as many decimals, by default at most two, as it needs."""
    if value is None or not isfinite(value):
        return MISSING
    rounded = _rounded(value, most)
    places = max(0, -int(rounded.normalize().as_tuple().exponent))
    return number(rounded, places)


def signed(value: Number, places: int = 0) -> str:
    """Return a change: a number with its sign, nothing before zero."""
    text = number(value, places)
    return f"+{text}" if _rounded(value, places) > 0 else text


def share(value: Number | None, places: int = 1) -> str:
    """Return a fraction of one as per cent."""
    if value is None:
        return MISSING
    text = number(_exact(value) * 100, places)
    return f"{text}{NBSP}%" if language() == "ru" else f"{text}%"


def day(value: date | None) -> str:
    """Return a date with the month in letters."""
    if value is None:
        return MISSING
    return f"{value.day}{NBSP}{_MONTHS[language()][value.month - 1]}{NBSP}{value.year}"


def size(octets: int) -> str:
    """Return a size on disk in the largest fitting unit of 1000."""
    units = ("B", "kB", "MB", "GB", "TB") if language() == "en" else ("Б", "кБ", "МБ", "ГБ", "ТБ")
    value, places = Decimal(octets), 0
    for unit in units[:-1]:
        if _rounded(value, places) < 1000:
            return f"{number(value, places)}{NBSP}{unit}"
        value, places = value / 1000, 1
    return f"{number(value, 1)}{NBSP}{units[-1]}"


def printable(text: str) -> str:
    """Return a text in which no character can steer a terminal, hide or break a line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if is_printable(sign) else "\ufffd" for sign in text)


def printable_lines(text: str) -> str:
    """Return a text of several lines, of which ``printable`` holds; tabs stay."""
    return _LINES.sub(lambda line: printable(line.group()), text)


def is_printable(sign: str) -> bool:
    """Tell whether a character shows and does nothing else."""
    return (sign.isprintable() and sign not in _UNSEEN) or sign == NBSP


def _rounded(value: Number, places: int) -> Decimal:
    with localcontext() as context:
        context.prec = _MANY_DIGITS
        return _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _exact(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))
