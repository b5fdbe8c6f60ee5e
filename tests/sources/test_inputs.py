"""Exports that people really have, in small: their figures are right, or they are refused.

A map lies beside a file where a person would have to write one; ``card_rule`` and ``rows`` are the
answers to the question, or the options that the refusal names.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError

INPUTS = Path(__file__).parent / "inputs"
EXPECTED = json.loads((INPUTS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_is_stored_right(tmp_path: Path, name: str) -> None:
    expected, folder = EXPECTED[name], INPUTS / name
    sources = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
    store, told = Store(tmp_path), folder / "map.toml"
    columns = told if told.exists() else None
    answers = {key: expected[key] for key in ("card_rule", "rows") if key in expected}
    if answers:
        with pytest.raises(RfmaError) as refused:
            store.ingest(*sources, columns=columns)
        for key, answer in answers.items():
            assert f"--{key.replace('_', '-')} {answer}" in str(refused.value.hint)
    store.ingest(*sources, columns=columns, **answers)
    found = Store(tmp_path).overview()
    assert (found.all.cheques, Decimal(found.all.revenue) / 100, found.cards) == (
        expected["cheques"],
        Decimal(str(expected["total"])),
        expected["cards"],
    )
    if "last" in expected:
        assert str(found.until) == expected["last"]
