"""The views over a store in an object store: Arrow fetches, DuckDB reaches out for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
from pyarrow import dataset

from rfma_fast.sql.known import kept_keys
from rfma_fast.store.places import Bucket, place_of, plain_errors
from rfma_fast.store.tables import KEYS

if TYPE_CHECKING:
    import duckdb

    from rfma_fast.store.snapshot import Snapshot


def make_views(
    connection: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    columns: str,
    condition: str,
    *,
    earlier: bool,
) -> None:
    """Make the view ``cheques``: these columns where the condition holds.

    Only the columns that a query asks for are fetched. No other relation can be named.
    """
    place = place_of(snapshot.root)
    keys = _files(place, snapshot.key_paths())
    rows = connection.from_arrow(_files(place, snapshot.paths())).set_alias("rows")
    key = connection.from_arrow(_empty() if keys is None else keys)
    if earlier:
        key.create_view("all_keys")
        rows.filter(condition).create_view("all_rows")
        kept = kept_keys(connection, "from all_keys", "from all_rows")
        key = connection.table(kept)
    key = key.set_alias("key")
    joined = rows.join(key, "key.key = rows.card", how="left")
    joined.filter(condition).project(columns).create_view("cheques")


def _files(place: Any, paths: Sequence[str]) -> Any:
    if not paths:
        return None
    assert isinstance(place, Bucket)
    system = place.arrow
    with plain_errors(paths[0]):
        return dataset.dataset([place.inside(path) for path in paths], filesystem=system)


def _empty() -> Any:
    return pl.DataFrame(schema=KEYS).to_arrow()
