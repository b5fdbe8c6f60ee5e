"""Batches of raw rows from CSV and Parquet files."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl
from polars import selectors
from polars.exceptions import ComputeError, PanicException, PolarsError

from rfma_fast.cheques.rules import holds
from rfma_fast.cheques.schema import FIELDS
from rfma_fast.i18n import problem, say
from rfma_fast.sources.columns import ColumnMap, guess
from rfma_fast.sources.limits import (
    all_told,
    check_columns,
    check_lines,
    check_ordinary,
    check_parquet,
    first_line,
)

ROWS_A_BATCH = 100_000
CSV_SUFFIXES = (".csv", ".txt", ".tsv")
PARQUET_SUFFIXES = (".parquet", ".pq")
_CAREFUL_ROWS_A_BATCH = 50_000
_LINES_A_RECORD = 50
_HOLLOW, _BLANK = "*hollow", "*blank"


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
        for path in found:
            check_ordinary(path)
        if not found:
            raise problem("source.empty_directory", path=source)
        return found
    if not source.exists():
        raise problem("source.missing", path=source)
    check_ordinary(source)
    return [source]


def map_of(path: Path, columns: ColumnMap | None) -> ColumnMap:
    """Return the map for a file: the given one, or the built-in one that fits its header.

    A column of a type that cannot hold its field is refused.
    """
    with _plain_errors(path):
        if _is_csv(path):
            names = _header(path).names
            check_lines(path)
            if not any(names):
                raise problem("source.unreadable", path=path, reason=say("word.empty"))
            schema: dict[str, pl.DataType] = dict.fromkeys(names, pl.String())
        else:
            schema = dict(_scan(path).collect_schema())
    present = list(schema)
    check_columns(len(present), path)
    found = columns.checked(present, str(path)) if columns else guess(present, str(path))
    for field in FIELDS:
        column = found.columns.get(field.name)
        if column is not None and not holds(field, schema[column]):
            raise problem(
                "columns.unfit", source=path, column=column, type=schema[column], field=field.name
            )
    return found


def raw_batches(path: Path, columns: ColumnMap) -> Iterator[pl.DataFrame]:
    """Yield batches of raw rows: ``line`` and the mapped fields, CSV values as text.

    ``line`` counts the file's records, a CSV file's header included. Raises ``Damaged`` where a
    CSV file needs ``careful_batches``.
    """
    fields = [pl.col(column).alias(field) for field, column in columns.columns.items()]
    with _plain_errors(path):
        if not _is_csv(path):
            check_parquet(path, columns.columns.values())
            count = int(_scan(path).select(pl.len()).collect().item())
            yield from all_told(_numbered(_scan(path).select(fields), 1), count, path)
            return
        header = _header(path)
        if header.newline == "\r":
            raise Damaged(path)
        rows, mapped = _scan(path), columns.columns.values()
        others = [name for name in rows.collect_schema().names() if name not in mapped]
        hollow = (pl.col(header.names[-1]) == "").alias(_HOLLOW)
        nothing = pl.all_horizontal(selectors.by_name(others) == "") if others else pl.lit(True)
        checked = False
        for batch in _numbered(rows.select(*fields, hollow, nothing.alias(_BLANK)), 2):
            if not batch.get_column(_HOLLOW).any():
                yield batch.drop(_HOLLOW, _BLANK)
                continue
            told = pl.any_horizontal(pl.col(field) != "" for field in columns.columns)
            whole = batch.filter(~pl.col(_BLANK) | told)
            if not checked and whole.get_column(_HOLLOW).any():
                # An empty last field may be one that a cut line lacks: Polars gives both the same.
                if _has_ragged_lines(path, header):
                    raise Damaged(path)
                checked = True
            yield whole.drop(_HOLLOW, _BLANK)


def _numbered(rows: pl.LazyFrame, first: int) -> Iterator[pl.DataFrame]:
    for batch in rows.collect_batches(chunk_size=ROWS_A_BATCH, engine="streaming"):
        yield batch.with_row_index("line", offset=first)
        first += batch.height


def careful_batches(path: Path, columns: ColumnMap) -> Iterator[pl.DataFrame]:
    """Yield batches of raw rows from a CSV file with ragged or badly quoted lines.

    A row with too few or too many fields carries the rule ``fields_missing`` or ``fields_extra``, a
    line whose quotes do not close ``quotes_open``.
    """
    header = _header(path)
    places = {field: header.names.index(column) for field, column in columns.columns.items()}
    try:
        newline = None if header.newline == "\r" else ""
        with path.open(encoding="utf-8-sig", errors="replace", newline=newline) as text:
            next(text, None)
            rows = _careful_rows(text, header)
            while some := list(islice(rows, _CAREFUL_ROWS_A_BATCH)):
                yield _frame(some, places)
    except (csv.Error, OSError) as error:
        raise problem("source.unreadable", path=path, reason=_first_line(error)) from error


@dataclass(frozen=True)
class _Header:
    names: list[str]
    separator: str
    newline: str


@dataclass(frozen=True)
class _Row:
    line: int
    fields: list[str]
    rule: str | None


def _careful_rows(text: Iterable[str], header: _Header) -> Iterator[_Row]:
    for number, (record, closed) in enumerate(_records(text), start=2):
        fields = next(csv.reader([record], delimiter=header.separator), [])
        if not any(fields):
            continue
        rule = None
        if not closed:
            rule = "quotes_open"
        elif len(fields) != len(header.names):
            rule = "fields_missing" if len(fields) < len(header.names) else "fields_extra"
        yield _Row(number, fields, rule)


def _records(text: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the records of a CSV text, and whether the quotes of each are closed.

    A quote that stays open over ``_LINES_A_RECORD`` lines is a mistake of its own line alone.
    """
    lines, waiting = iter(text), deque[str]()
    while True:
        first = waiting.popleft() if waiting else next(lines, None)
        if first is None:
            return
        record, more = first, list[str]()
        while record.count('"') % 2 and len(more) < _LINES_A_RECORD:
            following = waiting.popleft() if waiting else next(lines, None)
            if following is None:
                break
            more.append(following)
            record += following
        if record.count('"') % 2:
            waiting.extendleft(reversed(more))
            yield first, False
        else:
            yield record, True


def _frame(rows: list[_Row], places: dict[str, int]) -> pl.DataFrame:
    fields = {
        field: [row.fields[place] if place < len(row.fields) else None for row in rows]
        for field, place in places.items()
    }
    lines = {"line": [row.line for row in rows], "rule": [row.rule for row in rows]}
    schema = {"line": pl.Int64, "rule": pl.String} | dict.fromkeys(places, pl.String)
    return pl.DataFrame(lines | fields, schema=schema)


def _scan(path: Path) -> pl.LazyFrame:
    if _is_csv(path):
        return pl.scan_csv(
            path,
            infer_schema=False,
            glob=False,
            separator=_header(path).separator,
            empty_string_is_null=False,
        )
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
    except (PolarsError, PanicException, csv.Error, OSError) as error:
        # A panic of Polars is its word for a file that contradicts itself.
        raise problem("source.unreadable", path=path, reason=_first_line(error)) from error


def _has_ragged_lines(path: Path, header: _Header) -> bool:
    """Tell whether a line without quotes has more or fewer fields than the header."""
    line = pl.col("line")
    wrong = line.str.count_matches(header.separator, literal=True) != len(header.names) - 1
    plain = (line.str.strip_chars() != "") & ~line.str.contains('"', literal=True)
    found = pl.scan_lines(path, name="line", glob=False).filter(plain & wrong).head(1)
    return found.collect(engine="streaming").height > 0


def _header(path: Path) -> _Header:
    """Return the first line's names, its separator (comma, semicolon or tab) and its end."""
    with path.open(encoding="utf-8-sig", errors="replace") as text:
        first = first_line(text, path)
        newline = text.newlines if isinstance(text.newlines, str) else "\n"
    separator = max(",;\t", key=first.count)
    check_columns(first.count(separator) + 1, path)
    return _Header(next(csv.reader([first], delimiter=separator), []), separator, newline)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
