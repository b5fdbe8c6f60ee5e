"""Pareto's rule, checked: which share of the cards brings which share of the revenue."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rfma_fast.quantiles import Histogram

SHARES = (Fraction(50, 100), Fraction(80, 100), Fraction(90, 100), Fraction(95, 100))
TENTHS = 10


@dataclass(frozen=True)
class Reached:
    """The best cards that bring a share of the revenue."""

    share: Fraction
    """Of the revenue."""
    cards: int
    """The fewest cards, the greatest totals first, that bring it."""
    least_total: int
    """The smallest total among them, in kopecks."""
    with_ties: int
    """All cards that have at least that total: more, where others equal the last one."""


@dataclass(frozen=True)
class Tenth:
    """One tenth of the cards in the order of their totals."""

    number: int
    """1 holds the greatest totals."""
    cards: int
    total: int
    """Kopecks."""
    reached: int
    """Kopecks of this tenth and those before it."""


@dataclass(frozen=True)
class Pareto:
    """How the revenue of the segmented cards is spread over them."""

    cards: int
    total: int
    """Kopecks."""
    levels: tuple[Reached, ...]
    """By ``SHARES``; empty where the cards brought nothing in sum."""
    tenths: tuple[Tenth, ...]

    @property
    def top_fifth(self) -> Fraction | None:
        """Return the share of the revenue that the best 20 % of the cards bring."""
        return Fraction(self.tenths[1].reached, self.total) if self.levels else None


def pareto(totals: Histogram) -> Pareto:
    """Check the rule over the cards' totals in kopecks.

    Cards are taken from the greatest total down. Cards of equal totals are interchangeable, so the
    fewest cards that reach a share do not depend on their order. Tenth k ends at the card of rank
    ceil(k·N/10).
    """
    values = totals.frame.get_column("value").to_numpy()[::-1]
    counts = totals.frame.get_column("count").to_numpy()[::-1]
    ranked = _Ranked(values, np.cumsum(counts), np.cumsum(values * counts))
    cards, total = totals.size, totals.total
    levels = []
    for share in SHARES if total > 0 else ():
        goal = -(-share.numerator * total // share.denominator)
        levels.append(Reached(share, *ranked.reaching(goal)))
    ends = [-(-tenth * cards // TENTHS) for tenth in range(TENTHS + 1)]
    reached = [ranked.sum_of(end) for end in ends]
    tenths = tuple(
        Tenth(number, ends[number] - ends[number - 1], reached[number] - reached[number - 1],
              reached[number])
        for number in range(1, TENTHS + 1)
    )  # fmt: skip
    return Pareto(cards, total, tuple(levels), tenths)


@dataclass(frozen=True)
class _Ranked:
    """Distinct totals from the greatest down, and what all cards down to each are together."""

    values: NDArray[np.int64]
    cards: NDArray[np.int64]
    sums: NDArray[np.int64]

    def reaching(self, goal: int) -> tuple[int, int, int]:
        """Return the fewest cards whose sum reaches a goal, the least total, all that have it."""
        place = int(np.argmax(self.sums >= goal))
        value, before = int(self.values[place]), int(self.cards[place - 1]) if place else 0
        missing = goal - (int(self.sums[place - 1]) if place else 0)
        return before - -missing // value, value, int(self.cards[place])

    def sum_of(self, cards: int) -> int:
        """Return the sum of the first so many cards."""
        if not cards:
            return 0
        place = int(np.searchsorted(self.cards, cards))
        return int(self.sums[place]) - (int(self.cards[place]) - cards) * int(self.values[place])
