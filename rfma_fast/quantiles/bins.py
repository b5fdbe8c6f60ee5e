"""Bins of a distribution for the eye: whole, round borders, and one bin for a long tail."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import polars as pl

from rfma_fast.quantiles.histogram import Histogram

MOST_BINS = 10
"""Bins of equal width; the tail beyond them is one more."""
_STEPS = (1, 2, 3, 5)
_BODY = Fraction(95, 100)


@dataclass(frozen=True)
class Bin:
    """Whole numbers from ``least`` to ``most``, both inside, and how many observations they are."""

    least: int
    most: int
    count: int


def bins_of(values: Histogram, most: int = MOST_BINS) -> list[Bin]:
    """Return bins that hold every observation once, empty ones between others included.

    The width is the smallest of 1, 2, 3, 5, 10, 20, 30, 50 … with which ``most`` bins reach
    the 95th percentile; what lies beyond the last of them is the tail, up to the greatest value.

    >>> [(b.least, b.most, b.count) for b in bins_of(Histogram.of_values(pl.Series([3, 11, 14])))]
    [(2, 3, 1), (4, 5, 0), (6, 7, 0), (8, 9, 0), (10, 11, 1), (12, 13, 0), (14, 15, 1)]
    """
    least, greatest, body = values.least, values.greatest, values.percentile_disc(_BODY)
    if least is None or greatest is None or body is None:
        return []
    width = next(
        step * 10**power
        for power in count()
        for step in _STEPS
        if body // (step * 10**power) - least // (step * 10**power) < most
    )
    first = least // width
    number = min(most, greatest // width - first + 1)
    place = (pl.col("value") // width - first).clip(0, number).alias("place")
    counts = dict(values.frame.group_by(place).agg(pl.col("count").sum()).iter_rows())
    bins = [
        Bin(start * width, start * width + width - 1, counts.get(start - first, 0))
        for start in range(first, first + number)
    ]
    tail = counts.get(number, 0)
    return [*bins, Bin(bins[-1].most + 1, greatest, tail)] if tail else bins
