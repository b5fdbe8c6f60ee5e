"""Segmentations: from all cheques, from checkpoints, with frozen borders; the per-card table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from contenders.rfma import sizes

from parts.conftest import MONTHS, Chain
from rfma_fast import Segmentation, open_store

WITHIN = "2022-05-17"


@pytest.mark.parametrize("checkpoints", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("day", ["last", WITHIN])
def test_segment(benchmark: Any, chain: Chain, checkpoints: bool, day: str) -> None:
    as_of = chain.as_of if day == "last" else day

    def segmented() -> Segmentation:
        return open_store(chain.store, checkpoints=checkpoints).segment(as_of)

    found = benchmark(segmented)
    assert sizes(found) == chain.classes(as_of)
    assert (found.history.facts.way.checkpoint is not None) is checkpoints


def test_segments_of_all_month_ends(benchmark: Any, chain: Chain) -> None:
    days = chain.opened().month_ends()
    found = benchmark(lambda: [sizes(one) for one in chain.opened().segments(days)])
    assert len(days) == MONTHS
    assert found == [chain.classes(str(day)) for day in days]


def test_segment_by_frozen_borders(benchmark: Any, chain: Chain, tmp_path: Path) -> None:
    borders = tmp_path / "borders.toml"
    fitted = chain.opened().segment(WITHIN)
    borders.write_text(fitted.thresholds.to_toml(), encoding="utf-8")
    found = benchmark(lambda: chain.opened().segment(WITHIN, thresholds=borders))
    assert sizes(found) == chain.classes(WITHIN)


def test_table_of_cards(benchmark: Any, chain: Chain) -> None:
    found = chain.opened().segment()
    table = benchmark(found.table)
    bought = chain.rows.filter(pl.col("card") > 0, pl.col("amount") > 0)
    assert table.height == bought.get_column("card").n_unique()
    assert table.get_column("cheques").sum() == bought.height
    assert int(table.get_column("total").sum() * 100) == bought.get_column("amount").sum()
