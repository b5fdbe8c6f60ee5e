"""How often each whole number occurs, as sorted arrays that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rfma_fast.dense.fields import Ints

_NARROW = 1 << 16
"""Values that lie so close together are counted in an array, others by sorting."""


@dataclass(frozen=True)
class Counts:
    """Values in rising order; how often each occurs in all, and with an identified card."""

    values: Ints
    count: Ints
    inside: Ints

    @classmethod
    def of(cls, outside: Ints, inside: Ints) -> Counts:
        """Count two unsorted arrays of values, one without and one with a card."""
        without = counted(outside)
        return added([replace(without, inside=np.zeros_like(without.count)), counted(inside)])


def added(parts: Sequence[Counts]) -> Counts:
    """Return the counts of all parts together."""
    values = np.concatenate([np.empty(0, np.int64), *(part.values for part in parts)])
    order = np.argsort(values, kind="stable")
    values = values[order]
    starts = group_starts(values)
    sums = [
        np.add.reduceat(np.concatenate(columns)[order], starts) if starts.size else values
        for columns in ([part.count for part in parts], [part.inside for part in parts])
    ]
    return Counts(values[starts], *sums)


def group_starts(sorted_values: Ints) -> Ints:
    """Return where each run of equal values begins."""
    changes = np.flatnonzero(sorted_values[1:] != sorted_values[:-1]) + 1
    return np.concatenate([np.zeros(min(sorted_values.size, 1), np.int64), changes])


def counted(values: Ints) -> Counts:
    """Return how often each of some unsorted values occurs, all of them with a card."""
    if not values.size:
        return Counts(*(np.empty(0, np.int64) for _ in range(3)))
    least, most = int(values.min()), int(values.max())
    if most - least < _NARROW:
        occurrences = np.bincount(values - least)
        places = np.flatnonzero(occurrences)
        return Counts(places + least, occurrences[places], occurrences[places])
    if least >= -(2**31) and most < 2**31:
        # Half the width is sorted in half the time.
        values = values.astype(np.int32)
    values = np.sort(values)
    starts = group_starts(values)
    count = np.diff(starts, append=values.size)
    return Counts(values[starts].astype(np.int64), count, count)
