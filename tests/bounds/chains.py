"""Chains that are large in one way each, written as one Parquet file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

LAST_DAY = date(2025, 12, 31)
_DAYS_A_MONTH, _MOST_ROUBLES = 30, 3_000


@dataclass(frozen=True)
class Chain:
    """How many of each thing a store holds; every card and shop has a cheque."""

    cheques: int
    cards: int
    months: int = 12
    shops: int = 10
    of_one_card: int = 0
    """So many cheques more belong to the first card."""

    @property
    def rows(self) -> int:
        """Return all cheques."""
        return self.cheques + self.of_one_card

    def write(self, path: Path) -> None:
        """Write the cheques, always the same ones."""
        drawn = np.random.default_rng(1)
        day = drawn.integers(0, self.months * _DAYS_A_MONTH, self.rows)
        place = np.arange(self.rows)
        card = np.where(place < self.cheques, place % self.cards, 0)
        pl.DataFrame(
            {
                "at": day,
                "shop": place % self.shops,
                "card": card,
                "amount": drawn.integers(1, _MOST_ROUBLES, self.rows),
            }
        ).lazy().select(
            (pl.lit(LAST_DAY) - pl.duration(days="at")).alias("at"),
            pl.format("S{}", "shop").alias("shop"),
            pl.format("2{}", pl.col("card").cast(pl.String).str.zfill(12)).alias("card"),
            "amount",
        ).sink_parquet(path)
