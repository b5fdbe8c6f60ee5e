"""How numbers, money, shares and dates look in each language (docs/reading.md)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rfma_fast.i18n import language

MISSING = "—"
NBSP = "\u00a0"
_MINUS = "\u2212"
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "ru": ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
}

Number = int | Decimal | Fraction | float


def number(value: Number | None, places: int = 0) -> str:
    """Return a number with grouped thousands and exactly ``places`` decimals."""
    if value is None:
        return MISSING
    rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    if language() == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return _MINUS + text if rounded < 0 else text


def compact(value: Number | None) -> str:
    """Return a number with as many decimals, at most two, as it needs."""
    if value is None:
        return MISSING
    rounded = _exact(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    places = max(0, -int(rounded.normalize().as_tuple().exponent))
    return number(rounded, places)


def money(value: Number | None, places: int = 0) -> str:
    """Return an amount of roubles with its sign."""
    if value is None:
        return MISSING
    text = number(value, places)
    if language() == "ru":
        return f"{text}{NBSP}₽"
    return text.replace(_MINUS, f"{_MINUS}₽") if text.startswith(_MINUS) else f"₽{text}"


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
    value = Decimal(octets)
    for unit in units[:-1]:
        if value < 1000:
            return f"{number(value, 0 if unit == units[0] else 1)}{NBSP}{unit}"
        value /= 1000
    return f"{number(value, 1)}{NBSP}{units[-1]}"


def _exact(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))
