"""One load: rows gathered by month, keyed, sorted, freed of repeats, committed at once."""

from __future__ import annotations

import shutil
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType

import polars as pl
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction

from rfma_fast.cheques.schema import CARD_KEY, IDENTITY, ORDER, STORED
from rfma_fast.i18n import problem
from rfma_fast.store.tables import KEYS, REJECTED, DataFile, Tables

ROWS_IN_MEMORY = 2_000_000
"""Rows that a load holds before it puts them aside in the staging directory."""

MONTH_FILE = "cheques-{load:06d}-{token}.parquet"


@dataclass(frozen=True)
class LoadReport:
    """What became of every row of a load: read = stored + already there + rejected."""

    source: str
    load: int
    """The load's number in the store; 0 where nothing was new and nothing was written."""
    read: int
    stored: int
    already_there: int
    """Rows that agree in every column with a stored row or with an earlier row of this load."""
    rejected: int
    rejected_by_rule: dict[str, int]
    months: tuple[str, ...]
    """The months that changed."""
    new_cards: int
    version: int
    """The store's version afterwards."""


@dataclass
class Load:
    """Gathers batches and commits them as one version; used in a ``with`` block.

    Memory: ``ROWS_IN_MEMORY`` rows, or the largest month with what is stored of it.
    """

    tables: Tables
    source: str
    card_rule: str
    _parts: dict[int, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    _spilled: dict[int, list[Path]] = field(default_factory=lambda: defaultdict(list))
    _held: int = 0
    _rejected: list[pl.DataFrame] = field(default_factory=list)
    _read: int = 0
    _token: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)
        if self.tables.staging.is_dir() and not any(self.tables.staging.iterdir()):
            self.tables.staging.rmdir()

    @property
    def _staging(self) -> Path:
        return self.tables.staging / self._token

    def add(self, accepted: pl.DataFrame, rejected: pl.DataFrame, source: str = "") -> None:
        """Take one batch of a source: cheques by month, and rows for the quarantine."""
        self._read += accepted.height + rejected.height
        if rejected.height:
            self._rejected.append(rejected.with_columns(source=pl.lit(source or self.source)))
        for (month,), rows in accepted.partition_by("month", as_dict=True).items():
            self._parts[month].append(rows)
        self._held += accepted.height
        if self._held > ROWS_IN_MEMORY:
            self._spill()

    def commit(self, progress: Callable[[str], None] = lambda month: None) -> LoadReport:
        """Write the months and make them visible in one commit; ``progress`` hears each month.

        A load that brings nothing new commits nothing. Where another load was committed
        meanwhile, nothing is changed and the error says so.
        """
        tables = Tables.at(self.tables.root)
        number = max(tables.cheques.last_load(), tables.rejected.last_load()) + 1
        stored_files = {file.month: file for file in tables.cheques.files()}
        keys = _Keys.of(tables, self.card_rule)
        add: list[AddAction] = []
        remove: list[DataFile] = []
        months: list[str] = []
        stored = 0
        for month in sorted(self._parts.keys() | self._spilled.keys()):
            name = f"{month // 100:04d}-{month % 100:02d}"
            before = stored_files.get(name)
            rows = keys.put_on(self._rows_of(month)).with_columns(load=pl.lit(number, CARD_KEY))
            merged = _merged(rows.select(STORED.keys()), tables, before)
            new = merged.height - (before.rows if before else 0)
            progress(name)
            if not new:
                continue
            stored += new
            months.append(name)
            file_name = MONTH_FILE.format(load=number, token=self._token)
            add.append(tables.cheques.write(file_name, merged, name))
            if before:
                remove.append(before)
        rejected = self._quarantined(number)
        report = LoadReport(
            source=self.source,
            load=number,
            read=self._read,
            stored=stored,
            already_there=self._read - stored - rejected.height,
            rejected=rejected.height,
            rejected_by_rule=dict(sorted(Counter(rejected.get_column("rule")).items())),
            months=tuple(months),
            new_cards=keys.new.height if stored else 0,
            version=tables.cheques.version(),
        )
        fresh = _not_yet_in_quarantine(rejected, tables)
        if not stored and not fresh.height:
            return replace(report, load=0)
        try:
            self._publish(tables, report, keys.new, fresh, add, remove)
        except CommitFailedError as error:
            raise problem("load.conflict", path=tables.root) from error
        return replace(report, version=tables.cheques.version())

    def _publish(
        self,
        tables: Tables,
        report: LoadReport,
        new_keys: pl.DataFrame,
        rejected: pl.DataFrame,
        add: list[AddAction],
        remove: list[DataFile],
    ) -> None:
        # Cheques last: a key or a rejected row that nothing refers to harms nobody, and a
        # repeated load finds it again; a cheque without its key would be lost.
        number = report.load
        file_name = f"{number:06d}-{self._token}.parquet"
        if report.new_cards:
            tables.keys.commit([tables.keys.write(file_name, new_keys)], [], number)
        if rejected.height:
            tables.rejected.commit([tables.rejected.write(file_name, rejected)], [], number)
        if add:
            tables.cheques.commit(add, remove, number, asdict(report))

    def _spill(self) -> None:
        self._staging.mkdir(parents=True, exist_ok=True)
        for month, parts in self._parts.items():
            path = self._staging / f"{month}-{len(self._spilled[month])}.parquet"
            pl.concat(parts).write_parquet(path, compression="lz4", statistics=False)
            self._spilled[month].append(path)
        self._parts.clear()
        self._held = 0

    def _rows_of(self, month: int) -> pl.DataFrame:
        spilled = [pl.read_parquet(path, glob=False) for path in self._spilled.get(month, [])]
        return pl.concat([*spilled, *self._parts.get(month, [])])

    def _quarantined(self, number: int) -> pl.DataFrame:
        rows = pl.concat(self._rejected) if self._rejected else pl.DataFrame(schema=_REJECTED_PART)
        return rows.select(
            pl.lit(number, REJECTED["load"]).alias("load"),
            "source",
            "line",
            "rule",
            "raw",
        )


_REJECTED_PART = {name: dtype for name, dtype in REJECTED.items() if name != "load"}


@dataclass
class _Keys:
    """The key table in memory, growing with the cards that a load brings."""

    card_rule: str
    known: pl.DataFrame
    new: pl.DataFrame

    @classmethod
    def of(cls, tables: Tables, card_rule: str) -> _Keys:
        paths = [f"{tables.keys.uri}/{file.path}" for file in tables.keys.files()]
        empty = pl.DataFrame(schema=KEYS)
        known = pl.read_parquet(paths, schema=KEYS, glob=False) if paths else empty
        return cls(card_rule, known, empty)

    def put_on(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Replace the printed card by its key, or by 0 and the till's throw-away id."""
        identified = pl.col("card").str.contains(self.card_rule).fill_null(False)
        rows = rows.with_columns(
            card=pl.when(identified).then("card"),
            unidentified_id=pl.when(~identified).then("card"),
        )
        keyed = self._keyed(rows)
        strangers = keyed.filter(pl.col("key").is_null() & pl.col("card").is_not_null())
        if strangers.height:
            self._learn(strangers.get_column("card").unique().sort())
            keyed = self._keyed(rows)
        return keyed.drop("card").rename({"key": "card"}).with_columns(pl.col("card").fill_null(0))

    def _keyed(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.join(self.known, on="card", how="left", maintain_order="none")

    def _learn(self, cards: pl.Series) -> None:
        start = self.known.height + 1
        learnt = pl.DataFrame(
            {
                "key": pl.int_range(start, start + cards.len(), dtype=CARD_KEY, eager=True),
                "card": cards,
            }
        )
        self.known = pl.concat([self.known, learnt])
        self.new = pl.concat([self.new, learnt])


def _merged(rows: pl.DataFrame, tables: Tables, before: DataFile | None) -> pl.DataFrame:
    """Return the month with the new rows in it, sorted, each cheque once."""
    if before:
        path = f"{tables.cheques.uri}/{before.path}"
        rows = pl.concat([pl.read_parquet(path, schema=STORED, hive_partitioning=False), rows])
    rows = rows.sort([*ORDER, "load"])
    told_before = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift(1)) for name in IDENTITY
    )
    first = pl.int_range(pl.len()) == 0
    return rows.filter(first | ~told_before)


def _not_yet_in_quarantine(rejected: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    files = tables.rejected.files()
    if not files or not rejected.height:
        return rejected
    paths = [f"{tables.rejected.uri}/{file.path}" for file in files]
    known = pl.read_parquet(paths, schema=REJECTED, glob=False)
    return rejected.join(known, on=["source", "line", "rule", "raw"], how="anti")
