"""Migration: who went where, counted as plain Python counts it, and sums that must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from oracles import naive, real
from support.stores import ANNA, BORIS, GLEB, UUID, VERA, bought, day, held, written
from support.words import LEVELS, kopecks, matrix, people, refused

from rfma_fast.analyses.migration import Migration
from rfma_fast.api import Store
from rfma_fast.errors import UsageError

D1, D2 = date(2022, 3, 1), date(2022, 6, 9)
ways = pytest.mark.parametrize(
    ("borders", "between"),
    [("frozen", False), ("refit", False), ("frozen", True), ("refit", True)],
)
Migrate = Callable[[str, bool], Migration]


@pytest.fixture(scope="module")
def migrated(real_store: Store) -> Migrate:
    @cache
    def migrated(borders: str, between: bool) -> Migration:
        return real_store.migrate(D1, D2, borders=borders, between=between)  # type: ignore[arg-type]

    return migrated


@cache
def oracle(borders: str, between: bool) -> tuple[naive.Segmentation, naive.Segmentation]:
    before = naive.segment(real.rows(), D1)
    since = D1 + timedelta(days=1) if between else None
    frozen = before if borders == "frozen" else None
    return before, naive.segment(real.rows(), D2, since=since, frozen=frozen)


def wanted_matrix(
    borders: str, between: bool, level: str
) -> dict[tuple[str, str], tuple[int, int]]:
    before, after = oracle(borders, between)
    name, cells = naive.LEVELS[level], Counter[tuple[str, str]]()
    money = Counter[tuple[str, str]]()
    for card in before.cards.keys() | after.cards.keys():
        old, new = before.cards.get(card), after.cards.get(card)
        cell = (name(old) if old else "new", name(new) if new else "none")
        cells[cell] += 1
        money[cell] += new.total if new else 0
    return {cell: (cards, money[cell]) for cell, cards in cells.items()}


# --- the real table ------------------------------------------------------------------------------


@ways
def test_the_cells_are_the_oracles_at_every_level(
    migrated: Migrate, borders: str, between: bool
) -> None:
    said = migrated(borders, between)
    for level in LEVELS:
        assert matrix(said, level) == wanted_matrix(borders, between, level)


@pytest.mark.parametrize(("borders", "between", "level"), [("frozen", True, "region")])
def test_the_cells_are_those_of_naive_migrate(
    migrated: Migrate, borders: str, between: bool, level: str
) -> None:
    wanted = naive.migrate(real.rows(), D1, D2, level, borders == "refit", between)
    assert matrix(migrated(borders, between), level) == wanted


@ways
def test_both_segmentations_are_the_oracles(migrated: Migrate, borders: str, between: bool) -> None:
    said, (before, after) = migrated(borders, between), oracle(borders, between)
    assert people(said.before) == before.cards
    assert people(said.after) == after.cards
    assert (said.before.as_of, said.after.as_of) == (D1, D2)
    assert (said.before.frozen, said.after.frozen) == (False, borders == "frozen")
    assert (said.borders, said.between) == (borders, between)


@ways
@pytest.mark.parametrize("level", LEVELS)
def test_rows_add_up_to_the_first_day_and_columns_to_the_second(
    migrated: Migrate, borders: str, between: bool, level: str
) -> None:
    said = migrated(borders, between)
    cells = said.cells(level)
    for side, segmentation, money, outside in (
        ("from", said.before, "revenue_before", "new"),
        ("to", said.after, "revenue", "none"),
    ):
        sums = (
            cells.filter(pl.col(side) != outside)
            .group_by(code=side)
            .agg(pl.col("cards").sum(), pl.col(money).sum().alias("revenue"))
            .sort("code")
        )
        assert sums.equals(segmentation.level(level).select("code", "cards", "revenue"))
    new, none = cells.filter(pl.col("from") == "new"), cells.filter(pl.col("to") == "none")
    assert new.get_column("cards").sum() == said.new
    assert set(new.get_column("revenue_before")) <= {0}
    assert set(none.get_column("revenue")) <= {0}
    assert (none.height > 0) == between, "only who is looked at between the days can be absent"


@ways
@pytest.mark.parametrize("level", ["cluster", "warmth"])
def test_the_shares_of_a_row_sum_to_one_and_follow_the_cards(
    migrated: Migrate, borders: str, between: bool, level: str
) -> None:
    cells = migrated(borders, between).cells(level)
    sizes = Counter[str]()
    for source, cards in cells.select("from", "cards").iter_rows():
        sizes[source] += cards
    for source, cards, share in cells.select("from", "cards", "share").iter_rows():
        assert share == pytest.approx(cards / sizes[source], abs=1e-15)


@ways
@pytest.mark.parametrize("level", ["region", "warmth"])
def test_the_cards_behind_every_cell_are_as_many_as_it_says(
    migrated: Migrate, borders: str, between: bool, level: str
) -> None:
    said, name = migrated(borders, between), naive.LEVELS[level]
    before, after = oracle(borders, between)
    for cell in said.cells(level).iter_rows(named=True):
        behind = people(said.cards(level, cell["from"], cell["to"]))
        assert len(behind) == cell["cards"]
        gone = cell["to"] == "none"
        assert sum(row.total for row in behind.values()) == kopecks(
            cell["revenue_before" if gone else "revenue"]
        )
        for card, row in behind.items():
            assert row == (before if gone else after).cards[card]
            old, new = before.cards.get(card), after.cards.get(card)
            assert (name(old) if old else "new") == cell["from"]
            assert (name(new) if new else "none") == cell["to"]


def test_a_cell_without_cards_gives_an_empty_table(migrated: Migrate) -> None:
    said = migrated("frozen", False)
    told = {(row[0], row[1]) for row in said.cells("region").select("from", "to").iter_rows()}
    codes = said.before.group_codes("region")
    empty = next((a, b) for a in codes for b in codes if (a, b) not in told)
    assert said.cards("region", *empty).height == 0
    assert said.cards("warmth", "1", "none").height == 0


@ways
def test_cells_stand_in_code_order_with_new_and_none_last(
    migrated: Migrate, borders: str, between: bool
) -> None:
    for level in LEVELS:
        pairs = migrated(borders, between).cells(level).select("from", "to").rows()
        assert pairs == sorted(
            pairs, key=lambda pair: (pair[0] == "new", pair[0], pair[1] == "none", pair[1])
        )


def test_the_second_day_is_by_default_the_last_identified_one(real_store: Store) -> None:
    said, wanted = real_store.migrate(D1), real_store.migrate(D1, D2)
    assert said.cells("cluster").equals(wanted.cells("cluster"))
    assert (said.borders, said.between) == ("frozen", False)


def test_a_shop_narrows_both_days(real_store: Store) -> None:
    shops = ["Аптека 8"]
    rows = [row for row in real.rows() if row[1] in shops]
    said = real_store.migrate(D1, D2, shops=shops)
    assert matrix(said, "region") == naive.migrate(rows, D1, D2, "region")


# --- small tables --------------------------------------------------------------------------------

ROWS = (
    bought(0, ANNA, 500_00),
    bought(1, BORIS, 100_00),
    bought(9, UUID, 300_00),
    bought(12, ANNA, 700_00),
    bought(20, VERA, 200_00),
    bought(21, GLEB, -50_00),
)


def test_who_comes_later_is_new_and_who_stays_away_is_none(tmp_path: Path) -> None:
    said = written(tmp_path / "store", ROWS).migrate(day(10), day(25), between=True)
    cells = said.cells("warmth").select("from", "to", "cards").rows()
    assert sum(cards for source, _, cards in cells if source == "new") == said.new == 1
    assert sum(cards for _, target, cards in cells if target == "none") == 1
    (new,) = {target for source, target, _ in cells if source == "new"}
    (left,) = {source for source, target, _ in cells if target == "none"}
    assert list(people(said.cards("warmth", "new", new))) == [VERA]
    assert list(people(said.cards("warmth", left, "none"))) == [BORIS]


def test_the_first_day_itself_belongs_to_before() -> None:
    said = held(ROWS).migrate(day(12), day(25), between=True)
    assert set(people(said.before)) == {ANNA, BORIS}
    assert people(said.before)[ANNA].cheques == 2
    assert set(people(said.after)) == {VERA}


def test_dates_in_the_wrong_order_are_refused() -> None:
    store = held(ROWS)
    for since, until in ((day(10), day(10)), (day(11), day(10)), (day(21), None)):
        with refused(since, until or day(21)):
            store.migrate(since, until)
        with pytest.raises(UsageError):
            store.migrate(since, until)


def test_an_unknown_group_is_refused_and_the_known_ones_are_listed(migrated: Migrate) -> None:
    said = migrated("frozen", False)
    with refused("'9'", "warmth", "new", *"12345"):
        said.cards("warmth", "9", "1")
    with refused("'new'", "warmth", "none"):
        said.cards("warmth", "1", "new")
    with refused("'none'", "warmth"):
        said.cards("warmth", "none", "1")


def test_nobody_at_the_first_day_makes_everybody_new() -> None:
    rows = (bought(0, None, 100_00), *(bought(5 + n, ANNA, 100_00) for n in range(3)))
    said = held(rows).migrate(day(2), day(9), borders="refit")
    warmth = str(people(said.after)[ANNA].warmth)
    assert matrix(said, "warmth") == {("new", warmth): (1, 300_00)}
    assert said.new == 1


def test_nobody_between_the_days_sends_everybody_to_none() -> None:
    said = held(ROWS).migrate(day(21), day(40), between=True)
    assert {target for _, target in matrix(said, "cluster")} == {"none"}
    assert said.new == 0
    assert said.after.cards == 0
    assert said.after.history.returns_only == 0
