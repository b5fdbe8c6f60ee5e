"""Purchases and money of every card as of many days: each month file is read once for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.dense.fields import Ints
from rfma_fast.dense.tallies import of_files, rows_of
from rfma_fast.periods import Period, day_number
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile


@dataclass(frozen=True)
class Summed:
    """Which cheques are summed up."""

    snapshot: Snapshot
    period: Period
    shops: tuple[str, ...] = ()
    returns: str = "net"
    """``net``: only money; ``ignore``: not at all; ``keep``: cheques like any other."""
    money: str = "amount"
    """The column of the money: ``amount`` or ``paid``."""


def sums_of_days(summed: Summed, days: Sequence[date], size: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield cheques and money by card key as of each of the rising days.

    ``size`` exceeds every card that is looked at. The arrays grow on: they hold until the next
    day is asked for. Memory: the two arrays, and the columns of some months.
    """
    cheques, money = np.zeros(size, np.int32), np.zeros(size, np.int64)
    waiting = iter(days)
    day = next(waiting, None)
    for rows in of_files(summed.snapshot, summed.period, lambda file: _rows(summed, file, size)):
        begun = 0
        while day and begun < rows.days.size and day_number(day) < rows.days[-1]:
            begun = rows.add(begun, day_number(day), cheques, money)
            yield cheques, money
            day = next(waiting, None)
        if day is None:
            return
        rows.add(begun, None, cheques, money)
    while day:
        yield cheques, money
        day = next(waiting, None)


@dataclass(frozen=True)
class _Rows:
    """The rows of a month file in the order of their days."""

    days: Ints
    cards: Ints
    bought: Ints
    money: Ints

    def add(self, begun: int, upto: int | None, cheques: Ints, money: Ints) -> int:
        """Add the rows from one on, up to a day; return the first row after it."""
        end = self.days.size if upto is None else int(np.searchsorted(self.days, upto, "right"))
        cards = self.cards[begun:end]
        np.add.at(cheques, cards, self.bought[begun:end])
        np.add.at(money, cards, self.money[begun:end])
        return end


def _rows(summed: Summed, file: DataFile, size: int) -> _Rows:
    rows = rows_of(summed.snapshot, file, summed.period)
    if summed.shops:
        rows = rows.filter(pl.col("shop").is_in(list(summed.shops)))
    rows = rows.filter(pl.col("card").is_between(1, size - 1))
    keep, positive = summed.returns == "keep", pl.col("amount") > 0
    if summed.returns == "ignore":
        rows = rows.filter(positive)
    held = (
        rows.select(
            pl.col("day").to_physical(),
            "card",
            bought=pl.lit(1, pl.Int32) if keep else positive.cast(pl.Int32),
            money=pl.col(summed.money).fill_null(0),
        )
        .sort("day")
        .collect()
        .rechunk()
    )
    return _Rows(*(held.get_column(name).to_numpy() for name in held.columns))
