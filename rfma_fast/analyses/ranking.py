"""How well an order of cards foretells what they did: AUC and rank correlation, with intervals.

Both are means over pairs of cards. Their variance is that of what each card contributes to them
(DeLong 1988 for the AUC; the same for Spearman's correlation), so that ties need no care and two
orders of the same cards can be compared without drawing anything by lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rfma_fast.analyses.clustered import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """A figure over pairs of cards, and by how much each card moves it."""

    value: float
    influence: Floats
    """One a card; their mean is zero."""

    @property
    def estimate(self) -> Estimate:
        """Return the figure and its 95 % interval."""
        return Estimate.around(self.value, self._variance(self.influence))

    def less(self, other: Ranked) -> Estimate:
        """Return this figure less that of another order of the same cards."""
        apart = self.influence - other.influence
        return Estimate.around(self.value - other.value, self._variance(apart))

    @staticmethod
    def _variance(influence: Floats) -> float:
        return float((influence**2).sum()) / influence.size**2


def auc(score: Floats, came: NDArray[np.bool_]) -> Ranked | None:
    """Return the chance that one who came has a higher score than one who did not, ties at ½.

    ``None`` where all came, or nobody.
    """
    share = float(came.mean()) if came.size else 0.0
    if share in (0.0, 1.0):
        return None
    place = np.unique(score, return_inverse=True)[1]
    those, others = (_counts(place, np.where(which, 1.0, 0.0)) for which in (came, ~came))
    beaten, beating = _below(others) / others.sum(), _above(those) / those.sum()
    value = float((those * beaten).sum() / those.sum())
    influence = np.where(
        came, (beaten[place] - value) / share, (beating[place] - value) / (1 - share)
    )
    return Ranked(value, influence)


def spearman(one: Floats, other: Floats) -> Ranked | None:
    """Return the correlation of ranks, equal values taking their middle rank.

    ``None`` where one of the two knows one value only.
    """
    places = [np.unique(values, return_inverse=True)[1] for values in (one, other)]
    counts = [_counts(place, np.ones(place.size)) for place in places]
    if any(count.size < 2 for count in counts):
        return None
    size = places[0].size
    first, second = (
        (_below(count) / size)[place] for place, count in zip(places, counts, strict=True)
    )
    spread = [float((ranks**2).mean()) - 0.25 for ranks in (first, second)]
    scale = sqrt(spread[0] * spread[1])
    together = float((first * second).mean())
    value = (together - 0.25) / scale
    # A card moves the mean of products by its own and by the rank of every card above it.
    moved = (
        first * second
        + _mean_above(places[0], second)
        + _mean_above(places[1], first)
        - 3 * together
    )
    spreads = [
        ranks**2 + 2 * _mean_above(place, ranks) - 3 * (of + 0.25)
        for ranks, place, of in zip((first, second), places, spread, strict=True)
    ]
    influence = moved / scale - value / 2 * (spreads[0] / spread[0] + spreads[1] / spread[1])
    return Ranked(value, influence)


def _counts(place: NDArray[np.intp], weights: Floats) -> Floats:
    return np.bincount(place, weights).astype(np.float64)


def _below(counts: Floats) -> Floats:
    """Return for each value how much lies below it, half of what equals it included."""
    below: Floats = np.cumsum(counts) - counts / 2
    return below


def _above(counts: Floats) -> Floats:
    above: Floats = counts.sum() - _below(counts)
    return above


def _mean_above(place: NDArray[np.intp], values: Floats) -> Floats:
    """Return for each card the mean over all cards of the values of those above it."""
    means: Floats = _above(_counts(place, values)) / place.size
    taken: Floats = means[place]
    return taken
