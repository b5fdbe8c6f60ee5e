"""How often each amount was paid, part by part, and by how many cards: no hash of all rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.dense.counts import PartCounts, Runs
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.reading import AHEAD
from rfma_fast.dense.shops import ShopNumbers
from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

_Found = TypeVar("_Found")
_DAYS_A_MONTH, _FAR = 31, 2**31 - 1


@dataclass(frozen=True)
class SoldByDay:
    """Purchases of each shop and day of a month that has some."""

    shop: Ints
    """The shop's number."""
    cheques: Ints
    identified: Ints

    @classmethod
    def of(cls, shop: Ints, day: Ints, bought: NDArray[np.bool_], strangers: int) -> SoldByDay:
        """Count rows, the first ``strangers`` of which have no card."""
        place = shop * np.int64(_DAYS_A_MONTH) + (day - day.min(initial=_FAR))
        every = np.bincount(place[bought])
        known = np.bincount(place[strangers:][bought[strangers:]], minlength=every.size)
        some = np.flatnonzero(every)
        return cls(some // _DAYS_A_MONTH, every[some], known[some])


@dataclass(frozen=True)
class Tally:
    """What one month file holds of each group, and of each shop where shops are told apart."""

    month: str
    amounts: PartCounts
    """Kopecks of all rows, returns included; a part is shop (its number) × groups + group."""
    cards: Ints
    """How many cards of each group have a purchase."""
    shop: Ints
    """The shop's number of each purchase with a card, 0 where shops are not told apart."""
    card: Ints
    """The card of the same purchase."""
    sold: SoldByDay | None
    """Purchases by shop and day, where they are asked for."""


def tallies(
    snapshot: Snapshot,
    period: Period,
    group: Ints,
    groups: int,
    *,
    only: Sequence[str] = (),
    shops: ShopNumbers | None = None,
    daily: bool = False,
) -> Iterator[Tally]:
    """Yield the tally of each month file of a period, in their order.

    ``group`` holds one of ``groups``, from 0 on, by card key, place 0 that of cheques without a
    card. With ``only``, other shops are left out; ``shops`` tells them apart, ``daily`` their days
    as well.
    """
    narrow = group.astype(np.int32)

    def read(file: DataFile) -> Tally:
        wanted = ["card", "amount", *(["shop"] if shops else []), *(["day"] if daily else [])]
        rows = rows_of(snapshot, file, period)
        if only:
            rows = rows.filter(pl.col("shop").is_in(list(only)))
        held = rows.select(wanted).collect().rechunk()
        card, amount = (held.get_column(name).to_numpy() for name in ("card", "amount"))
        own = narrow.take(card)
        part: Ints = own
        strangers = int(np.searchsorted(card, 1))
        bought = np.flatnonzero(amount[strangers:] > 0) + strangers
        number: Ints = np.zeros(1, np.int64)
        buyers = card[bought]
        place: Ints = np.zeros(bought.size, np.int32)
        if shops:
            number = shops.of(held.get_column("shop"))
            part = number * np.int64(groups) + own
            place = number[bought]
        amounts = PartCounts.of(part, amount)
        sold = None
        if daily:
            day = held.get_column("day").to_physical().to_numpy()
            sold = SoldByDay.of(number, day, amount > 0, strangers)
        # The rows of a card lie side by side.
        each = buyers[Runs.of(buyers).starts]
        cards = np.bincount(narrow.take(each), minlength=groups)
        return Tally(file.month or "", amounts, cards, place, buyers, sold)

    return of_files(snapshot, period, read)


def of_files(
    snapshot: Snapshot, period: Period, read: Callable[[DataFile], _Found]
) -> Iterator[_Found]:
    """Yield what is read of each month file of a period, in their order, some at a time."""
    files = [file for file in snapshot.files if file.month and period.covers_month(file.month)]
    with ThreadPoolExecutor(AHEAD) as pool:
        waiting = deque(pool.submit(read, file) for file in files[: AHEAD + 1])
        for file in files[AHEAD + 1 :]:
            yield waiting.popleft().result()
            waiting.append(pool.submit(read, file))
        while waiting:
            yield waiting.popleft().result()


def rows_of(snapshot: Snapshot, file: DataFile, period: Period) -> pl.LazyFrame:
    """Return a month file's rows of a period, which a file that lies within it keeps unfiltered."""
    begins = period.since and file.first and file.first >= period.since
    ends = period.until and file.last and file.last <= period.until
    return snapshot.scan_file(
        file, Period(None if begins else period.since, None if ends else period.until)
    )
