"""Questions between and beside segmentations: migration, SQL."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from parts.conftest import Chain

SINCE = "2022-03-01"
SQL = "select shop, count(*) as cheques from cheques group by shop order by shop"
OWN = (
    "select shop, count(*) from read_parquet($files, hive_partitioning = false)"
    " group by shop order by shop"
)


def test_migrate(benchmark: Any, chain: Chain) -> None:
    moved = benchmark(lambda: chain.opened().migrate(SINCE)).cells("class")
    came = moved.filter(pl.col("from") != "new").group_by("from").agg(pl.col("cards").sum())
    expected = {str(row[0]): row[1] for row in chain.classes(SINCE)}
    assert dict(came.iter_rows()) == expected
    assert moved.get_column("cards").sum() == sum(row[1] for row in chain.classes(chain.as_of))


def test_query(benchmark: Any, chain: Chain) -> None:
    found = benchmark(lambda: chain.opened().query(SQL))
    own = duckdb.execute(OWN, {"files": chain.opened().snapshot.paths()}).fetchall()
    assert found.rows() == own


def test_query_of_segments(benchmark: Any, chain: Chain) -> None:
    asked = "select class, count(*) from segments group by class order by class"
    found = benchmark(lambda: chain.opened().query(asked))
    assert found.rows() == [(str(row[0]), row[1]) for row in chain.classes(chain.as_of)]
