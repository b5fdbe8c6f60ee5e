"""One month's cheques, sorted by card and moment, folded into one row a card: no sort, no hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from rfma_fast.dense.counts import Counts, group_starts
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
    starts = group_starts(card)
    cards, sizes = card[starts], np.diff(starts, append=card.size)
    columns = _money(mine, starts, names)
    if returns_count or (bought := amount > 0).all():
        shopped, gaps = _purchases(mine, card, starts, names)
        columns |= shopped | {"returns": np.zeros(cards.size, np.int32)}
        return Month(cards, columns, gaps, amounts, moment)
    purchases = mine.filter(pl.Series(bought))
    buyers = card[bought]
    buyer_starts = group_starts(buyers)
    shopped, gaps = _purchases(purchases, buyers, buyer_starts, names)
    places = np.searchsorted(cards, buyers[buyer_starts])
    for name, values in shopped.items():
        columns[name] = np.zeros(cards.size, COLUMNS[name].dtype)
        columns[name][places] = values
    columns["returns"] = sizes - columns["cheques"]
    return Month(cards, columns, gaps, amounts, moment)


def _money(rows: pl.DataFrame, starts: Ints, names: Sequence[str]) -> dict[str, Ints]:
    """Return the figures in which returns count: sums of money, and rows without it."""
    columns = {"total": _sums(rows.get_column("amount").to_numpy(), starts)}
    if "paid_total" in names:
        columns["paid_total"] = _sums(_paid(rows), starts)
    if "unpaid" in names:
        blank = rows.get_column("paid").is_null().cast(pl.Int32).to_numpy()
        columns["unpaid"] = _sums(blank, starts)
    return columns


def _purchases(
    rows: pl.DataFrame, card: Ints, starts: Ints, names: Sequence[str]
) -> tuple[dict[str, Ints], Ints]:
    """Return the figures of purchases, one a card, and the counts of gaps."""
    ends = np.append(starts[1:], card.size) - 1 if starts.size else starts
    day = rows.get_column("day").to_physical().to_numpy()
    again = card[1:] == card[:-1]
    steps = (day[1:] - day[:-1])[again]
    columns: dict[str, Ints] = {
        "cheques": np.diff(starts, append=card.size),
        "first": day[starts],
        "last": day[ends],
    }
    if "days" in names:
        new_day = np.ones(card.size, np.int32)
        new_day[1:][again] = steps > 0
        columns["days"] = _sums(new_day, starts)
    if "last_time" in names:
        columns["last_time"] = rows.get_column("time").to_numpy()[ends]
    if "amount_max" in names:
        columns["amount_max"] = _largest(rows.get_column("amount").to_numpy(), starts)
    if "paid_max" in names:
        columns["paid_max"] = _largest(_paid(rows), starts)
    return columns, np.bincount(steps)


def _paid(rows: pl.DataFrame) -> Ints:
    # A card with a blank is refused afterwards (``unpaid``), whatever its sum.
    return rows.get_column("paid").fill_null(0).to_numpy()


def _sums(values: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(values, starts) if starts.size else values[:0]


def _largest(values: Ints, starts: Ints) -> Ints:
    return np.maximum.reduceat(values, starts) if starts.size else values[:0]


def _last_moment(rows: pl.DataFrame) -> int | None:
    day = pl.col("day").to_physical().cast(pl.Int64)
    moment = rows.select((day * MICROSECONDS_A_DAY + pl.col("time")).max()).item()
    return None if moment is None else int(moment)
