"""Other borders: graded again as DuckDB and plain Python grade, sums that reconcile, refusals."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from oracles import borders as duck_borders
from oracles import duck, real
from oracles.real import needs_real
from support.stores import ANNA, BORIS, GLEB, VERA, bought, held
from support.words import exact, kopecks, refused

from rfma_fast.analyses.what_if import WhatIf, parsed_settings
from rfma_fast.api import Store

TRIED: dict[str, list[Any]] = {"recency": [30, 90, 180]}
ROWS = [
    bought(0, ANNA, 100_00),
    bought(9, ANNA, 300_00),
    bought(12, BORIS, 150_50),
    bought(20, BORIS, -50_00),
    bought(30, VERA, 900_00),
    bought(33, GLEB, 200_00),
    bought(35, None, 1_00),
]


def sizes(trial: WhatIf, level: str, side: str) -> dict[str, int]:
    return dict(trial.groups(level).filter(pl.col(side) > 0).select("code", side).iter_rows())


@needs_real
@pytest.mark.parametrize(
    "tried",
    [
        TRIED,
        {"R": [7, 14, 21], "M": ["1500", "500"]},
        {"frequency": ["1", "1/4"]},
        {"age": [200, 7]},
        {"F": [Decimal("0.5"), Fraction(1, 10)], "monetary": [2000, Decimal("446.50")]},
    ],
)
def test_duckdb_grades_the_same_cards_into_the_same_groups(
    real_store: Store, tried: dict[str, list[Any]]
) -> None:
    trial = real_store.what_if(tried)
    before = {row["card"]: row for row in duck.segment(real.REAL)}
    after = {
        row["card"]: row for row in duck_borders.graded(real.REAL, trial.after.thresholds.borders)
    }
    for level, column in (("class", "class_code"), ("region", "region"), ("warmth", "warmth")):
        cells: Counter[tuple[str, str]] = Counter()
        revenue: Counter[tuple[str, str]] = Counter()
        for card, row in before.items():
            cell = str(row[column]), str(after[card][column])
            cells[cell] += 1
            revenue[cell] += int(row["total"])
        found = {(row["from"], row["to"]): row for row in trial.cells(level).iter_rows(named=True)}
        assert {cell: row["cards"] for cell, row in found.items()} == cells
        assert {cell: kopecks(row["revenue"]) for cell, row in found.items()} == revenue
        moved = sum(count for (old, new), count in cells.items() if old != new)
        assert trial.moved(level)[0] == moved
        assert moved
        olds, news = (Counter(str(r[column]) for r in side.values()) for side in (before, after))
        assert sizes(trial, level, "cards") == olds
        assert sizes(trial, level, "new_cards") == news


@needs_real
@pytest.mark.parametrize("level", ["class", "cluster", "region", "warmth"])
def test_rows_add_up_to_the_old_sizes_and_columns_to_the_new(real_store: Store, level: str) -> None:
    trial = real_store.what_if({"R": [30, 90, 180], "age": [90, 7]})
    cells, groups = trial.cells(level), trial.groups(level)
    for side, cards, revenue in (("from", "cards", "revenue"), ("to", "new_cards", "new_revenue")):
        summed: Counter[str] = Counter()
        money: Counter[str] = Counter()
        for row in cells.iter_rows(named=True):
            summed[row[side]] += row["cards"]
            money[row[side]] += kopecks(row["revenue"])
        wanted = {row["code"]: row for row in groups.iter_rows(named=True)}
        assert {code: row[cards] for code, row in wanted.items() if row[cards]} == summed
        for code in summed:
            assert kopecks(wanted[code][revenue]) == money[code]
    assert groups["cards"].sum() == groups["new_cards"].sum() == trial.before.cards
    assert groups["cards_change"].sum() == groups["revenue_change"].sum() == 0
    for row in groups.iter_rows(named=True):
        assert row["cards_change"] == row["new_cards"] - row["cards"]
        assert row["revenue_change"] == row["new_revenue"] - row["revenue"]
        assert row["new_share"] == pytest.approx(row["new_cards"] / trial.before.cards)
    shares = cells.group_by("from").agg(pl.col("share").sum()).get_column("share")
    assert shares.round(9).eq(1).all()


def test_what_is_not_set_stays_and_frequency_keeps_its_base_interval() -> None:
    store = held(ROWS)
    trial = store.what_if({"R": [1, 2, 3]})
    borders, now = trial.after.thresholds.borders, trial.before.thresholds.borders
    assert borders == {**now, "R": exact(1, 2, 3)}
    old, new = trial.before.classed["class"], trial.after.classed["class"]
    f_stride, f_grades = trial.before.codebook.strides[1], 3
    assert (old // f_stride % f_grades).equals(new // f_stride % f_grades)


@needs_real
def test_following_gives_what_a_thresholds_file_with_these_borders_gives(
    real_store: Store, tmp_path: Path
) -> None:
    trial = real_store.what_if(TRIED, follow=True)
    file = tmp_path / "tried.toml"
    file.write_text(trial.after.thresholds.to_toml(), encoding="utf-8")
    wanted = real_store.segment(thresholds=file)
    assert trial.after.level("class").equals(wanted.level("class"))
    staying = real_store.what_if(TRIED)
    assert not staying.after.level("class").equals(wanted.level("class"))


@needs_real
def test_the_borders_in_force_move_nobody(real_store: Store) -> None:
    now = real_store.segment().thresholds.borders
    trial = real_store.what_if({axis: list(edges) for axis, edges in now.items()})
    assert trial.moved("class") == (0, Decimal(0))
    assert trial.after.level("region").equals(trial.before.level("region"))


def test_settings_are_read_exactly() -> None:
    found = parsed_settings(["recency=30, 90,180", "M=1500.50;500", "F=0.96,1/5"])
    assert found == {
        "recency": ["30", "90", "180"],
        "M": ["1500.50", "500"],
        "F": ["0.96", "1/5"],
    }
    trial = held(ROWS).what_if(found)
    assert trial.changed["M"] == (Fraction(3001, 2), Fraction(500))
    assert trial.changed["F"] == (Fraction(24, 25), Fraction(1, 5))


@pytest.mark.parametrize("setting", ["recency", "=1,2", "recency=", " = "])
def test_a_text_that_sets_nothing_is_refused(setting: str) -> None:
    with refused(setting):
        parsed_settings([setting])


@pytest.mark.parametrize(
    ("tried", "named"),
    [
        ({}, "No border"),
        ({"resency": [1, 2, 3]}, "resency"),
        ({"R": [1, 2, 3], "recency": [1, 2, 3]}, "twice"),
        ({"R": [1, 2]}, "3 borders, and 2"),
        ({"R": [1, 2, 3, 4]}, "3 borders, and 4"),
        ({"R": [30, 20, 40]}, "must rise"),
        ({"R": [30, 30, 40]}, "must rise"),
        ({"M": [500, 1500]}, "must fall"),
        ({"A": [30, 180]}, "must fall"),
        ({"R": ["7d", 20, 40]}, "7d"),
        ({"R": [-1, 20, 40]}, "-1"),
        ({"R": ["7.5", 20, 40]}, "whole numbers"),
        ({"F": ["1e3", "0.2"]}, "1e3"),
        ({"F": [0.96, 0.2]}, "0.96"),
        ({"M": ["1 500", 500]}, "1 500"),
    ],
)
def test_borders_of_another_count_order_or_unit_are_refused(
    tried: dict[str, list[Any]], named: str
) -> None:
    with refused(named):
        held(ROWS).what_if(tried)


def test_an_axis_that_is_set_twice_in_texts_is_refused() -> None:
    with refused("R"):
        parsed_settings(["R=1,2,3", "R=1,2,4"])
