"""What a load would do, found without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import File
from rfma_fast.sources.opened import AGAIN, Given, Opened, Part, opened_all
from rfma_fast.sources.postgresql import EVERYTHING, Reading, Selected

PREVIEW_ROWS = 5


@dataclass(frozen=True)
class Understanding:
    """How sources are understood, and what would become of their rows."""

    parts: tuple[Part, ...]
    read: int
    rejected_by_rule: dict[str, int]
    first: pl.DataFrame
    """The first accepted rows, in kopecks and days."""

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
) -> Understanding:
    """Read and check whole sources without writing anything (``rfma ingest --dry-run``)."""
    with opened_all(sources, columns, reading) as opened:
        while True:
            try:
                return _understood(opened, demands)
            except AGAIN as found:
                opened.learn(found)


def _understood(opened: Opened, demands: Demands) -> Understanding:
    read, rules, first = 0, Counter[str](), pl.DataFrame()
    for _, checked in opened.checked_batches(demands):
        read += checked.rows
        rules.update(checked.rejected.get_column("rule").to_list())
        if not first.height:
            first = checked.accepted.head(PREVIEW_ROWS)
    return Understanding(tuple(opened.parts.values()), read, dict(sorted(rules.items())), first)
