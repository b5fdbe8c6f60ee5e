"""Movements: which cards of a migration became warmer, colder, came or went, and what remains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.plan.summary import NONE

ORDERED = ("warmer", "same", "colder", "new", "gone")
"""The movements at a level all of whose groups stand on the scale of warmth."""
UNORDERED = ("stayed", "moved", "new", "gone")
"""The movements at any other level: nothing says which of two groups is the better one."""


@dataclass(frozen=True)
class Movements:
    """Cards of a migration by the direction in which they went; each is counted once."""

    ordered: bool
    """Whether the level has an order from hot to cold; else its movements are ``UNORDERED``."""
    counts: pl.DataFrame
    """movement, cards, share (of all cards), revenue_before, revenue; all movements, in order."""
    stayed: int
    """Cards in the same group at both dates; at an ordered level a part of ``same``."""
    steps: int
    """The sum of changes of warmth of the cards known at both dates; below zero is warmer."""
    both: int
    """Cards known at both dates."""

    @property
    def mean_change(self) -> Fraction | None:
        """Return the mean change of warmth, exact; ``None`` without an order or without cards."""
        return Fraction(self.steps, self.both) if self.ordered and self.both else None


def movements(migration: Migration, level: str) -> Movements:
    """Return the movements of a migration at one level."""
    migration.before.check_level(level)
    marked = with_movements(migration, migration.flows, level)
    summed = {row["movement"]: row for row in _summed(marked, ["movement"]).iter_rows(named=True)}
    kinds = kinds_of(migration.before, level)
    nobody = {"cards": 0, "total_from": 0, "total_to": 0}
    rows = [{**nobody, **summed.get(kind, {}), "movement": kind} for kind in kinds]
    schema = {"movement": pl.String, **dict.fromkeys(nobody, pl.Int64)}
    counts = pl.DataFrame(rows, schema=schema)
    everybody = max(int(counts.get_column("cards").sum()), 1)
    known = marked.filter(pl.col("from") != NONE, pl.col("to") != NONE)
    return Movements(
        ordered=kinds == ORDERED,
        counts=counts.select(
            "movement",
            "cards",
            (pl.col("cards") / everybody).alias("share"),
            roubles("total_from").alias("revenue_before"),
            roubles("total_to").alias("revenue"),
        ),
        stayed=_cards(known.filter("stayed")),
        steps=int(known.select((pl.col("steps") * pl.col("cards")).sum()).item()),
        both=_cards(known),
    )


def sizes(migration: Migration, level: str) -> pl.DataFrame:
    """Return how each group of a level came to its size (``Migration.sizes``)."""
    before = migration.before
    before.check_level(level)
    parts = dict.fromkeys(("before", "stayed", "in", "out", "new", "gone", "after"), 0)
    money = {"total_from": 0, "total_to": 0}
    groups = {code: {**parts, **money} for code in before.group_codes(level)}
    for source, target, cards, paid_before, paid_after in migration.coded(level).iter_rows():
        left, reached = groups.get(source), groups.get(target)
        if left is not None:
            left["before"] += cards
            left["total_from"] += paid_before
            left["stayed" if source == target else "gone" if reached is None else "out"] += cards
        if reached is not None:
            reached["after"] += cards
            reached["total_to"] += paid_after
            if source != target:
                reached["new" if left is None else "in"] += cards
    rows = [
        {"code": code, "name": name_of(before.scheme, level, code), **group}
        for code, group in groups.items()
        if group["before"] or group["after"]
    ]
    whole = dict.fromkeys((*parts, *money), pl.Int64)
    frame = pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String, **whole})
    return frame.select(
        "code",
        "name",
        *parts,
        roubles("total_from").alias("revenue_before"),
        roubles("total_to").alias("revenue"),
    )


def kinds_of(segmentation: Segmentation, level: str) -> tuple[str, ...]:
    """Return the movements that can be told apart at a level."""
    ordered = None not in segmentation.warmths(level).values()
    return ORDERED if ordered else UNORDERED


def with_movements(migration: Migration, flows: pl.DataFrame, level: str) -> pl.DataFrame:
    """Add stayed, movement and steps (of warmth) to rows that go from a class to a class."""
    before = migration.before
    codes = before.codebook.codes(level)
    place = {code: number for number, code in enumerate(dict.fromkeys(codes))}
    warmths = before.warmths(level)
    ordered = kinds_of(before, level) == ORDERED
    groups = [place[code] for code in codes]
    scale = [warmths[code] or 0 for code in codes]
    stayed = _at(groups, "from") == _at(groups, "to")
    steps = _at(scale, "to") - _at(scale, "from")
    if ordered:
        direction = pl.when(steps < 0).then(pl.lit("warmer"))
        known = direction.when(steps > 0).then(pl.lit("colder")).otherwise(pl.lit("same"))
    else:
        known = pl.when(stayed).then(pl.lit("stayed")).otherwise(pl.lit("moved"))
    come, left = pl.col("from") == NONE, pl.col("to") == NONE
    return flows.with_columns(
        (stayed & ~come & ~left).alias("stayed"),
        pl.when(come)
        .then(pl.lit("new"))
        .when(left)
        .then(pl.lit("gone"))
        .otherwise(known)
        .alias("movement"),
        pl.when(come | left).then(0).otherwise(steps).alias("steps"),
    )


def _at(values: Sequence[int], side: str) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=pl.Int64)).gather(pl.col(side).clip(0))


def _summed(marked: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return marked.group_by(by).agg(pl.col("cards", "total_from", "total_to").sum())


def _cards(flows: pl.DataFrame) -> int:
    return int(flows.get_column("cards").sum())
