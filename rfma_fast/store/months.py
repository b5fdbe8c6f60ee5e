"""One month of a load: merged with what is stored of it, and written."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from deltalake.transaction import AddAction

from rfma_fast.cheques.schema import STORED
from rfma_fast.store.order import settled
from rfma_fast.store.tables import DataFile, Table

MONTH_FILE = "cheques-{load:06d}-{token}.parquet"


@dataclass(frozen=True)
class Month:
    """The rows that a load brings to a month."""

    name: str
    """``YYYY-MM``."""
    rows: pl.DataFrame
    """With keys of cards."""
    before: DataFile | None
    """The file that holds the month so far."""


@dataclass(frozen=True)
class Written:
    """What became of a month."""

    name: str
    new: int
    """Rows that the store did not have."""
    add: AddAction | None
    """The month's new file; none where nothing was new."""
    remove: DataFile | None
    """The file that it takes the place of."""


def write(month: Month, cheques: Table, load: int, token: str) -> Written:
    """Write the month with its new rows to a file that no version knows yet."""
    rows = month.rows.with_columns(load=pl.lit(load, STORED["load"])).select(STORED.keys())
    before = month.before
    if before:
        path = f"{cheques.uri}/{before.path}"
        stored = pl.read_parquet(
            path, schema=STORED, hive_partitioning=False, glob=False, **cheques.place.polars
        )
        rows = pl.concat([stored, rows])
    merged = settled(rows)
    new = merged.height - (before.rows if before else 0)
    if not new:
        return Written(month.name, 0, None, None)
    name = MONTH_FILE.format(load=load, token=token)
    return Written(month.name, new, cheques.write(name, merged, month.name), before)
