"""Loading: a CSV file into a new store, the same file once more."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import polars as pl

from parts.conftest import CHEQUES, Chain
from rfma_fast import open_store
from rfma_fast.store.loads import LoadReport


def test_ingest(benchmark: Any, chain: Chain, tmp_path: Path) -> None:
    target = tmp_path / "store"

    def load() -> LoadReport:
        return open_store(target).ingest(chain.csv)

    report = benchmark.pedantic(
        load, setup=lambda: shutil.rmtree(target, ignore_errors=True), rounds=3
    )
    raw = pl.read_csv(chain.csv, columns=["card", "summ"])
    assert (report.read, report.stored, report.rejected) == (CHEQUES, CHEQUES, 0)
    printed = raw.get_column("card").str.contains(r"^\d{13}$")
    assert report.new_cards == raw.filter(printed).get_column("card").n_unique()
    stored = pl.scan_parquet(open_store(target).snapshot.paths(), hive_partitioning=False)
    kopecks = stored.select(pl.col("amount").sum()).collect().item()
    assert kopecks == raw.get_column("summ").sum() * 100


def test_ingest_again(benchmark: Any, chain: Chain) -> None:
    report = benchmark.pedantic(lambda: chain.opened().ingest(chain.csv), rounds=3)
    assert (report.stored, report.already_there) == (0, CHEQUES)


def test_checkpoints(benchmark: Any, chain: Chain) -> None:
    kept = benchmark.pedantic(lambda: chain.opened().checkpoint(rebuild=True), rounds=3)
    months = chain.rows.get_column("day").dt.strftime("%Y-%m").unique()
    assert {one.month for one in kept} <= set(months)
    assert max(one.month for one in kept) == months.max()
