"""A cluster of two workers: the work is spread over both, and one that dies changes nothing."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path
from threading import Thread

import pytest
from support.stores import ANNA, bought, written

from rfma_fast.analyses.segmentation import segment
from rfma_fast.api import Store
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.spark import SparkEngine
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import sources_of
from rfma_fast.plan.states import card_states
from spark.cluster import Cluster
from spark.kit import told

pytestmark = pytest.mark.spark

WHERE = "reflect('java.lang.System', 'getProperty', 'sun.java.command')"
ROWS = 1_000_000


def test_the_work_is_spread_over_both_executors(cluster: Cluster) -> None:
    engine = SparkEngine(cluster.remote)
    asked = f"select {WHERE} as at, count(*) as n from range(0, {ROWS}, 1, 16) group by 1"
    rows = engine.session.sql(asked).toArrow().to_pylist()
    assert len({row["at"] for row in rows}) == 2
    assert sum(row["n"] for row in rows) == ROWS
    assert min(row["n"] for row in rows) > 0
    engine.session.stop()


def test_an_executor_killed_between_two_questions_changes_nothing(
    cluster: Cluster, real_store: Store, tmp_path: Path
) -> None:
    engine = SparkEngine(cluster.remote)
    there = segment(engine, real_store.snapshot, real_store.scheme())
    before = cluster.executors()
    assert len(before) == 2
    # The states that it kept are lost with it, and are made again from the files.
    os.kill(before[0], signal.SIGKILL)
    here = segment(PolarsEngine(), real_store.snapshot, real_store.scheme())
    assert told(there, tmp_path) == told(here, tmp_path)
    assert before[0] not in cluster.executors()
    engine.session.stop()


def test_an_executor_killed_while_it_works_changes_nothing(
    cluster: Cluster, real_store: Store, tmp_path: Path
) -> None:
    engine = SparkEngine(cluster.remote)
    engine.session.range(1).count()
    victim = cluster.executors()[-1]
    found = []
    work = Thread(
        target=lambda: found.append(segment(engine, real_store.snapshot, real_store.scheme()))
    )
    work.start()
    os.kill(victim, signal.SIGKILL)
    work.join()
    here = segment(PolarsEngine(), real_store.snapshot, real_store.scheme())
    assert told(found[0], tmp_path) == told(here, tmp_path)
    assert victim not in cluster.executors()
    engine.session.stop()


def test_what_was_kept_for_a_question_is_freed_with_its_session(
    cluster: Cluster, tmp_path: Path
) -> None:
    store = written(tmp_path / "store", [bought(0, ANNA, 100), bought(9, ANNA, 50)])
    engine, other = SparkEngine(cluster.remote), SparkEngine(cluster.remote)
    found = segment(engine, store.snapshot, store.scheme())
    scope, fields = found.history.scope, found.history.fields
    day = day_number(scope.as_of)

    def is_kept() -> bool:
        cheques = other.scan(scope, sources_of(fields))
        states = card_states(cheques, scope.unit, fields, day).to_native()
        return bool(states.storageLevel.useMemory)

    assert is_kept()
    del found, engine
    gc.collect()
    assert not is_kept()
    other.session.stop()
