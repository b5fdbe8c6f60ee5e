"""Files against the log: there, of the written bytes, with the rows and days that it tells."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from rfma_fast.analyses.checks.model import Checked, Look, findings_of
from rfma_fast.cheques.schema import IDENTITY, STORED
from rfma_fast.periods import month_of
from rfma_fast.store.damage import checksum_of, told_checksum
from rfma_fast.store.order import settled
from rfma_fast.store.roots import is_local
from rfma_fast.store.tables import Table

_SAMPLE = 4


def log_rows(look: Look) -> Checked:
    """The newest entry of each log tells how many rows its version has."""
    told = []
    for table in look.snapshot.tables.all:
        rows, files = table.told_rows(), table.listed()
        found = sum(file.rows for file in files)
        if rows is not None and rows != found:
            told.append((table.uri, rows, found))
    return findings_of("log", len(look.snapshot.tables.all), told)


def present(look: Look) -> Checked:
    """Every file of the version is there, with as many bytes as the log tells."""
    told: list[tuple[str, object, object]] = []
    looked = 0
    for table in _local(look):
        for file, path in look.sound(table):
            looked += 1
            found = Path(path).stat().st_size if Path(path).is_file() else "—"
            if found != file.octets:
                look.damaged.add(path)
                told.append((path, file.octets, found))
    return findings_of("present", looked, told)


def checksums(look: Look) -> Checked:
    """The bytes of every file give the checksum that its name tells."""
    told = []
    looked = 0
    for table in _local(look):
        for _, path in look.sound(table):
            written = told_checksum(path)
            if written is None:
                continue
            looked += 1
            with Path(path).open("rb") as source:
                found = checksum_of(source)
            if found != written:
                look.damaged.add(path)
                told.append((path, written, found))
    return findings_of("checksums", looked, told)


def without_checksum(look: Look) -> int:
    """Return how many files were written before names told checksums."""
    tables = look.snapshot.tables.all
    return sum(told_checksum(file.path) is None for table in tables for file in table.listed())


def rows(look: Look) -> Checked:
    """Every file can be read and has as many rows as the log tells."""
    told: list[tuple[str, object, object]] = []
    looked = 0
    for table in look.snapshot.tables.all:
        for file, path in look.sound(table):
            looked += 1
            try:
                found: object = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
            except (PolarsError, OSError) as error:
                found = str(error).splitlines()[0]
            if found != file.rows:
                look.damaged.add(path)
                told.append((path, file.rows, found))
    return findings_of("rows", looked, told)


def days(look: Look) -> Checked:
    """The days in a month's file lie in the month and are those that the log tells."""
    told: list[tuple[str, object, object]] = []
    files = look.sound(look.snapshot.tables.cheques)
    for file, path in files:
        day = pl.scan_parquet(path, schema=STORED, hive_partitioning=False, glob=False)
        first, last = day.select(pl.min("day"), pl.max("day").alias("last")).collect().row(0)
        stray = [found for found in (first, last) if found and month_of(found) != file.month]
        if stray:
            told.append((path, file.month, stray[0]))
        elif (first, last) != (file.first, file.last):
            told.append((path, f"{file.first} … {file.last}", f"{first} … {last}"))
    return findings_of("days", len(files), told)


def one_file_a_month(look: Look) -> Checked:
    """Every month has one file."""
    months = [file.month for file in look.snapshot.tables.cheques.listed()]
    twice = sorted({str(month) for month in months if months.count(month) > 1})
    told = [(month, 1, months.count(month)) for month in twice]
    return findings_of("months", len(set(months)), told)


_NO_LOAD = -1
"""As if another load brought nothing: rows are sorted, and all of them stay."""


def order(look: Look) -> Checked:
    """The rows of a month are sorted (sampled)."""
    told: list[tuple[str, object, object]] = []
    files = look.sample(look.sound(look.snapshot.tables.cheques), _SAMPLE, "order")
    for _, path in files:
        found = pl.read_parquet(path, schema=STORED, hive_partitioning=False, glob=False)
        wanted = settled(found, _NO_LOAD).rows
        moved = found.hash_rows() != wanted.hash_rows()
        if moved.any():
            place = int(moved.arg_max() or 0)
            told.append((f"{path}:{place + 1}", _row(wanted, place), _row(found, place)))
    return findings_of("order", len(files), told)


def _local(look: Look) -> tuple[Table, ...]:
    """Return the tables whose files are looked at byte by byte: those of this machine."""
    return look.snapshot.tables.all if is_local(look.snapshot.root) else ()


def _row(frame: pl.DataFrame, place: int) -> str:
    return " ".join(str(value) for value in frame.select(IDENTITY[:4]).row(place))
