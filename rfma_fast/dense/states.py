"""The states of all cards as arrays by card key, growing month by month."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from rfma_fast.dense.counts import Counts, added
from rfma_fast.dense.fields import COLUMNS, Ints
from rfma_fast.dense.month import Month
from rfma_fast.plan.fields import MICROSECONDS_A_DAY

_NO_COUNTS = Counts(*(np.empty(0, np.int64) for _ in range(3)))


@dataclass
class States:
    """Card states and distributions of all cheques up to some day.

    A card's key is its place in every array; place 0 is nobody's. Arrays may be shared with a
    file or with another ``States`` and are copied when they are first written to.
    """

    columns: dict[str, Ints]
    gaps: Ints = field(default_factory=lambda: np.zeros(1, np.int64))
    """How often two consecutive purchases of a card lie 0, 1, 2 … days apart."""
    moment: int | None = None
    """The last moment that has a cheque, in microseconds since 1970, where it was asked for."""
    _amounts: list[Counts] = field(default_factory=list)

    @classmethod
    def empty(cls, names: tuple[str, ...]) -> States:
        """Return the states before the first cheque."""
        return cls({name: np.zeros(1, COLUMNS[name].dtype) for name in names})

    def amounts(self) -> Counts:
        """Return how often each amount occurs, returns included."""
        if len(self._amounts) != 1:
            self._amounts = [added(self._amounts) if self._amounts else _NO_COUNTS]
        return self._amounts[0]

    def share(self) -> States:
        """Return the same states; from now on, neither changes the other."""
        for array in self.columns.values():
            array.flags.writeable = False
        return replace(self, columns=dict(self.columns), _amounts=list(self._amounts))

    def add(self, month: Month) -> None:
        """Add a month that lies after everything added before."""
        self._amounts.append(month.amounts)
        if month.moment is not None:
            self.moment = max(month.moment, self.moment or month.moment)
        self.gaps = _together(self.gaps, month.gaps)
        if not month.cards.size:
            return
        self._make_room(int(month.cards[-1]) + 1)
        cards, buys = month.cards, month.columns["cheques"] > 0
        bought = self.columns["cheques"][cards] > 0
        returning = bought & buys
        gaps = month.columns["first"][returning] - self.columns["last"][cards[returning]]
        self.gaps = _together(self.gaps, np.bincount(gaps))
        for name, array in self.columns.items():
            values, merge = month.columns[name], COLUMNS[name].merge
            if merge == "sum":
                array[cards] += values.astype(array.dtype, copy=False)
            elif merge == "first":
                fresh = buys & ~bought
                array[cards[fresh]] = values[fresh]
            elif merge == "last":
                array[cards[buys]] = values[buys]
            else:
                larger = np.maximum(values, np.where(bought, array[cards], values))
                array[cards[buys]] = larger[buys]

    def frame(self, before: dict[int, States] | None = None) -> pl.DataFrame:
        """Return card and the columns of the cards that have a row, in the order of their keys.

        ``before`` holds the states so many days earlier; the sums since then are added as columns
        named by the days (``total_90``).
        """
        seen = (self.columns["cheques"] > 0) | (self.columns["returns"] > 0)
        cards = np.flatnonzero(seen).astype(np.int32)
        whole = cards.size == seen.size - 1
        frame: dict[str, Ints] = {"card": cards}
        for name, array in self.columns.items():
            frame[name] = array[1:] if whole else array[cards]
        if "last_time" in frame:
            frame["last_at"] = frame["last"].astype(np.int64) * MICROSECONDS_A_DAY
            frame["last_at"] += frame.pop("last_time")
        for window, earlier in (before or {}).items():
            for name, array in earlier.columns.items():
                if COLUMNS[name].merge == "sum":
                    then = np.zeros(seen.size, array.dtype)
                    then[: array.size] = array
                    frame[f"{name}_{window}"] = frame[name] - then[cards]
        return pl.DataFrame(frame)

    def _make_room(self, size: int) -> None:
        for name, array in self.columns.items():
            if array.size < size or not array.flags.writeable:
                grown = np.zeros(max(size, array.size), array.dtype)
                grown[: array.size] = array
                self.columns[name] = grown


def _together(first: Ints, second: Ints) -> Ints:
    longer, shorter = (first, second) if first.size >= second.size else (second, first)
    summed = longer.astype(np.int64, copy=True)
    summed[: shorter.size] += shorter
    return summed
