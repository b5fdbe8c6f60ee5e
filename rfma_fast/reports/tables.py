"""The pieces of which all terminal output is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Table
from rich.text import Text

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import printable
from rfma_fast.reports import palette
from rfma_fast.reports.narrow import narrow, whole

COLUMN_GAP = 2
"""Blanks between two columns."""

_LONGEST_FIGURES = 40
"""Signs of a value that is longer than figures are, and may be wrapped."""

FULL, SWATCH = "█", "■"
_EIGHTHS = " ▏▎▍▌▋▊▉"

Cell = str | Text


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    heading: str
    side: Literal["left", "right"] = "right"
    shrinks: bool = False
    """Whether a narrow terminal may cut or wrap this column's text: words, never figures."""

    @property
    def narrowest(self) -> int:
        """Return the least width, however short the cells are."""
        return 8 if self.shrinks else 0


def text_column(heading: str) -> Column:
    """Return a column of names, cut where the terminal is narrow."""
    return Column(heading, "left", shrinks=True)


@dataclass(frozen=True)
class Grid:
    """A table in the house style, whose first line is the head and whose last may be a foot.

    Where every cell fits, its lines are put together here: Rich measures, wraps and pads each cell
    by itself, which takes ten times as long.
    """

    columns: Sequence[Column]
    head: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    foot: Sequence[Text] | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, or what a narrow terminal shows instead."""
        feet = [self.foot] if self.foot else []
        sizes = [
            max(column.narrowest, *(cell.cell_len for cell in cells))
            for column, *cells in zip(self.columns, self.head, *self.rows, *feet, strict=True)
        ]
        width = sum(sizes) + COLUMN_GAP * (len(sizes) - 1)
        if width > options.max_width:
            yield from narrow(self, sizes, options.max_width)
            return
        yield self._line(self.head, sizes, "bold")
        yield Text("─" * width)
        yield from (self._line(row, sizes) for row in self.rows)
        for foot in feet:
            yield Text(" " * width)
            yield self._line(foot, sizes, "bold")

    def _line(self, cells: Sequence[Text], sizes: Sequence[int], style: str = "") -> Text:
        line = Text(style=style, no_wrap=True)
        for column, cell, size in zip(self.columns, cells, sizes, strict=True):
            blanks = " " * (size - cell.cell_len)
            gap = " " * COLUMN_GAP if line else ""
            line.append(gap + blanks if column.side == "right" else gap)
            line.append_text(cell)
            line.append("" if column.side == "right" else blanks)
        return line


def table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    total: Sequence[Cell] | None = None,
) -> Group:
    """Return a table under its title, numbers at the right, and perhaps a foot of totals."""
    head = [clean(column.heading) for column in columns]
    foot = [clean(cell) for cell in total] if total else None
    return titled(title, Grid(columns, head, [[clean(cell) for cell in row] for row in rows], foot))


def facts(pairs: Iterable[tuple[str, str]]) -> Group:
    """Return names and values in two columns without a head."""
    told = [(clean(name), clean(value)) for name, value in pairs]
    built = frame(show_header=False)
    built.add_column(overflow="fold")
    figures = all(value.cell_len <= _LONGEST_FIGURES for _, value in told)
    built.add_column(justify="right", no_wrap=figures, overflow="fold")
    for name, value in told:
        built.add_row(name, value)
    return Group("", whole(built))


def titled(title: str, built: Grid | Table) -> Group:
    """Put a title above a table; a title never widens or breaks with the table."""
    return Group("", *([Text(printable(title), style="bold")] if title else []), built)


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
    return Text(printable(f"{say('word.note')}: {sentence}"), style="italic")


def grey(cell: Cell) -> Text:
    """Return a cell that must not be compared with the others."""
    return Text(clean(cell).plain, style="dim")


def clean(cell: Cell) -> Text:
    """Return a cell without control characters and with markup taken as text."""
    return cell if isinstance(cell, Text) else Text(printable(cell))
