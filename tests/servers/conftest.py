"""A real PostgreSQL and a local object store, each started once a session when asked for."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import rfma as rfma
from kit.postgres import binaries
from oracles.real import REAL
from support import objects, postgres
from support.objects import Objects
from support.postgres import Cluster

TABLE = """create table {name} (
    "datetime" timestamp, shop text, card text, summ numeric(12, 2), summ_with_disc numeric(12, 2),
    bonus_earned numeric, bonus_spent numeric, doc_id text)"""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server; without one the tests are skipped, but not where CI vouches for it."""
    if binaries() is None:
        missing = "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def generated(cluster: Cluster, cheques: Path) -> str:
    """The table of the generated chain."""
    return table_of(cluster, "generated", cheques)


@pytest.fixture(scope="session")
def real_table(cluster: Cluster) -> str:
    """The table of the real cheques; its tests are marked ``needs_real``."""
    return table_of(cluster, "bonuscheques", REAL)


def table_of(cluster: Cluster, name: str, source: Path) -> str:
    """Put a CSV file into a new table with types of the trade."""
    cluster.run(TABLE.format(name=name))
    money = ("summ", "summ_with_disc", "bonus_earned", "bonus_spent")
    with source.open(encoding="utf-8", newline="") as text:
        header = next(csv.reader(text))
    rows = pl.read_csv(source, infer_schema=False).select(
        pl.col("datetime").str.to_datetime(time_unit="us"),
        "shop",
        "card",
        *(pl.col(name).cast(pl.Decimal(12, 2)) for name in money if name in header),
        "doc_id",
    )
    cluster.put(name, rows.to_arrow(compat_level=pl.CompatLevel.oldest()))
    return name


@pytest.fixture(scope="session")
def object_store() -> Iterator[Objects]:
    """An object store that lets everyone in."""
    with objects.running() as running:
        yield running


@pytest.fixture
def bucket(object_store: Objects, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket, and the environment that leads to it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in object_store.environment.items():
        monkeypatch.setenv(name, value)
    client = object_store.client()
    client.create_bucket(Bucket="cheques")
    yield "cheques"
    for key in object_store.keys("cheques"):
        client.delete_object(Bucket="cheques", Key=key)
    client.delete_bucket(Bucket="cheques")
