"""Natural breaks (Fisher, Jenks): thresholds that leave the least spread inside the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.quantiles.histogram import Histogram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def natural_breaks(values: Histogram, groups: int) -> list[int]:
    """Return the largest value of each group but the last; fewer where there are fewer values.

    Of all ways to cut the sorted values into ``groups`` runs, the one with the least sum of squared
    distances to the runs' means (Fisher 1958), whatever the number of distinct values; sums are of
    double precision. Takes n log n steps a group for n distinct values.

    >>> natural_breaks(Histogram.of_values(pl.Series([1, 2, 3, 50, 51, 52, 99])), 3)
    [3, 52]
    """
    frame = values.frame
    groups = min(groups, frame.height)
    if groups < 2:
        return []
    spread = _Spread.of(frame)
    every = np.arange(frame.height + 1)
    least = np.zeros(frame.height + 1)
    least[1:] = spread.between(np.zeros(frame.height, np.int64), every[1:])
    starts = []
    for group in range(1, groups):
        least, start = _one_group_more(spread, least, group)
        starts.append(start)
    cuts, end = [], frame.height
    for start in reversed(starts):
        end = int(start[end])
        cuts.append(int(frame.item(end - 1, "value")))
    return cuts[::-1]


@dataclass(frozen=True)
class _Spread:
    """Running sums, by which the spread of any run of values is known at once."""

    counts: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, frame: pl.DataFrame) -> _Spread:
        # Spreads do not change when all values move; near zero their squares stay exact.
        middle = int(frame.item(frame.height // 2, "value"))
        value = (frame.get_column("value") - middle).to_numpy().astype(float)
        weight = frame.get_column("count").to_numpy().astype(float)
        weighted = (weight, weight * value, weight * value**2)
        return cls(*(np.concatenate(([0.0], np.cumsum(of))) for of in weighted))

    def between(self, starts: Ints, ends: Ints) -> Floats:
        """Return the spread of the values from each start up to, not with, each end."""
        count = self.counts[ends] - self.counts[starts]
        total = self.sums[ends] - self.sums[starts]
        return np.asarray(self.squares[ends] - self.squares[starts] - total**2 / count)


def _one_group_more(spread: _Spread, least: Floats, group: int) -> tuple[Floats, Ints]:
    """Return, for each end, the least spread with one group more, and where that group starts.

    The best start never falls while the end rises, so that each end that is solved halves the
    starts that are left for those beside it; all ends of one depth are solved together.
    """
    size = least.size - 1
    best, chosen = np.full(size + 1, np.inf), np.zeros(size + 1, np.int64)
    # Ends from `low` to `high` start their last group from `first` to `last`.
    low, high = np.array([group + 1]), np.array([size])
    first, last = np.array([group]), np.array([size - 1])
    while low.size:
        middle = (low + high) // 2
        to = np.minimum(last, middle - 1)
        lengths = to - first + 1
        offsets = np.cumsum(lengths) - lengths
        starts = np.arange(int(lengths.sum())) + np.repeat(first - offsets, lengths)
        cost = least[starts] + spread.between(starts, np.repeat(middle, lengths))
        cheapest = np.minimum.reduceat(cost, offsets)
        places = np.flatnonzero(cost == np.repeat(cheapest, lengths))
        place = places[np.searchsorted(places, offsets)]
        best[middle], chosen[middle] = cheapest, starts[place]
        left, right = low < middle, middle < high
        found = chosen[middle]
        low, high, first, last = (
            np.concatenate(pair)
            for pair in (
                (low[left], middle[right] + 1),
                (middle[left] - 1, high[right]),
                (first[left], found[right]),
                (found[left], last[right]),
            )
        )
    return best, chosen
