"""Arrays and checkpoints give the very bits that the plan gives."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from language.kit import Cheque, memory, store_of
from oracles.real import needs_real

from dense.kit import PlannedEngine, comparable, same
from rfma_fast.api import Store, open_store
from rfma_fast.dense.fields import can_hold
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import WHATS, Field
from rfma_fast.schemes.model import Population

START = datetime(2021, 12, 20)
SHOPS = ("s1", "s2", "s3")
CARDS = ("2000000000015", "2000000000022", "2000000000039", "2000000000046", "till", None)
FIELDS = [
    Field(what, window)
    for what in WHATS
    for window in (None, 1, 20, 45, 400)
    if can_hold(Field(what, window)) and (what != "unpaid" or window is None)
]

_cheques = st.builds(
    Cheque,
    at=st.integers(0, 90 * 24).map(lambda hours: START + timedelta(hours=hours)),
    shop=st.sampled_from(SHOPS),
    card=st.sampled_from(CARDS),
    amount=st.sampled_from([-300, -1, 0, 1, 50, 100, 100, 250, 10**9]),
    paid=st.sampled_from([None, 0, 50, 100]),
)
tables = st.lists(_cheques, min_size=1, max_size=40)
days_of_tables = st.integers(-2, 95).map(lambda days: (START + timedelta(days=days)).date())
_populations = st.builds(
    Population,
    returns=st.sampled_from(("net", "ignore", "keep")),
    since=st.none(),
)


def test_the_fields_that_arrays_hold_are_the_sums_and_the_ends() -> None:
    assert {field.what for field in FIELDS} == {
        "cheques", "total", "first", "last", "last_at", "days",
        "paid_total", "amount_max", "paid_max", "unpaid",
    }  # fmt: skip
    windowed = {field.what for field in FIELDS if field.window}
    assert windowed == {"cheques", "total", "days", "paid_total"}


@settings(deadline=None, max_examples=120)
@given(
    tables,
    _populations,
    st.lists(days_of_tables, min_size=1, max_size=3, unique=True).map(sorted),
    st.none() | days_of_tables,
    st.none() | days_of_tables,
    st.sets(st.sampled_from(SHOPS), max_size=2),
)
def test_arrays_say_what_the_plan_says(
    told: list[Cheque],
    population: Population,
    days: list[date],
    since: date | None,
    until: date | None,
    shops: set[str],
) -> None:
    snapshot = memory(told)
    scopes = [Scope(snapshot, day, since, until, tuple(sorted(shops)), population) for day in days]
    arrays = list(PolarsEngine().facts(scopes, FIELDS))
    planned = list(PlannedEngine().facts(scopes, FIELDS))
    event("cards" if arrays[-1].states.height else "nobody")
    for by_arrays, by_plan in zip(arrays, planned, strict=True):
        assert comparable(by_arrays) == comparable(by_plan)


def scopes_of(store: Store, days: list[date]) -> list[Scope]:
    return [Scope(store.snapshot, day) for day in days]


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(tables, min_size=1, max_size=3),
    st.lists(days_of_tables, min_size=1, max_size=4, unique=True),
)
def test_checkpoints_say_what_the_plan_says_after_loads_in_any_order(
    loads: list[list[Cheque]], days: list[date]
) -> None:
    fields = [Field(what) for what in ("cheques", "total", "first", "last", "last_at", "days")]
    fields += [Field("amount_max"), Field("cheques", 20), Field("total", 45)]
    with tempfile.TemporaryDirectory() as directory:
        for load in loads:
            store = store_of(Path(directory), load)
            kept = store.checkpoint()
            assert [one.month for one in kept] == [file.month for file in store.snapshot.files]
        scopes = scopes_of(store, sorted(days))
        arrays = list(PolarsEngine().facts(scopes, fields))
        planned = list(PlannedEngine().facts(scopes, fields))
        event("from a checkpoint" if arrays[-1].way.checkpoint else "from months")
        for by_arrays, by_plan in zip(arrays, planned, strict=True):
            assert comparable(by_arrays) == comparable(by_plan)


@needs_real
def test_every_day_of_the_real_table_is_the_same_from_checkpoints_and_from_the_history(
    real_store: Store,
) -> None:
    first = real_store.snapshot.first_day
    days = [first + timedelta(days=number) for number in range(333)]
    assert days[-1] == real_store.snapshot.last_day
    cold = open_store(real_store.path, checkpoints=False)
    warm = [real_store.segment(day) for day in days]
    for one, other in zip(warm, cold.segments(days), strict=True):
        assert same(one, other), one.as_of
        assert other.history.facts.way.checkpoint is None
    used = {one.history.facts.way.checkpoint for one in warm}
    assert len(used - {None}) == len(real_store.snapshot.files)
    assert max(len(one.history.facts.way.months) for one in warm) == 1


@needs_real
@pytest.mark.parametrize("scheme", ["rfma", "rfm27", "lost"])
def test_a_chain_of_month_ends_is_the_same_as_one_by_one(real_store: Store, scheme: str) -> None:
    days = real_store.month_ends()
    assert (days[0], days[-1], len(days)) == (date(2021, 7, 31), date(2022, 6, 9), 12)
    for chained in (real_store, open_store(real_store.path, checkpoints=False)):
        for found in chained.segments(scheme=scheme):
            assert same(found, real_store.segment(found.as_of, scheme=scheme))


@needs_real
def test_a_chain_of_migrations_is_the_same_as_one_by_one(real_store: Store) -> None:
    days = real_store.month_ends("2022-01-15", "2022-05-20")
    assert days == [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31), date(2022, 4, 30),
                    date(2022, 5, 20)]  # fmt: skip
    for found in real_store.migrations(days, borders="refit"):
        alone = real_store.migrate(found.before.as_of, found.after.as_of, borders="refit")
        assert found.cells("class").equals(alone.cells("class"))
    frozen = list(real_store.migrations(days))
    assert {one.after.thresholds.as_of for one in frozen} == {days[0]}
    alone = real_store.migrate(days[0], days[1])
    assert frozen[0].cells("region").equals(alone.cells("region"))
