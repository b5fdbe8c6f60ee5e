"""How a plain frame looks: the rows of a query, cards of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, number
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, note, table

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

ROWS_SHOWN = 50


def report(frame: pl.DataFrame, name: str) -> Report:
    """Return the forms of a frame; a terminal shows its first rows."""
    return Report(
        json=lambda: plain.records(frame),
        frames=lambda: {name: frame},
        show=lambda width: _show(frame),
    )


def _show(frame: pl.DataFrame) -> Sequence[RenderableType]:
    numeric = [dtype.is_numeric() for dtype in frame.dtypes]
    columns = [
        Column(name, "right" if is_number else "left")
        for name, is_number in zip(frame.columns, numeric, strict=True)
    ]
    rows = [[_text(value) for value in row] for row in frame.head(ROWS_SHOWN).iter_rows()]
    shown: list[RenderableType] = [table("", columns, rows)]
    if frame.height > ROWS_SHOWN:
        rest = number(frame.height - ROWS_SHOWN)
        shown.append(note(say("note.more_rows", rest=rest)))
    return shown


def _text(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return say("word.yes") if value else say("word.no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float | Decimal):
        return number(value, 2)
    if isinstance(value, date | datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)
