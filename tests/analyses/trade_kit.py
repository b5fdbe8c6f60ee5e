"""What the product says of trade, in the words of ``oracles.trade``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from oracles import naive
from support.words import kopecks

Lines = list[dict[str, Any]]


def half_away(value: Fraction | None) -> int | None:
    """Return whole kopecks, halves away from zero."""
    return None if value is None else naive.round_half_away(value)


def in_kopecks(roubles: Decimal | None) -> int | None:
    return None if roubles is None else kopecks(roubles)


def expected(line: dict[str, Any]) -> dict[str, Any]:
    """Return an oracle's line with its mean and median as the product rounds them."""
    told = {key: value for key, value in line.items() if key != "median_twice"}
    cheques, twice = line["cheques"], line["median_twice"]
    told["mean"] = half_away(Fraction(line["revenue"], cheques)) if cheques else None
    told["median"] = None if twice is None else half_away(Fraction(twice, 2))
    return told


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of statistics in the oracle's words."""
    return {
        "part": row.get("shop") or row.get("month"),
        "code": row["code"],
        "cards": row["cards"],
        "cheques": row["cheques"],
        "revenue": in_kopecks(row["revenue"]),
        "returns": row["returns"],
        "mean": in_kopecks(row["mean_cheque"]),
        "median": in_kopecks(row["median_cheque"]),
    }


def by(lines: Lines, *keys: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return lines by their keys, each of which stands once."""
    found = {tuple(line[key] for key in keys): line for line in lines}
    assert len(found) == len(lines)
    return found


def rows(frame: pl.DataFrame) -> Lines:
    return list(frame.iter_rows(named=True))
