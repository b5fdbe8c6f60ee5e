"""The tables of docs/scale.md say what was measured, and draw it on linearly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.scale import GROWING, RESULTS, scale_page

ROW: dict[str, Any] = {
    "grows": "size", "cheques": 1_000_000, "months": 24, "bytes": 25_000_000, "engine": "polars",
    "workers": 1, "way": "", "asked": "again", "as_of": "2022-06-09", "cards": 50_000,
    "wall": 0.08, "cpu": 0.1, "mb": 300, "load": 0.1,
}  # fmt: skip
SPARK = ROW | {
    "engine": "spark",
    "asked": "first",
    "workers": 2,
    "cpu": 3.6,
    "wall": 5.0,
    "mb": 2_000,
}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    rows = [ROW | {"grows": name} for name in GROWING[1:]] + [SPARK, ROW]
    rows += [ROW | {"cheques": 10, "cpu": 9.0}, ROW | {"asked": "first", "cpu": 0.5}]
    about = {"processor": "P", "cores": 2, "memory_gb": 24.0}
    path = tmp_path / "clusters.json"
    path.write_text(json.dumps({"machine": about, "rows": rows}), encoding="utf-8")
    return path


def block(name: str, results: Path) -> list[str]:
    page = scale_page(f"before\n<!-- {name} -->\nold\n<!-- end -->\nafter\n", results)
    assert page.startswith(f"before\n<!-- {name} -->\n")
    assert page.endswith("<!-- end -->\nafter\n")
    return page.splitlines()[2:-2]


def test_sizes_stand_in_the_order_of_cheques(results: Path) -> None:
    assert block("size", results)[2:] == [
        "| 10 | 50,000 | 24 | polars, again | 9.00 | 0.08 | 300 |",
        "| 1,000,000 | 50,000 | 24 | spark, first | 3.60 | 5.00 | 2,000 |",
        "| 1,000,000 | 50,000 | 24 | polars, again | 0.10 | 0.08 | 300 |",
        "| 1,000,000 | 50,000 | 24 | polars, first | 0.50 | 0.08 | 300 |",
    ]


def test_the_largest_size_asked_first_is_drawn_on(results: Path) -> None:
    first, last = block("projected", results)[2:]
    assert first == (
        "| 1,000,000,000 | 25 GB | 50 million | 500 processor s | 10.2 GB | 1.0 processor hours |"
    )
    assert last.startswith("| 10,000,000,000 | 250 GB | 500 million | 5,000 processor s | 100.2 GB")


@pytest.mark.parametrize("name", GROWING[1:])
def test_every_table_takes_its_own_rows(results: Path, name: str) -> None:
    (row,) = block(name, results)[2:]
    assert "| 0.10 | 0.08" in row


def test_the_page_on_record_is_that_of_the_results_on_record() -> None:
    page = RESULTS.parents[2] / "docs" / "scale.md"
    text = page.read_text(encoding="utf-8")
    assert scale_page(text) == text
    assert all(f"<!-- {name} -->\n|" in text for name in (*GROWING, "projected"))
