"""One month of a load: merged with what is stored of it, and written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from deltalake.transaction import AddAction

from rfma_fast.cheques.schema import STORED
from rfma_fast.store.order import Found, settled
from rfma_fast.store.tables import DataFile, Table

MONTH_FILE = "cheques-{load:06d}-{token}"


@dataclass(frozen=True)
class Month:
    """The rows that a load brings to a month."""

    name: str
    """``YYYY-MM``."""
    rows: pl.DataFrame
    """With keys of cards."""
    before: DataFile | None
    """The file that holds the month so far."""
    joined: int = 0
    """Lines that are part of a receipt among the rows that another line began."""


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
    identical: int = 0
    """Rows of the load that agree in every column with an earlier one of it."""
    found: dict[int, Found] = field(default_factory=dict)
    """Older load → what was there already because of it."""
    joined: int = 0
    documents: int = 0
    """Documents that stand on two cards of a shop on one day, at least one of them brought now."""


def write(month: Month, cheques: Table, load: int, token: str, *, copies: bool = False) -> Written:
    """Write the month with its new rows to a file that no version knows yet.

    ``copies`` keeps rows of the load that are the same cheque told several times.
    """
    rows = month.rows.with_columns(load=pl.lit(load, STORED["load"])).select(STORED.keys())
    before = month.before
    if before:
        rows = pl.concat([read(cheques, before), rows])
    merged = settled(rows, load, copies=copies)
    new = merged.rows.height - (before.rows if before else 0)
    told = merged.identical, merged.found, month.joined
    if not new:
        return Written(month.name, 0, None, None, *told)
    name = MONTH_FILE.format(load=load, token=token)
    add = cheques.write(name, merged.rows, month.name)
    documents = documents_on_two_cards(merged.rows, load)
    return Written(month.name, new, add, before, *told, documents)


def read(cheques: Table, file: DataFile) -> pl.DataFrame:
    """Read a month's file."""
    path = f"{cheques.uri}/{file.path}"
    return pl.read_parquet(
        path, schema=STORED, hive_partitioning=False, glob=False, **cheques.place.polars
    )


def documents_on_two_cards(rows: pl.DataFrame, load: int) -> int:
    """Count the documents with two cards at one shop on one day, some of it brought by a load.

    ``rows`` are those of a month in their order, in which the identified ones are the last.
    """
    known = rows.slice(int(rows.get_column("card").search_sorted(1)))
    known = known.filter(known.get_column("doc_id").is_not_null())
    numbers = known.get_column("doc_id").hash().to_numpy()
    rising = np.sort(numbers)
    repeated = rising[1:][rising[1:] == rising[:-1]]
    if not repeated.size:
        return 0
    cards = (
        known.lazy()
        .filter(pl.Series(np.isin(numbers, repeated)))
        .group_by("doc_id", "shop", "day")
        .agg(pl.col("card").n_unique().alias("cards"), (pl.col("load") == load).any().alias("new"))
        .filter((pl.col("cards") > 1) & pl.col("new"))
    )
    return cards.collect().height
