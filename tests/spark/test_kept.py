"""States kept on the cluster: another day starts from them, and gives the same bits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from support.stores import ANNA, BORIS, bought, written

from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.api import Store
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.spark import SparkEngine
from spark.kit import told

DAYS = (date(2021, 12, 20), date(2021, 7, 20), date(2022, 1, 31), date(2022, 6, 9), None)


@pytest.fixture(scope="module")
def keeping(remote: str, tmp_path_factory: pytest.TempPathFactory) -> SparkEngine:
    return SparkEngine(remote, str(tmp_path_factory.mktemp("kept")))


def segmented(engine: SparkEngine, store: Store, day: date | None = None) -> Segmentation:
    return segment(engine, store.snapshot, store.scheme(), as_of=day)


def test_days_in_any_order_give_the_same_bits(
    keeping: SparkEngine, real_store: Store, cluster_files: Path
) -> None:
    checkpoints = []
    for day in DAYS:
        there = segmented(keeping, real_store, day)
        here = segment(PolarsEngine(), real_store.snapshot, real_store.scheme(), as_of=day)
        assert told(there, cluster_files) == told(here, cluster_files)
        way = there.history.facts.way
        checkpoints.append((way.checkpoint, len(way.months)))
    # January ends with what December's run kept of November; June's last day is a file's end.
    assert checkpoints == [(None, 6), (None, 1), ("2021-11", 2), ("2022-01", 5), ("2022-06", 0)]
    keeping.session.stop()


@pytest.mark.parametrize("scheme", ["rfm8", "rfm27", "lost"])
def test_every_scheme_finds_its_own_states(
    sail: str, real_store: Store, cluster_files: Path, tmp_path: Path, scheme: str
) -> None:
    engine, asked = SparkEngine(sail, str(tmp_path)), real_store.scheme(scheme)
    for day in (date(2022, 2, 10), date(2022, 3, 31)):
        there = segment(engine, real_store.snapshot, asked, as_of=day)
        here = segment(PolarsEngine(), real_store.snapshot, asked, as_of=day)
        assert told(there, cluster_files) == told(here, cluster_files)
    engine.session.stop()


def test_states_half_written_or_of_other_cheques_are_not_used(
    sail: str, cluster_files: Path, tmp_path: Path
) -> None:
    rows = [bought(0, ANNA, 100), bought(3, BORIS, 200), bought(40, ANNA, 50)]
    store = written(tmp_path / "store", rows)
    engine = SparkEngine(sail, str(tmp_path / "kept"))
    segmented(engine, store)
    assert segmented(engine, store).history.facts.way.checkpoint == "2022-02"
    for amounts in (tmp_path / "kept").glob("2022-02-*/amounts/*.parquet"):
        pl.read_parquet(amounts).clear().write_parquet(amounts)
    found = segmented(SparkEngine(sail, str(tmp_path / "kept")), store)
    assert found.history.facts.way.checkpoint is None
    more = written(tmp_path / "other", [*rows, bought(5, ANNA, 1)])
    there = segmented(engine, more)
    assert there.history.facts.way.checkpoint is None
    assert told(there, cluster_files) == told(more.segment(), cluster_files)
    engine.session.stop()


def test_returns_before_a_purchase_are_carried_over(
    sail: str, cluster_files: Path, tmp_path: Path
) -> None:
    rows = [
        bought(0, ANNA, -100), bought(1, BORIS, 300), bought(35, ANNA, 500),
        bought(36, BORIS, -300), bought(70, BORIS, 10), bought(70, BORIS, 10, minute=5),
    ]  # fmt: skip
    store = written(tmp_path / "store", rows)
    engine = SparkEngine(sail, str(tmp_path / "kept"))
    for day in (date(2022, 1, 31), date(2022, 2, 28), None):
        there = segmented(engine, store, day)
        assert told(there, cluster_files) == told(store.segment(day), cluster_files)
    engine.session.stop()
