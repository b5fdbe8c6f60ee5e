"""One version of a store as plain files: what every reader starts from."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from rfma_fast.cheques.schema import STORED
from rfma_fast.i18n import problem
from rfma_fast.periods import Period
from rfma_fast.store import quarantine
from rfma_fast.store.places import place_of
from rfma_fast.store.tables import KEYS, DataFile, Tables


@dataclass(frozen=True)
class Snapshot:
    """The files of one version; what is committed later is not seen."""

    tables: Tables
    version: int
    card_rule: str
    files: tuple[DataFile, ...]
    """Month files in the order of their months."""
    future: bool = field(default=False, kw_only=True)
    """Whether days far beyond the last cheque may be looked at."""

    @property
    def root(self) -> str:
        """Return the store's directory."""
        return self.tables.root

    @property
    def rows(self) -> int:
        """Return the number of stored cheques, returns included."""
        return sum(file.rows for file in self.files)

    @property
    def octets(self) -> int:
        """Return the bytes of the cheques' files."""
        return sum(file.octets for file in self.files)

    @property
    def first_day(self) -> date:
        """Return the first day that has a cheque."""
        return min(file.first for file in self.files if file.first)

    @property
    def last_day(self) -> date:
        """Return the last day that has a cheque."""
        return max(file.last for file in self.files if file.last)

    def is_newest(self) -> bool:
        """Tell whether nothing was committed since this version was opened."""
        return Tables.at(self.root).cheques.version() == self.version

    def paths(self, period: Period | None = None) -> list[str]:
        """Return the month files that may hold days of the period."""
        return [
            f"{self.tables.cheques.uri}/{file.path}"
            for file in self.files
            if period is None or (file.month and period.covers_month(file.month))
        ]

    def months(self, period: Period | None = None) -> tuple[str, ...]:
        """Return the months that may hold days of the period."""
        covered = (file.month for file in self.files if file.month)
        return tuple(month for month in covered if not period or period.covers_month(month))

    def scan(self, period: Period | None = None) -> pl.LazyFrame:
        """Return the stored rows of the period's days, lazily."""
        return _scan_days(self.paths(period), period)

    def scan_file(self, file: DataFile, period: Period) -> pl.LazyFrame:
        """Return one month file's rows of the period's days, lazily, in the file's order."""
        return _scan_days([f"{self.tables.cheques.uri}/{file.path}"], period)

    def keys(self) -> pl.LazyFrame:
        """Return the key table, lazily: key, card (as printed)."""
        return _scan(self.tables.keys.uri, self.tables.keys.files(), KEYS)

    def key_paths(self) -> list[str]:
        """Return the files of the key table."""
        return [f"{self.tables.keys.uri}/{file.path}" for file in self.tables.keys.files()]

    def rejected(self) -> pl.LazyFrame:
        """Return the quarantine, lazily: what is rejected and not mended."""
        return quarantine.waiting(self.tables)

    @cached_property
    def last_identified_day(self) -> date | None:
        """Return the last day that has an identified cheque: the default as-of date."""
        for file in reversed(self.files):
            path = f"{self.tables.cheques.uri}/{file.path}"
            days = pl.scan_parquet(path, glob=False, **self.tables.cheques.place.polars)
            days = days.filter(pl.col("card") > 0).select("day")
            last = days.max().collect().item()
            if isinstance(last, date):
                return last
        return None

    def shops(self) -> list[str]:
        """Return the names of all shops, in the order of their text."""
        names = self.scan().select(pl.col("shop").unique()).collect(engine="streaming")
        return sorted(names.get_column("shop").to_list())


def open_snapshot(
    root: str | os.PathLike[str], version: int | None = None, *, trusting: bool = False
) -> Snapshot:
    """Open a version of the store at ``root``, by default the newest one.

    A missing or empty store is refused, one whose files are gone or have another size (unless it is
    opened ``trusting``), and a version that is not there any more. Keys are only ever added, so
    that those of the newest version serve every older one.
    """
    tables = Tables.at(root)
    if not tables.exist():
        raise tables.foreign() or problem("store.missing", path=tables.root)
    if version is not None:
        tables = replace(tables, cheques=tables.cheques.at(version))
    card_rule = tables.card_rule()
    trusting = trusting or version is not None
    found = tables.cheques.listed() if trusting else tables.cheques.files()
    files = tuple(sorted(found, key=lambda file: file.month or ""))
    if not files:
        raise problem("store.empty", path=tables.root)
    if version is not None:
        _refuse_missing(tables, version, files)
    return Snapshot(tables, tables.cheques.version(), card_rule, files)


def _refuse_missing(tables: Tables, version: int, files: tuple[DataFile, ...]) -> None:
    """Refuse an old version whose files were cleaned away."""
    for file in files:
        if not Path(f"{tables.cheques.uri}/{file.path}").exists():
            raise problem("store.no_version", path=tables.root, version=version)


def newest_day(root: str | os.PathLike[str]) -> date | None:
    """Return the last day that has a cheque, ``None`` where no cheque is stored."""
    tables = Tables.at(root)
    files = tables.cheques.files() if tables.exist() else []
    return max((file.last for file in files if file.last), default=None)


def _scan_days(paths: list[str], period: Period | None) -> pl.LazyFrame:
    if not paths:
        return pl.LazyFrame(schema=STORED)
    rows = pl.scan_parquet(
        paths, schema=STORED, hive_partitioning=False, glob=False, **place_of(paths[0]).polars
    )
    if period and period.since:
        rows = rows.filter(pl.col("day") >= period.since)
    if period and period.until:
        rows = rows.filter(pl.col("day") <= period.until)
    return rows


def _scan(uri: str, files: list[DataFile], schema: dict[str, type[pl.DataType]]) -> pl.LazyFrame:
    if not files:
        return pl.LazyFrame(schema=schema)
    paths = [f"{uri}/{file.path}" for file in files]
    return pl.scan_parquet(paths, schema=schema, glob=False, **place_of(uri).polars)
