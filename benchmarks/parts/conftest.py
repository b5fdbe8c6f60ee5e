"""One small chain, its store, and the same cheques as plain rows for independent answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from contenders.duckdb_sql import one_query
from kit.question import Answer

from rfma_fast import Store, open_store
from rfma_fast.synth import ChainSpec, write_cheques

CHEQUES, MONTHS = 100_000, 12


@dataclass(frozen=True)
class Chain:
    """The chain's source, its store and its rows."""

    csv: Path
    store: Path
    rows: pl.DataFrame
    """card (key), day, amount of all stored cheques."""
    as_of: str
    """The last identified day."""

    def opened(self) -> Store:
        """Return the store, freshly opened."""
        return open_store(self.store)

    def classes(self, as_of: str) -> Answer:
        """Return class, cards, cheques, kopecks as another engine finds them."""
        return one_query(self.opened().snapshot.paths(), as_of)


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    directory = tmp_path_factory.mktemp("parts")
    csv, store = directory / "cheques.csv", directory / "store"
    write_cheques(ChainSpec(cheques=CHEQUES, months=MONTHS), csv)
    opened = open_store(store)
    opened.ingest(csv)
    rows = pl.concat(
        pl.read_parquet(path, columns=["card", "day", "amount"], hive_partitioning=False)
        for path in opened.snapshot.paths()
    )
    last = rows.filter(pl.col("card") > 0).get_column("day").max()
    return Chain(csv, store, rows, str(last))
