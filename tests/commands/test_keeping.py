"""``rfma verify`` and ``rfma gc``: what they say, and how they end."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from support.damage import copy, cut, month_file

from commands.fixtures import Rfma
from rfma_fast.analyses.verification import CHECKS


@pytest.fixture
def store(chain: Path, tmp_path: Path) -> Path:
    return copy(chain, tmp_path / "store")


def test_a_sound_store_ends_with_0_and_tells_every_check(rfma: Rfma, chain: Path) -> None:
    told = rfma("verify", "--store", chain, "--format", "json").done().json
    assert told["holds"] is True
    assert (told["findings"], told["not_run"], told["full"]) == ([], [], False)
    assert [one["check"] for one in told["checks"]] == list(CHECKS)
    assert all(one["findings"] == 0 for one in told["checks"])
    assert told["store"] == str(chain)
    shown = rfma("verify", "--store", chain).done()
    assert "all that was looked at holds" in shown.out
    assert shown.err == ""


def test_a_damaged_store_ends_with_3_and_tells_where(
    rfma: Rfma, store: Path, tmp_path: Path
) -> None:
    path = month_file(store)
    size = path.stat().st_size
    cut(path, 100)
    wanted = {"check": "present", "where": str(path), "expected": str(size), "found": "100"}
    told = rfma("verify", "--store", store, "--full", "--format", "json")
    assert told.code == 3
    assert (told.json["holds"], told.json["findings"]) == (False, [wanted])
    assert "second_opinion" in told.json["not_run"]
    shown = rfma("verify", "--store", store)
    assert shown.code == 3
    assert str(path.relative_to(store)) in shown.out.replace("\n", "")
    assert shown.err == ""
    lines = rfma("verify", "--store", store, "--format", "csv")
    assert list(csv.DictReader(lines.out.splitlines())) == [wanted]
    assert rfma("verify", "--store", store, "-o", tmp_path / "f.parquet").code == 3
    assert pl.read_parquet(tmp_path / "f.parquet").to_dicts() == [wanted]
    assert rfma("verify", "--store", store, "-o", tmp_path / "f.xlsx").code == 3
    assert set(pl.read_excel(tmp_path / "f.xlsx", sheet_id=0)) == {"findings", "checks"}


def test_what_gc_would_remove_is_what_it_removes(rfma: Rfma, store: Path) -> None:
    left = store / "keys/000009-0123456789ab.parquet"
    left.write_bytes(b"x" * 7)
    young = rfma("gc", "--store", store, "--format", "json").done().json
    assert (young["removed"], young["bytes"]) == ([], 0)
    assert [one["path"] for one in young["spared"]] == [str(left)]
    line = ("gc", "--store", store, "--spare-minutes", "0", "--format", "json")
    trial = rfma(*line, "--dry-run").done().json
    assert left.exists()
    told = rfma(*line).done().json
    assert trial == {**told, "dry_run": True}
    assert told["removed"] == [{"path": str(left), "kind": "unfinished", "octets": 7}]
    assert told["bytes"] == 7
    assert not left.exists()
    assert "nothing of no use" in rfma("gc", "--store", store).done().out


def test_wrong_values_are_usage(rfma: Rfma, chain: Path) -> None:
    rfma("gc", "--store", chain, "--keep-days", "-1").failed(2, "--keep-days", "-1")
    rfma("gc", "--store", chain, "--spare-minutes", "nan").failed(2, "--spare-minutes")


def test_a_store_that_is_not_there_is_told_and_not_made(rfma: Rfma, tmp_path: Path) -> None:
    for line in (("verify",), ("gc",), ("checkpoint",)):
        rfma(*line, "--store", tmp_path / "no").failed(1, tmp_path / "no")
    assert not (tmp_path / "no").exists()
