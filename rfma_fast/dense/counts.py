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
_TABLE = 1 << 20
"""Places of the array in which values are counted part by part."""


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


@dataclass(frozen=True)
class PartCounts:
    """How often each value occurs in each part; parts are numbers from 0 on."""

    part: Ints
    value: Ints
    count: Ints

    @classmethod
    def of(cls, part: Ints, values: Ints) -> PartCounts:
        """Count unsorted values.

        Most amounts are whole roubles and no fortune: those are counted in an array, the others by
        sorting.
        """
        usual = _Usual.of(part, values)
        found = usual.counts(np.bincount(usual.places))
        return found.and_also(_sorted_in_parts(part[usual.others], values[usual.others]))

    @classmethod
    def added(cls, counts: Sequence[PartCounts]) -> PartCounts:
        """Return all counts together."""
        nothing = np.empty(0, np.int64)
        part, values, count = (
            np.concatenate([nothing, *pieces])
            for pieces in (
                [one.part for one in counts],
                [one.value for one in counts],
                [one.count for one in counts],
            )
        )
        usual = _Usual.of(part, values)
        occurrences = np.zeros(int(usual.places.max(initial=-1)) + 1, np.int64)
        rest = usual.others
        np.add.at(occurrences, usual.places, count if not rest.size else np.delete(count, rest))
        order = rest[np.lexsort((values[rest], part[rest]))]
        part, values = part[order], values[order]
        changes = (part[1:] != part[:-1]) | (values[1:] != values[:-1])
        starts = np.concatenate([[0], np.flatnonzero(changes) + 1])[: order.size]
        sums = np.add.reduceat(count[order], starts) if order.size else nothing
        return usual.counts(occurrences).and_also(cls(part[starts], values[starts], sums))

    def and_also(self, other: PartCounts) -> PartCounts:
        """Return these counts and those of other pairs of part and value."""
        return PartCounts(
            np.concatenate([self.part, other.part]),
            np.concatenate([self.value, other.value]),
            np.concatenate([self.count, other.count]),
        )


@dataclass(frozen=True)
class _Usual:
    """Where whole roubles, from 0 on, have a place of their own in an array."""

    width: int
    """Places of a part."""
    places: Ints
    others: Ints
    """Which values have none."""

    @classmethod
    def of(cls, part: Ints, values: Ints) -> _Usual:
        width = max(_TABLE // (int(part.max(initial=0)) + 1), 1)
        roubles = values // _WHOLE
        # As a number without a sign, what lies below zero is no smaller than the width.
        has_place = roubles.view(np.uint64) < width
        has_place &= roubles * _WHOLE == values
        places = part * np.int64(width)
        places += roubles
        if has_place.all():
            return cls(width, places, np.empty(0, np.intp))
        return cls(width, places[has_place], np.flatnonzero(~has_place))

    def counts(self, occurrences: Ints) -> PartCounts:
        places = np.flatnonzero(occurrences)
        starts = np.arange(-(-occurrences.size // self.width) + 1) * self.width
        sizes = np.diff(np.searchsorted(places, starts))
        part = np.repeat(np.arange(sizes.size), sizes)
        return PartCounts(part, (places - part * self.width) * _WHOLE, occurrences[places])


def _sorted_in_parts(part: Ints, values: Ints) -> PartCounts:
    if not values.size:
        return PartCounts(values, values, values)
    parts, least, most = int(part.max()) + 1, int(values.min()), int(values.max())
    span = (most - least + 1) * parts
    if span < 2**63:
        # One number holds value and part, so that one count does for both.
        key = (values - least) * parts + part
        key = key.astype(np.int32 if span < 2**31 else np.int64)
        key.sort()
        runs = Runs.of(key)
        value, found = np.divmod(key[runs.starts].astype(np.int64), parts)
        return PartCounts(found, value + least, runs.ends - runs.starts + 1)
    pieces = [counted(values[part == number]) for number in range(parts)]
    return PartCounts(
        np.repeat(np.arange(parts), [piece.values.size for piece in pieces]),
        np.concatenate([piece.values for piece in pieces]),
        np.concatenate([piece.count for piece in pieces]),
    )
