"""Whether a load has anything to do with what is stored: one card or one shop in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from rfma_fast.cheques.rulebook import Warned
from rfma_fast.store.cards import Codes, Keys
from rfma_fast.store.tables import Tables

EXAMPLES = 3
"""How many shops of each side a sentence names."""


@dataclass
class Company:
    """Who came with a load: its cheques, its cards, its shops."""

    codes: Codes
    _cheques: int = 0
    _shops: set[str] = field(default_factory=set)

    def add(self, rows: pl.DataFrame) -> None:
        """Take a batch whose cards have their numbers already."""
        self._cheques += rows.height
        self._shops.update(rows.get_column("shop").unique())

    def warning(self, tables: Tables, keys: Keys) -> Warned | None:
        """Return the warning that nobody in the store is known to the load, if that is so.

        ``keys`` are as the store has them. Only where no card is shared the stored shops are read.
        """
        files = tables.cheques.files()
        if not files or not self._cheques or keys.had_some:
            return None
        stored = _shops_of(tables)
        if stored & self._shops:
            return None
        return Warned(
            "load_unfamiliar",
            {
                "store": tables.root,
                "rows": self._cheques,
                "cards": self.codes.brought,
                "shops": sorted(self._shops)[:EXAMPLES],
                "stored": sum(file.rows for file in files),
                "stored_shops": sorted(stored)[:EXAMPLES],
            },
        )


def _shops_of(tables: Tables) -> set[str]:
    paths = [f"{tables.cheques.uri}/{file.path}" for file in tables.cheques.files()]
    how = tables.cheques.place.polars
    rows = pl.scan_parquet(paths, hive_partitioning=False, glob=False, **how)
    names = rows.select(pl.col("shop").unique()).collect(engine="streaming")
    return set(names.get_column("shop"))
