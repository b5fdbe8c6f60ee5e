"""The order of a month's rows, and each cheque once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rfma_fast.cheques.moments import MICROSECONDS_A_DAY
from rfma_fast.cheques.schema import IDENTITY, ORDER

_Ints = npt.NDArray[np.int64]
_BITS = 63
_OCTETS = 8


def settled(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a month sorted, each cheque once: as the oldest load told it.

    Rows are sorted by one number, which most of them have alone; only the others are compared
    column by column.
    """
    rows = rows.rechunk()
    places = _places(rows)
    order = np.argsort(places)
    places = places[order]
    same = places[1:] == places[:-1]
    if same.any():
        tied = np.zeros(places.size, np.bool_)
        tied[1:] = same
        tied[:-1] |= same
        here = np.flatnonzero(tied)
        rest = rows[order[here]].with_columns(pl.Series("place", order[here]))
        rest = rest.sort([*ORDER, "load"])
        order[here] = rest.get_column("place").to_numpy()
        order = np.delete(order, here[_told_before(rest)])
    return rows.select(pl.all().gather(pl.Series(order)))


def _places(rows: pl.DataFrame) -> _Ints:
    """Return a number for each row that rises with its place by ``ORDER``.

    First come the rows with neither card nor id by their time, then the ids by their first
    octets, then the cards, each with its time.
    """
    card = rows.get_column("card").to_numpy().astype(np.int64)
    ids = rows.get_column("unidentified_id")
    day = rows.get_column("day").to_physical().cast(pl.Int64)
    ticks = ((day - day.min()) * MICROSECONDS_A_DAY + rows.get_column("time")).to_numpy()
    tick_bits = int(ticks.max(initial=0)).bit_length()
    lost = max(0, int(card.max(initial=0)).bit_length() + tick_bits - _BITS)
    places: _Ints = (card << (tick_bits - lost)) | (ticks >> lost)
    places[card == 0] += -(2**_BITS)
    named = ids.is_not_null()
    if named.any():
        places[named.to_numpy()] = _first_octets(ids.filter(named)) - 2 ** (_BITS - 1)
    return places


def _first_octets(ids: pl.Series) -> _Ints:
    """Return the first octets of texts, after those that all share, as a number below 2**62."""
    least, most = (str(end).encode() for end in (ids.min(), ids.max()))
    unlike = (place for place, octet in enumerate(least) if octet != most[place])
    shared = next(unlike, len(least))
    octets = (ids + "\0" * _OCTETS).cast(pl.Binary).bin.slice(shared, _OCTETS)
    numbers = octets.bin.reinterpret(dtype=pl.UInt64, endianness="big")
    return (numbers.to_numpy() >> np.uint64(2)).astype(np.int64)


def _told_before(rows: pl.DataFrame) -> npt.NDArray[Any]:
    """Tell of each sorted row whether the row before it is the same cheque."""
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in IDENTITY)
    first = pl.int_range(pl.len()) == 0
    return rows.select(~first & same).to_series().to_numpy()
