"""From cheques to what all metrics are made of: card states and three distributions."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.integers import whole


def card_states(cheques: Frame) -> Frame:
    """Return one row a card: card, cheques, total, first, last.

    A row with an amount of zero or less is no purchase: only its amount counts, in the total.
    A card without any purchase has 0 cheques and no days. (spec, Metrics per card)
    """
    bought = nw.col("amount") > 0
    return (
        cheques.filter(nw.col("card") > 0)
        .with_columns(
            purchase=nw.when(bought).then(whole(1)).otherwise(whole(0)),
            purchase_day=nw.when(bought).then(nw.col("day")),
        )
        .group_by("card")
        .agg(
            cheques=nw.col("purchase").sum().cast(nw.Int64),
            total=nw.col("amount").sum().cast(nw.Int64),
            first=nw.col("purchase_day").min(),
            last=nw.col("purchase_day").max(),
        )
    )


def gap_histogram(cheques: Frame) -> Frame:
    """Return value, count of the days between consecutive purchases of a card, zeros included."""
    purchases = cheques.filter(nw.col("card") > 0, nw.col("amount") > 0).select("card", "day")
    previous = nw.col("day").shift(1).over("card", order_by="day")
    gaps = purchases.with_columns(value=nw.col("day") - previous).filter(~nw.col("value").is_null())
    return _histogram(gaps)


def amount_histogram(cheques: Frame) -> Frame:
    """Return value, count, identified of the amounts of all cheques, returns included."""
    marked = cheques.select(
        value=nw.col("amount"),
        identified=nw.when(nw.col("card") > 0).then(whole(1)).otherwise(whole(0)),
    )
    return marked.group_by("value").agg(
        count=nw.len().cast(nw.Int64), identified=nw.col("identified").sum().cast(nw.Int64)
    )


def value_histogram(cards: Frame, column: str) -> Frame:
    """Return value, count of one column of a frame of cards."""
    return _histogram(cards.select(value=nw.col(column)))


def _histogram(values: Frame) -> Frame:
    return values.group_by("value").agg(count=nw.len().cast(nw.Int64))
