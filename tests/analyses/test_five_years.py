"""Over five generated years the built-in schemes keep their meaning at every month end."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store
from rfma_fast.synth import ChainSpec, write_cheques

MONTHS = 60
VETERAN_AFTER = 180
"""Days: no card can be a veteran in a younger store."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("five years")
    write_cheques(ChainSpec(cheques=120_000, months=MONTHS), place / "cheques.parquet")
    store = Store(place / "store")
    store.ingest(place / "cheques.parquet")
    return Store(place / "store")


@pytest.fixture(scope="module")
def month_ends(store: Store) -> list[date]:
    return store.month_ends()


def empty_grades(found: Segmentation) -> set[str]:
    graded: pl.DataFrame = found.history.engine.fetch(found.graded)[0]
    return {
        f"{axis.code}{digit}"
        for axis in found.scheme.axes
        for place, digit in enumerate(axis.digits, start=1)
        if not (graded.get_column(axis.code) == place).any()
    }


@pytest.mark.parametrize("scheme", ["rfma", "rfm8", "rfm27", "lost"])
def test_from_the_third_month_on_no_grade_is_empty(
    store: Store, month_ends: list[date], scheme: str
) -> None:
    assert len(month_ends) == MONTHS
    first = store.snapshot.first_day
    for found in store.segments(month_ends[2:], scheme=scheme):
        young = (found.as_of - first).days <= VETERAN_AFTER and scheme == "rfma"
        assert found.thresholds.out_of_order(found.scheme) == [], found.as_of
        assert empty_grades(found) == ({"A1"} if young else set()), found.as_of


def test_after_the_first_year_the_thresholds_of_recency_stay_where_they_are(
    store: Store, month_ends: list[date]
) -> None:
    fitted = [found.thresholds.borders["R"] for found in store.segments(month_ends[12:])]
    first, second, churn = (sorted(map(int, values)) for values in zip(*fitted, strict=True))
    assert 14 <= first[0] <= first[-1] <= 35
    assert 45 <= second[0] <= second[-1] <= 100
    assert 100 <= churn[0] <= churn[-1] <= 182
    assert max(second) < min(churn)
