"""What is done to a store, and may be killed while it does. To add one: a function and its line.

An operation gets the store and the directory of sources; repeating it must be harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from rfma_fast.api import Store
from rfma_fast.cheques.schema import STORED
from rfma_fast.store import loads
from rfma_fast.store.lock import only_writer
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Tables

Begins = Literal["nothing", "history", "versions"]
"""On what an operation is run: no store, a store, or one with files of old versions only."""


@dataclass(frozen=True)
class Operation:
    """Something that changes a store."""

    run: Callable[[Path, Path], object]
    on: Begins = "history"
    changes: bool = True
    """Whether the cheques are others afterwards."""


def first_load(store: Path, sources: Path) -> None:
    Store(store).ingest(sources / "history.csv")


def load(store: Path, sources: Path) -> None:
    """Late rows of an old month, rows of new months, new cards, rejected rows, checkpoints."""
    Store(store).ingest(sources / "load.csv")


def staged_load(store: Path, sources: Path) -> None:
    """The same load, put aside on disk while it is gathered."""
    usual, loads.ROWS_IN_MEMORY = loads.ROWS_IN_MEMORY, 50
    try:
        Store(store).ingest(sources / "load.csv")
    finally:
        loads.ROWS_IN_MEMORY = usual


def rebuild(store: Path, sources: Path) -> None:
    Store(store).checkpoint(rebuild=True)


def sweep(store: Path, sources: Path) -> None:
    Store(store).gc(keep_days=0, spare_minutes=0)


def exported_load(store: Path, sources: Path) -> None:
    """Write a copy for other programs, which then follows a load."""
    Store(store).export(plain_beside(store))
    Store(store).ingest(sources / "load.csv")


def plain_beside(store: Path) -> Path:
    """Return where the copy for other programs lies; all that is done there counts as a step."""
    return store.with_name(f"{store.name}-copy") / "plain"


def take_back(store: Path, sources: Path) -> None:
    """Take the rows of the second load out of every month, in one commit."""
    with only_writer(str(store), "take back"):
        tables = Tables.at(store)
        add, remove = [], []
        for file in tables.cheques.files():
            path = f"{tables.cheques.uri}/{file.path}"
            rows = pl.read_parquet(path, schema=STORED, hive_partitioning=False, glob=False)
            kept = rows.filter(pl.col("load") != 2)
            if kept.height != rows.height:
                remove.append(file)
                if kept.height:
                    name = f"{file.month}-without"
                    add.append(tables.cheques.write(name, kept, file.month))
        if remove:
            tables.cheques.commit(add, remove, tables.cheques.last_load() + 1, {"load": 3})
    Store(store).checkpoint()


OPERATIONS: dict[str, Operation] = {
    "first load": Operation(first_load, on="nothing"),
    "load": Operation(load),
    "staged load": Operation(staged_load),
    "exported load": Operation(exported_load),
    "checkpoints": Operation(rebuild, changes=False),
    "gc": Operation(sweep, on="versions", changes=False),
    "taking back": Operation(take_back, on="versions"),
}


def seen_in_copy(store: Path) -> list[tuple[object, ...]] | None:
    """Return what a reader of plain Parquet sees of a store, ``None`` where there is no copy."""
    copy = plain_beside(store)
    if not copy.exists():
        return None
    rows = pl.read_parquet(copy).sort("moment", "shop", "doc_id")
    return rows.select("moment", "shop", "card", "amount", "doc_id").rows()


@dataclass(frozen=True)
class State:
    """What a reader sees of a store."""

    cheques: tuple[tuple[object, ...], ...]
    """With what is printed on their cards, sorted; no number of a load."""
    rejected: tuple[tuple[object, ...], ...]


def state_of(store: Path) -> State:
    """Return what is in a store; one that was never finished holds nothing."""
    tables = Tables.at(store)
    if not tables.exist() or not tables.cheques.files():
        return State((), _rejected(tables))
    snapshot = open_snapshot(store)
    keys = snapshot.keys().rename({"card": "printed"})
    rows = snapshot.scan().join(keys, left_on="card", right_on="key", how="left")
    told = rows.drop("card", "load").collect().rows()
    return State(tuple(sorted(told, key=repr)), _rejected(tables))


def _rejected(tables: Tables) -> tuple[tuple[object, ...], ...]:
    if not tables.rejected.exists():
        return ()
    paths = [f"{tables.rejected.uri}/{file.path}" for file in tables.rejected.files()]
    if not paths:
        return ()
    rows = pl.read_parquet(paths, glob=False).select("source", "line", "rule", "raw")
    return tuple(sorted(rows.rows(), key=repr))
