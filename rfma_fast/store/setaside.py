"""Rejected rows of a load: counted as they come, in memory, and beyond a number of rows on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from rfma_fast.store.damage import writing
from rfma_fast.store.tables import REJECTED

ROWS_IN_MEMORY = 200_000
"""Rows that are held before they are put aside; also those of one file of the quarantine."""
_FIRST = 16
"""So many of the first rows are kept for examples."""
_PART = {name: dtype for name, dtype in REJECTED.items() if name != "load"}


@dataclass
class SetAside:
    """Gathers rejected rows (source, line, rule, raw) in the order in which they come."""

    directory: Path
    """Where they are put aside; whoever made it removes it."""
    _rules: Counter[str] = field(default_factory=Counter)
    _first: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_PART))
    _held: list[pl.DataFrame] = field(default_factory=list)
    _rows_held: int = 0
    _aside: list[Path] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return self._rules.total()

    @property
    def by_rule(self) -> Mapping[str, int]:
        """Return how many rows broke which rule."""
        return self._rules

    def first(self, rows: int) -> pl.DataFrame:
        """Return the first few rows."""
        return self._first.head(rows)

    def add(self, rows: pl.DataFrame) -> None:
        """Take rows; where too many are held, all go to disk."""
        if not rows.height:
            return
        rows = rows.select(*(pl.col(name).cast(dtype) for name, dtype in _PART.items()))
        counted = rows.group_by("rule", maintain_order=True).len()
        self._rules.update(dict(counted.iter_rows()))
        if self._first.height < _FIRST:
            self._first = pl.concat([self._first, rows]).head(_FIRST)
        self._held.append(rows)
        self._rows_held += rows.height
        if self._rows_held > ROWS_IN_MEMORY:
            self._put_aside()

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield all rows in their order, as many at a time as may be in memory."""
        for path in self._aside:
            yield pl.read_ipc(path)
        if self._held:
            yield pl.concat(self._held)

    def _put_aside(self) -> None:
        with writing(str(self.directory)):
            self.directory.mkdir(parents=True, exist_ok=True)
            path = self.directory / f"rejected-{len(self._aside)}.arrow"
            pl.concat(self._held).write_ipc(path)
        self._aside.append(path)
        self._held.clear()
        self._rows_held = 0
