"""Beside a migration: the pair of dates before it, and the money of equal windows around the first.

Known cards always cool on average, and groups formed by past purchases drift back to the mean: only
beside what happened before can a change be read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.analyses.facts import History, read_history
from rfma_fast.analyses.migration import NEW, Migration, flows_between
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.segmentation import grade, name_of
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.summary import NONE, paired


@dataclass(frozen=True)
class Windows:
    """What the cards of each group of the first date spent in equal stretches before and after."""

    days: int
    """The length of both: the days between the two dates."""
    groups: pl.DataFrame
    """code, name, cards, revenue_before, revenue_after, mean_before, mean_after (per card).

    By the group at the first date, in the scheme's order; ``new`` last.
    """


def previous_pair(migration: Migration) -> Migration | None:
    """Return the migration of the same length that ends where this one begins.

    With thresholds of its own, found as this one's were; ``None`` where the store has no card yet
    so many days earlier.
    """
    before = migration.before
    scope = before.history.scope
    day = scope.as_of - (migration.after.as_of - scope.as_of)
    if day < scope.snapshot.first_day or (scope.since is not None and day < scope.since):
        return None
    history = read_history(before.history.engine, replace(scope, as_of=day), before.history.fields)
    if not history.cards:
        return None
    scheme = before.scheme
    earlier = grade(history, scheme)
    frozen = migration.borders == "frozen"
    later = grade(before.history, scheme, earlier.thresholds) if frozen else before
    flows = flows_between(earlier, later)
    return Migration(earlier, later, migration.borders, between=False, flows=flows)


def windows(migration: Migration, level: str) -> Windows | None:
    """Return the money of equal windows; ``None`` where the store does not reach back so far."""
    before, previous = migration.before, migration.previous
    before.check_level(level)
    if previous is None:
        return None
    unit = list(before.history.scope.unit)
    joined = paired(before.kept.frame, migration.after.kept.frame, unit).select(*unit, "from")
    money = {"earlier": previous.before, "then": before, "now": migration.after}
    for name, found in money.items():
        totals = _totals(found.history, unit, name)
        keys = [f"{key}_{name}" for key in unit]
        joined = joined.join(totals, left_on=unit, right_on=keys, how="left")
    earlier, then, now = (nw.col(name).fill_null(0) for name in money)
    # A second date that looks only at cheques after the first has no earlier ones to take off.
    after = now if migration.between else now - then
    spent = joined.select("from", before=then - earlier, after=after)
    summed = spent.group_by("from").agg(
        cards=nw.len().cast(nw.Int64),
        before=nw.col("before").sum().cast(nw.Int64),
        after=nw.col("after").sum().cast(nw.Int64),
    )
    by_class = before.history.engine.fetch(summed)[0]
    days = (migration.after.as_of - before.as_of).days
    return Windows(days, _groups(migration, level, by_class))


def _groups(migration: Migration, level: str, by_class: pl.DataFrame) -> pl.DataFrame:
    before = migration.before
    codes = before.codebook.codes(level)
    names = {code: name_of(before.scheme, level, code) for code in before.group_codes(level)}
    order = [*names, NEW]
    coded = by_class.with_columns(
        pl.col("from")
        .map_elements(lambda number: NEW if number == NONE else codes[number], pl.String)
        .alias("code")
    )
    summed = coded.group_by("code").agg(pl.col("cards", "before", "after").sum())
    placed = summed.sort(pl.col("code").replace_strict({c: n for n, c in enumerate(order)}))
    return placed.select(
        "code",
        pl.col("code").replace_strict(names, default="", return_dtype=pl.String).alias("name"),
        "cards",
        roubles("before").alias("revenue_before"),
        roubles("after").alias("revenue_after"),
        mean_roubles("before", "cards").alias("mean_before"),
        mean_roubles("after", "cards").alias("mean_after"),
    )


def _totals(history: History, unit: list[str], name: str) -> Frame:
    """Return the money of every card up to a date, also of those that only brought things back."""
    money = "paid_total" if history.scope.revenue == "paid" else "total"
    keys = (nw.col(key).alias(f"{key}_{name}") for key in unit)
    return history.facts.kept.frame.select(*keys, nw.col(money).cast(nw.Int64).alias(name))
