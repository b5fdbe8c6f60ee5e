"""Rows that are lines of receipts rather than receipts, seen in the first rows of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number
from rfma_fast.sources.headers import folded

FEW, FEW_RECEIPTS = 0.01, 5
"""In a table of receipts no larger share of the rows, or so few receipts, are told in several rows
that differ: a till may use a number twice."""
OTHER = "*"
"""Before the names of columns that no field takes."""
_SECONDS_A_DAY = 86_400
_A_SECOND = {"ms": 10**3, "us": 10**6, "ns": 10**9}
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
        many = self.receipts >= FEW_RECEIPTS and self.shared > FEW * self.rows
        return many or (self.receipts > 0 and bool(self.columns))


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
    day, at, has_time = _moment(rows.schema["at"])
    if "doc_id" in rows.columns:
        known, moment = rows.filter(pl.col("doc_id").is_not_null()), day
    elif "card" in rows.columns:
        known, moment = rows.filter(pl.col("card").is_not_null() & has_time), at
    else:
        return Lines(rows.height, 0, 0, items)
    key = [name for name in ("shop", "card", "doc_id") if name in rows.columns]
    told = [name for name in rows.columns if name not in ("at", "line", "rule")]
    whole = pl.struct(at.alias("at"), *told).hash()
    receipts = (
        known.select(*key, moment.alias("*moment"), whole.alias("*row"))
        .group_by(*key, "*moment")
        .agg(pl.len().alias("rows"), pl.col("*row").n_unique().alias("different"))
        .filter(pl.col("different") > 1)
    )
    shared = int(receipts.get_column("rows").sum())
    return Lines(rows.height, shared, receipts.height, items)


def _moment(dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return the day, the moment, and whether it has a time of the day, of the column ``at``.

    Numbers where the column has a type: no calendar need know them.
    """
    at = pl.col("at")
    if isinstance(dtype, pl.Datetime):
        ticks = at.to_physical()
        day = _SECONDS_A_DAY * _A_SECOND[dtype.time_unit]
        return ticks // day, ticks, ticks % day != 0
    if dtype == pl.Date:
        return at.to_physical(), at.to_physical(), pl.lit(False)
    text = at.cast(pl.String)
    timed = text.str.contains(_TIME) & ~text.str.contains(_MIDNIGHT)
    return text.str.extract(_DAY), text, timed


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
