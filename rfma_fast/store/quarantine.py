"""The quarantine: which rows wait in it, and changes of it that come with a change of cheques.

A change is written into the note of the cheques' commit before it is made here, so both become
visible in the same moment; whoever opens the store to write completes what a stopped one left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from deltalake.exceptions import CommitFailedError

from rfma_fast.store.tables import QUARANTINE, REJECTED, DataFile, Tables

Change = dict[str, list[dict[str, Any]]]
"""``add`` and ``remove``: files as their path, rows, bytes, and when they were written."""

PLACE = ("load", "source", "line")
"""What a row of the quarantine is known by."""
NO_LINE = 0
"""The line of a row that has none, since it came from a server."""


def files(tables: Tables) -> list[DataFile]:
    """Return the files of the quarantine, a change that is not yet made included."""
    there = tables.rejected.files() if tables.rejected.exists() else []
    change = _pending(tables)
    if change is None:
        return there
    gone = {file["path"] for file in change["remove"]}
    return [file for file in there if file.path not in gone] + _files(change["add"])


def scan(tables: Tables, only: list[DataFile] | None = None) -> pl.LazyFrame:
    """Return all rows that were ever rejected, the mended ones too, lazily."""
    some = files(tables) if only is None else only
    if not some:
        return pl.LazyFrame(schema=QUARANTINE)
    paths = [f"{tables.rejected.uri}/{file.path}" for file in some]
    return numbered(
        pl.scan_parquet(
            paths,
            schema=QUARANTINE,
            missing_columns="insert",
            glob=False,
            **tables.rejected.place.polars,
        )
    )


def numbered(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return rows of whole loads, each with a line of its own within its load and source.

    Earlier versions of the program kept rows of servers without one; in a load's order they get
    one here, which stays when their file is written anew.
    """
    loose = pl.col("line") == NO_LINE
    if not rows.filter(loose).select("line").head(1).collect().height:
        return rows
    number = pl.int_range(1, pl.len() + 1).over("load", "source")
    return rows.with_columns(line=pl.when(loose).then(number).otherwise("line"))


def waiting(tables: Tables) -> pl.LazyFrame:
    """Return the rows that are rejected and not mended, lazily."""
    return scan(tables).filter(pl.col("mended").is_null()).select(REJECTED.keys())


def rewritten(
    tables: Tables, name: str, made: Callable[[pl.DataFrame], pl.DataFrame]
) -> Change | None:
    """Write the files of which ``made`` makes something else anew, as one; return the change."""
    gone, rows = [], []
    for file in files(tables):
        before = scan(tables, [file]).collect()
        after = made(before)
        if not after.equals(before):
            gone.append(file)
            rows.append(after)
    if not gone:
        return None
    new = pl.concat(rows)
    add = []
    if new.height:
        action = tables.rejected.write(name, new)
        written = action.modification_time
        add.append(_entry(DataFile(action.path, new.height, action.size, modified=written)))
    return {"add": add, "remove": [_entry(file) for file in gone]}


def settle(tables: Tables) -> None:
    """Make the change that the newest commit of cheques tells of, where it is not made yet."""
    make(tables, _pending(tables), tables.cheques.last_load())


def make(tables: Tables, change: Change | None, load: int) -> None:
    """Make a change that the commit of a load told of."""
    if change is None:
        return
    add = [
        tables.rejected.added(file.path, file.rows, file.octets, file.modified)
        for file in _files(change["add"])
    ]
    try:
        tables.rejected.commit(add, _files(change["remove"]), load)
    except CommitFailedError:
        # Another writer has just done the same.
        if Tables.at(tables.root).rejected.last_load() < load:
            raise


def _pending(tables: Tables) -> Change | None:
    note = tables.cheques.newest_note() if tables.cheques.exists() else {}
    change: Change | None = note.get("quarantine")
    if change is None or tables.rejected.last_load() >= int(note["load"]):
        return None
    return change


def _files(told: list[dict[str, Any]]) -> list[DataFile]:
    return [
        DataFile(file["path"], file["rows"], file["octets"], modified=file["modified"])
        for file in told
    ]


def _entry(file: DataFile) -> dict[str, Any]:
    return {
        "path": file.path, "rows": file.rows, "octets": file.octets, "modified": file.modified,
    }  # fmt: skip
