"""The states of all cards as arrays by card key, growing month by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import DTypeLike, NDArray

from rfma_fast.dense.counts import Counts, added
from rfma_fast.dense.fields import COLUMNS, Ints
from rfma_fast.dense.month import Month
from rfma_fast.plan.fields import MICROSECONDS_A_DAY

_NO_COUNTS = Counts(*(np.empty(0, np.int64) for _ in range(3)))


@dataclass
class States:
    """Card states and distributions of all cheques up to some day.

    A card's key is its place in every array; place 0 is nobody's, and places from ``size`` on are
    room to grow. Arrays may be shared with another ``States``: they are copied when they are first
    written to.
    """

    columns: dict[str, Ints]
    size: int = 1
    """One more than the largest key of a card that has a row."""
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
        self.amounts()
        for array in self.columns.values():
            array.flags.writeable = False
        return replace(self, columns=dict(self.columns), _amounts=list(self._amounts))

    def only(self, names: Collection[str]) -> States:
        """Return states of which only some figures are asked for; nothing is added to them."""
        kept = {name: array for name, array in self.columns.items() if name in names}
        return States(kept, self.size)

    def add(self, month: Month) -> None:
        """Add a month that lies after everything added before."""
        self._count(month.amounts)
        if month.moment is not None:
            self.moment = max(month.moment, self.moment or month.moment)
        self.gaps = _together(self.gaps, month.gaps)
        if not month.cards.size:
            return
        self._make_room(int(month.cards[-1]) + 1)
        cards = month.cards.astype(np.intp)
        buys = month.columns["cheques"] > 0
        bought = self.columns["cheques"].take(cards) > 0
        first, last = month.columns["first"], self.columns["last"].take(cards)
        self.gaps = _together(self.gaps, np.bincount((first - last)[bought & buys]))
        for name, array in self.columns.items():
            values, merge = month.columns[name], COLUMNS[name].merge
            if merge == "sum":
                array[cards] += values.astype(array.dtype, copy=False)
            elif merge == "first":
                _put(array, cards, values, buys & ~bought)
            elif merge == "last":
                _put(array, cards, values, buys)
            else:
                _put(array, cards, values, buys & (~bought | (values > array.take(cards))))

    def frame(self, before: dict[int, States] | None = None) -> pl.DataFrame:
        """Return card and the figures of the cards that have a row, in the order of their keys.

        ``before`` holds the states so many days earlier; the sums since then are added as columns
        named by the days (``total_90``).
        """
        seen = (self.columns["cheques"] > 0) | (self.columns["returns"] > 0)
        frame: dict[str, Ints] = {"card": np.flatnonzero(seen).astype(np.int32)}
        told = (name for name in self.columns if name != "returns")
        if frame["card"].size == self.size - 1:
            frame |= {name: self.columns[name][1 : self.size] for name in told}
        else:
            frame |= {name: self.columns[name][seen] for name in told}
        if "last_time" in frame:
            frame["last_at"] = frame["last"].astype(np.int64) * MICROSECONDS_A_DAY
            frame["last_at"] += frame.pop("last_time")
        for window, earlier in (before or {}).items():
            for name, array in earlier.columns.items():
                if COLUMNS[name].merge == "sum" and name in frame:
                    then = np.zeros(seen.size, array.dtype)
                    then[: earlier.size] = array[: earlier.size]
                    frame[f"{name}_{window}"] = frame[name] - then[seen]
        return pl.DataFrame(frame)

    def _count(self, amounts: Counts) -> None:
        # Put together whenever they have doubled: not one part a month of a long history.
        self._amounts.append(amounts)
        if sum(part.values.size for part in self._amounts[1:]) > self._amounts[0].values.size:
            self.amounts()

    def _make_room(self, size: int) -> None:
        self.size = max(size, self.size)
        for name, array in self.columns.items():
            if array.size < size:
                self.columns[name] = with_room([array], array.dtype, size * 3 // 2)
            elif not array.flags.writeable:
                # Room that is enough stays as it is: a copy at every month end must not grow.
                self.columns[name] = array.copy()


def with_room(pieces: Sequence[Ints], dtype: DTypeLike, size: int = 0) -> Ints:
    """Return pieces one after another in a new array, zeros behind them for an eighth more."""
    given = sum(piece.size for piece in pieces)
    room = np.zeros(max(size, given) * 9 // 8 + 1, dtype)
    np.concatenate(pieces, out=room[:given])
    return room


def _put(array: Ints, places: Ints, values: Ints, where: NDArray[np.bool_]) -> None:
    if where.all():
        array[places] = values
    else:
        array[places[where]] = values[where]


def _together(first: Ints, second: Ints) -> Ints:
    longer, shorter = (first, second) if first.size >= second.size else (second, first)
    summed = longer.astype(np.int64, copy=True)
    summed[: shorter.size] += shorter
    return summed
