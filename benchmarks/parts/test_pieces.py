"""Pieces of one segmentation: distributions and percentiles, borders, grades."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from contenders.rfma import sizes

from parts.conftest import Chain
from rfma_fast import Segmentation
from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.segmentation import grade
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.thresholds import Thresholds, fit

SHARES = [Fraction(place, 20) for place in range(1, 20)]


@pytest.fixture(scope="module")
def segmented(chain: Chain) -> Segmentation:
    return chain.opened().segment()


def test_histogram_and_percentiles(benchmark: Any, chain: Chain) -> None:
    amounts = chain.rows.get_column("amount")

    def percentiles() -> list[int | None]:
        histogram = Histogram.of_values(amounts)
        return [histogram.percentile_disc(share) for share in SHARES]

    ordered = np.sort(amounts.to_numpy())
    places = [-(-share.numerator * len(ordered) // share.denominator) - 1 for share in SHARES]
    assert benchmark(percentiles) == [int(ordered[place]) for place in places]


def test_thresholds(benchmark: Any, segmented: Segmentation, chain: Chain) -> None:
    def fitted() -> Thresholds:
        facts = CardFacts(segmented.scheme, segmented.history)
        return fit(segmented.scheme, segmented.as_of, facts)

    found = benchmark(fitted).by_name(segmented.scheme)
    bought = chain.rows.filter(pl.col("card") > 0, pl.col("amount") > 0)
    last = bought.group_by("card").agg(pl.col("day").max()).get_column("day")
    days = (segmented.as_of - last).dt.total_days()
    passed = np.sort(days.filter(days < 365).to_numpy())
    first, second = (int(passed[-(-len(passed) * tenths // 10) - 1]) for tenths in (2, 4))
    assert found["recency"][:2] == (first, second)
    assert found["age"] == (180, 30)


def test_grades(benchmark: Any, segmented: Segmentation, chain: Chain) -> None:
    found = benchmark(lambda: grade(segmented.history, segmented.scheme, segmented.thresholds))
    assert sizes(found) == chain.classes(chain.as_of)
