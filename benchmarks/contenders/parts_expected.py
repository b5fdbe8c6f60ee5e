"""What the packages must answer, computed from their definitions by Polars and NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from kit.question import Answer
from numpy.typing import NDArray

Numbers = NDArray[Any]


def deciles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Tenths of the cards by rank, equal values by the card's key; last day, documents, sum."""
    cards = (
        _bought(files, as_of, "doc_id")
        .group_by("card")
        .agg(last=pl.col("day").max(), f=pl.col("doc_id").n_unique(), m=pl.col("amount").sum())
        .sort("card")
        .collect()
    )
    rising = [cards.get_column(name).to_numpy() for name in ("last", "f", "m")]
    r, f, m = (_tenths(values) for values in rising)
    return _sizes(r * 100 + f * 10 + m, rising[1], rising[2])


def quartiles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Quarters of the cards by value; a day's cheques are one purchase."""
    days = _bought(files, as_of).group_by("card", "day").agg(pl.col("amount").sum())
    cards = (
        days.group_by("card")
        .agg(last=pl.col("day").max(), f=pl.len(), total=pl.col("amount").sum())
        .sort("card")
        .collect()
    )
    f = cards.get_column("f").to_numpy().astype(float)
    m = cards.get_column("total").to_numpy() / f
    passed = np.datetime64(as_of) - cards.get_column("last").to_numpy()
    r, r_bins = _quarters(passed.astype(float))
    scores = (r_bins + 1 - r) * 100 + _quarters(f)[0] * 10 + _quarters(m)[0]
    return [row[:3] for row in _sizes(scores, f, m)]


def quintiles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Fifths of the cards by rank, equal values by the key's text; equal rows count once."""
    cards = (
        _bought(files, as_of)
        .unique()
        .group_by("card")
        .agg(last=pl.col("day").max(), f=pl.len(), m=pl.col("amount").sum())
        .sort(pl.col("card").cast(pl.String))
        .collect()
    )
    f, m = (cards.get_column(name).to_numpy() for name in ("f", "m"))
    passed = np.datetime64(as_of) - cards.get_column("last").to_numpy()
    scores = (6 - _fifths(passed)) * 100 + _fifths(f) * 10 + _fifths(m)
    return [row[:3] for row in _sizes(scores, f, m)]


def _bought(files: Sequence[str], as_of: str, *more: str) -> pl.LazyFrame:
    rows = pl.scan_parquet(list(files), hive_partitioning=False)
    inside = (pl.col("card") > 0, pl.col("amount") > 0, pl.col("day") <= date.fromisoformat(as_of))
    return rows.filter(*inside).select("card", "day", "amount", *more)


def _tenths(values: Numbers) -> Numbers:
    # The first parts have one card more where the cards do not divide evenly.
    places = np.empty(len(values), dtype=np.int64)
    order = np.argsort(values, kind="stable")
    for number, part in enumerate(np.array_split(order, 10)):
        places[part] = number
    return places


def _fifths(values: Numbers) -> Numbers:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    edges = np.quantile(ranks, np.linspace(0, 1, 6))
    return np.searchsorted(edges[1:-1], ranks) + 1


def _quarters(values: Numbers) -> tuple[Numbers, int]:
    """Return each value's part from 1, and how many there are where edges coincide."""
    edges = np.unique(np.quantile(values, np.linspace(0, 1, 5)))
    return np.searchsorted(edges[1:-1], values) + 1, len(edges) - 1


def _sizes(scores: Numbers, f: Numbers, m: Numbers) -> Answer:
    frame = pl.DataFrame({"score": scores, "f": f, "m": m}).group_by("score")
    sizes = frame.agg(pl.len(), pl.col("f", "m").cast(pl.Int64).sum()).sort("score")
    return [list(map(int, row)) for row in sizes.iter_rows()]
