"""Batches of raw rows from CSV and Parquet files."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
from polars.exceptions import ComputeError, PolarsError

from rfma_fast.i18n import problem
from rfma_fast.sources.columns import ColumnMap, guess

ROWS_A_BATCH = 500_000
CSV_SUFFIXES = (".csv", ".txt", ".tsv")
PARQUET_SUFFIXES = (".parquet", ".pq")
_CAREFUL_ROWS_A_BATCH = 50_000


class Damaged(Exception):
    """The quick reader met a line that is no proper CSV; the careful one takes over."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def files_of(given: str | os.PathLike[str]) -> list[Path]:
    """Return the files that a source names: itself, or the CSV and Parquet files of a directory."""
    source, told = Path(given), os.fspath(given)
    if "://" in told:
        raise problem("source.unknown_kind", path=told, suffix=told.partition("://")[0] + "://")
    if source.is_dir():
        known = CSV_SUFFIXES + PARQUET_SUFFIXES
        found = sorted(path for path in source.iterdir() if path.suffix.lower() in known)
        if not found:
            raise problem("source.empty_directory", path=source)
        return found
    if not source.exists():
        raise problem("source.missing", path=source)
    return [source]


def map_of(path: Path, columns: ColumnMap | None) -> ColumnMap:
    """Return the map for a file: the given one, or the built-in one that fits its header."""
    with _plain_errors(path):
        present = _scan(path).collect_schema().names()
    return columns.checked(present, str(path)) if columns else guess(present, str(path))


def raw_batches(path: Path, columns: ColumnMap) -> Iterator[pl.DataFrame]:
    """Yield batches of raw rows: ``line`` and the mapped fields, CSV values as text.

    Raises ``Damaged`` where a CSV file needs ``careful_batches``.
    """
    names = columns.columns.items()
    first_line = 2 if _is_csv(path) else 1
    with _plain_errors(path):
        chosen = _scan(path).select(pl.col(column).alias(field) for field, column in names)
        numbered = chosen.with_row_index("line", offset=first_line)
        yield from numbered.collect_batches(chunk_size=ROWS_A_BATCH, engine="streaming")


def careful_batches(path: Path, columns: ColumnMap) -> Iterator[pl.DataFrame]:
    """Yield batches of raw rows from a CSV file with ragged or badly quoted lines.

    A row with too few or too many fields carries the rule ``fields_missing`` or ``fields_extra``.
    """
    try:
        with path.open(encoding="utf-8", errors="replace", newline="") as text:
            reader = csv.reader(text, delimiter=_separator(path))
            header = next(reader, [])
            places = {field: header.index(column) for field, column in columns.columns.items()}
            numbered = ((reader.line_num, row) for row in reader if row)
            while rows := list(islice(numbered, _CAREFUL_ROWS_A_BATCH)):
                yield _frame(rows, places, len(header))
    except (csv.Error, OSError) as error:
        raise problem("source.unreadable", path=path, reason=_first_line(error)) from error


def _frame(rows: list[tuple[int, list[str]]], places: dict[str, int], width: int) -> pl.DataFrame:
    def verdict(row: list[str]) -> str | None:
        if len(row) == width:
            return None
        return "fields_missing" if len(row) < width else "fields_extra"

    fields = {
        field: [row[place] if place < len(row) else None for _, row in rows]
        for field, place in places.items()
    }
    lines = {"line": [line for line, _ in rows], "rule": [verdict(row) for _, row in rows]}
    schema = {"line": pl.Int64, "rule": pl.String} | dict.fromkeys(places, pl.String)
    return pl.DataFrame(lines | fields, schema=schema)


def _scan(path: Path) -> pl.LazyFrame:
    if _is_csv(path):
        return pl.scan_csv(path, infer_schema=False, glob=False, separator=_separator(path))
    if path.suffix.lower() in PARQUET_SUFFIXES:
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
    raise problem("source.unknown_kind", path=path, suffix=path.suffix or "—")


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() in CSV_SUFFIXES


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except ComputeError as error:
        if _is_csv(path):
            raise Damaged(path) from error
        raise problem("source.unreadable", path=path, reason=_first_line(error)) from error
    except (PolarsError, OSError) as error:
        raise problem("source.unreadable", path=path, reason=_first_line(error)) from error


def _separator(path: Path) -> str:
    """Return the separator that the header line uses: comma, semicolon or tab."""
    with path.open(encoding="utf-8", errors="replace") as text:
        header = text.readline()
    return max(",;\t", key=header.count)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
