"""The rejected rows of a load beside those of the quarantine: which of them are new.

Rows of files have their line. Rows of servers have none, and come in another order every time: they
are known by what they hold, and get a number when they are kept.
"""

from __future__ import annotations

import polars as pl

from rfma_fast.store import quarantine
from rfma_fast.store.quarantine import NO_LINE
from rfma_fast.store.tables import Tables

_HELD = ["source", "rule", "raw"]
_WHOLE = ["source", "line", "rule", "raw"]


def parted(rejected: pl.DataFrame, tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part rejected rows: those new to the quarantine, and what is known of the others.

    Equal rows without a line are as many as they are: the third one is new where two are known.
    """
    everything = quarantine.scan(tables).select(*_WHOLE, "load")
    if not rejected.height:
        return rejected, everything.head(0).collect()
    loose = pl.col("line") == NO_LINE
    placed = rejected.filter(~loose)
    known = everything.join(placed.lazy().select(_WHOLE), on=_WHOLE, how="semi").collect()
    fresh = placed.join(known, on=_WHOLE, how="anti", maintain_order="left")
    if placed.height == rejected.height:
        return fresh, known
    numbered, recognized = _numbered(rejected.filter(loose), everything)
    return pl.concat([fresh, numbered]), pl.concat([known, recognized])


def _numbered(rows: pl.DataFrame, everything: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return new rows without a line under numbers that nothing else of their source has."""
    sources = rows.get_column("source").unique()
    there = everything.filter(pl.col("source").is_in(sources.implode())).collect()
    there = there.sort("load", "line", maintain_order=True).with_columns(_nth())
    rows = rows.with_columns(_nth())
    same = [*_HELD, "nth"]
    known = there.join(rows.select(same), on=same, how="semi").drop("nth")
    new = rows.join(there.select(same), on=same, how="anti", maintain_order="left").drop("nth")
    last = there.group_by("source").agg(pl.col("line").max().alias("last"))
    line = pl.col("last").fill_null(0) + pl.int_range(1, pl.len() + 1).over("source")
    numbered = new.join(last, on="source", how="left", maintain_order="left")
    return numbered.with_columns(line=line).select(new.columns), known


def _nth() -> pl.Expr:
    return pl.int_range(pl.len()).over(_HELD).alias("nth")
