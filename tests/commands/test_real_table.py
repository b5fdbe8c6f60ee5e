"""The command on the real table prints the published numbers (spec/rfma.md)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from oracles import published as p
from oracles.real import needs_real

from commands.fixtures import Rfma

pytestmark = needs_real
PERCENT = Decimal("0.01")


def by_code(groups: list[dict[str, Any]]) -> dict[str, int]:
    return {group["code"]: group["cards"] for group in groups}


def texts(sizes: dict[int, int]) -> dict[str, int]:
    return {str(code): cards for code, cards in sizes.items()}


def percent(share: Decimal) -> str:
    return f"{Decimal(share) * 100:.2f}"


def test_segment_prints_the_published_borders_and_sizes(rfma: Rfma, real: Path) -> None:
    found = rfma("segment", "--store", real, "--format", "json").done().json
    assert (found["as_of"], found["cards"]) == (p.AS_OF.isoformat(), p.CARDS)
    assert found["thresholds"] == {
        "recency": [21, 61, 105],
        "frequency": [Decimal("0.96"), Decimal("0.2")],
        "monetary": [1202, 446],
        "age": [180, 30],
    }
    levels = found["levels"]
    assert by_code(levels["cluster"]) == texts(p.CLUSTERS)
    assert by_code(levels["region"]) == texts(p.REGIONS)
    classes = by_code(levels["class"])
    assert len(classes) == p.CLASSES_NON_EMPTY
    assert (max(classes.values()), min(classes.values())) == (p.LARGEST_CLASS, p.SMALLEST_CLASS)
    assert {code: classes[code] for code in p.TEN_CLASSES} == p.TEN_CLASSES
    assert by_code(levels["warmth"]) == {"1": 654, "2": 1725, "3": 838, "4": 972, "5": 1737}
    for level in levels.values():
        assert sum(group["cheques"] for group in level) == p.IDENTIFIED_CHEQUES
        assert sum(group["revenue"] for group in level) * 100 == p.IDENTIFIED_REVENUE


def test_overview_prints_the_published_sums(rfma: Rfma, real: Path) -> None:
    found = rfma("overview", "--store", real, "--format", "json").done().json
    assert (found["from"], found["to"]) == tuple(day.isoformat() for day in p.PERIOD)
    assert (found["cheques"], found["revenue"] * 100) == (p.CHEQUES, p.REVENUE)
    assert found["cards"] == p.CARDS
    assert found["identified"]["cheques"] == p.IDENTIFIED_CHEQUES
    assert found["identified"]["revenue"] * 100 == p.IDENTIFIED_REVENUE
    assert percent(found["unidentified_share"]["cheques"]) == p.UNIDENTIFIED_CHEQUES_PERCENT
    assert percent(found["unidentified_share"]["revenue"]) == p.UNIDENTIFIED_REVENUE_PERCENT
    assert found["cheque"] == {
        "min": 6,
        "max": 23229,
        "mean": Decimal(p.CHEQUE_MEAN_ROUBLES),
        "median": 570,
    }
    visits = {row["shops"]: row["cards"] for row in found["cards_by_shops"]}
    assert visits == p.CARDS_BY_SHOPS
    assert [shop["shop"] for shop in found["shops"]] == list(p.SHOPS)
    for shop in found["shops"]:
        cheques, unidentified, of_revenue, mean, median = p.SHOPS[shop["shop"]]
        assert shop["cheques"] == cheques
        assert percent(shop["unidentified_share"]["cheques"]) == unidentified
        assert percent(shop["unidentified_share"]["revenue"]) == of_revenue
        assert shop["mean"] == Decimal(mean)
        assert shop["median"] * 100 == median


def test_thresholds_prints_the_published_distributions(rfma: Rfma, real: Path) -> None:
    found = rfma("thresholds", "--store", real, "--format", "json").done().json
    recency = found["axes"]["recency"]
    assert (recency["min"], recency["max"]) == (p.RECENCY_MIN, p.RECENCY_MAX)
    assert (round(recency["mean"]), recency["median"]) == (p.RECENCY_MEAN, p.RECENCY_MEDIAN)
    assert tuple(recency["deciles"]) == p.RECENCY_DECILES
    for letter, axis in zip("RFMA", ("recency", "frequency", "monetary", "age"), strict=True):
        grades = {grade["grade"]: grade["cards"] for grade in found["axes"][axis]["grades"]}
        assert grades == p.CAPACITIES[letter]
    assert found["gaps"]["count"] == p.IDENTIFIED_CHEQUES - p.CARDS
    assert found["gaps"]["churn_periods"][-1]["days"] == p.CHURN


@pytest.mark.parametrize(("level", "published"), [("cluster", p.CLUSTERS), ("region", p.REGIONS)])
def test_the_columns_of_a_refitted_migration_are_the_published_sizes(
    rfma: Rfma, real: Path, level: str, published: dict[int, int]
) -> None:
    found = rfma(
        "migrate", "--store", real, "--from", "2022-03-01", "--level", level,
        "--thresholds", "refit", "--format", "json",
    ).done().json  # fmt: skip
    columns: dict[str, int] = {}
    for cell in found["cells"]:
        columns[cell["to"]] = columns.get(cell["to"], 0) + cell["cards"]
    assert columns == texts(published)
    assert found["to"] == p.AS_OF.isoformat()
    assert found["cards"]["to"] == p.CARDS == found["cards"]["from"] + found["cards"]["new"]
    before = rfma("segment", "--store", real, "--as-of", "2022-03-01", "--format", "json").json
    rows: dict[str, int] = {}
    for cell in found["cells"]:
        rows[cell["from"]] = rows.get(cell["from"], 0) + cell["cards"]
    assert rows.pop("new") == found["cards"]["new"]
    assert rows == by_code(before["levels"][level])
