"""Movements by what a card is: by its home shop, or by the month of its first purchase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.movements import ORDERED, kinds_of, with_movements
from rfma_fast.dense.homes import home_shops
from rfma_fast.engines import Engine
from rfma_fast.engines.planned import cheques_of
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import misuse
from rfma_fast.plan.fields import Field
from rfma_fast.plan.shops import visits_by_shop


def movements_by(migration: Migration, what: str, level: str) -> pl.DataFrame:
    """Return the movements of cards by a label of theirs (``Migration.by``)."""
    migration.before.check_level(level)
    if what not in LABELS:
        raise misuse("option.unknown", option="by", got=what, known=", ".join(LABELS))
    labelled = LABELS[what](migration).rename({what: "label"})
    marked = with_movements(migration, labelled, level)
    kinds = kinds_of(migration.before, level)
    known = pl.col("movement").is_in(["new", "gone"]).not_()
    change = [(pl.col("steps").sum() / known.sum()).fill_nan(None).alias("mean_change")]
    summed = marked.group_by("label").agg(
        pl.len().cast(pl.Int64).alias("cards"),
        *((pl.col("movement") == kind).sum().cast(pl.Int64).alias(kind) for kind in kinds),
        *(change if kinds == ORDERED else []),
        pl.col("total_from", "total_to").cast(pl.Int64).sum(),
    )
    return summed.sort("label").select(
        pl.col("label").cast(pl.String).alias(what),
        pl.exclude("label", "total_from", "total_to"),
        roubles("total_from").alias("revenue_before"),
        roubles("total_to").alias("revenue"),
    )


def _with_home_shop(migration: Migration) -> pl.DataFrame:
    """Add the home shop to the pairs of a migration, reading card, shop, amount and day once."""
    pairs = migration.pairs
    history = migration.after.history
    unit = list(history.scope.unit)
    if "shop" in unit:
        return pairs
    scope = replace(history.scope, since=migration.before.history.scope.since)
    home = homes_by_key(history.engine, scope)
    if home is None:
        home = homes_by_plan(history.engine, scope)
    return pairs.join(home, on=unit, how="left")


def homes_by_key(engine: Engine, scope: Scope) -> pl.DataFrame | None:
    """Return card, shop from arrays by card key, ``None`` where they do not hold the units."""
    if not engine.local or scope.unit != ("card",):
        return None
    size = int(scope.snapshot.keys().select(pl.len()).collect().item()) + 1
    return home_shops(
        scope.snapshot, scope.period, size, only=scope.shops, returns=scope.population.returns
    )


def homes_by_plan(engine: Engine, scope: Scope) -> pl.DataFrame:
    """Return the unit and shop, whatever the unit is."""
    unit = list(scope.unit)
    visits = visits_by_shop(
        cheques_of(engine, scope, [Field("shops")]),
        unit,
        returns_count=scope.population.returns == "keep",
    )
    found = engine.fetch(visits)[0]
    # Most cards know one shop only: the order costs nothing where there is none.
    several = found.select(pl.len().over(unit) > 1).to_series()
    best = found.filter(several).sort(
        *unit, "cheques", "total", "last", "shop",
        descending=[False] * len(unit) + [True, True, True, False],
        nulls_last=True,
    ).unique(unit, keep="first", maintain_order=True)  # fmt: skip
    return pl.concat([found.filter(~several), best]).select(*unit, "shop")


def _with_cohort(migration: Migration) -> pl.DataFrame:
    """Add the month of the first purchase, ``YYYY-MM``, to the pairs of a migration."""
    unit = list(migration.after.history.scope.unit)
    pairs = migration.pairs
    for side, found in (("before", migration.before), ("after", migration.after)):
        first = found.history.segmented.select(
            *(pl.col(name).cast(pairs.schema[name]) for name in unit),
            pl.col("first").cast(pl.Int32).alias(f"first_{side}"),
        )
        pairs = pairs.join(first, on=unit, how="left")
    first_day = pl.min_horizontal("first_before", "first_after").cast(pl.Date)
    return pairs.with_columns(first_day.dt.strftime("%Y-%m").alias("cohort"))


LABELS: dict[str, Callable[[Migration], pl.DataFrame]] = {
    "shop": _with_home_shop,
    "cohort": _with_cohort,
}
"""What a card may be labelled with → how the pairs get that column."""
