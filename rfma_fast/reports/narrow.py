"""Tables on a narrow terminal: a figure that is cut would read as another one, so none ever is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rfma_fast.reports.tables import Grid

_GAP = 2
_SHORTEST_NAME = 8
_UP_TO_FIGURES = re.compile(r".*\d\S*")


@dataclass(frozen=True)
class Whole:
    """A table of Rich that rather runs over the edge than cuts what must stay on one line."""

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, as wide as it must be."""
        least = Measurement.get(console, options.update(width=10_000), self.table).minimum
        yield from console.render(self.table, options.update(width=max(least, options.max_width)))


def whole(table: Table) -> Whole:
    """Return a table of Rich whose columns of figures keep their width."""
    for column in table.columns:
        if column.no_wrap or column.justify == "right":
            shown = (column.header, column.footer, *column.cells)
            column.no_wrap = True
            column.min_width = max(_length(cell) for cell in shown)
    return Whole(table)


def _length(cell: RenderableType) -> int:
    return cell.cell_len if isinstance(cell, Text) else Text(str(cell)).cell_len


def narrow(grid: Grid, sizes: Sequence[int], width: int) -> Iterator[RenderableType]:
    """Yield a table that is too wide: names cut, then heads wrapped, at last line under line."""
    feet = [grid.foot] if grid.foot else []
    least = (
        [
            _least(shrinks=column.shrinks, head=head, cells=cells, size=size)
            for column, head, cells, size in zip(
                grid.columns, grid.head, zip(*grid.rows, *feet, strict=True), sizes, strict=True
            )
        ]
        if grid.rows
        else list(sizes)
    )
    spare = width - sum(least) - _GAP * (len(sizes) - 1)
    if spare < 0:
        yield from _stacked(grid, width)
        return
    widths = list(least)
    names = [place for place, column in enumerate(grid.columns) if column.shrinks]
    heads = [place for place in range(len(sizes)) if place not in names]
    for places in (heads, names):
        while spare and (short := [place for place in places if widths[place] < sizes[place]]):
            for place in short[:spare]:
                widths[place] += 1
            spare -= len(short[:spare])
    yield _squeezed(grid, widths)


def _least(*, shrinks: bool, head: Text, cells: Sequence[Text], size: int) -> int:
    """Return the least width of a column: that of its figures, and of the words of its head."""
    words = max((Text(word).cell_len for word in head.plain.split(" ")), default=0)
    if not shrinks:
        return max(words, *(cell.cell_len for cell in cells))
    figures = max(map(_figures, cells), default=0)
    return max(figures, min(size, _SHORTEST_NAME))


def _figures(cell: Text) -> int:
    """Return the length of a name up to its last figure, and of the sign that it is cut there."""
    found = _UP_TO_FIGURES.match(cell.plain)
    return min(Text(found.group()).cell_len + 1, cell.cell_len) if found else 0


def _squeezed(grid: Grid, widths: Sequence[int]) -> Table:
    built = Table(
        box=box.SIMPLE_HEAD, show_edge=False, show_footer=grid.foot is not None,
        pad_edge=False, padding=(0, 1, 0, 0),
    )  # fmt: skip
    for place, (column, size) in enumerate(zip(grid.columns, widths, strict=True)):
        head = grid.head[place].copy()
        head.no_wrap = False
        built.add_column(
            head,
            _one_line(grid.foot[place]) if grid.foot else "",
            justify=column.side,
            width=size,
        )
    for row in grid.rows:
        built.add_row(*map(_one_line, row))
    return built


def _stacked(grid: Grid, width: int) -> Iterator[Text]:
    """Yield each row as lines of a head and a cell; they break at blanks, and words run over."""
    for row in [*grid.rows, *([grid.foot] if grid.foot else [])]:
        for head, cell in zip(grid.head, row, strict=True):
            if cell.plain.strip():
                line = Text(no_wrap=True, overflow="ignore")
                line.append(head.plain, style="bold")
                line.append("  " if head.plain else "")
                line.append_text(cell)
                yield from _broken(line, width)
        yield Text("")


def _broken(line: Text, width: int) -> Iterator[Text]:
    """Yield a line in parts that fit: it breaks at blanks, but not before a figure."""
    if line.cell_len <= width:
        yield line
        return
    start, last, used = 0, 0, 0
    for place, sign in enumerate(line.plain):
        if sign == " " and not line.plain[place + 1 : place + 2].isdigit():
            last = place
        used += cell_len(sign)
        if used > width and last > start:
            yield line[start:last]
            start = last + 1
            used = cell_len(line.plain[start : place + 1])
    yield line[start:]


def _one_line(cell: Text) -> Text:
    text = cell.copy()
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
