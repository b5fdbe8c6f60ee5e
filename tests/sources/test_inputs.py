"""Exports that people really have, in small: each is loaded as it is, and its figures are right."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rfma_fast.api import Store
from rfma_fast.sources.columns import load_map
from rfma_fast.sources.ingest import ingest

INPUTS = Path(__file__).parent / "inputs"
EXPECTED = json.loads((INPUTS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_is_stored_right(tmp_path: Path, name: str) -> None:
    """A map lies beside the file where a person would have to write one."""
    expected, folder = EXPECTED[name], INPUTS / name
    sources = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
    told = folder / "map.toml"
    ingest(tmp_path, sources, columns=load_map(told) if told.exists() else None)
    found = Store(tmp_path).overview()
    assert (found.all.cheques, Decimal(found.all.revenue) / 100, found.cards) == (
        expected["cheques"],
        Decimal(str(expected["total"])),
        expected["cards"],
    )
    if "last" in expected:
        assert str(found.until) == expected["last"]
