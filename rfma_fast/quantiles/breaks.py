"""Natural breaks (Fisher, Jenks): borders that leave the least spread inside the groups."""

from __future__ import annotations

import numpy as np
import polars as pl

from rfma_fast.quantiles.histogram import Histogram

MOST_VALUES = 1_000
"""Distinct values that are told apart; more are first put together by equal counts."""


def natural_breaks(values: Histogram, groups: int) -> list[int]:
    """Return the largest value of each group but the last; fewer where there are fewer values.

    Of all ways to cut the sorted values into ``groups`` runs, the one with the least sum of squared
    distances to the runs' means (Fisher 1958), exact up to ``MOST_VALUES`` distinct values.

    >>> natural_breaks(Histogram.of_values(pl.Series([1, 2, 3, 50, 51, 52, 99])), 3)
    [3, 52]
    """
    frame = _thinned(values.frame)
    groups = min(groups, frame.height)
    if groups < 2:
        return []
    # Spreads do not change when all values move; near zero their squares stay exact.
    middle = int(frame.item(frame.height // 2, "value"))
    value = (frame.get_column("value") - middle).to_numpy().astype(float)
    weight = frame.get_column("count").to_numpy().astype(float)
    counts = np.concatenate(([0.0], np.cumsum(weight)))
    sums = np.concatenate(([0.0], np.cumsum(weight * value)))
    squares = np.concatenate(([0.0], np.cumsum(weight * value**2)))

    def spread_to(end: int) -> np.ndarray:
        """Return, for each start, the spread of the values from start up to, not with, end."""
        count = counts[end] - counts[:end]
        total = sums[end] - sums[:end]
        return np.asarray(squares[end] - squares[:end] - total**2 / count)

    ends = range(1, frame.height + 1)
    least = np.array([0.0, *(spread_to(end)[0] for end in ends)])
    starts = np.zeros((groups, frame.height + 1), dtype=int)
    for group in range(1, groups):
        best = np.full(frame.height + 1, np.inf)
        for end in range(group + 1, frame.height + 1):
            cost = least[group:end] + spread_to(end)[group:]
            place = int(np.argmin(cost))
            best[end], starts[group, end] = cost[place], place + group
        least = best
    cuts, end = [], frame.height
    for group in range(groups - 1, 0, -1):
        end = int(starts[group, end])
        cuts.append(int(frame.item(end - 1, "value")))
    return cuts[::-1]


def _thinned(frame: pl.DataFrame) -> pl.DataFrame:
    """Put neighbouring values together, by equal counts, until few enough are left."""
    if frame.height <= MOST_VALUES:
        return frame
    total = pl.col("count").sum()
    band = (pl.col("count").cum_sum() - 1) * MOST_VALUES // total
    return (
        frame.group_by(band.alias("band"))
        .agg(pl.col("value").max(), pl.col("count").sum())
        .sort("value")
        .select("value", "count")
    )
