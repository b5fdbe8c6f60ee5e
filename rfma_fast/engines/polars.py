"""The local engine: Polars, streaming; card states from arrays wherever arrays can hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import polars as pl

from rfma_fast.engines.facts import Facts, why_no_arrays
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.plan.terms import Term, expression

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame


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

    def measured(self, states: pl.DataFrame, name: str, value: Term) -> pl.DataFrame:
        """Return the states with one more column, the value of a term."""
        column = states.lazy().select(expression(value, pl).alias(name))
        return states.with_columns(column.collect(engine="streaming").to_series())

    def sizes(self, classed: pl.DataFrame) -> pl.DataFrame:
        """Return class, cards, cheques, total of the classes that have a card, by number."""
        figures = pl.col("cheques", "total").cast(pl.Int64).sum()
        sizes = (
            classed.lazy().group_by("class").agg(pl.len().cast(pl.Int64).alias("cards"), figures)
        )
        return sizes.sort("class").collect(engine="streaming")

    def counts(self, states: pl.DataFrame, name: str) -> pl.DataFrame:
        """Return value, count of a column of states, blanks left out."""
        from rfma_fast.dense.counts import counted

        found = counted(states.get_column(name).drop_nulls().to_numpy())
        return pl.DataFrame({"value": found.values, "count": found.count})


def _plain(frame: pl.LazyFrame) -> Frame:
    import narwhals.stable.v2 as nw

    return nw.from_native(frame)


def _inside(scope: Scope) -> pl.Expr:
    if scope.population.cards == "all":
        return (pl.col("card") > 0) | pl.col("unidentified_id").is_not_null()
    return pl.col("card") > 0


def _matched(rows: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    """Mark the rows whose printed id matches the scheme's own rule."""
    rule = scope.population.rule or ""
    keys = scope.snapshot.keys().filter(pl.col("card").str.contains(rule))
    matching = keys.select(card="key", match=pl.lit(True))
    thrown_away = pl.col("unidentified_id").str.contains(rule)
    inside = pl.coalesce("match", thrown_away, pl.lit(False))
    return rows.join(matching, on="card", how="left").with_columns(inside=inside.cast(pl.Int64))


def _column(name: str) -> pl.Expr:
    if name == "id":
        return pl.col("unidentified_id").fill_null("").alias("id")
    return pl.col(name)
