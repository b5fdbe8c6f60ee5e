"""How often each whole number occurs, as sorted arrays that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rfma_fast.dense.fields import Ints

_WHOLE = 100
_NARROW = 1 << 16
"""Values that lie so close together, or no further apart than they are many, are counted in an
array, others by sorting."""


@dataclass(frozen=True)
class Runs:
    """Where equal values of a sorted array lie side by side."""

    starts: Ints
    ends: Ints
    """The place of the last value of each run."""
    changes: NDArray[np.bool_]
    """Whether each value but the first differs from the one before it."""

    @classmethod
    def of(cls, values: Ints) -> Runs:
        """Find the runs of a sorted array."""
        changes = values[1:] != values[:-1]
        inner = np.flatnonzero(changes)
        first, last = np.array([0]), np.array([values.size - 1])
        if not values.size:
            first = last = first[:0]
        return cls(np.concatenate([first, inner + 1]), np.concatenate([inner, last]), changes)


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
    ends = Runs.of(values).ends
    given = ([part.count for part in parts], [part.inside for part in parts])
    sums = [
        np.diff(np.cumsum(np.concatenate(columns)[order])[ends], prepend=0) if ends.size else values
        for columns in given
    ]
    return Counts(values[ends], *sums)


def counted(values: Ints) -> Counts:
    """Return how often each of some unsorted values occurs, all of them with a card."""
    if not values.size:
        return Counts(*(np.empty(0, np.int64) for _ in range(3)))
    least, most = int(values.min()), int(values.max())
    if most - least < max(_NARROW, values.size):
        return _counted_by_place(values, least, most)
    if (most - least) // _WHOLE < max(_NARROW, values.size):
        # Prices are mostly whole roubles: a hundredth of the places fits the cache.
        roubles = values // _WHOLE
        if (roubles * _WHOLE == values).all():
            whole = _counted_by_place(roubles, least // _WHOLE, most // _WHOLE)
            return replace(whole, values=whole.values * _WHOLE)
        # Half the width is sorted in half the time.
    narrow = least >= -(2**31) and most < 2**31
    values = values.astype(np.int32 if narrow else np.int64)
    values.sort()
    runs = Runs.of(values)
    count = runs.ends - runs.starts + 1
    return Counts(values[runs.starts].astype(np.int64), count, count)


def _counted_by_place(values: Ints, least: int, most: int) -> Counts:
    base = min(least, 0) if most < max(_NARROW, values.size) else least
    occurrences = np.bincount(values - base if base else values)
    places = np.flatnonzero(occurrences)
    return Counts(places + base, occurrences[places], occurrences[places])
