"""The local engine: Polars, streaming."""

from __future__ import annotations

from typing import cast

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.engines.scope import Scope
from rfma_fast.plan.frame import Frame


class PolarsEngine:
    """Runs the plan in this process over the store's Parquet files."""

    name = "polars"

    def scan(self, scope: Scope, *more: str) -> Frame:
        """Return the cheques in scope: card, day, amount, and more stored columns."""
        rows = scope.snapshot.scan(scope.period)
        if scope.shops:
            rows = rows.filter(pl.col("shop").is_in(list(scope.shops)))
        day = pl.col("day").to_physical().cast(pl.Int64)
        return _neutral(rows.select(pl.col("card").cast(pl.Int64), day, "amount", *more))

    def persist(self, frame: Frame) -> Frame:
        """Return the same rows, held in memory."""
        return _neutral(self.fetch(frame)[0].lazy())

    def fetch(self, *frames: Frame) -> list[pl.DataFrame]:
        """Compute frames in one run, so that they share their scans."""
        natives = [cast(pl.LazyFrame, frame.to_native()) for frame in frames]
        return pl.collect_all(natives, engine="streaming")


def _neutral(frame: pl.LazyFrame) -> Frame:
    return nw.from_native(frame)
