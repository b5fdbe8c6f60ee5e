"""The order of a month's rows, and each cheque once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rfma_fast.cheques.moments import MICROSECONDS_A_DAY
from rfma_fast.cheques.schema import IDENTITY, ORDER

_Ints = npt.NDArray[np.int64]
_BITS = 63
_OCTETS = 8


@dataclass(frozen=True)
class Found:
    """Rows of an older load that a load brought, too."""

    cheques: int
    digest: int
    """A number that the same rows give in any order."""

    def __add__(self, other: Found) -> Found:
        """Return what was found in two months."""
        return Found(self.cheques + other.cheques, (self.digest + other.digest) % 2**64)


@dataclass(frozen=True)
class Settled:
    """A month after a load."""

    rows: pl.DataFrame
    identical: int
    """Rows of the load that agree in every column with an earlier one of it."""
    found: dict[int, Found]
    """Older load → what was there already because of it."""


def settled(rows: pl.DataFrame, load: int, *, copies: bool = False) -> Settled:
    """Return the rows of a month sorted, what was stored before ``load`` untouched.

    Of the rows that ``load`` brings, one that is stored or repeated falls away; with ``copies``
    as many stay as make up the larger of both counts. Rows are sorted by one number, which most
    of them have alone; only the others are compared column by column.
    """
    rows = rows.rechunk()
    places = _places(rows)
    order = np.argsort(places)
    places = places[order]
    same = places[1:] == places[:-1]
    identical, found = 0, dict[int, Found]()
    if same.any():
        tied = np.zeros(places.size, np.bool_)
        tied[1:] = same
        tied[:-1] |= same
        here = np.flatnonzero(tied)
        rest = rows[order[here]].with_columns(pl.Series("place", order[here]))
        rest = rest.sort([*ORDER, "load"])
        order[here] = rest.get_column("place").to_numpy()
        alike = _Alike.of(rest, load)
        order = np.delete(order, here[alike.surplus(copies)])
        identical, found = alike.identical, alike.found(rest, copies)
    return Settled(rows.select(pl.all().gather(pl.Series(order))), identical, found)


@dataclass(frozen=True)
class _Alike:
    """Sorted rows in groups of the same cheque, in each the stored ones first."""

    new: npt.NDArray[np.bool_]
    group: _Ints
    rank: _Ints
    """Place in its group, from 0."""
    stored: _Ints
    """How many of a row's group are stored."""
    brought: _Ints
    """How many of a row's group the load brings."""

    @classmethod
    def of(cls, rows: pl.DataFrame, load: int) -> _Alike:
        first = ~_told_before(rows)
        group = np.cumsum(first) - 1
        places = np.arange(group.size)
        new = rows.get_column("load").to_numpy() == load
        starts = np.flatnonzero(first)
        brought = np.bincount(group, new, starts.size).astype(np.int64)
        sizes = np.diff(np.append(starts, group.size))
        return cls(new, group, places - starts[group], (sizes - brought)[group], brought[group])

    @property
    def identical(self) -> int:
        """Return how many rows of the load agree with an earlier one of it."""
        return int(np.count_nonzero(self.new & (self.rank > self.stored)))

    def surplus(self, copies: bool) -> npt.NDArray[np.bool_]:
        """Tell which rows are not stored."""
        return self.new & (self.rank < 2 * self.stored if copies else self.rank > 0)

    def found(self, rows: pl.DataFrame, copies: bool) -> dict[int, Found]:
        """Return by older load the stored rows that the load brought, too."""
        matched = ~self.new & (self.rank < (self.brought if copies else self.brought > 0))
        if not matched.any():
            return {}
        there = rows.filter(pl.Series(matched))
        digests = there.select(IDENTITY).hash_rows(seed=0).to_numpy()
        loads = there.get_column("load").to_numpy()
        return {
            int(load): Found(int(one.sum()), int(digests[one].sum(dtype=np.uint64)))
            for load in np.unique(loads)
            for one in [loads == load]
        }


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
