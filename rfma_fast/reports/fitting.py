"""Whether a table fits a terminal, so that figures are left out rather than cut."""

from __future__ import annotations

from collections.abc import Sequence

from rfma_fast.reports.tables import COLUMN_GAP, Cell, Column, clean

Rows = Sequence[Sequence[Cell]]


def fits(width: int, columns: Sequence[Column], rows: Rows) -> bool:
    """Tell whether every cell fits when the columns that may shrink are as narrow as they can be.

    ``rows`` hold the foot, too, where there is one.
    """
    sizes = [
        column.narrowest or max(clean(cell).cell_len for cell in (column.heading, *cells))
        for column, *cells in zip(columns, *rows, strict=True)
    ]
    return sum(sizes) + COLUMN_GAP * (len(sizes) - 1) <= width
