"""A month of sorted cheques becomes one row a card, its gaps and its amounts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dense.kit import rows
from rfma_fast.dense.counts import Counts, added, counted
from rfma_fast.dense.fields import COLUMNS
from rfma_fast.dense.month import Month, fold

ALL = tuple(COLUMNS)
NOON = 12 * 3600 * 10**6
CHEQUES = rows(
    (0, 5, 700),
    (0, 6, -50),
    (1, 3, 100),
    (1, 3, 200),
    (1, 9, 50),
    (2, 4, -30),
    (3, 1, 0),
    (3, 2, 900),
    (3, 8, -100),
)


def told(month: Month) -> dict[str, list[int]]:
    return {name: month.columns[name].tolist() for name in ALL}


def test_a_month_is_folded_into_one_row_a_card() -> None:
    month = fold(CHEQUES, ALL)
    assert month.cards.tolist() == [1, 2, 3]
    assert told(month) == {
        "cheques": [3, 0, 1],
        "returns": [0, 1, 2],
        "total": [350, -30, 800],
        "first": [3, 0, 2],
        "last": [9, 0, 2],
        "days": [2, 0, 1],
        "last_time": [NOON + 4, 0, NOON + 7],
        "paid_total": [347, -31, 797],
        "unpaid": [0, 0, 0],
        "amount_max": [200, 0, 900],
        "paid_max": [199, 0, 899],
    }


def test_gaps_are_counted_between_purchases_of_a_card_only() -> None:
    assert fold(CHEQUES, ALL).gaps.tolist() == [1, 0, 0, 0, 0, 0, 1]


def test_amounts_are_counted_with_and_without_a_card_returns_included() -> None:
    amounts = fold(CHEQUES, ALL).amounts
    assert amounts.values.tolist() == [-100, -50, -30, 0, 50, 100, 200, 700, 900]
    assert amounts.count.tolist() == [1] * 9
    assert amounts.inside.tolist() == [1, 0, 1, 1, 1, 1, 1, 0, 1]


def test_the_last_moment_is_of_any_cheque() -> None:
    assert fold(CHEQUES, ALL).moment == 9 * 86_400 * 10**6 + NOON + 4
    assert fold(CHEQUES.drop("time"), ("cheques", "total")).moment is None


def test_returns_that_count_are_cheques_like_any_other() -> None:
    month = fold(CHEQUES, ALL, returns_count=True)
    assert month.columns["cheques"].tolist() == [3, 1, 3]
    assert month.columns["returns"].tolist() == [0, 0, 0]
    assert month.columns["first"].tolist() == [3, 4, 1]
    assert month.columns["last"].tolist() == [9, 4, 8]
    assert month.gaps.tolist() == [1, 1, 0, 0, 0, 0, 2]


def test_a_blank_payment_is_counted_and_adds_nothing() -> None:
    blank = CHEQUES.with_columns(
        paid=pl.when(pl.col("amount") == 200).then(None).otherwise(pl.col("paid"))
    )
    month = fold(blank, ALL)
    assert month.columns["unpaid"].tolist() == [1, 0, 0]
    assert month.columns["paid_total"].tolist() == [148, -31, 797]


@pytest.mark.parametrize("some", [CHEQUES.clear(), CHEQUES.filter(pl.col("card") == 0)], ids=len)
def test_a_month_without_a_card_adds_no_state(some: pl.DataFrame) -> None:
    month = fold(some, ALL)
    assert month.cards.size == 0
    assert set(told(month).values().__iter__().__next__()) == set()
    assert month.gaps.tolist() == []
    assert month.amounts.count.sum() == some.height
    assert month.amounts.inside.sum() == 0


def test_values_are_counted_near_far_and_beyond_32_bits() -> None:
    whole_roubles = [300, -500, 4_000_000, 300, 0]
    for values in (
        [3, 1, 3], [3, 10**6, -(10**6), 3], [2**40, -5, 2**40], [],
        whole_roubles, [*whole_roubles, 301], [-(10**7), 100], [10**6, 10**6 + 100],
        [2**40, 2**40 + 70_001, 2**40], [-(2**33), -(2**33) + 99_999],
    ):  # fmt: skip
        found = counted(np.array(values, np.int64))
        assert found.values.tolist() == sorted(set(values))
        assert found.count.tolist() == [values.count(value) for value in sorted(set(values))]


def test_counts_add_up_value_by_value() -> None:
    one = Counts.of(np.array([5, 7]), np.array([5]))
    two = Counts.of(np.array([9]), np.array([7, 7]))
    both = added([one, two])
    assert both.values.tolist() == [5, 7, 9]
    assert both.count.tolist() == [2, 3, 1]
    assert both.inside.tolist() == [1, 2, 0]
    assert added([]).values.tolist() == []
