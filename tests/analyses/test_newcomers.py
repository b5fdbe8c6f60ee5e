"""Two ways to find new cards, by key and by the plan: they say the same."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.naive import Row
from support.stores import ANNA, BORIS, Held, bought, day, held
from support.tables import SHOPS, days, tables

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import History, read_history
from rfma_fast.analyses.newcomers import (
    months_by_key,
    months_by_plan,
    newcomers_by_key,
    newcomers_by_plan,
)
from rfma_fast.analyses.scoping import scope_of
from rfma_fast.api import Store
from rfma_fast.cheques.schema import ORDER
from rfma_fast.engines import PolarsEngine
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.loader import load_scheme

RFMA = load_scheme("rfma")
COLUMNS = ["card", "first", "month", "shop", "amount", "second", "again"]


def history_of(store: Store, as_of: date | None = None) -> History:
    """Return the history of a table whose equal moments stand as a month file has them."""
    told = store.snapshot
    assert isinstance(told, Held)
    snapshot = Held.of(told.cheques.sort(ORDER), told.printed)
    engine = PolarsEngine()
    return read_history(engine, scope_of(engine, snapshot, RFMA, as_of), fields_for(RFMA))


def said(frame: pl.DataFrame, columns: list[str]) -> list[tuple[object, ...]]:
    return frame.select(columns).sort(columns).rows()


@settings(deadline=None, max_examples=60)
@given(
    tables(),
    st.none() | days,
    st.tuples(days, days),
    st.integers(1, 60),
    st.sampled_from([(), tuple(SHOPS[:1]), tuple(SHOPS[1:])]),
)
def test_the_look_up_by_key_finds_whom_the_plan_finds(
    table: tuple[Row, ...],
    as_of: date | None,
    period: tuple[date, date],
    churn: int,
    shops: tuple[str, ...],
) -> None:
    try:
        history = history_of(held(table), as_of)
    except RfmaError:
        return
    asked = (history, min(period), max(period), churn, shops)
    by_key, by_plan = newcomers_by_key(*asked), newcomers_by_plan(*asked)
    end = pl.col("first") + churn
    in_time = [pl.when(pl.col(name) <= end).then(name).alias(name) for name in ("second", "again")]
    keyed, planned = (found.here.with_columns(in_time) for found in (by_key, by_plan))
    assert said(keyed, COLUMNS) == said(planned, COLUMNS)
    if not keyed.height:
        return
    since = min(period).replace(day=1)
    found, told = (
        ask(history, by_key, since).filter(pl.col("active") + pl.col("total").abs() > 0)
        for ask in (months_by_key, months_by_plan)
    )
    figures = ["cohort", "month", "active", "total"]
    assert said(found, figures) == said(told, figures)


def test_one_moment_in_two_shops_is_told_by_their_names() -> None:
    rows = [bought(3, ANNA, 20_00, "Б"), bought(3, ANNA, 10_00, "А"), bought(4, BORIS, 5_00)]
    history = history_of(held(rows))
    for find in (newcomers_by_key, newcomers_by_plan):
        found = find(history, day(0), day(9), 30, ()).here.sort("card")
        assert found.select("shop", "amount").rows() == [("А", 10_00), ("Аптека 1", 5_00)]
