"""How each measure of the scheme language is taken of a card's state."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from rfma_fast.plan.integers import divide_half_away, whole
from rfma_fast.schemes.borders import Borders, at_least_one
from rfma_fast.schemes.measures import Age, Measure, Rate, Recency

KOPECKS = 100


def measure_of(measure: Measure, as_of: int, borders: Borders) -> nw.Expr:
    """Return the measure as a whole number (its value times its scale).

    ``as_of`` is in days since 1970; ``borders`` must hold those that the measure needs.
    """
    if isinstance(measure, Recency):
        return whole(as_of) - nw.col("last")
    if isinstance(measure, Age):
        return whole(as_of) - nw.col("first")
    if isinstance(measure, Rate):
        base = int(at_least_one(borders, measure.base))
        churn = int(at_least_one(borders, measure.churn))
        start = nw.min_horizontal(nw.col("first"), whole(as_of - base))
        stop = nw.min_horizontal(nw.col("last") + whole(churn), whole(as_of))
        return divide_half_away(nw.col("cheques") * whole(base * measure.SCALE), stop - start)
    return divide_half_away(nw.col("total"), nw.col("cheques") * whole(KOPECKS))
