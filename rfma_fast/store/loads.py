"""One load: rows gathered by month, keyed, sorted, freed of repeats, committed at once."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from types import TracebackType

import polars as pl
from deltalake.exceptions import CommitFailedError

from rfma_fast.i18n import problem
from rfma_fast.store.ahead import done_beside
from rfma_fast.store.cards import Codes, Keys
from rfma_fast.store.months import Month, Written, write
from rfma_fast.store.staging import Staging
from rfma_fast.store.tables import REJECTED, Tables

ROWS_IN_MEMORY = 1_000_000
"""Rows that a load holds before it puts them aside in the staging directory."""


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

    Memory: ``ROWS_IN_MEMORY`` rows while it gathers, then two months (one is written while the
    next is fetched) with what is stored of them; beside that one number for each card.
    """

    tables: Tables
    source: str
    card_rule: str
    _rejected: list[pl.DataFrame] = field(default_factory=list)
    _read: int = 0
    _token: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def __post_init__(self) -> None:
        self._codes = Codes(self.card_rule)
        self._staging = Staging(self.tables.staging / self._token)

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._staging.clear()

    def add(self, accepted: pl.DataFrame, rejected: pl.DataFrame, source: str = "") -> None:
        """Take one batch of a source: cheques by month, and rows for the quarantine."""
        self._read += accepted.height + rejected.height
        if rejected.height:
            self._rejected.append(rejected.with_columns(source=pl.lit(source or self.source)))
        self._staging.add(self._codes.put_on(accepted), ROWS_IN_MEMORY)

    def commit(self, progress: Callable[[str], None] = lambda month: None) -> LoadReport:
        """Write the months and make them visible in one commit; ``progress`` hears each month.

        A load that brings nothing new commits nothing. Where another load was committed
        meanwhile, nothing is changed and the error says so.
        """
        tables = Tables.at(self.tables.root)
        number = max(tables.cheques.last_load(), tables.rejected.last_load()) + 1
        keys = Keys.of(tables, self._codes)
        months: list[Written] = []
        for month in self._written(tables, keys, number):
            progress(month.name)
            if month.add:
                months.append(month)
        stored = sum(month.new for month in months)
        rejected = self._quarantined(number)
        report = LoadReport(
            source=self.source,
            load=number,
            read=self._read,
            stored=stored,
            already_there=self._read - stored - rejected.height,
            rejected=rejected.height,
            rejected_by_rule=dict(sorted(Counter(rejected.get_column("rule")).items())),
            months=tuple(month.name for month in months),
            new_cards=keys.new.height if stored else 0,
            version=tables.cheques.version(),
        )
        fresh = _not_yet_in_quarantine(rejected, tables)
        if not stored and not fresh.height:
            return replace(report, load=0)
        try:
            self._publish(tables, report, keys.new, fresh, months)
        except CommitFailedError as error:
            raise problem("load.conflict", path=tables.root) from error
        return replace(report, version=tables.cheques.version())

    def _written(self, tables: Tables, keys: Keys, number: int) -> Iterator[Written]:
        before = {file.month: file for file in tables.cheques.files()}

        def months() -> Iterator[Month]:
            for month in self._staging.months():
                name = f"{month // 100:04d}-{month % 100:02d}"
                rows = keys.put_on(self._staging.rows_of(month))
                yield Month(name, rows, before.get(name))

        return done_beside(lambda m: write(m, tables.cheques, number, self._token), months())

    def _publish(
        self,
        tables: Tables,
        report: LoadReport,
        new_keys: pl.DataFrame,
        rejected: pl.DataFrame,
        months: list[Written],
    ) -> None:
        # Cheques last: a key or a rejected row that nothing refers to harms nobody, and a
        # repeated load finds it again; a cheque without its key would be lost.
        number = report.load
        file_name = f"{number:06d}-{self._token}.parquet"
        if report.new_cards:
            tables.keys.commit([tables.keys.write(file_name, new_keys)], [], number)
        if rejected.height:
            tables.rejected.commit([tables.rejected.write(file_name, rejected)], [], number)
        if months:
            add = [month.add for month in months if month.add]
            remove = [month.remove for month in months if month.remove]
            tables.cheques.commit(add, remove, number, asdict(report))

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


def _not_yet_in_quarantine(rejected: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    files = tables.rejected.files()
    if not files or not rejected.height:
        return rejected
    paths = [f"{tables.rejected.uri}/{file.path}" for file in files]
    known = pl.read_parquet(paths, schema=REJECTED, glob=False, **tables.rejected.place.polars)
    return rejected.join(known, on=["source", "line", "rule", "raw"], how="anti")
