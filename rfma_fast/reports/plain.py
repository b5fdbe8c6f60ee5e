"""From exact values to the plain numbers and texts of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import is_printable

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.clustered import Estimate
    from rfma_fast.analyses.provenance import Provenance


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates as ISO text, whole numbers without a point."""
    if isinstance(value, Decimal | Fraction):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value


def escaped(text: str) -> str:
    """Return a text of JSON that means the same, its unprintable characters written as escapes."""
    if text.isascii():
        return text
    return "".join(
        sign if sign.isascii() or is_printable(sign) else json.dumps(sign)[1:-1] for sign in text
    )


def roubles(kopecks: Fraction | int | None) -> int | float | None:
    """Return kopecks as a number of roubles with at most two decimals, halves away from zero."""
    if kopecks is None:
        return None
    exact = Fraction(kopecks)
    rounded = (abs(exact) + Fraction(1, 2)).__floor__()
    number: int | float = plain(Fraction(rounded if exact >= 0 else -rounded, 100))
    return number


def estimate(of: Estimate | None, places: int = 6) -> dict[str, Any] | None:
    """Return a figure and its interval, rounded; an end that nothing bounds is null."""
    if of is None:
        return None
    return {end: plain(round(getattr(of, end), places)) for end in ("value", "low", "high")}


def money_estimate(of: Estimate | None) -> dict[str, Any] | None:
    """Return a figure in kopecks and its interval as roubles with two decimals."""
    return None if of is None else estimate(of.times(1 / 100), 2)


def hundredths(value: Fraction | None) -> int | float | None:
    """Return a number rounded to hundredths, halves away from zero."""
    return None if value is None else roubles(value * 100)


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame."""
    return [plain(row) for row in frame.iter_rows(named=True)]


def provenance(of: Provenance) -> dict[str, Any]:
    """Return where a result comes from: what two stores of the same cheques agree on."""
    found: dict[str, Any] = plain(asdict(of))
    del found["store_id"]
    return found


def notes(given: list[tuple[str, dict[str, object]]]) -> list[str]:
    """Return the sentences of notes in the language in use."""
    return [say(key, **values) for key, values in given]
