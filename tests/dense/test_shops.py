"""Questions by shop: arrays by card key say what the plan says."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.kit import Cheque, memory

from dense.test_both_ways import SHOPS, START, days_of_tables, tables
from rfma_fast.analyses.labels import homes_by_key, homes_by_plan
from rfma_fast.analyses.overview import told_by_key, told_by_plan
from rfma_fast.analyses.trend import trend_of
from rfma_fast.dense import homes, shops
from rfma_fast.dense.counts import PartCounts
from rfma_fast.dense.shops import ShopNumbers, Visits
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.scope import Scope
from rfma_fast.schemes.model import Population

_some_shops = st.sets(st.sampled_from(SHOPS), max_size=2).map(lambda some: tuple(sorted(some)))
_values = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from([0, 1, -1, -100, 100, 250, 10**9, 10**9 + 1, 2**62, -(2**62)]),
    ),
    max_size=30,
)


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return sorted(frame.select(columns).rows())


@settings(deadline=None, max_examples=60)
@given(tables, days_of_tables, st.none() | days_of_tables, _some_shops)
def test_the_overview_by_card_key_is_that_of_the_plan(
    told: list[Cheque], until: date, since: date | None, only: tuple[str, ...]
) -> None:
    snapshot = memory(told)
    scope = Scope(snapshot, until, since, shops=only)
    by_key, by_plan = told_by_key(scope), told_by_plan(PolarsEngine(), scope)
    amounts = ("shop", "value", "count", "identified")
    assert rows(by_key.amounts, *amounts) == rows(by_plan.amounts, *amounts)
    assert rows(by_key.visits, "value", "count") == rows(by_plan.visits, "value", "count")
    assert by_key.cards == by_plan.cards
    sold = ("shop", "month", "cheques", "identified_cheques")
    assert rows(by_key.sold, *sold) == rows(by_plan.sold, *sold)
    if by_plan.days.height:
        trends = [
            trend_of(snapshot, scope.period, one.cards, one.days, one.sold)
            for one in (by_key, by_plan)
        ]
        assert trends[0].months == trends[1].months
        assert trends[0].by_shop.equals(trends[1].by_shop)


@settings(deadline=None, max_examples=60)
@given(
    tables,
    days_of_tables,
    st.none() | days_of_tables,
    _some_shops,
    st.builds(Population, returns=st.sampled_from(("net", "ignore", "keep"))),
)
def test_home_shops_by_card_key_are_those_of_the_plan(
    told: list[Cheque],
    until: date,
    since: date | None,
    only: tuple[str, ...],
    population: Population,
) -> None:
    scope = Scope(memory(told), until, since, shops=only, population=population)
    by_key = homes_by_key(PolarsEngine(), scope)
    assert by_key is not None
    by_plan = homes_by_plan(PolarsEngine(), scope)
    assert rows(by_key, "card", "shop") == rows(by_plan, "card", "shop")


def test_more_pairs_than_the_arrays_hold_go_the_way_of_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(homes, "PAIRS", 1)
    told = [Cheque(at=START, shop="s1", card="2000000000015", amount=100)]
    assert homes_by_key(PolarsEngine(), Scope(memory(told), START.date())) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=30), st.integers(1, 70))
def test_each_pair_of_a_shop_and_a_card_counts_once_wherever_it_is_kept(
    pairs: list[tuple[int, int]], places: int
) -> None:
    seen = Visits(10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shops, "PLACES", places)
        for half in (pairs[::2], pairs[1::2]):
            shop, card = np.array(half, np.int32).reshape(-1, 2).T
            seen.add(shop, card)
    found = [column.tolist() for column in seen.pairs()]
    assert list(zip(*found, strict=True)) == sorted(set(pairs))


def test_shops_keep_their_number_from_file_to_file() -> None:
    numbers = ShopNumbers()
    assert numbers.of(pl.Series(["b", "a", "b"])).tolist() == [0, 1, 0]
    assert numbers.of(pl.Series(["c", "a"])).tolist() == [2, 1]
    assert numbers.of(pl.Series([], dtype=pl.String)).tolist() == []
    assert numbers.names == ["b", "a", "c"]


@given(st.lists(_values, max_size=3))
def test_values_of_parts_are_counted_and_added_as_a_dictionary_counts_them(
    months: list[list[tuple[int, int]]],
) -> None:
    counts = []
    for month in months:
        part, values = np.array(month, np.int64).reshape(-1, 2).T.copy()
        counts.append(PartCounts.of(part, values))
    found = PartCounts.added(counts)
    told = zip(found.part.tolist(), found.value.tolist(), found.count.tolist(), strict=True)
    every = [pair for month in months for pair in month]
    assert sorted(told) == sorted((*pair, every.count(pair)) for pair in set(every))
