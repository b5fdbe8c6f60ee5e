"""DuckDB's bare way from one CSV file to Parquet by month: no checks, no keys, no second look."""

from __future__ import annotations

import duckdb
from kit.question import Answer

SQL = """
copy (select *, strftime(datetime, '%Y-%m') as month from read_csv(getvariable('source')))
to '{target}' (format parquet, compression zstd, partition_by (month))
"""


def copy(source: str, target: str) -> Answer:
    """Copy a file; return the number of rows."""
    with duckdb.connect() as database:
        database.execute("set variable source = $source", {"source": source})
        row = database.execute(SQL.format(target=target.replace("'", "''"))).fetchone()
    return [list(map(int, row or ()))]
