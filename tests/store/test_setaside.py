"""Rejected rows of a load take bounded memory, and the quarantine keeps every one of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rfma_fast import open_store
from rfma_fast.store import setaside
from rfma_fast.store.setaside import SetAside


def rejected(lines: range) -> pl.DataFrame:
    rules = ["at_missing" if line % 3 else "shop_missing" for line in lines]
    numbers = pl.Series(list(lines), dtype=pl.Int64)
    return pl.DataFrame({"source": "t", "line": numbers, "rule": rules, "raw": "{}"})


def test_rows_beyond_a_number_go_to_disk_and_come_back_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setaside, "ROWS_IN_MEMORY", 100)
    gathered = SetAside(tmp_path / "aside")
    for start in range(0, 1000, 30):
        gathered.add(rejected(range(start, min(start + 30, 1000))))
    parts = list(gathered.parts())
    assert max(part.height for part in parts) <= 120
    assert pl.concat(parts).get_column("line").to_list() == list(range(1000))
    assert (gathered.rows, dict(gathered.by_rule)) == (
        1000,
        {"shop_missing": 334, "at_missing": 666},
    )
    assert gathered.first(3).get_column("line").to_list() == [0, 1, 2]
    assert len(list((tmp_path / "aside").iterdir())) == len(parts) - 1


def test_a_load_of_many_rejected_rows_keeps_each_once_and_repeats_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setaside, "ROWS_IN_MEMORY", 100)
    bad = [f"2022-99-01,S,,{n}" for n in range(1000)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["at,shop,card,amount", "2022-01-01,S,,1", *bad]))
    monkeypatch.setattr("rfma_fast.sources.batches.ROWS_A_BATCH", 50)
    store = open_store(tmp_path / "store")
    first = store.ingest(path, max_rejects="100%", no_cards=True)
    assert (first.read, first.stored, first.rejected) == (1001, 1, 1000)
    waiting = store.rejects()
    assert waiting.get_column("line").to_list() == list(range(3, 1003))
    again = store.ingest(path, max_rejects="100%", no_cards=True)
    assert (again.load, again.already_there, again.rejected) == (0, 1, 1000)
    assert store.rejects().equals(waiting)
    assert store.verify().findings == ()
    assert [one.name for one in (tmp_path / "store").rglob("*.arrow")] == []
    store.undo(1)
    assert store.rejects().height == 0
