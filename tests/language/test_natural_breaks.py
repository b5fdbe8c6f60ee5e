from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.breaks import MOST_VALUES, natural_breaks

Counts = dict[int, int]


def histogram(counts: Counts) -> Histogram:
    return Histogram.of(pl.DataFrame({"value": list(counts), "count": list(counts.values())}))


def spread(counts: Counts, values: list[int]) -> Fraction:
    """Return the sum of squared distances to the mean, exact."""
    size = sum(counts[value] for value in values)
    mean = Fraction(sum(value * counts[value] for value in values), size)
    return sum((counts[value] * (value - mean) ** 2 for value in values), Fraction(0))


def cost(counts: Counts, breaks: list[int]) -> Fraction:
    ordered = sorted(counts)
    edges = [0, *(ordered.index(edge) + 1 for edge in breaks), len(ordered)]
    return sum((spread(counts, ordered[a:b]) for a, b in pairwise(edges)), Fraction(0))


def best(counts: Counts, groups: int) -> Fraction:
    """Try every way to cut the values."""
    ordered = sorted(counts)
    cuts = combinations(ordered[:-1], min(groups, len(ordered)) - 1)
    return min(cost(counts, list(cut)) for cut in cuts)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.integers(-50, 1_000), st.integers(1, 40), min_size=1, max_size=9),
    st.integers(1, 6),
)
def test_no_other_cut_leaves_less_spread(counts: Counts, groups: int) -> None:
    breaks = natural_breaks(histogram(counts), groups)
    assert breaks == sorted(set(breaks))
    assert len(breaks) == min(groups, len(counts)) - 1
    assert set(breaks) <= set(counts) - {max(counts)}
    assert cost(counts, breaks) == best(counts, groups)


def test_no_other_cut_leaves_less_spread_far_from_zero() -> None:
    near = {1: 1, 2: 1, 3: 1, 50: 1, 51: 1, 52: 1, 99: 1}
    assert natural_breaks(histogram(near), 3) == [3, 52]
    # Fifty million roubles, in kopecks.
    far = {value + 5_000_000_000: count for value, count in near.items()}
    assert natural_breaks(histogram(far), 3) == [5_000_000_003, 5_000_000_052]


@pytest.mark.parametrize("counts", [{}, {7: 3}])
@pytest.mark.parametrize("groups", [1, 2, 5])
def test_one_value_or_none_is_not_cut(counts: Counts, groups: int) -> None:
    empty = Histogram(pl.DataFrame(schema={"value": pl.Int64, "count": pl.Int64}))
    assert natural_breaks(histogram(counts) if counts else empty, groups) == []


def test_few_values_are_each_a_group() -> None:
    assert natural_breaks(histogram({3: 9, 1: 1, 2: 5}), 5) == [1, 2]


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_thinning_keeps_the_order_and_the_wide_gaps_to_within_a_band(groups: int) -> None:
    size = MOST_VALUES // 2 + 1
    counts = {
        clump * 1_000_000 + value: 1 + value * 7 % 30
        for clump in range(groups)
        for value in range(size)
    }
    assert len(counts) > MOST_VALUES
    breaks = natural_breaks(histogram(counts), groups)
    assert len(breaks) == groups - 1 and breaks == sorted(set(breaks))
    assert set(breaks) <= set(counts)
    band = sum(counts.values()) / MOST_VALUES + 30
    for clump, edge in enumerate(breaks):
        last = clump * 1_000_000 + size - 1
        between = [n for value, n in counts.items() if min(edge, last) < value <= max(edge, last)]
        assert sum(between) <= band


def test_thinning_keeps_the_largest_value_of_each_band() -> None:
    values = dict.fromkeys(range(MOST_VALUES * 3), 1)
    breaks = natural_breaks(histogram(values), 3)
    assert breaks == sorted(breaks)
    assert [edge % 3 for edge in breaks] == [2, 2]
    assert breaks == pytest.approx([MOST_VALUES - 1, 2 * MOST_VALUES - 1], abs=3)
