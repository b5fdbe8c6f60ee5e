"""The per-card table as the workers compute it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.plan.shown import Shown

if TYPE_CHECKING:
    from pyspark.sql.connect.column import Column
    from pyspark.sql.connect.dataframe import DataFrame

    from rfma_fast.engines.scope import Scope


def card_table(
    graded: Any, keys: DataFrame | None, scope: Scope, columns: Sequence[Shown]
) -> DataFrame:
    """Return card (as printed), perhaps shop, and the columns, in no order.

    Without ``keys`` cards are known by what is printed on them.
    """
    from pyspark.sql.connect import functions as F  # noqa: N812

    if keys is None:
        joined = graded.withColumn("printed", F.nullif(F.col("card"), F.lit("")))
    else:
        joined = graded.join(keys, "card", "left")
    printed = F.coalesce("printed", "id") if "id" in scope.unit else F.col("printed")
    shop = ["shop"] if "shop" in scope.unit else []
    return joined.select(printed.alias("card"), *shop, *map(_column, columns))


def _column(shown: Shown) -> Column:
    from pyspark.sql.connect import functions as F  # noqa: N812

    column = F.col(shown.of)
    if shown.kind == "hundredths":
        hundredth = F.lit("0.01").cast("decimal(3,2)")
        # Nineteen digits hold every 64-bit number; wider ones would lose decimals in the product.
        column = (column.cast("decimal(19,0)") * hundredth).cast("decimal(38,2)")
    elif shown.kind == "day":
        column = F.date_from_unix_date(column.cast("int"))
    elif shown.kind in ("text", "digit"):
        values = F.array(*map(F.lit, shown.values))
        column = F.element_at(values, column.cast("int") + F.lit(1))
        if shown.kind == "digit":
            column = column.cast("tinyint")
    return column.alias(shown.name)
