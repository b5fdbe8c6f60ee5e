"""The local engine: Polars, streaming; card states from arrays wherever arrays can hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import polars as pl

from rfma_fast.cheques.card_rules import in_ascii
from rfma_fast.engines.cards import LocalCards
from rfma_fast.engines.facts import Distributions, Facts, why_no_arrays
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.plan.shown import Shown

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame
    from rfma_fast.store.snapshot import Snapshot


class PolarsEngine:
    """Runs the plan in this process over the store's Parquet files.

    ``checkpoints`` may be switched off: then every question reads the history.
    """

    name = "polars"
    local = True

    def __init__(self, *, checkpoints: bool = True) -> None:
        self.checkpoints = checkpoints

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        """Yield what the cheques of scopes leave, which differ in rising as-of dates only."""
        reason = why_no_arrays(scopes[0], fields)
        if reason is None:
            from rfma_fast.engines.arrays import facts_of_arrays

            return facts_of_arrays(scopes, fields, checkpoints=self.checkpoints)
        from rfma_fast.engines.planned import planned_facts

        return (planned_facts(self, scope, fields, reason) for scope in scopes)

    def distributions(self, scope: Scope) -> Distributions:
        """Return what is counted of the cheques of a scope, without the states of its cards."""
        if why_no_arrays(scope, ()) is None:
            from rfma_fast.engines.arrays import distributions_of_arrays

            return distributions_of_arrays(scope, checkpoints=self.checkpoints)
        from rfma_fast.engines.planned import planned_distributions

        return planned_distributions(self, scope)

    def has_kopecks(self, snapshot: Snapshot, column: str) -> bool:
        """Tell whether any amount of a store, ``amount`` or ``paid``, is no whole rouble."""
        from rfma_fast.dense.reading import has_kopecks

        return has_kopecks(snapshot, column, checkpoints=self.checkpoints)

    def scan(self, scope: Scope, columns: Sequence[str] = ()) -> Frame:
        """Return the cheques in scope: inside, card, day, amount, the unit's and more columns."""
        rows = scope.snapshot.scan(scope.period)
        if scope.shops:
            rows = rows.filter(pl.col("shop").is_in(list(scope.shops)))
        if scope.population.rule:
            rows = _matched(rows, scope)
        else:
            rows = rows.with_columns(inside=_inside(scope).cast(pl.Int64))
        wanted = dict.fromkeys((*scope.unit, *columns))
        more = (_column(name) for name in wanted if name != "card")
        day = pl.col("day").to_physical().cast(pl.Int64)
        return _plain(rows.select("inside", pl.col("card").cast(pl.Int64), day, "amount", *more))

    def fetch(self, *frames: Frame) -> list[pl.DataFrame]:
        """Compute frames in one run, so that they share their scans."""
        natives = [cast("pl.LazyFrame", frame.to_native()) for frame in frames]
        return pl.collect_all(natives, engine="streaming")

    def table(self, graded: Frame, scope: Scope, columns: Sequence[Shown]) -> pl.DataFrame:
        """Return the per-card table, in the order of cards."""
        from rfma_fast.engines.table import card_table

        return card_table(self.fetch(graded)[0].lazy(), scope, columns)

    def write(self, graded: Frame, scope: Scope, columns: Sequence[Shown], path: str) -> None:
        """Write the per-card table to a file."""
        self.table(graded, scope, columns).write_parquet(path)

    def keep(self, states: Frame, *frames: Frame) -> tuple[LocalCards, list[pl.DataFrame]]:
        """Compute card states and more frames in one run."""
        kept, *found = self.fetch(states, *frames)
        return LocalCards(kept), found


def _plain(frame: pl.LazyFrame) -> Frame:
    import narwhals.stable.v2 as nw

    return nw.from_native(frame)


def _inside(scope: Scope) -> pl.Expr:
    if scope.population.cards == "all":
        return (pl.col("card") > 0) | pl.col("unidentified_id").is_not_null()
    return pl.col("card") > 0


def _matched(rows: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    """Mark the rows whose printed id matches the scheme's own rule."""
    rule = in_ascii(scope.population.rule or "")
    keys = scope.snapshot.keys().filter(pl.col("card").str.contains(rule))
    matching = keys.select(card="key", match=pl.lit(True))
    thrown_away = pl.col("unidentified_id").str.contains(rule)
    inside = pl.coalesce("match", thrown_away, pl.lit(False))
    return rows.join(matching, on="card", how="left").with_columns(inside=inside.cast(pl.Int64))


def _column(name: str) -> pl.Expr:
    if name == "id":
        return pl.col("unidentified_id").fill_null("").alias("id")
    return pl.col(name)
