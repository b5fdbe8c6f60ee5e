"""How a plain frame looks: the rows of a query, cards of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, number, printable
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import COLUMN_GAP, Column, note, table

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

ROWS_SHOWN = 50
_LONG_TEXT = 24
_GROUPED_FROM = 10_000
_FLOAT_PLACES = 4


def report(frame: pl.DataFrame, name: str) -> Report:
    """Return the forms of a frame; a terminal shows its first rows and the columns that fit."""
    return Report(
        json=lambda: plain.records(frame),
        frames=lambda: {name: frame},
        show=lambda width: _show(frame, width),
    )


def _show(frame: pl.DataFrame, width: int) -> Sequence[RenderableType]:
    numeric = [dtype.is_numeric() for dtype in frame.dtypes]
    rows = [[_text(value) for value in row] for row in frame.head(ROWS_SHOWN).iter_rows()]
    lengths = [
        max(map(cell_len, (name, *(row[place] for row in rows))))
        for place, name in enumerate(frame.columns)
    ]
    fitting = _fitting(lengths, numeric, width)
    columns = [
        Column(name, "right" if is_number else "left", shrinks=not is_number and long > _LONG_TEXT)
        for name, is_number, long in zip(frame.columns, numeric, lengths, strict=True)
    ][:fitting]
    shown: list[RenderableType] = [table("", columns, [row[:fitting] for row in rows])]
    if fitting < frame.width:
        rest = ", ".join(map(printable, frame.columns[fitting:]))
        shown.append(note(say("note.more_columns", rest=rest)))
    if frame.height > ROWS_SHOWN:
        shown.append(note(say("note.more_rows", rest=number(frame.height - ROWS_SHOWN))))
    return shown


def _fitting(lengths: list[int], numeric: list[bool], width: int) -> int:
    """Return how many of the first columns fit, long texts cut; at least one."""
    used = 0
    for place, (long, is_number) in enumerate(zip(lengths, numeric, strict=True)):
        used += (long if is_number else min(long, _LONG_TEXT)) + COLUMN_GAP
        if used > width + COLUMN_GAP:
            return max(place, 1)
    return len(lengths)


def _text(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return say("word.yes") if value else say("word.no")
    if isinstance(value, int):
        # A year is no quantity; figures that need grouping are larger.
        return number(value) if abs(value) >= _GROUPED_FROM else str(value)
    if isinstance(value, float):
        return number(value, _places(Decimal(str(round(value, _FLOAT_PLACES)))))
    if isinstance(value, Decimal):
        return number(value, _places(value))
    if isinstance(value, date | datetime | time):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return printable(value if isinstance(value, str) else str(plain.plain(value)))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
