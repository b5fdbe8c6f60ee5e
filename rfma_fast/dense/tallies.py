"""How often each amount was paid, part by part, and by how many cards: no hash of all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl

from rfma_fast.dense.counts import Runs, counted
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.reading import AHEAD
from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Tally:
    """What one month file holds of each group, and of each shop where shops are told apart."""

    month: str
    amounts: pl.DataFrame
    """shop (its place), group, value, count of all amounts, returns included."""
    cards: pl.DataFrame
    """shop (its place), card: the cards with a purchase, each once a shop."""


def tallies(
    snapshot: Snapshot,
    period: Period,
    group: Ints,
    *,
    only: Sequence[str] = (),
    shops: Sequence[str] = (),
) -> Iterator[Tally]:
    """Yield the tally of each month file of a period, in their order.

    ``group`` holds a group, from 0 on, by card key, place 0 that of cheques without a card. With
    ``only``, other shops are left out; ``shops``, all that may occur, are told apart in this order.
    """
    names = pl.Enum(shops)
    groups = int(group.max()) + 1

    def read(file: DataFile) -> Tally:
        wanted = ["card", "amount", *(["shop"] if shops or only else [])]
        rows = rows_of(snapshot, file, period)
        if only:
            rows = rows.filter(pl.col("shop").is_in(list(only)))
        held = rows.select(wanted).collect().rechunk()
        card, amount = (held.get_column(name).to_numpy() for name in ("card", "amount"))
        place = np.zeros(card.size, np.int64)
        if shops:
            place = held.get_column("shop").cast(names).to_physical().to_numpy().astype(np.int64)
        # One number holds amount, shop and group, so that one count does for all three.
        keys = max(len(shops), 1) * groups
        found = counted(amount * keys + place * groups + group[card])
        key = found.values % keys
        amounts = {
            "shop": key // groups,
            "group": key % groups,
            "value": found.values // keys,
            "count": found.count,
        }
        return Tally(file.month or "", pl.DataFrame(amounts), _buyers(card, amount, place, shops))

    return of_files(snapshot, period, read)


def _buyers(card: Ints, amount: Ints, place: Ints, shops: Sequence[str]) -> pl.DataFrame:
    bought = (card > 0) & (amount > 0)
    several = max(len(shops), 1)
    visits = card[bought].astype(np.int64) * several + place[bought]
    # Rows lie card by card: most of what repeats lies side by side.
    visits = visits[Runs.of(visits).starts]
    if shops:
        visits = np.unique(visits)
    return pl.DataFrame({"shop": visits % several, "card": visits // several})


def of_files(
    snapshot: Snapshot, period: Period, read: Callable[[DataFile], _Found]
) -> Iterator[_Found]:
    """Yield what is read of each month file of a period, in their order, some at a time."""
    files = [file for file in snapshot.files if file.month and period.covers_month(file.month)]
    with ThreadPoolExecutor(AHEAD) as pool:
        yield from pool.map(read, files)


def rows_of(snapshot: Snapshot, file: DataFile, period: Period) -> pl.LazyFrame:
    """Return a month file's rows of a period, which a file that lies within it keeps unfiltered."""
    begins = period.since and file.first and file.first >= period.since
    ends = period.until and file.last and file.last <= period.until
    return snapshot.scan_file(
        file, Period(None if begins else period.since, None if ends else period.until)
    )
