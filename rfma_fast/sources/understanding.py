"""What a load would do, found without writing anything."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands, Warned
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import File
from rfma_fast.sources.opened import AGAIN, Given, Opened, Part, opened_all
from rfma_fast.sources.postgresql import EVERYTHING, Reading, Selected
from rfma_fast.store.cards import Codes, Keys
from rfma_fast.store.strangers import Company
from rfma_fast.store.tables import Tables

PREVIEW_ROWS = 5


@dataclass(frozen=True)
class Understanding:
    """How sources are understood, and what would become of their rows."""

    parts: tuple[Part, ...]
    read: int
    rejected_by_rule: dict[str, int]
    first: pl.DataFrame
    """The first accepted rows, in kopecks and days."""
    warnings: tuple[Warned, ...] = ()
    """What would be told before anything is stored."""

    @property
    def files(self) -> tuple[File, ...]:
        """Return the parts that are files."""
        return tuple(part for part in self.parts if isinstance(part, File))

    @property
    def relations(self) -> tuple[Selected, ...]:
        """Return the parts that are tables or queries of servers."""
        return tuple(part for part in self.parts if isinstance(part, Selected))

    @property
    def columns(self) -> dict[str, str]:
        """Return field → column of the first source."""
        return dict(self.parts[0].columns)

    @property
    def rejected(self) -> int:
        """Return the number of rows that would go to quarantine."""
        return sum(self.rejected_by_rule.values())


def understand(
    sources: Sequence[Given],
    columns: ColumnMap | None = None,
    reading: Reading = EVERYTHING,
    demands: Demands = NO_DEMANDS,
    root: str | os.PathLike[str] | None = None,
    leave_out: Sequence[str] = (),
) -> Understanding:
    """Read and check whole sources without writing anything (``rfma ingest --dry-run``).

    ``root`` is the store that would take them, whether there is one yet or not.
    """
    tables = None if root is None else Tables.at(root)
    if tables and not tables.exist():
        tables = None
    with opened_all(sources, columns, reading, leave_out) as opened:
        while True:
            try:
                return _understood(opened, demands, tables)
            except AGAIN as found:
                opened.learn(found)


def _understood(opened: Opened, demands: Demands, tables: Tables | None) -> Understanding:
    read, rules, first = 0, Counter[str](), pl.DataFrame()
    codes = Codes(tables.card_rule() if tables else DEFAULT_CARD_RULE)
    company = Company(codes)
    for _, checked in opened.checked_batches(demands):
        read += checked.rows
        rules.update(checked.rejected.get_column("rule").to_list())
        if not first.height:
            first = checked.accepted.head(PREVIEW_ROWS)
        if tables:
            company.add(codes.put_on(checked.accepted))
    strange = company.warning(tables, Keys.of(tables, codes)) if tables else None
    return Understanding(
        tuple(opened.parts.values()),
        read,
        dict(sorted(rules.items())),
        first,
        (strange,) if strange else (),
    )
