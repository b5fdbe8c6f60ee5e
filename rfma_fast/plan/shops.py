"""What the overview is made of: amounts by shop, trade by day, and shops by card."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.months import month_of_day
from rfma_fast.plan.terms import column, expression


def amounts_by_shop(cheques: Frame) -> Frame:
    """Return shop, value, count, identified of all amounts, returns included."""
    marked = cheques.select("shop", "inside", value=nw.col("amount"))
    return marked.group_by("shop", "value").agg(
        count=nw.len().cast(nw.Int64), identified=nw.col("inside").sum().cast(nw.Int64)
    )


def cards_by_shops(cheques: Frame) -> Frame:
    """Return value, count: how many cards bought at so many different shops."""
    visits = cheques.filter(nw.col("inside") > 0, nw.col("amount") > 0).select("card", "shop")
    shops = visits.unique().group_by("card").agg(value=nw.len().cast(nw.Int64))
    return shops.group_by("value").agg(count=nw.len().cast(nw.Int64))


def trade_by_day(cheques: Frame, *, wide: bool = True) -> Frame:
    """Return day, shop, cheques, returns, identified_cheques, revenue, identified_revenue.

    Returns are netted; the sums of money have 128 bits, or 64 where an engine has no wider ones.
    """
    money = nw.col("amount").cast(nw.Int128 if wide else nw.Int64)
    bought, known = nw.col("amount") > 0, nw.col("inside") > 0
    marked = cheques.select(
        "day",
        "shop",
        bought=bought.cast(nw.Int64),
        known=(bought & known).cast(nw.Int64),
        money=money,
        known_money=money * nw.col("inside"),
    )
    return marked.group_by("day", "shop").agg(
        cheques=nw.col("bought").sum(),
        returns=nw.len().cast(nw.Int64) - nw.col("bought").sum(),
        identified_cheques=nw.col("known").sum(),
        revenue=nw.col("money").sum(),
        identified_revenue=nw.col("known_money").sum(),
    )


def visits_by_shop(cheques: Frame, unit: Sequence[str], *, returns_count: bool = False) -> Frame:
    """Return the unit, shop, cheques, total, last (day of a purchase) of each unit's shops.

    An amount of zero or less is no purchase, unless ``returns_count``; it counts in the total.
    """
    # Every row that is left satisfies the first condition.
    bought = nw.col("inside") > 0 if returns_count else nw.col("amount") > 0
    inside = cheques.filter(nw.col("inside") > 0).select(
        *unit, "shop", "amount", cheque=bought.cast(nw.Int64), bought_on=nw.when(bought).then("day")
    )
    return inside.group_by(*unit, "shop").agg(
        cheques=nw.col("cheque").sum(),
        total=nw.col("amount").sum().cast(nw.Int64),
        last=nw.col("bought_on").max(),
    )


def cards_by_month(cheques: Frame, months: Sequence[str]) -> Frame:
    """Return month (number), cards: how many cards bought in each of some rising months."""
    month = expression(month_of_day(column("day"), months))
    bought = cheques.filter(nw.col("inside") > 0, nw.col("amount") > 0)
    visits = bought.select("card", month=month).unique()
    return visits.group_by("month").agg(cards=nw.len().cast(nw.Int64))
