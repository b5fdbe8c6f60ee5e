"""Moments that SQL knows and no calendar does: infinity, and years before 1 and after 9999."""

from __future__ import annotations

from datetime import date

import polars as pl

from rfma_fast.i18n import problem
from rfma_fast.periods import day_number

_FIRST, _END = day_number(date.min), day_number(date.max) + 1
_TICKS = {"ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
"""Units of time in a day."""


def check_days(column: pl.Series) -> None:
    """Refuse a column that holds, however deep, a moment that no calendar has."""
    kind = column.dtype
    if isinstance(kind, pl.List | pl.Array):
        check_days(column.explode())
    elif isinstance(kind, pl.Struct):
        for name in column.struct.fields:
            check_days(column.struct.field(name))
    elif isinstance(kind, pl.Date | pl.Datetime):
        ticks = _TICKS[kind.time_unit] if isinstance(kind, pl.Datetime) else 1
        numbers = column.to_physical().cast(pl.Int64)
        if not numbers.is_between(_FIRST * ticks, _END * ticks - 1).all():
            raise problem("query.no_day", name=column.name)
