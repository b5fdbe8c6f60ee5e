"""What two engines say of one store, as texts that differ where a bit differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.history import History
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.engines import PolarsEngine
from rfma_fast.quantiles import Histogram

_NAMES: Iterator[int] = count(1)


def told(found: Segmentation, files: Path) -> dict[str, Any]:
    """Return thresholds, histograms, sizes and the hash of the sorted per-card table."""
    return {
        "as_of": found.as_of,
        "borders": found.thresholds.borders,
        "cards": found.cards,
        "notes": found.notes,
        "sizes": found.sizes.rows(),
        "levels": {level: found.level(level).rows() for level in found.scheme.level_codes},
        **histograms(found),
        "table": digest(cards_of(found, files)),
    }


def histograms(found: Segmentation) -> dict[str, Any]:
    history = found.history
    facts = CardFacts(found.scheme, history)
    borders = found.thresholds.borders
    metrics = {axis.code: facts.metric(axis.code, borders) for axis in found.scheme.axes}
    shown = {"gaps": history.gaps, **_amounts(history), **metrics}
    return {name: histogram.frame.rows() for name, histogram in shown.items()}


def _amounts(history: History) -> dict[str, Histogram]:
    return {"purchases": history.purchases, "own purchases": history.population_purchases}


def cards_of(found: Segmentation, files: Path) -> pl.DataFrame:
    """Return the per-card table in the order of cards, written by the engine where it stays."""
    if isinstance(found.history.engine, PolarsEngine) or found.history.engine.name == "duckdb":
        return found.table()
    path = files / f"cards{next(_NAMES)}"
    found.write_cards(str(path))
    rows = pl.read_parquet(f"{path}/*.parquet")
    return rows.sort([name for name in ("card", "shop") if name in rows.columns[:2]])


def digest(table: pl.DataFrame) -> str:
    """Return the hash of a table's columns, types and rows."""
    text = f"{table.schema}\n{table.write_csv()}"
    return hashlib.sha256(text.encode()).hexdigest()
