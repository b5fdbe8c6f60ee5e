"""What statistics of a period are made of: every cheque under the group of its card."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.terms import Term, expression


def placed(
    cheques: Frame, cards: Frame, unit: Sequence[str], group: Term, part: Term | None = None
) -> Frame:
    """Return inside, the unit, amount, group and perhaps part of every cheque.

    ``cards`` holds the unit and class; a group is made of a cheque's columns and of its card's
    class, missing where the card has none.
    """
    classed = cards.select(*unit, nw.col("class").cast(nw.Int64))
    parts = {} if part is None else {"part": expression(part)}
    joined = cheques.join(classed, on=list(unit), how="left")
    return joined.select("inside", *unit, "amount", group=expression(group), **parts)


def amounts_by(cheques: Frame, *keys: str) -> Frame:
    """Return the keys, value, count of all amounts of placed cheques, returns included."""
    values = cheques.select(*keys, value=nw.col("amount"))
    return values.group_by(*keys, "value").agg(count=nw.len().cast(nw.Int64))


def cards_by(cheques: Frame, unit: Sequence[str], *keys: str) -> Frame:
    """Return the keys, cards: how many units bought, of placed cheques."""
    bought = cheques.filter(nw.col("inside") > 0, nw.col("amount") > 0)
    visits = bought.select(*keys, *unit).unique()
    return visits.group_by(*keys).agg(cards=nw.len().cast(nw.Int64))
