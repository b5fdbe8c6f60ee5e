"""Sheets of Excel workbooks, every cell as the text that keeps it exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from rfma_fast.i18n import problem, say
from rfma_fast.sources.batches import cut
from rfma_fast.sources.limits import check_workbook
from rfma_fast.sources.octets import first_octets

_FEWEST_NAMES = 3
"""Filled cells of a header: a moment, a shop and an amount at least. Fewer make a title."""
_ROWS_ABOVE = 30
_LONG = r"^[0-9]{16,}$"
"""More digits than a number of Excel holds; such a card is whole as text only."""


def sheets_of(path: Path, name: str) -> list[str]:
    """Return the names of a workbook's sheets in order."""
    with _plain_errors(path, name) as reader:
        return list(reader.sheet_names)


def header_of(path: Path, sheet: str, name: str) -> tuple[str, ...] | None:
    """Return the header of a sheet; ``None`` where no cell of it is filled."""
    book = Workbook(path, sheet, name)
    above = book.load(n_rows=_ROWS_ABOVE, dtypes="string")
    if not above.height or not above.width:
        return None
    return tuple(book.header(above)[1])


@contextmanager
def _plain_errors(path: Path, name: str) -> Iterator[Any]:
    import fastexcel

    if first_octets(path).startswith(b"PK"):
        check_workbook(path)
    try:
        yield fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        reason = str(error).partition("\n")[0]
        raise problem("source.unreadable", path=name, reason=reason) from error


@dataclass(frozen=True)
class Workbook:
    """One sheet, held in memory; its header is the first row with three filled cells."""

    path: Path
    sheet: str | None
    name: str

    def schema(self) -> list[tuple[str, pl.DataType]]:
        """Return the columns in order."""
        _, names = self.header(self.load(n_rows=_ROWS_ABOVE, dtypes="string"))
        return [(name, pl.String()) for name in names]

    def batches(self, columns: Mapping[str, str]) -> Iterator[pl.DataFrame]:
        """Yield batches of ``line``, the row in the sheet, and the fields; blank rows left out."""
        whole = self.load(dtypes="string")
        top, names = self.header(whole.head(_ROWS_ABOVE))
        cells = whole.slice(top + 1)
        places = {field: names.index(column) for field, column in columns.items()}
        fields = {field: cells.to_series(place) for field, place in places.items()}
        chosen = pl.DataFrame(fields)
        if "card" in places:
            lost = self._lost(chosen.get_column("card"), top, places["card"])
            if lost.any():
                rule = pl.when(lost).then(pl.lit("card_digits_lost"))
                chosen = chosen.with_columns(rule.alias("rule"))
        filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        for batch in cut(chosen.with_columns(filled.alias("*filled")), top + 2):
            yield batch.filter("*filled").drop("*filled")

    def header(self, above: pl.DataFrame) -> tuple[int, list[str]]:
        """Return the header's row, from 0, and its cells."""
        rows = list(above.iter_rows())
        filled = [sum(cell is not None for cell in row) for row in rows]
        for row, count in enumerate(filled):
            if count >= min(_FEWEST_NAMES, max(filled)) and count:
                return row, [cell or "" for cell in rows[row]]
        raise problem("source.unreadable", path=self.name, reason=say("word.empty"))

    def _lost(self, cards: pl.Series, top: int, place: int) -> pl.Series:
        """Tell which cells of the cards are numbers of more digits than a number holds.

        A text of as many digits is whole, whatever the other cells of its column are: as a truth
        value a number is told, a text is not.
        """
        long = cards.str.contains(_LONG).fill_null(False)
        if not long.any():
            return long
        asked = self.load(use_columns=[place], dtypes={place: "boolean"})
        return long & asked.to_series().slice(top + 1).is_not_null()

    def load(self, **asked: Any) -> pl.DataFrame:
        """Read the sheet, the first one where none is named."""
        with _plain_errors(self.path, self.name) as reader:
            known = reader.sheet_names
            if self.sheet is not None and self.sheet not in known:
                raise problem(
                    "excel.no_sheet", path=self.name, got=self.sheet, known=", ".join(known)
                )
            sheet = reader.load_sheet(
                self.sheet or 0, **{"header_row": None, "skip_rows": 0} | asked
            )
            loaded: pl.DataFrame = sheet.to_polars()
        return loaded
