from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, pairwise
from math import inf

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.real import needs_real

from rfma_fast.api import Store
from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.breaks import natural_breaks

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


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_however_many_values_there_are_no_other_cut_leaves_less_spread(groups: int) -> None:
    rng = random.Random(groups)
    counts = {int(rng.lognormvariate(6, 1) * 10): rng.randint(1, 30) for _ in range(2_500)}
    assert len(counts) > 1_500
    found = cost(counts, natural_breaks(histogram(counts), groups))
    assert float(found) == pytest.approx(by_every_start(counts, groups), rel=1e-12)


def by_every_start(counts: Counts, groups: int) -> float:
    """Return the least spread, every end trying every start: quadratic, and plain."""
    ordered = sorted(counts)
    size, value, square = [0], [0], [0]
    for one in ordered:
        size.append(size[-1] + counts[one])
        value.append(value[-1] + counts[one] * one)
        square.append(square[-1] + counts[one] * one * one)

    def between(a: int, b: int) -> float:
        total, count = value[b] - value[a], size[b] - size[a]
        # Whole numbers until the last division, so that nothing cancels.
        return ((square[b] - square[a]) * count - total * total) / count

    last = len(ordered)
    least = [0.0, *(between(0, end) for end in range(1, last + 1))]
    for group in range(1, groups):
        least = [
            min((least[start] + between(start, end) for start in range(group, end)), default=inf)
            for end in range(last + 1)
        ]
    return least[last]


@needs_real
def test_the_mean_cheques_of_the_real_table_break_where_every_start_says(real_store: Store) -> None:
    (money,) = (axis for axis in real_store.thresholds().axes if axis.axis.code == "M")
    counts = dict(money.values.frame.iter_rows())
    assert natural_breaks(money.values, 3) == [1317, 3535]
    assert float(cost(counts, [1317, 3535])) < float(cost(counts, [1326, 3635]))
