"""From cheques to what all metrics are made of: card states and three distributions."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from rfma_fast.plan.fields import ALWAYS, Field
from rfma_fast.plan.folding import folded, prepared
from rfma_fast.plan.frame import Frame

CARD = ("card",)
"""The unit whose purchases make one state, unless a scheme has another."""


def card_states(
    cheques: Frame,
    unit: Sequence[str] = CARD,
    fields: Sequence[Field] = ALWAYS,
    as_of: int = 0,
    *,
    returns_count: bool = False,
) -> Frame:
    """Return one row a unit: its columns, then one column a field.

    ``cheques`` holds inside (1 for the population), the unit's columns, day, amount and what the
    fields need. A row with an amount of zero or less is no purchase: only its amount counts, in
    the total; with ``returns_count`` it is a cheque like any other. A unit without any purchase
    has 0 cheques and no days. (spec, Metrics per card)
    """
    bought = _bought(returns_count)
    columns = [column for field in fields for column in prepared(field, bought, as_of)]
    return (
        cheques.filter(nw.col("inside") > 0)
        .select(*unit, *columns)
        .group_by(*unit)
        .agg(*(folded(field) for field in fields))
    )


def gap_histogram(
    cheques: Frame, unit: Sequence[str] = CARD, *, returns_count: bool = False
) -> Frame:
    """Return value, count of the days between consecutive purchases of a unit, zeros included."""
    purchases = cheques.filter(nw.col("inside") > 0, _bought(returns_count)).select(*unit, "day")
    previous = nw.col("day").shift(1).over(*unit, order_by="day")
    gaps = purchases.with_columns(value=nw.col("day") - previous).filter(~nw.col("value").is_null())
    return gaps.group_by("value").agg(count=nw.len().cast(nw.Int64))


def amount_histogram(cheques: Frame) -> Frame:
    """Return value, count, inside of the amounts of all cheques, returns included."""
    marked = cheques.select("inside", value=nw.col("amount"))
    return marked.group_by("value").agg(
        count=nw.len().cast(nw.Int64), inside=nw.col("inside").sum().cast(nw.Int64)
    )


def last_moment(cheques: Frame, microseconds_a_day: int) -> Frame:
    """Return one row, one column ``moment``: the last cheque's, in microseconds since 1970."""
    moment = nw.col("day") * nw.lit(microseconds_a_day, dtype=nw.Int64) + nw.col("time")
    return cheques.select(moment.max().alias("moment"))


def _bought(returns_count: bool) -> nw.Expr:
    # Every row satisfies the second condition; a literal would not follow the frame's length.
    return nw.col("inside") > 0 if returns_count else nw.col("amount") > 0
