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
from rfma_fast.store.tables import KEYS, DataFile, Table, Tables


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
    identity: str = field(default="", kw_only=True)
    """Which store it is of: one made anew at the same place has another; empty where none is."""

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

    @property
    def stamp(self) -> tuple[str, int]:
        """Return what no other version of this or any other store has."""
        return self.identity, self.version

    def is_newest(self) -> bool:
        """Tell whether nothing was committed since this version was opened."""
        return Tables.at(self.root).cheques.stamp() == self.stamp

    def same_store(self, table: Table) -> Table:
        """Return another table of the store, opened; refused where the store was made anew since.

        Its keys would then be those of other cards.
        """
        now = Tables.at(self.root)
        if self.identity and not now.exist():
            raise problem("store.gone", path=self.root)
        table.version()
        if self.identity and now.cheques.identity() != self.identity:
            raise problem("store.gone", path=self.root)
        return table

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
        keys = self.same_store(self.tables.keys)
        return _scan(keys.uri, keys.files(), KEYS)

    def key_paths(self) -> list[str]:
        """Return the files of the key table."""
        keys = self.same_store(self.tables.keys)
        return [f"{keys.uri}/{file.path}" for file in keys.files()]

    def rejected(self) -> pl.LazyFrame:
        """Return the quarantine, lazily: what is rejected and not mended."""
        self.same_store(self.tables.rejected)
        return quarantine.waiting(self.tables)

    @cached_property
    def last_identified_day(self) -> date | None:
        """Return the last day that has an identified purchase: the default as-of date.

        A return after it moves nobody's recency. Where cards only ever brought something back, it
        is the last day of that.
        """
        return self._last_day(pl.col("card") > 0, pl.col("amount") > 0) or self._last_day(
            pl.col("card") > 0
        )

    def _last_day(self, *conditions: pl.Expr) -> date | None:
        for file in reversed(self.files):
            path = f"{self.tables.cheques.uri}/{file.path}"
            rows = pl.scan_parquet(path, glob=False, **self.tables.cheques.place.polars)
            last = rows.filter(*conditions).select(pl.col("day").max()).collect().item()
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
    identity, number = tables.cheques.stamp()
    return Snapshot(tables, number, card_rule, files, identity=identity)


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
