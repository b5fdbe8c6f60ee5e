"""Spark reads the copy for other programs as it reads any directory of Parquet files."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from commands.fixtures import write_rows
from support.stores import ANNA, BORIS

from rfma_fast.api import Store
from rfma_fast.engines.spark import session


def test_spark_sees_each_cheque_once_after_a_second_load(remote: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = ("2022-01-05 09:00:00", "Shop 1", ANNA, "10.50", "d1")
    store.ingest(write_rows(tmp_path / "a.csv", [first, ("2022-02-01", "Shop 1", ANNA, "1", "d2")]))
    store.export(tmp_path / "plain")
    store.ingest(write_rows(tmp_path / "b.csv", [("2022-01-06", "Shop 2", BORIS, "-2.25", "d3")]))
    rows = session.connected(remote).read.parquet(f"file://{tmp_path}/plain")
    found = sorted((row["moment"], row["card"], row["amount"]) for row in rows.collect())
    assert found == [
        (datetime(2022, 1, 5, 9), ANNA, Decimal("10.50")),
        (datetime(2022, 1, 6), BORIS, Decimal("-2.25")),
        (datetime(2022, 2, 1), ANNA, Decimal("1.00")),
    ]
    assert sorted({str(row["month"])[:7] for row in rows.collect()}) == ["2022-01", "2022-02"]
