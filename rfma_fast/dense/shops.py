"""Shops as small numbers, and which card was at which shop."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.dense.fields import Ints

PLACES = 1 << 27
"""So many pairs of a shop and a card have a place in an array, a byte each; more are sorted."""


@dataclass(frozen=True)
class ShopNumbers:
    """Numbers shops from 0 on, in the order in which they are met; threads may share it."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, shops: pl.Series) -> Ints:
        """Return the number of each shop."""
        own = pl.Categories.random()
        # The categories last as long as a column of theirs.
        placed = shops.cast(pl.Categorical(own))
        with self._lock:
            numbers = [
                self._numbers.setdefault(name, len(self._numbers)) for name in own.to_series()
            ]
        return np.array(numbers, np.int32).take(placed.to_physical().to_numpy())

    @property
    def names(self) -> list[str]:
        """Return the names of the shops that have been met, by number."""
        return list(self._numbers)


@dataclass
class Visits:
    """Which cards were at which shops, each pair once.

    A pair is shop × ``size`` + card, where ``size`` exceeds every card.
    """

    size: int
    _seen: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    _others: list[Ints] = field(default_factory=list)

    def add(self, shop: Ints, card: Ints) -> None:
        """Add pairs in any order, also such as are there already."""
        pairs = shop * np.int64(self.size) + card
        most = int(pairs.max(initial=-1)) + 1
        if most > PLACES:
            self._others.append(np.unique(pairs[pairs >= PLACES]))
            pairs, most = pairs[pairs < PLACES], PLACES
        if most > self._seen.size:
            room = -(-most // self.size) * self.size - self._seen.size
            self._seen = np.concatenate([self._seen, np.zeros(room, np.bool_)])
        self._seen[pairs] = True

    def pairs(self) -> tuple[Ints, Ints]:
        """Return shop, card of every pair, by shop."""
        pairs = np.flatnonzero(self._seen)
        if self._others:
            pairs = np.concatenate([pairs, np.unique(np.concatenate(self._others))])
        return np.divmod(pairs, self.size)
