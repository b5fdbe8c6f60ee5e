"""What else is asked of a cluster: borders, the overview, migrations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.stores import ANNA, bought, written

from rfma_fast.analyses.migration import Borders, Migration, migrate
from rfma_fast.analyses.overview import Overview, overview
from rfma_fast.analyses.research import Research, research
from rfma_fast.analyses.segmentation import segment
from rfma_fast.api import Store
from rfma_fast.engines import Engine, PolarsEngine
from rfma_fast.errors import RfmaError

LEVELS = ("class", "cluster", "region", "warmth")


def overview_told(found: Overview) -> dict[str, Any]:
    trend = found.trend
    return {
        "plain": replace(found, all=None, shops={}, recency=None, trend=None),  # type: ignore[arg-type]
        "all": trade_told(found.all),
        "shops": {shop: trade_told(trade) for shop, trade in found.shops.items()},
        "recency": found.recency.frame.rows(),
        "trend": (trend.months, trend.by_shop.rows()),
    }


def trade_told(trade: Any) -> list[Any]:
    return [
        trade.cheques,
        trade.revenue,
        trade.identified_cheques,
        trade.identified_revenue,
        trade.returns,
        trade.purchases.frame.rows(),
    ]


@pytest.mark.parametrize(
    "narrow",
    [{}, {"since": date(2021, 9, 2), "until": date(2022, 1, 30), "shops": ["Аптека 2"]}],
    ids=["everything", "some days of a shop"],
)
def test_an_overview_is_the_same(engine: Engine, real_store: Store, narrow: dict[str, Any]) -> None:
    there = overview(engine, real_store.snapshot, **narrow)
    here = overview(PolarsEngine(), real_store.snapshot, **narrow)
    assert overview_told(there) == overview_told(here)


def research_told(found: Research) -> dict[str, Any]:
    axes = [(axis.borders, axis.deciles, axis.ties, axis.capacities) for axis in found.axes]
    return {
        "axes": axes,
        "churns": found.churns,
        "cheques": found.cheques_of_card.frame.rows(),
        "pareto": found.pareto,
        "candidates": [(tie, methods) for _, tie, methods in found.candidates],
        "proposals": [(proposal.method, proposal.borders) for proposal in found.proposals],
    }


def test_the_research_of_borders_is_the_same(engine: Engine, real_store: Store) -> None:
    snapshot, scheme = real_store.snapshot, real_store.scheme()
    there = research(segment(engine, snapshot, scheme))
    here = research(segment(PolarsEngine(), snapshot, scheme))
    assert research_told(there) == research_told(here)


def earlier_told(found: Migration, level: str) -> Any:
    earlier = found.previous.movements(level)
    return earlier and (earlier.counts.rows(), earlier.mean_change)


def migration_told(found: Migration) -> dict[str, Any]:
    order = ["from", "to"]
    return {
        "flows": found.flows.sort(order).select(*order, "cards", "total_from", "total_to").rows(),
        "cells": {level: found.cells(level).rows() for level in LEVELS},
        "sizes": {level: found.sizes(level).rows() for level in LEVELS},
        "borders": (found.before.thresholds.borders, found.after.thresholds.borders),
        "bridge": {level: found.effects.bridge(level).rows() for level in LEVELS},
        "previous": {level: earlier_told(found, level) for level in LEVELS},
        "money": {level: found.spending(60).cells(level).rows() for level in LEVELS},
    }


@pytest.mark.parametrize("borders", ["frozen", "refit"])
@pytest.mark.parametrize("between", [False, True], ids=["all cheques", "those between"])
def test_a_migration_is_the_same(
    engine: Engine, real_store: Store, borders: Borders, between: bool
) -> None:
    there, here = (
        migrate(
            one, real_store.snapshot, real_store.scheme(), date(2022, 2, 28), date(2022, 5, 31),
            borders=borders, between=between,
        )
        for one in (engine, PolarsEngine())
    )  # fmt: skip
    assert migration_told(there) == migration_told(here)


def test_cards_stay_where_they_are(engine: Engine, tmp_path: Path) -> None:
    store = written(tmp_path / "store", [bought(0, ANNA, 100), bought(9, ANNA, 50)])
    found = segment(engine, store.snapshot, store.scheme())
    with pytest.raises(RfmaError, match="leaves the cards on the cluster"):
        _ = found.classed
    with pytest.raises(RfmaError, match="leaves the cards on the cluster"):
        _ = found.history.segmented
