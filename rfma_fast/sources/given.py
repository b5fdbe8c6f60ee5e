"""Sources as they are given: files, directories, and relations of servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from rfma_fast.i18n import problem
from rfma_fast.servers.address import is_server
from rfma_fast.sources import files, postgresql
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.postgresql import Reading, Relation, relation_of

Part = Path | Relation
"""What rows come from: a file, or a table or a query of a server."""


def parts_of(given: str | os.PathLike[str], reading: Reading) -> list[Part]:
    """Return what a source names."""
    told = os.fspath(given)
    if is_server(told):
        return [relation_of(told, reading)]
    if "://" in told:
        # An address may hold credentials before its host and after its path.
        kind, mark, rest = told.partition("://")
        shown = rest.rpartition("@")[2].partition("?")[0]
        raise problem("source.unknown_kind", path=f"{kind}{mark}{shown}", suffix=f"{kind}{mark}")
    return [*files.files_of(given)]


def told_of(given: str | os.PathLike[str], reading: Reading) -> str:
    """Return a source as the store remembers it."""
    told = os.fspath(given)
    return relation_of(told, reading).told if is_server(told) else told


def map_of(part: Part, columns: ColumnMap | None) -> ColumnMap:
    """Return the map for a part: the given one, or the built-in one that fits its columns."""
    if isinstance(part, Relation):
        return postgresql.map_of(part, columns)
    return files.map_of(part, columns)


def raw_batches(part: Part, columns: ColumnMap, careful: set[Path]) -> Iterator[pl.DataFrame]:
    """Yield batches of a part's raw rows; a file among ``careful`` is read line by line."""
    if isinstance(part, Relation):
        return postgresql.raw_batches(part, columns)
    read = files.careful_batches if part in careful else files.raw_batches
    return read(part, columns)
