"""What an acquisition is made of: first purchases, and what the new cards did after them."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from rfma_fast.cheques.schema import ORDER
from rfma_fast.plan.frame import Frame

_IN_TIME = ORDER[ORDER.index("day") : ORDER.index("amount") + 1]
"""The order of a card's purchases; those that agree in all of it begin alike."""
SOURCES = tuple(name for name in _IN_TIME if name not in ("day", "amount"))
"""The stored columns that the order needs beside day and amount."""


def beginnings(cheques: Frame, new: Frame) -> Frame:
    """Return card, first, shop, amount, second, again of each new card's first purchase.

    ``new`` holds card and first, the day of its first purchase. ``second`` is the day of the next
    purchase, perhaps the same one, ``again`` the next day on which the card bought.
    """
    bought = cheques.filter(nw.col("inside") > 0, nw.col("amount") > 0).join(new, on="card")
    before = nw.col("day").shift(1).over("card", order_by=_IN_TIME)
    marked = bought.with_columns(is_first=before.is_null())
    started, later = nw.col("is_first"), nw.col("day") > nw.col("first")
    folded = marked.select(
        "card",
        "first",
        *(nw.when(started).then(nw.col(name)).alias(name) for name in ("shop", "amount")),
        nw.when(~started).then(nw.col("day")).alias("second"),
        nw.when(later).then(nw.col("day")).alias("again"),
    )
    # One row of a card is its first purchase, so that the largest is the only one.
    only = [nw.col(name).max() for name in ("shop", "amount")]
    next_days = [nw.col(name).min() for name in ("second", "again")]
    return folded.group_by("card", "first").agg(*only, *next_days)


def cohort_months(cheques: Frame, new: Frame, month: nw.Expr) -> Frame:
    """Return cohort, month, active, total: cards that bought, and their money, returns netted.

    ``new`` holds card and month, that of the first purchase; ``month`` is that of a cheque.
    """
    cohorts = new.select("card", cohort=nw.col("month"))
    own = cheques.filter(nw.col("inside") > 0).join(cohorts, on="card")
    bought = (nw.col("amount") > 0).cast(nw.Int64)
    marked = own.select("card", "cohort", "amount", month=month, bought=bought)
    of_cards = marked.group_by("card", "cohort", "month").agg(
        active=nw.col("bought").max(), total=nw.col("amount").sum().cast(nw.Int64)
    )
    return of_cards.group_by("cohort", "month").agg(
        active=nw.col("active").sum().cast(nw.Int64), total=nw.col("total").sum().cast(nw.Int64)
    )
