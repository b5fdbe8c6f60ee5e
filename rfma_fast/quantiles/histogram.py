"""A distribution of integers as value → count: exact, mergeable, the same on every engine."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Histogram:
    """Distinct integer values in rising order and how often each occurs.

    ``frame`` has the columns value and count (64-bit integers); counts are positive.
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Histogram:
        """Build a histogram from rows of value and count in any order, values repeated or not."""
        whole = frame.select(pl.col("value", "count").cast(pl.Int64))
        summed = whole.group_by("value").agg(pl.col("count").sum())
        return cls(summed.filter(pl.col("count") > 0).sort("value"))

    @classmethod
    def of_values(cls, values: pl.Series) -> Histogram:
        """Build the histogram of a column of integers."""
        return cls.of(
            pl.DataFrame({"value": values}).group_by("value").agg(pl.len().alias("count"))
        )

    @property
    def size(self) -> int:
        """Return how many observations there are."""
        return int(self.frame.get_column("count").sum())

    @property
    def least(self) -> int | None:
        """Return the smallest value."""
        return int(self.frame.item(0, "value")) if self.frame.height else None

    @property
    def greatest(self) -> int | None:
        """Return the largest value."""
        return int(self.frame.item(-1, "value")) if self.frame.height else None

    @property
    def total(self) -> int:
        """Return the sum of all observations, without overflow."""
        return self._sum(pl.col("value"))

    @property
    def magnitude(self) -> int:
        """Return the sum of the absolute values, without overflow."""
        return self._sum(pl.col("value").cast(pl.Int128).abs())

    @property
    def mean(self) -> Fraction | None:
        """Return the exact arithmetic mean."""
        return Fraction(self.total, self.size) if self.frame.height else None

    def above(self, bound: int) -> Histogram:
        """Return the part of the values greater than ``bound``."""
        return Histogram(self.frame.filter(pl.col("value") > bound))

    def minus(self, part: Histogram) -> Histogram:
        """Return what is left without the observations of ``part``, all of which are in here.

        >>> Histogram.of_values(pl.Series([1, 2, 2])).minus(
        ...     Histogram.of_values(pl.Series([1, 2]))
        ... ).frame.rows()
        [(2, 1)]
        """
        # Both are sorted, and every value of the part is here: no grouping is needed.
        values = self.frame.get_column("value").to_numpy()
        left = self.frame.get_column("count").to_numpy().copy()
        places = np.searchsorted(values, part.frame.get_column("value").to_numpy())
        left[places] -= part.frame.get_column("count").to_numpy()
        some = left > 0
        return Histogram(pl.DataFrame({"value": values[some], "count": left[some]}))

    def count_at(self, value: int) -> int:
        """Return how many observations equal the value."""
        return int(self.frame.filter(pl.col("value") == value).get_column("count").sum())

    def percentile_disc(self, p: Fraction) -> int | None:
        """Return the smallest value whose cumulative count reaches ceil(p·N) (spec, Percentiles).

        ``p`` is an exact fraction from 0 to 1; ``None`` where there is no observation.

        >>> Histogram.of_values(pl.Series([10, 20, 20, 40])).percentile_disc(Fraction(1, 2))
        20
        """
        rank = -(-p.numerator * self.size // p.denominator)
        return self._at_rank(max(rank, 1)) if self.frame.height else None

    def percentile_cont(self, p: Fraction) -> Fraction | None:
        """Return the linear interpolation at rank (N−1)·p, exactly.

        >>> Histogram.of_values(pl.Series([1, 2, 3, 10])).percentile_cont(Fraction(1, 2))
        Fraction(5, 2)
        """
        if not self.frame.height:
            return None
        place = (self.size - 1) * p
        below = place.numerator // place.denominator
        low, rest = self._at_rank(below + 1), place - below
        return low + rest * (self._at_rank(below + 2) - low) if rest else Fraction(low)

    def value_at_share_of_total(self, share: Fraction) -> int | None:
        """Return the value at which the sum, from the largest value down, reaches a share.

        Values must not be negative in sum; equal values are taken together.

        >>> Histogram.of_values(pl.Series([50, 30, 10, 10])).value_at_share_of_total(Fraction(4, 5))
        30
        """
        goal, reached = share * self.total, 0
        for value, count in reversed(self.frame.rows()):
            reached += value * count
            if reached >= goal:
                return int(value)
        return self.least

    def _at_rank(self, rank: int) -> int:
        """Return the value at a rank from 1 in the sorted observations."""
        reached = self.frame.get_column("count").cum_sum().search_sorted(rank, side="left")
        return int(self.frame.item(reached, "value"))

    def _sum(self, value: pl.Expr) -> int:
        weighted = value.cast(pl.Int128) * pl.col("count").cast(pl.Int128)
        return int(self.frame.select(weighted.sum()).item() or 0)
