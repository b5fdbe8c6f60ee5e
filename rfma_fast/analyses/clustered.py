"""Means of what cards did after several dates, with intervals that know whose doings they were.

A card stands in a group on several dates, and windows of neighbouring dates overlap: its outcomes
are no news of their own. Every interval therefore counts cards, not outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rfma_fast.analyses.intervals import Z_95, shares_interval
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.states import with_room

Floats = NDArray[np.float64]
_FIGURES = ("outcomes", "returned", "cheques", "revenue")


@dataclass(frozen=True)
class Estimate:
    """A figure and the 95 % interval around it."""

    value: float
    low: float
    high: float

    @classmethod
    def around(cls, value: float, variance: float) -> Estimate:
        """Return a figure with the interval that a normal distribution gives."""
        reach = Z_95 * sqrt(max(variance, 0.0))
        return cls(value, value - reach, value + reach)

    def times(self, factor: float) -> Estimate:
        """Return the figure of so many cards."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Figures:
    """What the cards of one group did within a window."""

    outcomes: int
    """Cards, each counted on every date on which it was in the group."""
    cards: int
    """Different cards."""
    returned: int
    """Outcomes with a purchase."""
    cheques: int
    revenue: int
    """Kopecks, returns netted."""
    return_rate: Estimate
    cheques_per_card: Estimate
    revenue_per_card: Estimate
    """Kopecks."""


@dataclass
class Slots:
    """A place for every pair of a group and a card that occurs."""

    groups: int
    size: int
    """One more than the largest number of a card."""
    group: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    """The group of each place; place 0 is nobody's."""
    card: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    """The card of each place, where cards have places in several groups."""

    def __post_init__(self) -> None:
        self.table = np.zeros(self.groups * self.size, np.int32)

    @classmethod
    def once(cls, groups: int, group: Ints) -> Slots:
        """Return the places of cards that occur once, from place 1 on in their order."""
        return cls(groups, 0, np.concatenate([np.zeros(1, np.int32), group.astype(np.int32)]))

    def of(self, groups: Ints, cards: Ints) -> Ints:
        """Return the places of pairs, none of which stands twice."""
        keys = groups.astype(np.int64) * self.size + cards
        found: Ints = self.table[keys]
        new = np.flatnonzero(found == 0)
        found[new] = np.arange(self.group.size, self.group.size + new.size)
        self.table[keys[new]] = found[new]
        self.group = np.concatenate([self.group, groups[new].astype(np.int32)])
        self.card = np.concatenate([self.card, cards[new].astype(np.int32)])
        return found

    def both(self, one: int, other: int) -> tuple[Ints, Ints]:
        """Return the places that the cards which were in both groups have in each of them."""
        first, second = (
            self.table[group * self.size : (group + 1) * self.size] for group in (one, other)
        )
        shared = (first > 0) & (second > 0)
        return first[shared], second[shared]


@dataclass
class Tally:
    """Sums of outcomes by group and card, of one window."""

    slots: Slots
    dates: int = 0
    """How many dates were added: so often at most is a card an outcome, or returned."""
    _sums: dict[str, Ints] = field(default_factory=dict)

    def add(self, places: Ints, cheques: Ints, revenue: Ints) -> None:
        """Add what cards did after one date; ``places`` are those of their groups' slots."""
        self.dates += 1
        self._make_room()
        self._sums["outcomes"][places] += 1
        came = np.flatnonzero((cheques > 0) | (revenue != 0))
        places, cheques = places[came], cheques[came]
        self._sums["returned"][places] += cheques > 0
        self._sums["cheques"][places] += cheques.astype(np.int32)
        self._sums["revenue"][places] += revenue[came]

    def figures(self) -> dict[int, Figures]:
        """Return the figures of the groups that ever had a card."""
        totals = {name: self._by_group(self._sum(name)) for name in _FIGURES}
        cards = self._by_group(self._sum("outcomes") > 0)
        means = {name: self._means(name, totals) for name in _FIGURES[1:]}
        return {
            int(group): self._figures(int(group), totals, cards, means)
            for group in np.flatnonzero(totals["outcomes"])
        }

    def of_all(self) -> Tally:
        """Return the sums of every card over all its groups, as of one group."""
        known, places = np.unique(self.slots.card[1:], return_inverse=True)
        whole = Tally(Slots.once(1, np.zeros_like(known)), self.dates)
        whole._make_room()
        for name, sums in whole._sums.items():
            np.add.at(sums, places + 1, self._sum(name)[1:])
        return whole

    def difference(self, one: int, other: int) -> Estimate:
        """Return the return rate of one group less that of another, cards in both known."""
        outcomes, returned = self._sum("outcomes"), self._sum("returned")
        mine, theirs = self.slots.group == one, self.slots.group == other
        counts = int(outcomes[mine].sum()), int(outcomes[theirs].sum())
        rates = returned[mine].sum() / counts[0], returned[theirs].sum() / counts[1]
        strays = np.zeros(outcomes.size)
        for group, count, rate in zip((mine, theirs), counts, rates, strict=True):
            strays[group] = (returned[group] - rate * outcomes[group]) / count
        here, there = self.slots.both(one, other)
        own = float((strays[mine] ** 2).sum() + (strays[theirs] ** 2).sum())
        shared = float((strays[here] * strays[there]).sum())
        return Estimate.around(float(rates[0] - rates[1]), own - 2 * shared)

    def _figures(
        self,
        group: int,
        totals: dict[str, Floats],
        cards: Floats,
        means: dict[str, tuple[Floats, Floats]],
    ) -> Figures:
        several = cards[group] > 1
        # One card alone tells nothing of how cards differ: then the interval has no end.
        factor = cards[group] / (cards[group] - 1) if several else np.inf
        rate, variance = (float(of[group]) for of in means["returned"])
        low, high = shares_interval(
            rate, variance, int(totals["outcomes"][group]), int(cards[group])
        )
        return Figures(
            **{name: int(totals[name][group]) for name in _FIGURES},
            cards=int(cards[group]),
            return_rate=Estimate(rate, low, high),
            cheques_per_card=_around("cheques", group, means, factor),
            revenue_per_card=_around("revenue", group, means, factor),
        )

    def _means(self, name: str, totals: dict[str, Floats]) -> tuple[Floats, Floats]:
        """Return the means of all groups and their variances, linearised over cards."""
        counts = np.maximum(totals["outcomes"], 1)
        mean = totals[name] / counts
        strays = self._sum(name) - mean[self.slots.group] * self._sum("outcomes")
        return mean, self._by_group(strays * strays) / counts**2

    def _sum(self, name: str) -> Ints:
        self._make_room()
        return self._sums[name][: self.slots.group.size]

    def _by_group(self, values: NDArray[np.generic]) -> Floats:
        places = self.slots.group[1:]
        summed = np.bincount(places, values[1:].astype(np.float64), minlength=self.slots.groups)
        return summed.astype(np.float64)

    def _make_room(self) -> None:
        size = self.slots.group.size
        often = np.min_scalar_type(self.dates)
        narrow, wide = np.dtype(np.int32), np.dtype(np.int64)
        types: dict[str, np.dtype[np.integer]] = dict(
            zip(_FIGURES, (often, often, narrow, wide), strict=True)
        )
        for name, dtype in types.items():
            held = self._sums.get(name, np.zeros(0, dtype))
            if held.size < size or held.dtype != dtype:
                self._sums[name] = with_room([held], dtype, size)


def _around(
    name: str, group: int, means: dict[str, tuple[Floats, Floats]], factor: float
) -> Estimate:
    mean, variance = (float(of[group]) for of in means[name])
    return Estimate.around(mean, variance * factor if np.isfinite(factor) else np.inf)
