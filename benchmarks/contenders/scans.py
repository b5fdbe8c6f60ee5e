"""Bare scans: what reading the needed columns costs, with nothing made of them but sums."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl
from kit.question import Answer


def polars_scan(files: Sequence[str], **_: str) -> Answer:
    """Sum card, day and amount of all rows by the streaming engine of Polars."""
    rows = pl.scan_parquet(list(files), hive_partitioning=False)
    day = pl.col("day").to_physical().cast(pl.Int64)
    sums = rows.select(
        pl.len(), pl.col("card").cast(pl.Int64).sum(), day.sum(), pl.col("amount").sum()
    )
    return [list(map(int, sums.collect(engine="streaming").row(0)))]


def duckdb_scan(files: Sequence[str], **_: str) -> Answer:
    """Sum card, day and amount of all rows by DuckDB."""
    sql = (
        "select count(*), sum(card), sum(day - date '1970-01-01'), sum(amount)"
        " from read_parquet($files, hive_partitioning = false)"
    )
    with duckdb.connect() as database:
        row = database.execute(sql, {"files": list(files)}).fetchone()
    return [list(map(int, row or ()))]
