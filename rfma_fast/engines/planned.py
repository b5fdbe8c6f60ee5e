"""Facts by the plan: the way that every engine has, for every scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from rfma_fast.engines.facts import Distributions, Facts, Reason, Way
from rfma_fast.engines.scope import Scope
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import MICROSECONDS_A_DAY, Field, sources_of
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.states import amount_histogram, card_states, gap_histogram, last_moment
from rfma_fast.quantiles import Histogram

if TYPE_CHECKING:
    from rfma_fast.engines.protocol import Engine
    from rfma_fast.store.snapshot import Snapshot


def planned_facts(
    engine: Engine,
    scope: Scope,
    fields: Sequence[Field],
    reason: Reason | None = None,
) -> Facts:
    """Run the plan over the cheques in scope."""
    keep_returns = scope.population.returns == "keep"
    cheques = cheques_of(engine, scope, fields)
    asked = [
        gap_histogram(cheques, scope.unit, returns_count=keep_returns),
        amount_histogram(cheques),
    ]
    if Field("last_at") in fields:
        asked.append(last_moment(cheques, MICROSECONDS_A_DAY))
    states = card_states(
        cheques, scope.unit, fields, day_number(scope.as_of), returns_count=keep_returns
    )
    kept, (gaps, amounts, *moments) = engine.keep(states, *asked)
    return Facts(
        Histogram.of(amounts.select("value", "count")),
        Histogram.of(amounts.select("value", count="inside")),
        Histogram.of(gaps),
        kept,
        int(moments[0].item() or 0) if moments else 0,
        Way(scope.snapshot.months(scope.period), reason=reason),
    )


def planned_distributions(
    engine: Engine, scope: Scope, units: Frame | None = None
) -> Distributions:
    """Count the cheques in scope; of the population's only those of ``units``, where given.

    ``units`` holds the unit's columns, one row per unit.
    """
    every = cheques_of(engine, scope)
    unit = list(scope.unit)
    own = every if units is None else every.join(units.select(*unit), on=unit, how="semi")
    returns_count = scope.population.returns == "keep"
    counted = [amount_histogram(every), gap_histogram(own, unit, returns_count=returns_count)]
    if units is not None:
        counted.append(amount_histogram(own))
    amounts, gaps, *amounts_of_units = engine.fetch(*counted)
    of_population = amounts_of_units[0] if amounts_of_units else amounts
    return Distributions(
        Histogram.of(amounts.select("value", "count")),
        Histogram.of(of_population.select("value", count="inside")),
        Histogram.of(gaps),
    )


def planned_kopecks(engine: Engine, snapshot: Snapshot, column: str) -> bool:
    """Tell whether any amount of a store, ``amount`` or ``paid``, is no whole rouble."""
    cheques = engine.scan(Scope(snapshot, snapshot.last_day), (column,))
    kopecks = (nw.col(column) % nw.lit(100, dtype=nw.Int64)).abs()
    return bool(engine.fetch(cheques.select(most=kopecks.max()))[0].item())


def cheques_of(engine: Engine, scope: Scope, fields: Sequence[Field] = ()) -> Frame:
    """Return the cheques in scope that count at all."""
    cheques = engine.scan(scope, sources_of(fields))
    return cheques.filter(nw.col("amount") > 0) if scope.population.returns == "ignore" else cheques
