"""Loads the cheques into PostgreSQL by COPY."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence

import polars as pl

from kit.postgres import DATABASE, USER

TABLE = "create unlogged table cheques (card integer, day date, amount bigint)"


def load(server: str, files: Sequence[str]) -> float:
    """Copy the cheques of the files into a new table; return the seconds it took."""
    start = time.perf_counter()
    _psql(server, "drop table if exists cheques")
    _psql(server, TABLE)
    for file in files:
        rows = pl.read_parquet(file, columns=["card", "day", "amount"], hive_partitioning=False)
        _psql(server, "copy cheques from stdin (format csv)", rows.write_csv(include_header=False))
    _psql(server, "vacuum (analyze) cheques")
    return time.perf_counter() - start


def _psql(server: str, sql: str, rows: str | None = None) -> None:
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", server, "-U", USER]
    subprocess.run([*command, "-d", DATABASE, "-c", sql], input=rows, text=True, check=True)
