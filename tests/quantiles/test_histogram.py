"""A histogram says of its observations what the sorted rows say."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import duckdb
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rfma_fast.quantiles import Histogram

values = st.lists(st.integers(-50, 50) | st.integers(-(2**62), 2**62), max_size=60)
some_values = st.lists(st.integers(0, 30) | st.integers(-(2**40), 2**40), min_size=1, max_size=60)
exact = st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))


def histogram(observed: list[int]) -> Histogram:
    return Histogram.of_values(pl.Series(observed, dtype=pl.Int64))


def pairs(frame: Histogram) -> list[tuple[int, int]]:
    return frame.frame.select("value", "count").rows()


@settings(deadline=None)
@example([7] * 99 + [8], Fraction(7, 100))
@example(list(range(100)), Fraction(7, 100))
@example(list(range(100)), Fraction(29, 100))
@example([1, 2, 3], Fraction(1))
@example([1, 2, 3], Fraction(0))
@given(some_values, exact)
def test_percentile_disc_is_the_value_at_rank_ceil_p_n_of_the_sorted_rows(
    observed: list[int], p: Fraction
) -> None:
    rank = max(1, ceil(p * len(observed)))
    assert histogram(observed).percentile_disc(p) == sorted(observed)[rank - 1]


@settings(max_examples=40, deadline=None)
@example(list(range(100)), 70)
@example(list(range(1, 101)), 1000)
@given(some_values, st.integers(1, 1000))
def test_percentile_disc_is_what_duckdb_says(observed: list[int], thousandths: int) -> None:
    share = f"{thousandths // 1000}.{thousandths % 1000:03d}"
    with duckdb.connect() as connection:
        listed = ", ".join(f"({value}::bigint)" for value in observed)
        said = connection.execute(
            f"select quantile_disc(v, {share}) from (values {listed}) as t(v)"
        ).fetchone()
    assert said is not None
    assert histogram(observed).percentile_disc(Fraction(thousandths, 1000)) == said[0]


def test_seven_hundredths_of_a_hundred_rows_is_the_seventh_row() -> None:
    hundred = histogram(list(range(1, 101)))
    assert 0.07 * 100 > 7  # what a binary float would make of it
    assert hundred.percentile_disc(Fraction("0.07")) == 7
    assert hundred.percentile_disc(Fraction(1)) == 100
    assert hundred.percentile_disc(Fraction(0)) == 1


@settings(deadline=None)
@example([1, 2, 3, 10], Fraction(1, 2))
@example([5], Fraction(1))
@given(some_values, exact)
def test_percentile_cont_interpolates_the_sorted_rows_exactly(
    observed: list[int], p: Fraction
) -> None:
    rows, place = sorted(observed), (len(observed) - 1) * p
    low, high = rows[floor(place)], rows[ceil(place)]
    expected = low + (place - floor(place)) * (high - low)
    said = histogram(observed).percentile_cont(p)
    assert isinstance(said, Fraction)
    assert said == expected


@given(values, values)
def test_histograms_of_two_parts_merge_to_the_histogram_of_the_whole(
    one: list[int], other: list[int]
) -> None:
    parts = pl.concat([histogram(one).frame, histogram(other).frame])
    assert pairs(Histogram.of(parts)) == pairs(histogram(one + other))
    assert pairs(Histogram.of(parts.reverse())) == pairs(histogram(other + one))


@given(values)
def test_a_histogram_counts_each_value_once_in_rising_order(observed: list[int]) -> None:
    expected = [(value, observed.count(value)) for value in sorted(set(observed))]
    assert pairs(histogram(observed)) == expected


@given(values)
def test_size_total_magnitude_mean_and_ends_are_those_of_the_rows(observed: list[int]) -> None:
    said = histogram(observed)
    assert said.size == len(observed)
    assert said.total == sum(observed)
    assert said.magnitude == sum(map(abs, observed))
    assert said.mean == (Fraction(sum(observed), len(observed)) if observed else None)
    assert said.least == min(observed, default=None)
    assert said.greatest == max(observed, default=None)


@given(values, st.integers(-50, 50))
def test_above_and_count_at_divide_the_rows(observed: list[int], bound: int) -> None:
    said = histogram(observed)
    assert pairs(said.above(bound)) == pairs(histogram([v for v in observed if v > bound]))
    assert said.count_at(bound) == observed.count(bound)


def test_sums_beyond_64_bits_do_not_overflow() -> None:
    wide = Histogram.of(pl.DataFrame({"value": [2**62, -(2**61)], "count": [2**40, 2**40]}))
    assert wide.total == 2**102 - 2**101
    assert wide.magnitude == 2**102 + 2**101
    assert wide.size == 2**41
    assert wide.mean == 2**60
    assert wide.percentile_disc(Fraction(1, 2)) == -(2**61)


def test_counts_given_in_32_bits_add_up_beyond_them() -> None:
    types = {"value": pl.Int64, "count": pl.UInt32}
    half = pl.DataFrame({"value": [5, 5], "count": [2**31, 2**31]}, schema=types)
    assert pairs(Histogram.of(half)) == [(5, 2**32)]


def test_values_that_nobody_has_are_left_out() -> None:
    assert pairs(Histogram.of(pl.DataFrame({"value": [3, 1], "count": [0, 2]}))) == [(1, 2)]


@pytest.mark.parametrize("p", [Fraction(0), Fraction(1, 2), Fraction(1)])
def test_nothing_has_no_percentile(p: Fraction) -> None:
    nothing = histogram([])
    assert nothing.percentile_disc(p) is None
    assert nothing.percentile_cont(p) is None
    assert (nothing.size, nothing.total, nothing.mean, nothing.least) == (0, 0, None, None)
