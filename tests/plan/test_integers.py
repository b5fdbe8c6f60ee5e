"""Whole-number division rounds halves away from zero, with the same bits on every engine."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rfma_fast.plan.integers import LARGEST_EXACT, divide_half_away
from rfma_fast.plan.terms import column, expression

QUOTIENT = expression(divide_half_away(column("a"), column("b")))


def half_away(dividend: int, divisor: int) -> int:
    rounded = floor(Fraction(abs(dividend), divisor) + Fraction(1, 2))
    return -rounded if dividend < 0 else rounded


def on_polars(pairs: list[tuple[int, int]]) -> list[int]:
    frame = pl.DataFrame(pairs, schema={"a": pl.Int64, "b": pl.Int64}, orient="row")
    divided = nw.from_native(frame.lazy()).select(q=QUOTIENT)
    answer = nw.to_native(divided).collect().get_column("q")
    assert answer.dtype == pl.Int64
    return answer.to_list()


def on_duckdb(pairs: list[tuple[int, int]]) -> list[int]:
    listed = ", ".join(f"({i}, {a}::bigint, {b}::bigint)" for i, (a, b) in enumerate(pairs))
    with duckdb.connect() as connection:
        relation = connection.sql(f"from (values {listed}) as t(i, a, b)")
        frame = nw.from_native(relation)
        divided = frame.select("i", q=QUOTIENT)
        return [int(row[1]) for row in sorted(nw.to_native(divided).fetchall())]


def within_the_bound(divisor: int) -> st.SearchStrategy[tuple[int, int]]:
    largest = (LARGEST_EXACT - 1 - divisor) // 2
    dividends = st.integers(-largest, largest) | st.sampled_from([-largest, largest])
    near_half = st.integers(0, largest // divisor).map(
        lambda k: min(k * divisor + divisor // 2, largest)
    )
    return st.tuples(dividends | near_half | near_half.map(int.__neg__), st.just(divisor))


divisors = st.integers(1, 400) | st.integers(1, 2**40)
pairs = st.lists(divisors.flatmap(within_the_bound), min_size=1, max_size=30)
EDGE = (LARGEST_EXACT - 2) // 2


@settings(deadline=None)
@example([(1, 2), (-1, 2), (3, 2), (-3, 2), (5, 2), (-5, 2), (1, 3), (2, 3), (-2, 3), (0, 7)])
@example([(EDGE, 1), (-EDGE, 1), ((LARGEST_EXACT - 3) // 2, 2), (EDGE - 1, 3)])
@given(pairs)
def test_division_rounds_halves_away_from_zero_up_to_the_stated_bound(
    told: list[tuple[int, int]],
) -> None:
    assert on_polars(told) == [half_away(a, b) for a, b in told]


@settings(max_examples=30, deadline=None)
@example([(1, 2), (-1, 2), (-3, 2), (5, 2), (EDGE, 1), (-EDGE, 1)])
@given(pairs)
def test_duckdb_divides_as_polars_does(told: list[tuple[int, int]]) -> None:
    assert on_duckdb(told) == on_polars(told)


@pytest.mark.parametrize(
    ("dividend", "divisor", "quotient"),
    [
        (1, 2, 1),
        (-1, 2, -1),
        (149, 100, 1),
        (150, 100, 2),
        (-150, 100, -2),
        (-149, 100, -1),
        (7, 1, 7),
    ],
)
def test_halves_go_away_from_zero(dividend: int, divisor: int, quotient: int) -> None:
    assert on_polars([(dividend, divisor)]) == [quotient]
