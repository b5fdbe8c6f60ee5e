"""Rows of a load by month: in memory, and beyond a number of rows on disk."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from rfma_fast.store.damage import writing


@dataclass
class Staging:
    """Gathers the rows of a load by month; what it puts aside lies in its own directory."""

    directory: Path
    _held: dict[int, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    _rows_held: int = 0
    _aside: dict[int, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rows: pl.DataFrame, at_most: int) -> None:
        """Take rows with their ``month``; above ``at_most`` rows in memory all go to disk."""
        for month, part in _by_month(rows):
            self._held[month].append(part)
        self._rows_held += rows.height
        if self._rows_held > at_most:
            self._put_aside()

    def months(self) -> list[int]:
        """Return the months that have rows, in their order."""
        if self._aside:
            # Memory is for the months from now on.
            self._put_aside()
        return sorted(self._held.keys() | self._aside.keys())

    def rows_of(self, month: int) -> pl.DataFrame:
        """Return the rows of one month."""
        aside = [pl.read_ipc(path) for path in self._aside.get(month, [])]
        return pl.concat([*aside, *self._held.get(month, [])])

    def clear(self) -> None:
        """Remove the directory, and the one of all loads if it was the last."""
        shutil.rmtree(self.directory, ignore_errors=True)
        if self.directory.parent.is_dir() and not any(self.directory.parent.iterdir()):
            self.directory.parent.rmdir()

    def _put_aside(self) -> None:
        with writing(str(self.directory)):
            self.directory.mkdir(parents=True, exist_ok=True)
            for month, parts in self._held.items():
                path = self.directory / f"{month}-{len(self._aside[month])}.arrow"
                # The older layout has no gaps between texts: smaller, and quicker to read.
                pl.concat(parts).write_ipc(path, compat_level=pl.CompatLevel.oldest())
                self._aside[month].append(path)
        self._held.clear()
        self._rows_held = 0


def _by_month(rows: pl.DataFrame) -> list[tuple[int, pl.DataFrame]]:
    months = rows.get_column("month")
    if months.len() and months.min() == months.max():
        return [(months.item(0), rows.drop("month"))]
    parts = rows.partition_by("month", as_dict=True, include_key=False)
    return [(month, part) for (month,), part in parts.items()]
