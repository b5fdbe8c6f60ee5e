"""How figures of trade look: roubles of kopecks, changes, intervals."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.intervals import Interval
from rfma_fast.i18n.formats import MISSING, number, share

_SURE = Fraction(95, 100)


def roubles(kopecks: Fraction | int | None, places: int = 0) -> str:
    """Return kopecks as a number of roubles."""
    return number(None if kopecks is None else Fraction(kopecks) / 100, places)


def change(value: Fraction | None) -> str:
    """Return a change as per cent with its sign."""
    text = share(value)
    return f"+{text}" if value is not None and value > 0 else text


def between(interval: Interval | None, places: int = 1) -> str:
    """Return the ends of an interval of shares as per cent."""
    if interval is None:
        return MISSING
    least, greatest = interval
    return f"{number(least * 100, places)}–{share(greatest, places)}"


def sure(part: Fraction | None, interval: Interval | None, places: int = 2) -> str:
    """Return a share and its 95 % interval."""
    if part is None:
        return MISSING
    return f"{share(part, places)} ({share(_SURE, 0)}: {between(interval, places)})"


def fraction(value: Fraction | None) -> float | None:
    """Return an exact share as JSON can hold it."""
    return None if value is None else float(value)
