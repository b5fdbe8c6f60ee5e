"""The careful reader of CSV: a damaged line costs that line only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from rfma_fast.sources.dialect import Dialect
from rfma_fast.sources.sniff import csv_reader

ROWS_A_BATCH = 50_000
_LINES_A_RECORD = 50


@dataclass(frozen=True)
class _Row:
    line: int
    fields: list[str]
    rule: str | None


def careful_rows(
    path: Path, names: list[str], columns: Mapping[str, str], dialect: Dialect
) -> Iterator[pl.DataFrame]:
    """Yield batches of ``line``, ``rule`` and the mapped fields as text from a plain file.

    A row with too few or too many fields carries the rule ``fields_missing`` or ``fields_extra``, a
    line whose quotes do not close ``quotes_open``, one with octets that are no text
    ``octets_unreadable``.
    """
    places = {field: names.index(column) for field, column in columns.items()}
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        next(text, None)
        rows = _rows(text, names, dialect)
        while some := list(islice(rows, ROWS_A_BATCH)):
            yield _frame(some, places)


def _rows(text: Iterable[str], names: list[str], dialect: Dialect) -> Iterator[_Row]:
    for number, (record, closed) in enumerate(_records(text, dialect), start=2):
        readable = record.isascii() or not any("\udc80" <= sign <= "\udcff" for sign in record)
        if not readable:
            record = record.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        fields = next(csv_reader([record], dialect), [])
        if not any(fields):
            continue
        rule = None
        if not closed:
            rule = "quotes_open"
        elif len(fields) != len(names):
            rule = "fields_missing" if len(fields) < len(names) else "fields_extra"
        elif not readable:
            rule = "octets_unreadable"
        yield _Row(number, fields, rule)


def _records(text: Iterable[str], dialect: Dialect) -> Iterator[tuple[str, bool]]:
    """Yield the records of a CSV text, and whether the quotes of each are closed.

    A quote that stays open over ``_LINES_A_RECORD`` lines is a mistake of its own line alone.
    """
    lines, waiting, quote = iter(text), deque[str](), dialect.quote
    while True:
        first = waiting.popleft() if waiting else next(lines, None)
        if first is None:
            return
        record, more = first, list[str]()
        while _is_open(record, quote) and len(more) < _LINES_A_RECORD:
            following = waiting.popleft() if waiting else next(lines, None)
            if following is None:
                break
            more.append(following)
            record += following
        if _is_open(record, quote) or (more and not _is_one_record(record, dialect)):
            waiting.extendleft(reversed(more))
            yield first, False
        else:
            yield record, True


def _is_open(record: str, quote: str) -> bool:
    return bool(quote) and record.count(quote) % 2 == 1


def _is_one_record(lines: str, dialect: Dialect) -> bool:
    """Tell whether an end of line within some lines stands in quotes, so that they are one."""
    try:
        next(csv_reader([lines], dialect))
    except csv.Error:
        return False
    return True


def _frame(rows: list[_Row], places: dict[str, int]) -> pl.DataFrame:
    fields = {
        field: [row.fields[place] if place < len(row.fields) else None for row in rows]
        for field, place in places.items()
    }
    lines = {"line": [row.line for row in rows], "rule": [row.rule for row in rows]}
    schema = {"line": pl.Int64, "rule": pl.String} | dict.fromkeys(places, pl.String)
    return pl.DataFrame(lines | fields, schema=schema)
