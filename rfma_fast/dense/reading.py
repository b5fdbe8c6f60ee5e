"""States as of any days: the nearest checkpoint before each, and the months since."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from rfma_fast.dense.fields import parts_of, sources_of
from rfma_fast.dense.files import load
from rfma_fast.dense.month import Month, fold
from rfma_fast.dense.states import States
from rfma_fast.periods import Period
from rfma_fast.store.checkpoints import Checkpoints
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

_AHEAD = min(4, os.cpu_count() or 1)
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
    and the columns of ``_AHEAD`` months.
    """
    files = reading.snapshot.files
    kept = Checkpoints.of(reading.snapshot.root, files) if checkpoints else None
    parts = parts_of(reading.names)
    states, done = States.empty(reading.names), 0
    for day in days:
        upto = sum(1 for file in files if file.last and file.last <= day)
        from_checkpoint = None
        newest = kept.newest(day, parts) if kept else None
        if newest and newest.upto > done and (loaded := load(newest, reading.names)):
            states, done, from_checkpoint = loaded, newest.upto, newest.month
        read = list(files[done:upto])
        for month in folded_months(reading, read):
            states.add(month)
        done = upto
        here = states.share()
        partial = [file for file in files[upto : upto + 1] if file.first and file.first <= day]
        for month in folded_months(reading, partial, until=day):
            here.add(month)
        months = tuple(file.month or "" for file in (*read, *partial))
        yield Found(day, here, from_checkpoint, months)


def folded_months(
    reading: Reading, files: Sequence[DataFile], until: date | None = None
) -> Iterator[Month]:
    """Yield what each month file adds, in their order, reading some of them ahead."""

    def folded(file: DataFile) -> Month:
        return fold(
            _rows(reading, file, until), reading.names, returns_count=reading.returns == "keep"
        )

    if len(files) < 2:
        yield from map(folded, files)
        return
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting: deque[Future[Month]] = deque()
        for file in files:
            waiting.append(pool.submit(folded, file))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _rows(reading: Reading, file: DataFile, until: date | None) -> pl.DataFrame:
    """Return the columns of one month file's rows in scope, in the file's order."""
    rows = reading.snapshot.scan_file(file, Period(reading.since, until))
    if reading.shops:
        rows = rows.filter(pl.col("shop").is_in(list(reading.shops)))
    if reading.returns == "ignore":
        rows = rows.filter(pl.col("amount") > 0)
    return rows.select(sources_of(reading.names)).collect().rechunk()
