"""The engines that must give the bits of the local one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from rfma_fast.engines import Engine
from rfma_fast.engines.spark import SparkEngine
from spark.cluster import HOME, Cluster, standalone
from spark.duck import DuckEngine
from spark.sail import sail_server


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """Give the address of a Sail server in this process."""
    with sail_server() as remote:
        yield remote


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a Spark cluster: the one of two workers on the loopback."""
    if not os.environ.get("RFMA_SPARK_HOME"):
        pytest.skip("RFMA_SPARK_HOME names no Spark; `make test-spark` installs one")
    assert (HOME / "bin" / "spark-class").exists(), HOME
    with standalone(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(
    scope="session", params=["duckdb", "sail", pytest.param("spark", marks=pytest.mark.spark)]
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give each of the engines on which the plan runs beside the local one."""
    yield from _engine(request)


@pytest.fixture(scope="session", params=["duckdb", "sail"])
def quick(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give those of them that answer at once."""
    yield from _engine(request)


@pytest.fixture(scope="session", params=["sail", pytest.param("spark", marks=pytest.mark.spark)])
def remote(request: pytest.FixtureRequest) -> str:
    """Give the addresses of clusters."""
    return _remote(request)


def _remote(request: pytest.FixtureRequest) -> str:
    if request.param == "sail":
        found: str = request.getfixturevalue("sail")
        return found
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.remote


def _engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "duckdb":
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            yield DuckEngine(connection)
        return
    one = SparkEngine(_remote(request))
    yield one
    one.session.stop()


@pytest.fixture(scope="session")
def cluster_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory that all workers see."""
    return tmp_path_factory.mktemp("shared")
