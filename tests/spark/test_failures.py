"""What is wrong with a cluster is told in one sentence, and before anything is computed."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from language.kit import axis, document_of, fixed, toml
from support.stores import ANNA, bought, written

from rfma_fast.api import Store, open_store
from rfma_fast.engines.spark import session
from rfma_fast.engines.spark.session import address_of
from rfma_fast.errors import RfmaError, UsageError
from spark.cluster import free_port
from spark.ports import Answer, handing_on_to, hangs_up, listening, says_nothing, speaks_http

ROWS = [bought(0, ANNA, 100), bought(40, ANNA, 50)]


@pytest.fixture
def store(tmp_path: Path) -> str:
    return written(tmp_path / "store", ROWS).path


def refused(path: str, remote: str) -> RfmaError:
    with pytest.raises(RfmaError) as said:
        open_store(path, engine="spark", remote=remote).segment()
    return said.value


def test_a_cluster_that_nobody_runs_is_unreachable(store: str) -> None:
    port = free_port()
    said = refused(store, f"sc://127.0.0.1:{port}/;token=secret")
    assert said.message.startswith(f"The cluster at 127.0.0.1:{port} cannot be reached: ")
    assert "secret" not in f"{said.message} {said.hint}"


@pytest.fixture
def old_server() -> Iterator[str]:
    """Give the address of a server that says it is Spark 3.5.1."""
    import grpc
    from pyspark.sql.connect.proto import base_pb2, base_pb2_grpc

    class Old(base_pb2_grpc.SparkConnectServiceServicer):  # type: ignore[misc]
        def AnalyzePlan(self, request: Any, context: Any) -> Any:
            version = base_pb2.AnalyzePlanResponse.SparkVersion(version="3.5.1")
            return base_pb2.AnalyzePlanResponse(
                session_id=request.session_id, spark_version=version
            )

    server = grpc.server(ThreadPoolExecutor(2))
    base_pb2_grpc.add_SparkConnectServiceServicer_to_server(Old(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"sc://127.0.0.1:{port}"
    server.stop(None).wait()


def test_a_cluster_that_is_too_old_is_named_with_its_version(store: str, old_server: str) -> None:
    said = refused(store, old_server)
    assert said.message == (
        f"The cluster at {old_server[5:]} runs Spark 3.5.1; version 4.0 or newer is needed."
    )


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SECONDS", 1)
    monkeypatch.setattr(session, "RETRIES", 1)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (says_nothing, r"^What listens at 127\.0\.0\.1:\d+ has not answered for 1 s"),
        (hangs_up, r"^No Spark Connect server answers at 127\.0\.0\.1:\d+: .*\.$"),
        (speaks_http, r"^No Spark Connect server answers at 127\.0\.0\.1:\d+: .*\.$"),
    ],
)
def test_what_is_no_spark_is_told_of_at_once(store: str, answer: Answer, said: str) -> None:
    with listening(answer) as address:
        began = time.monotonic()
        refusal = refused(store, address)
        assert time.monotonic() - began < 15
    assert re.search(said, refusal.message)
    assert "use_ssl" in str(refusal.hint)


def test_a_cluster_that_was_refused_is_no_session_of_the_process(
    store: str, old_server: str, sail: str
) -> None:
    from pyspark.sql.connect.session import SparkSession

    refused(store, old_server)
    assert SparkSession.getActiveSession() is None
    assert open_store(store, engine="spark", remote=sail).segment().cards == 1
    assert SparkSession.getActiveSession() is None


@pytest.mark.usefixtures("impatient")
def test_a_cluster_that_died_makes_no_other_fail(store: str, sail: str) -> None:
    other = open_store(store, engine="spark", remote=sail)
    with listening(handing_on_to(address_of(sail))) as address:
        dying = open_store(store, engine="spark", remote=address)
        there, here = dying.segment(), other.segment()
    assert there.sizes.rows() == here.sizes.rows()
    began = time.monotonic()
    with pytest.raises(RfmaError, match=r"^The cluster at 127\.0\.0\.1:\d+ failed: "):
        dying.segment("2022-01-31")
    asked = [one.segment("2022-01-31").sizes.rows() for one in (other, Store(store))]
    assert asked[0] == asked[1]
    del there, dying
    gc.collect()
    assert other.segment().sizes.rows() == here.sizes.rows()
    assert time.monotonic() - began < 30


def test_a_process_ends_at_once_although_its_cluster_is_gone(sail: str, tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(
        "import sys\nfrom rfma_fast.engines.spark import SparkEngine\n"
        "engine = SparkEngine(sys.argv[1])\n"
        "print(engine.session.range(3).count(), flush=True)\ninput()\n"
    )
    with listening(handing_on_to(address_of(sail))) as address:
        asking = subprocess.Popen(
            [sys.executable, script, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asking.stdout is not None
        assert asking.stdout.readline() == "3\n"
    assert asking.communicate("\n", timeout=60) == ("", "")
    assert asking.returncode == 0


def test_a_program_without_a_file_asks_a_cluster(store: str, sail: str) -> None:
    program = (
        "import sys\nfrom rfma_fast import open_store\n"
        "store = open_store(sys.argv[1], engine='spark', remote=sys.argv[2])\n"
        "print(store.segment().cards, hasattr(sys, 'ps1'))"
    )
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, store, sail],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "1 False\n", "")


def test_workers_that_do_not_see_all_rows_are_told_of(store: str, sail: str) -> None:
    there = open_store(store, engine="spark", remote=sail)
    assert there.snapshot.files
    # What this machine saw whole is not what the workers will find.
    month = next(Path(store).glob("cheques/_files/month=2022-01/*.rfma"))
    pl.read_parquet(month, hive_partitioning=False).clear().write_parquet(month)
    with pytest.raises(RfmaError) as said:
        there.segment()
    assert said.value.message == (
        f"The workers see 1 rows in {store}/cheques, where the store holds 2."
    )


def test_a_scheme_with_a_pattern_is_refused_before_the_cluster_is_asked(
    store: str, tmp_path: Path
) -> None:
    bare = axis("R", {"kind": "recency"}, fixed("<=", 10))
    text = toml(document_of([bare], population={"rule": "^2."}))
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    there = open_store(store, engine="spark", remote=f"sc://127.0.0.1:{free_port()}")
    with pytest.raises(RfmaError, match=r"does not read the pattern '\^2\.' as this machine does"):
        there.segment(scheme=str(tmp_path / "own.toml"))


def test_cards_are_never_written_over_what_is_there(store: str, sail: str, tmp_path: Path) -> None:
    found = open_store(store, engine="spark", remote=sail).segment()
    found.write_cards(str(tmp_path / "cards"))
    with pytest.raises(RfmaError, match="cards is there already"):
        found.write_cards(str(tmp_path / "cards"))


@pytest.mark.parametrize("name", ["a b", "с пробелом", "50%", "a[1]", "a{b}", "a*"])
def test_a_path_is_read_as_it_is_written_or_refused(sail: str, tmp_path: Path, name: str) -> None:
    local = written(tmp_path / name, ROWS)
    there = open_store(local.path, engine="spark", remote=sail)
    if set(name) & set("[{*"):
        with pytest.raises(RfmaError, match="takes for a pattern of names"):
            there.segment()
    else:
        assert there.segment().sizes.rows() == local.segment().sizes.rows()


@pytest.mark.parametrize("remote", ["http://h:1", "sc://", "h:15002", "sc://h:port"])
def test_an_address_that_is_none_is_refused(store: str, remote: str) -> None:
    with pytest.raises(UsageError, match="not the address of a cluster"):
        open_store(store, engine="spark", remote=remote).segment()


def test_an_engine_needs_its_address_and_only_it(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RFMA_REMOTE", raising=False)
    with pytest.raises(UsageError, match="needs the address of a cluster"):
        Store(store, engine="spark")
    with pytest.raises(UsageError, match="the engine is polars, which uses none"):
        Store(store, remote="sc://h")
    with pytest.raises(UsageError, match="cannot be 'ray'; known: polars, spark"):
        Store(store, engine="ray")
    monkeypatch.setenv("RFMA_REMOTE", "sc://h:1")
    assert Store(store, engine="spark").engine == "spark"
    assert Store(store).segment().cards == 1
