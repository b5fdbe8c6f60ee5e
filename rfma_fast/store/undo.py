"""Undoing a load: its rows leave the months and the quarantine, in one commit."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

import polars as pl
from deltalake.exceptions import CommitFailedError

from rfma_fast.cheques.schema import STORED
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number as told
from rfma_fast.store import quarantine
from rfma_fast.store.ahead import done_beside
from rfma_fast.store.ledger import Entry, Ledger
from rfma_fast.store.months import MONTH_FILE, Written, read
from rfma_fast.store.tables import QUARANTINE, DataFile, Tables


@dataclass(frozen=True)
class UndoReport:
    """What left the store with a load."""

    undo: int
    """The load that is undone."""
    source: str
    cheques: int
    """Cheques that left."""
    rejected: int
    """Rows that left the quarantine."""
    returned: int
    """Rows that are in the quarantine again, since this load had mended them."""
    months: tuple[str, ...]
    """The months that changed; one of which nothing is left is there no more."""
    version: int
    """The store's version afterwards."""


def undo(
    root: str | os.PathLike[str],
    load: int,
    progress: Callable[[str], None] = lambda month: None,
) -> UndoReport:
    """Take the rows of a load out of the store, all or none; ``progress`` hears each month.

    Refused where a later load brought some of them, too, or mended some of its rejected rows: they
    would be lost. The keys of its cards stay. Memory: two months.
    """
    tables = Tables.at(root)
    if not tables.exist():
        raise problem("store.missing", path=tables.root)
    tables.card_rule()
    quarantine.settle(tables)
    entry = _undoable(tables, load)
    kept = quarantine.scan(tables)
    _refuse_mended(kept, load)
    number = max(tables.cheques.last_load(), tables.rejected.last_load()) + 1
    token = uuid.uuid4().hex[:12]
    months = []
    for month in _without(tables, load, number, token):
        if month.new:
            progress(month.name)
            months.append(month)
    gone = pl.col("load") == load
    counts = kept.select(gone.sum(), returned=(pl.col("mended") == load).sum()).collect()
    report = UndoReport(
        undo=load,
        source=entry.source,
        cheques=sum(month.new for month in months),
        rejected=int(counts.item(0, 0)),
        returned=int(counts.item(0, 1)),
        months=tuple(month.name for month in months),
        version=tables.cheques.version(),
    )
    if report.cheques != entry.stored:
        raise AssertionError(f"{report.cheques} rows of load {load}, {entry.stored} were stored")

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        mended = pl.col("mended")
        by_others = pl.when(mended != load).then(mended).cast(QUARANTINE["mended"])
        return rows.filter(~gone).with_columns(mended=by_others)

    change = quarantine.rewritten(tables, f"{number:06d}-{token}", made)
    note = asdict(report) | {"load": number, "quarantine": change}
    try:
        tables.cheques.commit(
            [month.add for month in months if month.add],
            [month.remove for month in months if month.remove],
            number,
            note,
        )
    except CommitFailedError as error:
        raise problem("undo.conflict", path=tables.root) from error
    quarantine.make(tables, change, number)
    return replace(report, version=tables.cheques.version())


def _undoable(tables: Tables, load: int) -> Entry:
    ledger = Ledger.of(tables)
    entry = ledger.find(load)
    if entry is None:
        known = ", ".join(str(one.load) for one in ledger.live) or "—"
        raise problem("undo.unknown", path=tables.root, load=load, known=known)
    if entry.undone:
        raise problem("undo.done", path=tables.root, load=load, source=entry.source)
    if not ledger.whole:
        raise problem("undo.history_gone", path=tables.root, load=load)
    for later in ledger.live:
        if later.load > load:
            _refuse_shared(load, later)
    return entry


def _refuse_shared(load: int, later: Entry) -> None:
    if later.overlaps is None:
        shared, rejected = later.already_there, 0
    elif load in later.overlaps:
        shared, rejected = later.overlaps[load].cheques, later.overlaps[load].rejected
    else:
        return
    if shared or rejected:
        raise problem(
            "undo.shared",
            load=load,
            later=later.load,
            source=later.source,
            cheques=told(shared),
            rejected=told(rejected),
        )


def _refuse_mended(kept: pl.LazyFrame, load: int) -> None:
    mended = pl.col("mended")
    others = kept.filter((pl.col("load") == load) & mended.is_not_null())
    by_load = others.group_by("mended").agg(pl.len()).sort("mended").collect()
    if by_load.height:
        later, rows = by_load.row(0)
        raise problem("undo.mended", load=load, later=later, rejected=told(rows))


def _without(tables: Tables, load: int, number: int, token: str) -> Iterator[Written]:
    """Yield each month without the rows of a load; ``new`` is how many of them it had."""

    def read_beside(file: DataFile) -> tuple[DataFile, pl.DataFrame]:
        return file, read(tables.cheques, file)

    holding = [file for file in tables.cheques.files() if _holds(tables, file, load)]
    for file, rows in done_beside(read_beside, holding):
        left = rows.filter(pl.col("load") != load)
        name, month = MONTH_FILE.format(load=number, token=token), file.month or ""
        add = tables.cheques.write(name, left, month) if left.height else None
        yield Written(month, rows.height - left.height, add, file)


def _holds(tables: Tables, file: DataFile, load: int) -> bool:
    path = f"{tables.cheques.uri}/{file.path}"
    how = tables.cheques.place.polars
    rows = pl.scan_parquet(path, schema=STORED, hive_partitioning=False, glob=False, **how)
    return rows.select((pl.col("load") == load).any()).collect().item() is True
