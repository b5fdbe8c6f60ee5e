"""The pieces of which all terminal output is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import printable
from rfma_fast.reports import palette

COLUMN_GAP = 2
"""Blanks between two columns."""

FULL, SWATCH = "█", "■"
_EIGHTHS = " ▏▎▍▌▋▊▉"

Cell = str | Text


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    heading: str
    side: Literal["left", "right"] = "right"
    shrinks: bool = False
    """Whether a narrow terminal may cut this column's text."""


def text_column(heading: str) -> Column:
    """Return a column of names, cut where the terminal is narrow."""
    return Column(heading, "left", shrinks=True)


def table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    total: Sequence[Cell] | None = None,
) -> Group:
    """Return a table under its title, numbers at the right, and perhaps a foot of totals."""
    built = frame(show_footer=total is not None)
    for place, column in enumerate(columns):
        built.add_column(
            clean(column.heading),
            clean(total[place]) if total else "",
            justify=column.side,
            no_wrap=not column.shrinks,
            min_width=8 if column.shrinks else None,
        )
    for row in rows:
        cells = zip(row, columns, strict=True)
        built.add_row(
            *(_one_line(cell) if column.shrinks else clean(cell) for cell, column in cells)
        )
    return titled(title, built)


def facts(pairs: Iterable[tuple[str, str]]) -> Group:
    """Return names and values in two columns without a head."""
    built = frame(show_header=False)
    built.add_column()
    built.add_column(justify="right")
    for name, value in pairs:
        built.add_row(clean(name), clean(value))
    return Group("", built)


def titled(title: str, built: Table) -> Group:
    """Put a title above a table; a title never widens or breaks with the table."""
    return Group("", *([Text(title, style="bold")] if title else []), built)


def frame(*, show_footer: bool = False, show_header: bool = True, gap: int = 1) -> Table:
    """Return an empty table in the house style; ``gap`` blanks more than one between columns."""
    return Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_footer=show_footer,
        show_header=show_header,
        pad_edge=False,
        padding=(0, gap, 0, 0),
    )


def bar(share: float, width: int = 12) -> Text:
    """Return a bar filled to a share of its width, in eighths of a column."""
    eighths = round(max(0.0, min(share, 1.0)) * width * 8)
    filled = FULL * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return Text(filled.ljust(width), style=palette.QUANTITY)


def swatch(warmth: int | None, name: str) -> Text:
    """Return a name behind a square in the colour of its warmth."""
    colour = palette.WARMTH.get(warmth or 0, palette.NO_WARMTH)
    return Text.assemble((SWATCH, colour), " ", clean(name))


def heading(*parts: str) -> Text:
    """Return the line that stands above a result."""
    return Text(" · ".join(printable(part) for part in parts), style="bold")


def note(sentence: str) -> Text:
    """Return a remark below a result."""
    return Text(f"{say('word.note')}: {sentence}", style="italic")


def _one_line(cell: Cell) -> Text:
    # Rich narrows the columns that may wrap first; this cell then cuts instead of wrapping.
    text = clean(cell).copy()
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


def clean(cell: Cell) -> Text:
    """Return a cell without control characters and with markup taken as text."""
    return cell if isinstance(cell, Text) else Text(printable(cell))
