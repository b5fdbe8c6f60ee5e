"""What is wrong with a cluster is told in one sentence, and before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from language.kit import axis, document_of, fixed, toml
from support.stores import ANNA, bought, written

from rfma_fast.api import Store, open_store
from rfma_fast.errors import RfmaError, UsageError
from spark.cluster import free_port

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


def test_workers_that_do_not_see_all_rows_are_told_of(store: str, sail: str) -> None:
    month = next(Path(store).glob("cheques/month=2022-01/*.parquet"))
    pl.read_parquet(month, hive_partitioning=False).clear().write_parquet(month)
    said = refused(store, sail)
    assert said.message == f"The workers see 1 rows in {store}/cheques, where the store holds 2."


def test_a_scheme_with_a_pattern_is_refused_before_the_cluster_is_asked(
    store: str, tmp_path: Path
) -> None:
    bare = axis("R", {"kind": "recency"}, fixed("<=", 10))
    text = toml(document_of([bare], population={"rule": "^2"}))
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    there = open_store(store, engine="spark", remote=f"sc://127.0.0.1:{free_port()}")
    with pytest.raises(RfmaError, match=r"does not pick cards by a pattern; the scheme has '\^2'"):
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
    with pytest.raises(UsageError, match="no address of a cluster"):
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
