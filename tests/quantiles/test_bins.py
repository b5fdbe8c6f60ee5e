"""Bins hold every observation once, their borders are whole and round."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.bins import MOST_BINS, bins_of

Counts = dict[int, int]


def histogram(counts: Counts) -> Histogram:
    return Histogram.of(pl.DataFrame({"value": list(counts), "count": list(counts.values())}))


@given(
    st.dictionaries(st.integers(-(10**6), 10**9), st.integers(1, 50), min_size=1, max_size=40)
    | st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1, max_size=40)
)
def test_every_value_is_in_exactly_one_bin(counts: Counts) -> None:
    bins = bins_of(histogram(counts))
    for part in bins:
        inside = [n for value, n in counts.items() if part.least <= value <= part.most]
        assert part.count == sum(inside)
    assert sum(part.count for part in bins) == sum(counts.values())
    assert all(a.most + 1 == b.least for a, b in pairwise(bins))
    assert len(bins) <= MOST_BINS + 1
    assert bins[-1].count


@given(st.dictionaries(st.integers(0, 10**6), st.integers(1, 9), min_size=1, max_size=30))
def test_bins_are_equally_wide_and_start_at_multiples_of_a_round_width(counts: Counts) -> None:
    bins = bins_of(histogram(counts))
    width = bins[0].most - bins[0].least + 1
    regular = bins[:-1] if len(bins) > 1 else bins
    assert {part.most - part.least + 1 for part in regular} == {width}
    assert all(part.least % width == 0 for part in bins)
    assert str(width).rstrip("0") in ("1", "2", "3", "5")


def test_a_long_tail_is_one_bin() -> None:
    bins = bins_of(histogram({**dict.fromkeys(range(100), 10), 50_000: 1}))
    assert [(part.least, part.most, part.count) for part in bins[-2:]] == [
        (90, 99, 100),
        (100, 50_000, 1),
    ]


def test_nothing_has_no_bins() -> None:
    assert bins_of(Histogram.of_values(pl.Series([], dtype=pl.Int64))) == []
