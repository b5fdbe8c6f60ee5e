"""States as of any days: the nearest checkpoint before each, and the months since."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from rfma_fast.dense.fields import parts_of, sources_of
from rfma_fast.dense.files import load
from rfma_fast.dense.month import Month, fold
from rfma_fast.dense.states import States
from rfma_fast.periods import Period
from rfma_fast.store.checkpoints import COUNTS, Checkpoints
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

KOPECKS = 100
"""Of a rouble."""
AHEAD = min(4, os.cpu_count() or 1)
"""Months that are read at the same time."""


@dataclass(frozen=True)
class Reading:
    """Which cheques are folded, and into what."""

    snapshot: Snapshot
    names: tuple[str, ...]
    since: date | None = None
    shops: tuple[str, ...] = ()
    returns: str = "net"
    """``net``: only money; ``ignore``: not at all; ``keep``: cheques like any other."""


@dataclass(frozen=True)
class Found:
    """States as of a day, and how they were come by."""

    day: date
    states: States
    checkpoint: str | None
    """The month at whose end the states were kept."""
    months: tuple[str, ...]
    """The month files that were read for this day."""


def states_of_days(reading: Reading, days: Sequence[date], *, checkpoints: bool) -> Iterator[Found]:
    """Yield the states as of each of the rising days, carrying on from one to the next.

    ``checkpoints`` may be used only where the reading is of all cheques. Memory: the states twice,
    and the columns of ``AHEAD`` months.
    """
    files = reading.snapshot.files
    kept = Checkpoints.of(reading.snapshot.root, files) if checkpoints else None
    parts = parts_of(reading.names)
    states, done = States.empty(reading.names), 0
    with ThreadPoolExecutor(AHEAD) as pool:
        for day in days:
            upto = sum(1 for file in files if file.last and file.last <= day)
            begun = [file for file in files[upto : upto + 1] if file.first and file.first <= day]
            newest = kept.newest(day, parts) if kept else None
            start = max(newest.upto if newest else 0, done)
            # Months are read while the checkpoint is.
            whole = folded_months(pool, reading, files[start:upto])
            partial = folded_months(pool, reading, begun, until=day)
            loaded = load(newest, reading.names) if newest and start > done else None
            read = [*files[done if loaded is None else start : upto], *begun]
            if loaded:
                states = loaded
            else:
                # A checkpoint that was removed meanwhile leaves more to read.
                _add(states, folded_months(pool, reading, files[done:start]))
            _add(states, whole)
            done = upto
            here = states if day == days[-1] else states.share()
            _add(here, partial)
            months = tuple(file.month or "" for file in read)
            yield Found(day, here, newest.month if newest and loaded else None, months)


def counts_of_day(reading: Reading, day: date, *, checkpoints: bool) -> States:
    """Return states as of a day of which only the distributions are told.

    Where a checkpoint ends on the day, no figure of a card is read; else the two that the gaps
    between a card's months need.
    """
    files = reading.snapshot.files
    if checkpoints:
        newest = Checkpoints.of(reading.snapshot.root, files).newest(day, (COUNTS, "core"))
        if newest and not any(file.first and file.first <= day for file in files[newest.upto :]):
            held = load(newest, ())
            if held is not None:
                return held
    narrow = replace(reading, names=("cheques", "last"))
    return next(states_of_days(narrow, [day], checkpoints=checkpoints)).states


def has_kopecks(snapshot: Snapshot, column: str, *, checkpoints: bool) -> bool:
    """Tell whether any amount of a store, ``amount`` or ``paid``, is no whole rouble.

    A checkpoint tells it of the amounts in it; of the other files the column is read.
    """
    files = snapshot.files
    if checkpoints and column == "amount":
        newest = Checkpoints.of(snapshot.root, files).newest(snapshot.last_day, (COUNTS, "core"))
        held = load(newest, ()) if newest else None
        if newest and held:
            if (held.amounts().values % KOPECKS).any():
                return True
            files = files[newest.upto :]
    for file in files:
        rows = snapshot.scan_file(file, Period())
        if rows.select((pl.col(column) % KOPECKS != 0).any()).collect(engine="streaming").item():
            return True
    return False


def folded_months(
    pool: Executor, reading: Reading, files: Sequence[DataFile], until: date | None = None
) -> Iterator[Month]:
    """Return what each month file adds, in their order; the first of them are read at once."""

    def folded(file: DataFile) -> Month:
        keep = reading.returns == "keep"
        return fold(_rows(reading, file, until), reading.names, returns_count=keep)

    def in_order() -> Iterator[Month]:
        for file in files[AHEAD:]:
            yield waiting.popleft().result()
            waiting.append(pool.submit(folded, file))
        while waiting:
            yield waiting.popleft().result()

    waiting = deque(pool.submit(folded, file) for file in files[:AHEAD])
    return in_order()


def _add(states: States, months: Iterator[Month]) -> None:
    for month in months:
        states.add(month)


def _rows(reading: Reading, file: DataFile, until: date | None) -> pl.DataFrame:
    """Return the columns of one month file's rows in scope, in the file's order."""
    rows = reading.snapshot.scan_file(file, Period(reading.since, until))
    if reading.shops:
        rows = rows.filter(pl.col("shop").is_in(list(reading.shops)))
    if reading.returns == "ignore":
        rows = rows.filter(pl.col("amount") > 0)
    return rows.select(sources_of(reading.names)).collect().rechunk()
