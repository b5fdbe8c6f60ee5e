"""Rows of any source in batches that carry their line."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

ROWS_A_BATCH = 100_000


def numbered(rows: pl.LazyFrame, first: int) -> Iterator[pl.DataFrame]:
    """Yield the rows in batches, ``line`` counting from ``first``."""
    for batch in rows.collect_batches(chunk_size=ROWS_A_BATCH, engine="streaming"):
        yield batch.with_row_index("line", offset=first)
        first += batch.height


def cut(frame: pl.DataFrame, first: int) -> Iterator[pl.DataFrame]:
    """Yield a frame in batches, ``line`` counting from ``first``."""
    for start in range(0, frame.height, ROWS_A_BATCH):
        yield frame.slice(start, ROWS_A_BATCH).with_row_index("line", offset=first + start)
