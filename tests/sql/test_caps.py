"""A query ends in time, within its memory, and with no more rows than it may have."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

import pytest
from support.stores import ANNA, BORIS, bought, day, written
from support.words import refused

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.sql.caps import Caps
from rfma_fast.sql.query import Views, query

ROWS = [bought(0, ANNA, 100_50), bought(5, BORIS, 700_05, "Аптека 2"), bought(41, BORIS, 55_00)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return written(tmp_path_factory.mktemp("sql") / "store", ROWS)


def test_memory_is_capped(store: Store) -> None:
    views = Views(store.snapshot, day(41), lambda: store.segment().table(), ())
    small = Caps(memory_mb=64)
    for sql in (
        "select list(i) from range(50000000) t(i)",
        "select i from range(30000000) t(i) order by hash(i)",
        "select count(distinct i::varchar || 'some more text') from range(9000000) t(i)",
    ):
        with refused("more than 64 MB"):
            query(sql, views, small)
    assert query("select sum(amount) from cheques", views, small).height == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000000) t(i)",
        "select count(*) from range(1000000) a, range(1000000) b, range(100000) c",
        "with recursive t(i) as (select 1 union all select i + 1 from t) select count(*) from t",
        "select sleep_ms(20000)",
    ],
)
def test_a_query_is_stopped_when_its_time_is_up(store: Store, sql: str) -> None:
    threads = threading.active_count()
    with refused("longer than 1 seconds"):
        store.query(sql, caps=Caps(seconds=1))
    assert threading.active_count() == threads
    assert store.query("select count(*) from cheques").item() == len(ROWS)


def test_a_query_that_ends_in_time_leaves_no_watcher(store: Store) -> None:
    threads = threading.active_count()
    for sql in ("select 1", "select 'a'::int", "from nowhere"):
        with suppress(RfmaError):
            store.query(sql)
        assert threading.active_count() == threads


def test_a_query_that_does_not_stop_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rfma_fast.sql.caps.GRACE", 0.0)
    asked: list[str] = []
    caps = Caps(seconds=1, stubborn=lambda: asked.append("leave"))
    with refused("longer than 1 seconds"):
        store.query("select levenshtein(repeat('a', 30000), repeat('b', 60000))", caps=caps)
    assert asked


def told_by_a_process(store: Store, sql: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``rfma query`` in a process of its own, whose memory is its own."""
    code = "from rfma_fast.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "query", sql, "--store", store.path, "--lang", "en", *options],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "select length(repeat('x', 1500000000))",
        "select max(length(repeat('x' || i, 2000000))) from range(2048) t(i)",
    ],
)
def test_the_texts_that_a_query_works_on_are_capped_too(store: Store, sql: str) -> None:
    told = told_by_a_process(store, sql, "--memory", "64")
    assert (told.returncode, told.stdout) == (1, "")
    assert "more than 64 MB" in told.stderr
    assert "Hint: " in told.stderr


def test_the_bounds_of_the_process_are_put_back(store: Store) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    store.query("select 1")
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_the_command_leaves_a_query_that_does_not_stop(store: Store) -> None:
    endless = "select levenshtein(repeat('a', 9000000), repeat('b', 9000000))"
    told = told_by_a_process(store, endless, "--timeout", "1")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.splitlines()[0] == (
        "Error: The query was stopped: it ran longer than 1 seconds."
    )
    assert "Traceback" not in told.stderr


def test_an_answer_may_have_so_many_rows_and_no_more(store: Store) -> None:
    assert store.query("from range(1000)", caps=Caps(rows=1000)).height == 1000
    with refused("more than 1000 rows"):
        store.query("from range(1001)", caps=Caps(rows=1000))
    with refused("more than 1000 rows"):
        store.query("from range(1000000000000)", caps=Caps(rows=1000))
    with refused("more than 32 MB"):
        store.query("select repeat('x', 100) as x from range(900000)", caps=Caps(memory_mb=32))


@pytest.mark.parametrize(
    ("cap", "option"),
    [
        ({"seconds": 0}, "--timeout is 0"),
        ({"memory_mb": 1}, "--memory is 1"),
        ({"rows": 0}, "--max-rows is 0"),
        ({"rows": 10**10}, "--max-rows"),
    ],
)
def test_a_cap_without_sense_is_refused(cap: dict[str, Any], option: str) -> None:
    with refused(option):
        Caps(**cap)
