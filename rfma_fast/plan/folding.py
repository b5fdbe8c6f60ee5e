"""How a field of a card's state is folded from cheques, over frames of any engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from rfma_fast.plan.fields import MICROSECONDS_A_DAY, Field


def prepared(field: Field, bought: nw.Expr, as_of: int) -> list[nw.Expr]:
    """Return the columns from which a field is folded; its rows outside the window are blank."""
    within = _within(field, as_of)
    mine = bought if within is None else bought & within
    name = field.column
    if field.what in ("total", "paid_total"):
        netted = nw.col("amount" if field.what == "total" else "paid")
        return [(netted if within is None else nw.when(within).then(netted)).alias(name)]
    if field.what == "documents":
        undocumented = nw.when(mine & nw.col("doc_id").is_null()).then(_whole(1))
        return [nw.when(mine).then(nw.col("doc_id")).alias(name), undocumented.alias(f"un{name}")]
    if field.what == "unpaid":
        # A return without it would be netted as nothing.
        return [nw.when(nw.col("paid").is_null()).then(_whole(1)).alias(name)]
    return [nw.when(mine).then(_value(field)).alias(name)]


def folded(field: Field) -> nw.Expr:
    """Return the aggregate of a field's prepared columns, a 64-bit integer or null."""
    column = nw.col(field.column)
    if field.what == "first":
        result = column.min()
    elif field.what in ("last", "last_at", "amount_max", "paid_max"):
        result = column.max()
    elif field.what in ("documents", "days", "shops"):
        # A distinct count takes the blank of rows that do not count as one more value.
        blank = (column.null_count() > 0).cast(nw.Int64)
        result = column.n_unique().cast(nw.Int64) - blank
        if field.what == "documents":
            # A cheque without a document's number is a document of its own.
            result = result + nw.col(f"un{field.column}").sum()
    elif field.what in ("amount_median", "paid_median"):
        # Twice the median, so that the middle of two kopecks is whole.
        result = column.median() * 2
    else:
        result = column.sum()
    return result.cast(nw.Int64).alias(field.column)


def _within(field: Field, as_of: int) -> nw.Expr | None:
    return None if field.window is None else nw.col("day") > _whole(as_of - field.window)


def _value(field: Field) -> nw.Expr:
    if field.what == "cheques":
        return _whole(1)
    if field.what in ("first", "last", "days"):
        return nw.col("day")
    if field.what == "last_at":
        return nw.col("day") * _whole(MICROSECONDS_A_DAY) + nw.col("time")
    if field.what == "shops":
        return nw.col("shop")
    return nw.col(field.what.split("_")[0])


def _whole(value: int) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int64)
