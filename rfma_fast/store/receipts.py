"""Receipts made from their lines."""

from __future__ import annotations

import polars as pl

from rfma_fast.cheques.schema import STORED

_MONEY = ("amount", "paid", "bonus_earned", "bonus_spent")
RECEIPT = ("card", "unidentified_id", "shop", "day", "doc_id")
"""What lines of one receipt agree in; those without a document also in their time."""


def receipts_of(lines: pl.DataFrame) -> pl.DataFrame:
    """Return one row per receipt of the lines of a month: sums of money, the earliest time.

    Lines with neither a document nor somebody's id are receipts of their own. A sum over lines that
    tell nothing is nothing.
    """
    nobody = (pl.col("card") == 0) & pl.col("unidentified_id").is_null()
    alone = pl.col("doc_id").is_null() & nobody
    apart = pl.when(alone).then(pl.int_range(pl.len())).otherwise(-1)
    moment = pl.when(pl.col("doc_id").is_null()).then("time").otherwise(-1)
    sums = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
        for name in _MONEY
    ]
    receipts = (
        lines.lazy()
        .with_columns(apart.alias("*apart"), moment.alias("*moment"))
        .group_by(*RECEIPT, "*apart", "*moment")
        .agg(pl.col("time").min(), *sums)
        .collect()
    )
    return receipts.select(name for name in STORED if name != "load").cast(
        {name: kind for name, kind in STORED.items() if name != "load"}
    )
