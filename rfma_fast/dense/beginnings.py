"""How cards began and went on, month file by month file: no sort, no hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.dense.counts import Runs
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.tallies import of_files, rows_of
from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

NEVER = int(np.iinfo(np.int32).min)
"""In place of a day: there was none; in place of a month: the card is not looked at."""


def month_numbers(days: Ints) -> Ints:
    """Return the months since 1970-01 of days since 1970-01-01; ``NEVER`` stays."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    months[days == NEVER] = NEVER
    return months


def beginnings(snapshot: Snapshot, first: Ints, period: Period) -> pl.DataFrame:
    """Return card, amount, shop of each card's first purchase, second and again.

    ``first`` holds, by card key, the day of the first purchase, ``NEVER`` for cards that are not
    looked at. ``second`` is the day of the next purchase, perhaps the same one; ``again`` the next
    day on which the card bought; both ``NEVER`` where there is none in the period.
    """
    second, again = (np.full(first.size, NEVER, np.int32) for _ in range(2))
    began: list[pl.DataFrame] = []

    def read(file: DataFile) -> tuple[pl.DataFrame, tuple[Ints, Ints], tuple[Ints, Ints]]:
        rows = _rows(snapshot, file, period, ("card", "day", "amount", "shop"), first.size)
        if (rows.get_column("amount") <= 0).any():
            rows = rows.filter(pl.col("amount") > 0).rechunk()
        card = rows.get_column("card").to_numpy()
        day = rows.get_column("day").to_physical().to_numpy()
        runs, begin = Runs.of(card), first[card]
        start = runs.starts
        here = start[day[start] == begin[start]]
        begun = rows.select("card", "amount", "shop")[here]
        # The second purchase: the row after a first one, else the first row of the month.
        has_next = np.zeros(card.size, np.bool_)
        has_next[:-1] = ~runs.changes
        after = here[has_next[here]] + 1
        known = start[(day[start] > begin[start]) & (begin[start] != NEVER)]
        next_rows = np.concatenate([after, known])
        later = np.flatnonzero((day > begin) & (begin != NEVER))
        later = later[Runs.of(card[later]).starts]
        return begun, (card[next_rows], day[next_rows]), (card[later], day[later])

    for begun, seconds, agains in of_files(snapshot, period, read):
        began.append(begun)
        for days, (keys, found) in ((second, seconds), (again, agains)):
            new = days[keys] == NEVER
            days[keys[new]] = found[new]
    every = pl.concat(began)
    keys = every.get_column("card").to_numpy()
    return every.with_columns(
        pl.Series("second", second[keys], dtype=pl.Int32),
        pl.Series("again", again[keys], dtype=pl.Int32),
    )


def cohort_months(snapshot: Snapshot, cohort: Ints, period: Period) -> pl.DataFrame:
    """Return cohort, month, active, total: cards that bought, and their money, returns netted.

    ``cohort`` holds, by card key, the month of the first purchase (``month_numbers``), ``NEVER``
    for cards that are not looked at. Money in kopecks; only months that have a file.
    """
    least = int(cohort[cohort != NEVER].min())
    places = np.where(cohort == NEVER, 0, cohort - least + 1)
    size = int(places.max()) + 1

    def read(file: DataFile) -> pl.DataFrame:
        rows = _rows(snapshot, file, period, ("card", "amount"), cohort.size)
        card, amount = (rows.get_column(name).to_numpy() for name in ("card", "amount"))
        total = np.zeros(size, np.int64)
        np.add.at(total, places[card], amount)
        buyers = card[amount > 0]
        active = np.bincount(places[buyers[Runs.of(buyers).starts]], minlength=size)
        month = date.fromisoformat(f"{file.month}-01")
        return pl.DataFrame(
            {
                "cohort": np.arange(size)[1:] + least - 1,
                "month": np.full(size - 1, (month.year - 1970) * 12 + month.month - 1),
                "active": active[1:].astype(np.int64),
                "total": total[1:],
            }
        )

    return pl.concat(list(of_files(snapshot, period, read)))


def _rows(
    snapshot: Snapshot, file: DataFile, period: Period, columns: Sequence[str], size: int
) -> pl.DataFrame:
    """Return a month file's rows of cards whose key is below ``size``, in the file's order.

    They lie side by side, behind the rows without a card, so that they are cut out, not filtered.
    """
    rows = rows_of(snapshot, file, period).select(columns).collect().rechunk()
    start, end = np.searchsorted(rows.get_column("card").to_numpy(), [1, size])
    return rows[int(start) : int(end)]
