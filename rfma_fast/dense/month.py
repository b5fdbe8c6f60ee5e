"""One month's cheques, sorted by card and moment, folded into one row a card: no sort, no hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.dense.counts import Counts, Runs
from rfma_fast.dense.fields import COLUMNS, Ints
from rfma_fast.plan.fields import MICROSECONDS_A_DAY


@dataclass(frozen=True)
class Month:
    """What a month adds to the states of its cards and to the distributions."""

    cards: Ints
    """The keys of the cards that have a row, rising."""
    columns: dict[str, Ints]
    """One figure a card; only sums mean something where ``cheques`` is 0."""
    gaps: Ints
    """How often two purchases of a card lie 0, 1, 2 … days apart, both in the month."""
    amounts: Counts
    moment: int | None
    """The last moment that has a cheque, in microseconds since 1970, where ``time`` was read."""


def fold(rows: pl.DataFrame, names: Sequence[str], *, returns_count: bool = False) -> Month:
    """Fold the rows of a month, sorted by card, day and time, unidentified ones first.

    ``rows`` holds card, day, amount and what the columns need (``sources_of``). A row with an
    amount of zero or less is no purchase, unless ``returns_count``; it counts in the sums of money.
    """
    card = rows.get_column("card").to_numpy()
    strangers = int(np.searchsorted(card, 1))
    amount = rows.get_column("amount").to_numpy()
    amounts = Counts.of(amount[:strangers], amount[strangers:])
    moment = _last_moment(rows) if "time" in rows.columns else None
    mine = rows[strangers:]
    card, amount = card[strangers:], amount[strangers:]
    runs = Runs.of(card)
    cards, sizes = card[runs.starts], runs.ends - runs.starts + 1
    columns = _money(mine, runs, names)
    if returns_count or (bought := amount > 0).all():
        shopped, gaps = _purchases(mine, runs, names)
        columns |= shopped | {"returns": np.zeros(cards.size, np.int32)}
        return Month(cards, columns, gaps, amounts, moment)
    buyers = card[bought]
    shopping = Runs.of(buyers)
    shopped, gaps = _purchases(mine.filter(pl.Series(bought)), shopping, names)
    places = np.searchsorted(cards, buyers[shopping.starts])
    for name, values in shopped.items():
        columns[name] = np.zeros(cards.size, COLUMNS[name].dtype)
        columns[name][places] = values
    columns["returns"] = sizes - columns["cheques"]
    return Month(cards, columns, gaps, amounts, moment)


def _money(rows: pl.DataFrame, runs: Runs, names: Sequence[str]) -> dict[str, Ints]:
    """Return the figures in which returns count: sums of money, and rows without it."""
    columns = {"total": _sums(rows.get_column("amount").to_numpy(), runs)}
    if "paid_total" in names:
        columns["paid_total"] = _sums(_paid(rows), runs)
    if "unpaid" in names:
        columns["unpaid"] = _sums(rows.get_column("paid").is_null().to_numpy(), runs)
    return columns


def _purchases(
    rows: pl.DataFrame, runs: Runs, names: Sequence[str]
) -> tuple[dict[str, Ints], Ints]:
    """Return the figures of purchases, one a card, and the counts of gaps."""
    day = rows.get_column("day").to_physical().to_numpy()
    steps = day[1:] - day[:-1]
    columns: dict[str, Ints] = {
        "cheques": runs.ends - runs.starts + 1,
        "first": day[runs.starts],
        "last": day[runs.ends],
    }
    if "days" in names:
        new_day = np.ones(day.size, np.bool_)
        new_day[1:] = (steps > 0) | runs.changes
        columns["days"] = _sums(new_day, runs)
    if "last_time" in names:
        columns["last_time"] = rows.get_column("time").to_numpy()[runs.ends]
    if "amount_max" in names:
        columns["amount_max"] = _largest(rows.get_column("amount").to_numpy(), runs)
    if "paid_max" in names:
        columns["paid_max"] = _largest(_paid(rows), runs)
    return columns, np.bincount(steps[~runs.changes])


def _paid(rows: pl.DataFrame) -> Ints:
    # A card with a blank is refused afterwards (``unpaid``), whatever its sum.
    return rows.get_column("paid").fill_null(0).to_numpy()


def _sums(values: NDArray[np.integer] | NDArray[np.bool_], runs: Runs) -> Ints:
    # Where the running sum leaves 64 bits, the differences come back into them.
    return np.diff(np.cumsum(values, dtype=np.int64)[runs.ends], prepend=0)


def _largest(values: Ints, runs: Runs) -> Ints:
    return np.maximum.reduceat(values, runs.starts) if runs.starts.size else values[:0]


def _last_moment(rows: pl.DataFrame) -> int | None:
    day = pl.col("day").to_physical().cast(pl.Int64)
    moment = rows.select((day * MICROSECONDS_A_DAY + pl.col("time")).max()).item()
    return None if moment is None else int(moment)
