"""The real table (the pharmacy chain's bonuscheques.csv), read once, as oracle rows."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from oracles.naive import Row

REAL = Path(
    os.environ.get("RFMA_REAL_TABLE")
    or Path(__file__).resolve().parents[2].parent / "shared/data/bonuscheques.csv"
)

needs_real = pytest.mark.skipif(
    not REAL.exists(),
    reason=f"the real table is not here: {REAL} (set RFMA_REAL_TABLE to its path)",
)


def kopecks(text: str) -> int:
    amount = Decimal(text) * 100
    if amount != int(amount):
        raise ValueError(f"{text!r} is not a whole number of kopecks")
    return int(amount)


@cache
def rows() -> tuple[Row, ...]:
    with REAL.open(encoding="utf-8", newline="") as lines:
        return tuple(
            (
                datetime.fromisoformat(line["datetime"]),
                line["shop"],
                line["card"] or None,
                kopecks(line["summ"]),
            )
            for line in csv.DictReader(lines)
        )
