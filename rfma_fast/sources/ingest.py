"""From files to the store: read, check, load, all in one commit."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rfma_fast.cheques.marks import unmarked
from rfma_fast.cheques.rules import Checked, check, is_card_rule
from rfma_fast.cheques.schema import FIELDS
from rfma_fast.i18n import problem
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import (
    CSV_SUFFIXES,
    Damaged,
    careful_batches,
    files_of,
    map_of,
    raw_batches,
)
from rfma_fast.store.ahead import done_beside
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.tables import Tables

PREVIEW_ROWS = 5


@dataclass(frozen=True)
class Understanding:
    """What a load would do, found without writing anything."""

    columns: dict[str, str]
    """field → column of the first file."""
    read: int
    rejected_by_rule: dict[str, int]
    first: pl.DataFrame
    """The first accepted rows, in kopecks and days."""

    @property
    def rejected(self) -> int:
        """Return the number of rows that would go to quarantine."""
        return sum(self.rejected_by_rule.values())


def ingest(
    root: str | os.PathLike[str],
    sources: Sequence[str | os.PathLike[str]],
    *,
    columns: ColumnMap | None = None,
    card_rule: str | None = None,
    rows_read: Callable[[int], None] = lambda rows: None,
    month_written: Callable[[str], None] = lambda month: None,
) -> LoadReport:
    """Take all cheques of the sources into the store, which is created where missing.

    Sources are CSV or Parquet files or directories of them. The load becomes visible in one
    commit or not at all; repeating it changes nothing. ``card_rule`` (a regular expression)
    counts for a new store only. Memory: see ``Load``.
    """
    files = [file for source in sources for file in files_of(source)]
    maps = {file: map_of(file, columns) for file in files}
    tables = Tables.at(root)
    if card_rule and not is_card_rule(card_rule):
        raise problem("card_rule.unreadable", got=card_rule)
    if not tables.exist():
        tables.create(card_rule or DEFAULT_CARD_RULE)
    elif card_rule and card_rule != tables.card_rule():
        raise problem("card_rule.differs", path=tables.root, rule=tables.card_rule(), got=card_rule)
    label = ", ".join(os.fspath(source) for source in sources)
    careful: set[Path] = set()
    while True:
        with Load(tables, label, tables.card_rule()) as load:
            try:
                for file, checked in _checked_batches(maps, careful):
                    load.add(checked.accepted, checked.rejected, str(file))
                    rows_read(checked.rows)
            except Damaged as damaged:
                careful.add(damaged.path)
                continue
            return load.commit(month_written)


def understand(
    sources: Sequence[str | os.PathLike[str]], columns: ColumnMap | None = None
) -> Understanding:
    """Read and check whole sources without writing anything (``rfma ingest --dry-run``)."""
    files = [file for source in sources for file in files_of(source)]
    maps = {file: map_of(file, columns) for file in files}
    careful: set[Path] = set()
    while True:
        read, rules, first = 0, Counter[str](), pl.DataFrame()
        try:
            for _, checked in _checked_batches(maps, careful):
                read += checked.rows
                rules.update(checked.rejected.get_column("rule").to_list())
                if not first.height:
                    first = checked.accepted.head(PREVIEW_ROWS)
        except Damaged as damaged:
            careful.add(damaged.path)
            continue
        return Understanding(dict(maps[files[0]].columns), read, dict(sorted(rules.items())), first)


def _checked_batches(
    maps: dict[Path, ColumnMap], careful: set[Path]
) -> Iterator[tuple[Path, Checked]]:
    def raw() -> Iterator[tuple[Path, pl.DataFrame]]:
        for file, columns in maps.items():
            read = careful_batches if file in careful else raw_batches
            is_our_own = file.suffix.lower() in CSV_SUFFIXES and columns.is_our_own
            for batch in read(file, columns):
                yield file, _without_marks(batch) if is_our_own else batch

    return done_beside(lambda one: (one[0], check(one[1])), raw())


def _without_marks(raw: pl.DataFrame) -> pl.DataFrame:
    """Return what our own CSV export holds as it was before it was exported."""
    texts = [field.name for field in FIELDS if field.kind == "text" and field.name in raw.columns]
    return raw.with_columns(unmarked(raw.get_column(name)) for name in texts)
