"""The per-card table in this process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from rfma_fast.plan.shown import Shown

if TYPE_CHECKING:
    from rfma_fast.engines.scope import Scope

ROUBLES = pl.Decimal(38, 2)
# A Decimal as a literal would make Polars import NumPy; a text does not.
HUNDREDTH = pl.lit("0.01").cast(pl.Decimal(3, 2))


def card_table(graded: pl.LazyFrame, scope: Scope, columns: Sequence[Shown]) -> pl.DataFrame:
    """Return card (as printed), perhaps shop, and the columns, in the order of cards."""
    keys = scope.snapshot.keys().rename({"card": "printed"})
    shop = ["shop"] if "shop" in scope.unit else []
    printed = pl.coalesce("printed", "id") if "id" in scope.unit else pl.col("printed")
    return (
        graded.join(keys, left_on="card", right_on="key", how="left")
        .select(printed.alias("card"), *shop, *map(_column, columns))
        .sort("card", *shop)
        .collect(engine="streaming")
    )


def hundredths(column: str) -> pl.Expr:
    """Return a column of whole hundredths as a number with two decimals."""
    return (pl.col(column).cast(pl.Decimal(38, 0)) * HUNDREDTH).cast(ROUBLES)


def _column(shown: Shown) -> pl.Expr:
    column = pl.col(shown.of)
    if shown.kind == "hundredths":
        column = hundredths(shown.of)
    elif shown.kind == "day":
        column = column.cast(pl.Int32).cast(pl.Date)
    elif shown.kind in ("text", "digit"):
        column = pl.lit(pl.Series(shown.values, dtype=pl.String)).gather(column)
        if shown.kind == "digit":
            column = column.cast(pl.Int8)
    return column.alias(shown.name)
