"""Frames of cheques for the plan on two engines, and their answers as sorted rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.plan.frame import Frame

CHEQUES = {"card": pl.Int64, "day": pl.Int64, "amount": pl.Int64, "shop": pl.String}
STATES = dict.fromkeys(("card", "cheques", "total", "first", "last"), pl.Int64)
Rows = Sequence[tuple[Any, ...]]
Make = Callable[[Rows, Mapping[str, type[pl.DataType]]], Frame]


def on_polars(rows: Rows, schema: Mapping[str, type[pl.DataType]]) -> Frame:
    return marked(nw.from_native(pl.DataFrame(rows, schema=dict(schema), orient="row").lazy()))


def marked(frame: Frame) -> Frame:
    """Return a frame; cheques say of which card they are inside the population."""
    if not {"card", "amount"} <= set(columns(frame)):
        return frame
    inside = nw.when(nw.col("card") > 0).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
    return frame.with_columns(inside=inside)


def answer(frame: Frame) -> list[tuple[Any, ...]]:
    """Return the rows, sorted, nulls first."""
    native = nw.to_native(frame)
    rows = native.collect().rows() if isinstance(native, pl.LazyFrame) else native.fetchall()
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row])


def columns(frame: Frame) -> list[str]:
    return frame.collect_schema().names()
