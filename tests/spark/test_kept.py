"""States kept on the cluster: another day starts from them, and gives the same bits."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from support.stores import ANNA, BORIS, SHOP, bought, written

from rfma_fast.analyses.rounding import rounded_by_data
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.api import Store, open_store
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.spark import SparkEngine
from rfma_fast.errors import RfmaError
from spark.kit import told

MOST = 10**13
"""The most kopecks that a cheque may have."""
DAYS = (date(2021, 12, 20), date(2021, 7, 20), date(2022, 1, 31), date(2022, 6, 9), None)


@pytest.fixture(scope="module")
def keeping(remote: str, tmp_path_factory: pytest.TempPathFactory) -> SparkEngine:
    return SparkEngine(remote, str(tmp_path_factory.mktemp("kept")))


def segmented(engine: SparkEngine, store: Store, day: date | None = None) -> Segmentation:
    scheme = rounded_by_data(engine, store.snapshot, store.scheme())
    return segment(engine, store.snapshot, scheme, as_of=day)


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


def refusals(remote: str, states: Path, store: Store, *days: str) -> list[list[str]]:
    """Return what this machine and a cluster that keeps states say of days that they refuse."""
    told = []
    for one in (store, open_store(store.path, engine="spark", remote=remote, states=str(states))):
        assert one.segment("2022-01-31").cards == 2
        said = []
        for day in days:
            with pytest.raises(RfmaError) as refused:
                one.segment(day)
            said.append(refused.value.message)
        told.append(said)
    return told


def test_a_total_that_is_too_much_only_with_the_states_kept_before_is_refused(
    remote: str, tmp_path: Path
) -> None:
    rows = [bought(number, ANNA, MOST, minute=minute) for number in (5, 35) for minute in range(60)]
    store = written(tmp_path / "store", [*rows, bought(0, BORIS, 1), bought(60, BORIS, 1)])
    # In February January's states are kept and used, in March those of February.
    here, there = refusals(remote, tmp_path / "kept", store, "2022-02-20", "2022-03-02")
    assert there == here
    assert str(120 * MOST // 100) in here[0].replace("\u00a0", "").replace(",", "")
    assert len(list((tmp_path / "kept").glob("2022-0[12]-*/states"))) == 2


@pytest.fixture(scope="module")
def beyond_64_bits(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a card whose total is beyond 64 bits at the end of February."""
    path = tmp_path_factory.mktemp("beyond")
    many = 2**63 // MOST + 1
    february = pl.DataFrame({"at": pl.datetime_range(
        datetime(2022, 2, 1), datetime(2022, 2, 28), "1s", eager=True)}).head(many)  # fmt: skip
    paid = pl.lit(MOST // 100).alias("sum")
    rows = pl.concat([
        pl.DataFrame({"at": [datetime(2022, 1, 1)], "card": [ANNA], "sum": [MOST // 1000]}),
        pl.DataFrame({"at": [datetime(2022, 1, 2)], "card": [BORIS], "sum": [1]}),
        february.with_columns(pl.lit(ANNA).alias("card"), paid),
        pl.DataFrame({"at": [datetime(2022, 3, 1)], "card": [BORIS], "sum": [1]}),
    ], how="vertical_relaxed").select("at", pl.lit(SHOP).alias("shop"), "card", "sum")  # fmt: skip
    rows.write_parquet(path / "rows.parquet")
    store = Store(path / "store")
    store.ingest(path / "rows.parquet")
    return store


def test_a_sum_beyond_64_bits_in_the_states_of_a_month_is_refused_as_here(
    remote: str, beyond_64_bits: Store, tmp_path: Path
) -> None:
    here, there = refusals(remote, tmp_path / "kept", beyond_64_bits, "2022-02-28", "2022-03-01")
    assert there == here
    assert {said.partition(" roubles")[0][:21] for said in here} == {"The amounts add up to"}
