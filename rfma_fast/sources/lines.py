"""Rows that are lines of receipts rather than receipts, seen in the first rows of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number
from rfma_fast.sources.headers import folded

FEW = 0.01
"""In a table of receipts no larger share of the rows has its receipt in common with others."""
OTHER = "*"
"""Before the names of columns that no field takes."""
_DAY = r"^\s*([^\sT]+)"
_TIME = r"[\sT]\d?\d[:.]\d\d"
_MIDNIGHT = r"[\sT]0?0[:.]00(?:[:.]00(?:\.0+)?)?$"
_ITEMS = frozenset({
    "артикул", "товар", "товары", "номенклатура", "наименование", "наименованиетовара",
    "кодтовара", "количество", "колво", "цена", "штрихкод", "sku", "item", "itemname", "itemid",
    "article", "product", "productid", "productname", "stockcode", "quantity", "qty", "price",
    "unitprice", "lineitemname", "lineitemquantity", "lineitemprice", "description", "barcode",
    "upc", "ean",
})  # fmt: skip
"""Columns that only lines have."""


@dataclass(frozen=True)
class Lines:
    """How many of some rows share their receipt with a row that differs from them."""

    rows: int
    shared: int
    receipts: int
    """Receipts of several rows."""
    columns: tuple[str, ...]
    """Columns of the source that tell of an item."""

    @property
    def are_lines(self) -> bool:
        """Tell whether the rows look like lines of receipts."""
        return self.receipts > 0 and (bool(self.columns) or self.shared > FEW * self.rows)


def lines_in(rows: pl.DataFrame) -> Lines:
    """Look at raw rows: fields by their names, other columns as ``*name``.

    A receipt is the rows of one shop, day and document and card, or, without documents, those of
    one card at one moment. Rows that agree in everything are one row told twice.
    """
    items = tuple(
        name.removeprefix(OTHER)
        for name in rows.columns
        if name.startswith(OTHER) and folded(name) in _ITEMS
    )
    at = pl.col("at").cast(pl.String)
    if "doc_id" in rows.columns:
        known = rows.filter(pl.col("doc_id").is_not_null())
        moment = at.str.extract(_DAY)
    elif "card" in rows.columns:
        known = rows.filter(
            pl.col("card").is_not_null() & at.str.contains(_TIME) & ~at.str.contains(_MIDNIGHT)
        )
        moment = at
    else:
        return Lines(rows.height, 0, 0, items)
    key = [name for name in ("shop", "card", "doc_id") if name in rows.columns]
    whole = pl.struct(name for name in rows.columns if name not in ("line", "rule")).hash()
    receipts = (
        known.select(*key, moment.alias("*moment"), whole.alias("*row"))
        .group_by(*key, "*moment")
        .agg(pl.len().alias("rows"), pl.col("*row").n_unique().alias("different"))
        .filter(pl.col("different") > 1)
    )
    shared = int(receipts.get_column("rows").sum())
    return Lines(rows.height, shared, receipts.height, items)


def refusal(found: Iterable[Lines], source: str) -> RfmaError | None:
    """Return the refusal of rows that look like lines, ``None`` where none do."""
    some = list(found)
    if not any(one.are_lines for one in some):
        return None
    return problem(
        "load.lines",
        source=source,
        rows=number(sum(one.rows for one in some)),
        shared=number(sum(one.shared for one in some)),
        receipts=number(sum(one.receipts for one in some)),
    )
