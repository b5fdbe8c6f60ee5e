"""What the product says, in the oracles' words; and how a refusal is held to its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from oracles import naive
from oracles.naive import CardRow

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.analyses.trade import Trade
from rfma_fast.errors import RfmaError

COLUMNS = [
    "card", "cheques", "total", "first", "last", "recency", "frequency", "monetary", "age",
    "R", "F", "M", "A", "class", "cluster", "region", "warmth",
]  # fmt: skip
LEVELS = ("class", "cluster", "region", "warmth")
Borders = dict[str, tuple[Fraction, ...]]


def exact(*values: int | str | Fraction) -> tuple[Fraction, ...]:
    """Return borders as they are written in the specification."""
    return tuple(Fraction(value) for value in values)


def kopecks(roubles: Decimal) -> int:
    """Return roubles as kopecks; a part of a kopeck would be an error."""
    assert isinstance(roubles, Decimal)
    assert roubles * 100 == int(roubles * 100)
    return int(roubles * 100)


def people(said: Segmentation | pl.DataFrame) -> dict[str, CardRow]:
    """Return the per-card table as the oracles' rows."""
    table = said if isinstance(said, pl.DataFrame) else said.table()
    assert table.columns == COLUMNS
    assert table.get_column("card").is_sorted()
    rows = {row["card"]: card_row(row) for row in table.iter_rows(named=True)}
    assert len(rows) == table.height, "a card has one row"
    return rows


def card_row(row: dict[str, Any]) -> CardRow:
    """Return one row of the per-card table as an oracle's."""
    return CardRow(
        cheques=row["cheques"],
        total=kopecks(row["total"]),
        first=row["first"],
        last=row["last"],
        recency=row["recency"],
        frequency_hundredths=kopecks(row["frequency"]),
        monetary_kopecks=int(Fraction(row["monetary"]) * 100),
        age=row["age"],
        R=row["R"],
        F=row["F"],
        M=row["M"],
        A=row["A"],
        class_code=row["class"],
        cluster=int(row["cluster"]),
        region=int(row["region"]),
        warmth=int(row["warmth"]),
    )


def borders_of(said: naive.Segmentation) -> Borders:
    """Return an oracle's borders in the product's shape and units."""
    return {
        "R": (Fraction(said.r1), Fraction(said.r2), Fraction(said.churn)),
        "F": (said.f1, said.f2),
        "M": (Fraction(said.m1, 100), Fraction(said.m2, 100)),
        "A": (Fraction(180), Fraction(30)),
    }


def matrix(said: Migration, level: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the cells of a migration as ``naive.migrate`` gives them."""
    cells = said.cells(level)
    found = {
        (row["from"], row["to"]): (row["cards"], kopecks(row["revenue"]))
        for row in cells.iter_rows(named=True)
    }
    assert len(found) == cells.height, "a cell stands once"
    return found


def numbers(said: Overview) -> dict[str, Any]:
    """Return an overview as ``naive.overview`` gives it; the shops without their cards."""
    answer = _trade(said.all)
    answer["cards"] = said.cards
    answer["cards_by_shops"] = dict(said.cards_by_shops)
    answer["shops"] = {shop: _trade(trade) for shop, trade in said.shops.items()}
    return answer


def _trade(trade: Trade) -> dict[str, Any]:
    return {
        "cheques": trade.cheques,
        "revenue": trade.revenue,
        "identified_cheques": trade.identified_cheques,
        "identified_revenue": trade.identified_revenue,
        "unidentified_cheques_share": trade.unidentified_cheques_share,
        "unidentified_revenue_share": trade.unidentified_revenue_share,
        "min": trade.purchases.least,
        "max": trade.purchases.greatest,
        "mean": trade.mean,
        "median": trade.median,
    }


def naive_numbers(
    rows: Any, since: date | None = None, until: date | None = None
) -> dict[str, Any]:
    """Return ``naive.overview`` without the cards of each shop, which the product does not tell."""
    said = naive.overview(rows, since, until)
    for shop in said["shops"].values():
        del shop["cards"]
    return said


@contextmanager
def refused(*parts: object) -> Iterator[None]:
    """Hold that the block raises an ``RfmaError`` whose sentence names all these parts."""
    with pytest.raises(RfmaError) as caught:
        yield
    told = caught.value.message
    missing = [part for part in parts if str(part) not in told]
    assert not missing, f"{missing} not in: {told}"
    assert "\n" not in told, "one sentence"
