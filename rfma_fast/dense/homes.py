"""The shop at which each card bought most, month file by month file: no sort, no hash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from rfma_fast.dense.fields import Ints
from rfma_fast.dense.shops import ShopNumbers
from rfma_fast.dense.tallies import of_files, rows_of
from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

PAIRS = 1 << 24
"""So many pairs of a shop and a card have a place in the arrays, 16 bytes each."""
_NEVER = np.iinfo(np.int32).min
_NO_PURCHASE = _NEVER + 1


def home_shops(
    snapshot: Snapshot,
    period: Period,
    size: int,
    *,
    only: Sequence[str] = (),
    returns: str = "net",
) -> pl.DataFrame | None:
    """Return card, shop: where the card has most cheques in a period, ``None`` above ``PAIRS``.

    Of equal shops, the one with more revenue, then with the later last purchase, then the first by
    name. ``size`` exceeds every card; with ``only``, other shops are left out; ``returns`` as in
    ``Reading``.
    """
    shops = ShopNumbers()

    def read(file: DataFile) -> tuple[Ints, Ints, Ints, Ints]:
        rows = rows_of(snapshot, file, period)
        if only:
            rows = rows.filter(pl.col("shop").is_in(list(only)))
        if returns == "ignore":
            rows = rows.filter(pl.col("amount") > 0)
        held = rows.select("card", "day", "amount", "shop").collect().rechunk()
        held = held[int(np.searchsorted(held.get_column("card").to_numpy(), 1)) :]
        day = held.get_column("day").to_physical().to_numpy()
        card, amount = (held.get_column(name).to_numpy() for name in ("card", "amount"))
        pair = shops.of(held.get_column("shop")) * np.int64(size) + card
        # No purchase, no day of one.
        return pair, amount, day, np.flatnonzero((amount <= 0) & (returns != "keep"))

    cheques, last = (np.zeros(0, np.int32) for _ in range(2))
    total = np.zeros(0, np.int64)
    for pair, amount, day, returned in of_files(snapshot, period, read):
        room = int(pair.max(initial=-1)) + 1 - total.size
        if room > 0:
            room = -(-room // size) * size
            if total.size + room > PAIRS:
                return None
            cheques, total = (
                np.concatenate([old, np.zeros(room, old.dtype)]) for old in (cheques, total)
            )
            last = np.concatenate([last, np.full(room, _NEVER, np.int32)])
        np.add.at(total, pair, amount)
        if returned.size:
            back = pair[returned]
            last[back] = np.maximum(last[back], _NO_PURCHASE)
            pair, day = np.delete(pair, returned), np.delete(day, returned)
        np.add.at(cheques, pair, np.ones(pair.size, np.int32))
        # A card's rows lie in the order of days: the last one stays.
        last[pair] = day
    return _best(shops.names, size, (cheques, total, last))


def _best(names: Sequence[str], size: int, figures: tuple[Ints, Ints, Ints]) -> pl.DataFrame:
    """Return card, shop from cheques, total, last of every shop × ``size`` + card."""
    shape = (-1, size)
    cheques, total, last = (figure.reshape(shape) for figure in figures)
    home = np.full(size, -1, np.int32)
    most: list[Ints] = [
        np.zeros(size, np.int32),
        np.zeros(size, np.int64),
        np.full(size, _NEVER, np.int32),
    ]
    for shop in sorted(range(len(cheques)), key=names.__getitem__):
        here = (cheques[shop], total[shop], last[shop])
        better = here[2] > most[2]
        for figure, best in zip(here[1::-1], most[1::-1], strict=True):
            better = (figure > best) | ((figure == best) & better)
        better = (here[2] != _NEVER) & (better | (home < 0))
        home[better] = shop
        for figure, best in zip(here, most, strict=True):
            best[better] = figure[better]
    card = np.flatnonzero(home >= 0)
    named = pl.Series(names, dtype=pl.Enum(sorted(names)))
    return pl.DataFrame({"card": card, "shop": named[home[card]]})
