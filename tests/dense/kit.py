"""Cheques in the order of a month file, engines without arrays, and answers to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.facts import Facts
from rfma_fast.engines.planned import planned_facts
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.quantiles import Histogram

SCHEMA = {
    "card": pl.Int32,
    "day": pl.Date,
    "time": pl.Int64,
    "amount": pl.Int64,
    "paid": pl.Int64,
}


class PlannedEngine(PolarsEngine):
    """The local engine as it was without arrays: the plan for every scope."""

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        return (planned_facts(self, scope, fields) for scope in scopes)


def rows(*told: tuple[int, int, int]) -> pl.DataFrame:
    """Return cheques (card, day number, kopecks), all at noon, paid with a kopeck less."""
    return pl.DataFrame(
        {
            "card": [card for card, _, _ in told],
            "day": [day for _, day, _ in told],
            "time": [12 * 3600 * 10**6 + place for place in range(len(told))],
            "amount": [amount for *_, amount in told],
            "paid": [amount - 1 for *_, amount in told],
        },
        schema={**SCHEMA, "day": pl.Int32},
    ).with_columns(pl.col("day").cast(pl.Date))


def comparable(facts: Facts) -> dict[str, Any]:
    """Return everything that facts say, in one order and one width of integers.

    Of a card that only returned, and of payments that are not all told, only that counts.
    """
    states = facts.states.with_columns(pl.col(pl.Int32, pl.Int64).cast(pl.Int64)).sort("card")
    bought = states.filter(pl.col("cheques") > 0)
    if "unpaid" in states.columns:
        told = pl.when(pl.col("unpaid") == 0).then(pl.col("^paid_.*$"))
        bought = bought.with_columns(told)
    return {
        "returned": states.filter(pl.col("cheques") == 0).select("card", "total").rows(),
        "states": bought.to_dict(as_series=False),
        "amounts": pairs(facts.amounts),
        "population_amounts": pairs(facts.population_amounts),
        "gaps": pairs(facts.gaps),
        "last_moment": facts.last_moment,
    }


def pairs(histogram: Histogram) -> list[tuple[int, ...]]:
    return histogram.frame.rows()


def answer(found: Segmentation) -> tuple[date, Any, pl.DataFrame, pl.DataFrame]:
    """Return what a segmentation says: the borders, the sizes, every card."""
    return found.as_of, found.thresholds, found.sizes, found.table()


def same(one: Segmentation, other: Segmentation) -> bool:
    """Tell whether two segmentations agree to the last bit."""
    (day, borders, sizes, cards), (day_2, borders_2, sizes_2, cards_2) = map(answer, (one, other))
    return (day, borders) == (day_2, borders_2) and sizes.equals(sizes_2) and cards.equals(cards_2)
