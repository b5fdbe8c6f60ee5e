"""Runs the DuckDB contenders: one SQL query each, on a fresh in-memory database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
from kit.question import Answer

HERE = Path(__file__).parent


def one_query(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer with the query as one writes it: window functions and ``quantile_disc``."""
    return _asked("duckdb_one_query.sql", files, as_of)


def lists(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer with the query tuned by hand: lists of days and counted values."""
    return _asked("duckdb_lists.sql", files, as_of)


def _asked(name: str, files: Sequence[str], as_of: str) -> Answer:
    sql = (HERE / name).read_text(encoding="utf-8")
    values = {"files": list(files), "as_of": date.fromisoformat(as_of)}
    with duckdb.connect() as database:
        return [list(map(int, row)) for row in database.execute(sql, values).fetchall()]
