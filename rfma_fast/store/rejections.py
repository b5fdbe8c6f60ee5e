"""The rejected rows of a load beside those of the quarantine: which of them are new.

Rows of files have their line. Rows of servers have none, and come in another order every time: they
are known by what they hold, and get a number when they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from rfma_fast.store import quarantine
from rfma_fast.store.quarantine import NO_LINE
from rfma_fast.store.tables import Tables

WHOLE = ("source", "line", "rule", "raw")
_HELD = ("source", "rule", "raw")
_SEEN = {"held": pl.UInt64, "seen": pl.UInt32}


@dataclass
class Rejections:
    """Takes the rejected rows of a load part by part; memory: one part, and a number a row."""

    tables: Tables
    _seen: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SEEN))
    """How often rows without a line came in earlier parts, by the hash of what they hold."""
    _last: dict[str, int] = field(default_factory=dict)
    """Source → the last number that one of its rows has."""

    def parted(self, rejected: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Part rejected rows: those new to the quarantine, and what is known of the others.

        Equal rows without a line are as many as they are: the third is new where two are known.
        """
        loose = rejected.get_column("line") == NO_LINE
        placed = rejected.filter(~loose)
        known = self._there(placed, WHOLE)
        fresh = placed.join(known, on=WHOLE, how="anti", maintain_order="left")
        if placed.height == rejected.height:
            return fresh, known
        numbered, recognized = self._numbered(rejected.filter(loose))
        return pl.concat([fresh, numbered]), pl.concat([known, recognized])

    def _numbered(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return new rows without a line under numbers that nothing else of their source has."""
        there = self._there(rows, _HELD).sort("load", "line", maintain_order=True)
        there = there.with_columns(_nth())
        held = pl.struct(_HELD).hash().alias("held")
        came = rows.with_columns(held, _nth()).join(
            self._seen, on="held", how="left", maintain_order="left"
        )
        came = came.with_columns(nth=pl.col("nth") + pl.col("seen").fill_null(0))
        counted = came.group_by("held").agg(pl.len().cast(_SEEN["seen"]).alias("seen"))
        every = pl.concat([self._seen, counted]).group_by("held").agg(pl.col("seen").sum())
        self._seen = every
        same = [*_HELD, "nth"]
        known = there.join(came.select(same), on=same, how="semi").drop("nth")
        new = came.join(there.select(same), on=same, how="anti", maintain_order="left")
        return self._with_numbers(new.select(rows.columns)), known

    def _with_numbers(self, rows: pl.DataFrame) -> pl.DataFrame:
        for source in rows.get_column("source").unique():
            if source not in self._last:
                highest = quarantine.scan(self.tables).filter(pl.col("source") == source)
                self._last[source] = highest.select(pl.col("line").max()).collect().item() or 0
        last = pl.DataFrame(
            list(self._last.items()), {"source": pl.String, "last": pl.Int64}, orient="row"
        )
        line = pl.col("last") + pl.int_range(1, pl.len() + 1).over("source")
        numbered = (
            rows.join(last, on="source", how="left", maintain_order="left")
            .with_columns(line=line.cast(rows.schema["line"]))
            .select(rows.columns)
        )
        self._last |= dict(numbered.group_by("source").agg(pl.col("line").max()).iter_rows())
        return numbered

    def _there(self, rows: pl.DataFrame, same: tuple[str, ...]) -> pl.DataFrame:
        """Return the rows of the quarantine that agree with one of these."""
        everything = quarantine.scan(self.tables).select(*WHOLE, "load")
        asked = everything.join(rows.lazy().select(same), on=list(same), how="semi")
        return asked.collect(engine="streaming")


def _nth() -> pl.Expr:
    return pl.int_range(pl.len()).over(_HELD).alias("nth")
