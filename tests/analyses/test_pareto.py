"""Pareto's rule against counting one card after another."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from oracles import borders, real
from oracles.real import needs_real

from rfma_fast.analyses.pareto import SHARES, pareto
from rfma_fast.api import Store
from rfma_fast.quantiles import Histogram

totals = st.lists(st.integers(-5_000, 10**6) | st.sampled_from([100, 200]), min_size=1, max_size=60)


@given(totals)
def test_the_fewest_cards_are_found_by_taking_one_after_another(given_totals: list[int]) -> None:
    found = pareto(Histogram.of_values(pl.Series(given_totals, dtype=pl.Int64)))
    ordered, whole = sorted(given_totals, reverse=True), sum(given_totals)
    assert found.total == whole
    if whole <= 0:
        assert found.levels == ()
        assert found.top_fifth is None
        return
    for level, share in zip(found.levels, SHARES, strict=True):
        fewest = next(n for n in range(1, 61) if sum(ordered[:n]) >= share * whole)
        assert (level.share, level.cards) == (share, fewest)
        assert level.least_total == ordered[fewest - 1]
        assert level.with_ties == sum(total >= level.least_total for total in given_totals)


@given(totals)
def test_tenths_hold_every_card_once_and_add_up(given_totals: list[int]) -> None:
    found = pareto(Histogram.of_values(pl.Series(given_totals, dtype=pl.Int64)))
    ordered, count = sorted(given_totals, reverse=True), len(given_totals)
    assert sum(tenth.cards for tenth in found.tenths) == count
    for tenth in found.tenths:
        end, start = (ceil(Fraction(k * count, 10)) for k in (tenth.number, tenth.number - 1))
        assert (tenth.cards, tenth.total) == (end - start, sum(ordered[start:end]))
        assert tenth.reached == sum(ordered[:end])


def test_nobody_brings_nothing() -> None:
    found = pareto(Histogram.of_values(pl.Series([], dtype=pl.Int64)))
    assert (found.cards, found.total, found.levels) == (0, 0, ())


@needs_real
def test_duckdb_finds_the_same_cards_on_the_real_table(real_store: Store) -> None:
    found = real_store.thresholds().pareto
    for level in found.levels:
        wanted = borders.pareto(real.REAL, int(level.share * 100))
        assert (level.cards, level.least_total) == wanted
    assert [(tenth.cards, tenth.total) for tenth in found.tenths] == borders.tenths(real.REAL)
    eighty = found.levels[1]
    assert (eighty.cards, eighty.least_total, eighty.with_ties) == (2091, 2306_00, 2092)
