"""Pareto's rule, checked: which share of the cards brings which share of the revenue."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl

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


def pareto(totals: pl.Series) -> Pareto:
    """Check the rule over the cards' totals in kopecks.

    Cards are taken from the greatest total down. Cards of equal totals are interchangeable, so the
    fewest cards that reach a share do not depend on their order. Tenth k ends at the card of rank
    ceil(k·N/10).
    """
    ordered = np.sort(totals.cast(pl.Int64).to_numpy())[::-1]
    sums = np.cumsum(ordered)
    total = int(sums[-1]) if sums.size else 0
    levels = []
    for share in SHARES if total > 0 else ():
        goal = -(-share.numerator * total // share.denominator)
        place = int(np.argmax(sums >= goal))
        least = int(ordered[place])
        levels.append(Reached(share, place + 1, least, int((ordered >= least).sum())))
    ends = [-(-tenth * ordered.size // TENTHS) for tenth in range(TENTHS + 1)]
    reached = [int(sums[end - 1]) if end else 0 for end in ends]
    tenths = tuple(
        Tenth(number, ends[number] - ends[number - 1], reached[number] - reached[number - 1],
              reached[number])
        for number in range(1, TENTHS + 1)
    )  # fmt: skip
    return Pareto(ordered.size, total, tuple(levels), tenths)
