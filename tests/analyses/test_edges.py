"""Odd tables end clearly: a result that says so, or one sentence; never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from oracles import naive
from oracles.naive import Row
from support.stores import ANNA, BORIS, GLEB, UUID, VERA, Held, bought, day, held, written
from support.words import (
    LEVELS,
    borders_of,
    exact,
    kopecks,
    naive_numbers,
    numbers,
    people,
    refused,
)

from rfma_fast.analyses.history import read_history
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store, open_store
from rfma_fast.cheques.money import LARGEST_AMOUNT
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.scope import Scope
from rfma_fast.engines.table import hundredths
from rfma_fast.errors import RfmaError
from rfma_fast.store.tables import Tables


def same(rows: list[Row], as_of: date | None = None) -> None:
    """Hold the product to the oracle on these rows."""
    said, wanted = held(rows).segment(as_of), naive.segment(rows, as_of)
    assert said.as_of == wanted.as_of
    assert people(said) == wanted.cards
    assert dict(said.thresholds.borders) == borders_of(wanted)
    assert numbers(held(rows).overview()) == naive_numbers(rows)


# --- stores --------------------------------------------------------------------------------------


def test_a_missing_store_is_refused_by_every_question(tmp_path: Path) -> None:
    store = open_store(tmp_path / "no")
    for ask in (
        store.segment,
        store.overview,
        store.thresholds,
        store.status,
        lambda: store.migrate(day(0)),
        lambda: store.query("select 1"),
    ):
        with refused("There is no store", tmp_path / "no"):
            ask()
    assert not (tmp_path / "no").exists(), "a question creates nothing"


def test_an_empty_store_is_refused(tmp_path: Path) -> None:
    Tables.at(tmp_path / "store").create(r"^\d{13}$")
    store = open_store(tmp_path / "store")
    for ask in (store.segment, store.overview, store.status):
        with refused("holds no cheque", tmp_path / "store"):
            ask()


def test_a_store_without_cards_has_an_overview_and_no_segments(tmp_path: Path) -> None:
    rows = [bought(0, None, 100_00), bought(3, UUID, 250_00), bought(3, UUID, -50_00)]
    store = written(tmp_path / "store", rows)
    for ask in (store.segment, store.thresholds, lambda: store.migrate(day(0), day(3))):
        with refused("No cheque is identified", r"^\d{13}$"):
            ask()
    said = store.overview()
    assert numbers(said) == naive_numbers(rows)
    assert (said.cards, said.cards_by_shops) == (0, [])
    assert said.all.unidentified_cheques_share == Fraction(1)


# --- few cheques ---------------------------------------------------------------------------------


def test_one_cheque_is_one_card_in_the_best_recency(tmp_path: Path) -> None:
    said = written(tmp_path / "store", [bought(0, ANNA, 446_50)]).segment()
    row = people(said)[ANNA]
    assert (row.recency, row.age, row.frequency_hundredths, row.monetary_kopecks) == (
        0,
        0,
        100,
        446_50,
    )
    assert said.thresholds.borders["R"] == exact(0, 0, 1)
    assert said.thresholds.borders["F"] == exact(1, 1)
    assert said.thresholds.borders["M"] == exact("446.5", "446.5")
    assert row.class_code == "1133", "446.50 is not more than 446.50"
    assert said.notes == [("note.no_gaps", {})]
    assert [said.level(level).height for level in LEVELS] == [1, 1, 1, 1]
    same([bought(0, ANNA, 446_50)])


def test_all_cheques_on_one_day_have_gaps_of_zero_and_a_churn_of_one() -> None:
    rows = [bought(0, card, 100_00 * n) for n, card in enumerate((ANNA, ANNA, BORIS, VERA), 1)]
    said = held(rows).segment()
    assert said.thresholds.borders["R"] == exact(0, 0, 1)
    assert said.notes == [], "a gap of zero is a gap"
    same(rows)


def test_with_nobody_twice_churn_is_one_day_and_the_output_says_so() -> None:
    rows = [bought(n, card, 100_00) for n, card in enumerate((ANNA, BORIS, VERA, GLEB))]
    said = held(rows).segment()
    assert said.thresholds.borders["R"][2] == 1
    assert said.notes == [("note.no_gaps", {})]
    same(rows)


def test_a_card_with_ten_thousand_cheques_is_a_card(tmp_path: Path) -> None:
    rows = [bought(n % 300, ANNA, 100_00 + n, minute=n % 1440) for n in range(10_000)]
    rows += [bought(3 * n, BORIS, 700_00) for n in range(30)]
    said = written(tmp_path / "store", rows).segment()
    wanted = naive.segment(rows)
    assert people(said) == wanted.cards
    assert people(said)[ANNA].cheques == 10_000


# --- days ----------------------------------------------------------------------------------------

TWO = [bought(10, ANNA, 100_00), bought(20, ANNA, 100_00), bought(12, BORIS, 300_00)]


def test_a_day_before_the_first_is_refused_with_the_days_there_are() -> None:
    with refused(day(9), day(10), day(20)):
        held(TWO).segment(day(9))
    assert held(TWO).segment(day(10)).cards == 1


def test_a_day_after_the_last_lets_recency_and_age_grow() -> None:
    before, after = people(held(TWO).segment()), people(held(TWO).segment(day(520)))
    assert {card: row.recency + 500 for card, row in before.items()} == {
        card: row.recency for card, row in after.items()
    }
    assert {card: row.age + 500 for card, row in before.items()} == {
        card: row.age for card, row in after.items()
    }
    same(TWO, day(520))


def test_a_reversed_period_is_refused() -> None:
    store = held(TWO)
    with refused(day(15), day(12)):
        store.segment(day(12), since=day(15))
    with refused(day(15), day(12)):
        store.overview(since=day(15), until=day(12))
    assert store.segment(day(12), since=day(12)).cards == 1, "one day is a period"
    assert store.overview(since=day(12), until=day(12)).all.cheques == 1


def test_an_overview_of_days_without_cheques_is_refused_with_the_days_there_are() -> None:
    with refused(day(13), day(19), day(10), day(20)):
        held(TWO).overview(since=day(13), until=day(19))


def test_the_first_day_of_a_filter_is_in_it() -> None:
    said = held(TWO).segment(day(20), since=day(12))
    assert people(said) == naive.segment(TWO, day(20), since=day(12)).cards
    assert people(said)[ANNA].first == day(20)
    assert people(said)[BORIS].first == day(12)


# --- shops ---------------------------------------------------------------------------------------

SHOPS = [
    bought(0, ANNA, 100_00, "Аптека 2"),
    bought(5, ANNA, 300_00, "Аптека 10"),
    bought(7, BORIS, 200_00, "Аптека 2"),
    bought(9, UUID, 900_00, "Аптека 3"),
]


def test_an_unknown_shop_is_refused_and_the_known_ones_are_listed() -> None:
    store = held(SHOPS)
    for ask in (
        lambda: store.segment(shops=["Аптека 4"]),
        lambda: store.overview(shops=["Аптека 2", "Аптека 4"]),
        lambda: store.migrate(day(0), day(7), shops=["Аптека 4"]),
    ):
        with refused("'Аптека 4'", "Аптека 10", "Аптека 2", "Аптека 3"):
            ask()


@pytest.mark.parametrize("shops", [["Аптека 2"], ["Аптека 10", "Аптека 3"]])
def test_shops_narrow_cards_and_money(tmp_path: Path, shops: list[str]) -> None:
    said = written(tmp_path / "store", SHOPS).segment(day(9), shops=shops)
    wanted = naive.segment(SHOPS, day(9), shops=shops)
    assert people(said) == wanted.cards
    assert dict(said.thresholds.borders) == borders_of(wanted)


def test_a_scope_in_which_no_card_bought_is_refused_or_empty() -> None:
    """A shop of strangers, days after the last card, a day before the first card."""
    strangers_first = held([bought(0, None, 100_00), *TWO])
    questions: tuple[Callable[[], Segmentation], ...] = (
        lambda: held(SHOPS).segment(shops=["Аптека 3"]),
        lambda: held(SHOPS).segment(day(9), since=day(8)),
        lambda: strangers_first.segment(day(3)),
    )
    for ask in questions:
        try:
            said = ask()
        except RfmaError as error:
            assert "No card" in error.message
            continue
        assert said.cards == 0
        assert said.table().height == 0
        assert [said.level(level).height for level in LEVELS] == [0, 0, 0, 0]


# --- zeros and returns ---------------------------------------------------------------------------


def test_a_return_lowers_the_total_and_is_no_purchase() -> None:
    rows = [bought(0, ANNA, 500_00), bought(9, ANNA, -200_00), bought(9, BORIS, 100_00)]
    row = people(held(rows).segment())[ANNA]
    assert (row.cheques, row.total, row.last, row.recency) == (1, 300_00, day(0), 9)
    assert row.monetary_kopecks == 300_00
    same(rows)


def test_a_zero_is_no_purchase_and_moves_nothing() -> None:
    rows = [bought(0, ANNA, 500_00), bought(4, BORIS, 100_00)]
    zeros = [bought(2, ANNA, 0), bought(3, BORIS, 0), bought(1, UUID, 0)]
    assert people(held([*rows, *zeros]).segment(day(4))) == people(held(rows).segment(day(4)))
    same([*rows, *zeros])


def test_a_return_before_the_first_purchase_does_not_make_a_card_older() -> None:
    rows = [bought(0, ANNA, -90_00), bought(8, ANNA, 100_00), bought(9, BORIS, 100_00)]
    row = people(held(rows).segment())[ANNA]
    assert (row.first, row.age, row.cheques, row.total) == (day(8), 1, 1, 10_00)
    same(rows)


def test_more_returned_than_bought_makes_money_negative() -> None:
    rows = [bought(0, ANNA, 100_00), bought(1, ANNA, -100_50), bought(1, BORIS, 100_00)]
    said = held(rows).segment()
    row = people(said)[ANNA]
    assert (row.total, row.monetary_kopecks, row.M) == (-50, -50, 3)
    assert kopecks(said.level("class").filter(code=row.class_code).item(0, "revenue")) == -50
    same(rows)


def test_a_card_with_returns_only_is_reported_and_not_segmented(tmp_path: Path) -> None:
    rows = [
        bought(0, ANNA, 100_00),
        bought(1, BORIS, -100_00),
        bought(2, VERA, 0),
        bought(3, ANNA, 100_00),
    ]
    said = written(tmp_path / "store", rows).segment()
    assert list(people(said)) == [ANNA]
    assert ("note.returns_only", {"cards": 2}) in said.notes
    assert said.level("class").get_column("share").to_list() == [1.0]


def test_only_returns_leave_nobody(tmp_path: Path) -> None:
    store = written(tmp_path / "store", [bought(0, ANNA, -100_00), bought(1, BORIS, 0)])
    said = store.overview()
    assert (said.all.cheques, said.all.revenue, said.all.returns, said.cards) == (0, -100_00, 2, 0)
    assert (said.all.mean, said.all.median, said.all.unidentified_cheques_share) == (None,) * 3
    with refused("No card bought", "2022-01-02"):
        store.segment()


# --- large sums ----------------------------------------------------------------------------------


def rich(cards: int, rows_a_card: int, amount: int) -> Store:
    """Return a store of so many cards, each with so many cheques of one amount."""
    store = held([bought(0, ANNA, 1)])
    one = store.snapshot
    assert isinstance(one, Held)
    keys = pl.DataFrame({"card": pl.Series(range(1, cards + 1), dtype=pl.Int32)})
    times = pl.DataFrame({"time": pl.Series(range(rows_a_card), dtype=pl.Int64)})
    cheques = (
        one.cheques.drop("card", "time")
        .join(keys.join(times, how="cross"), how="cross")
        .with_columns(amount=pl.lit(amount, pl.Int64))
        .select(one.cheques.columns)
    )
    printed = keys.select(
        key="card", card=pl.format("2{}", pl.col("card").cast(pl.String).str.zfill(12))
    )
    store.__dict__["snapshot"] = Held.of(cheques, printed)
    return store


def test_a_card_at_the_limit_of_exact_division_is_exact() -> None:
    said = rich(1, 112, LARGEST_AMOUNT).segment()
    (row,) = people(said).values()
    assert row.total == 112 * LARGEST_AMOUNT
    assert row.monetary_kopecks == LARGEST_AMOUNT


def test_a_card_beyond_exact_division_is_refused() -> None:
    with refused("One card's amounts", 113 * LARGEST_AMOUNT // 100):
        rich(1, 113, LARGEST_AMOUNT).segment()
    with refused("One card's amounts", -113 * LARGEST_AMOUNT // -100):
        rich(1, 113, -LARGEST_AMOUNT).segment()


@pytest.mark.parametrize("sign", [1, -1])
def test_sums_beyond_64_bits_are_refused_not_wrapped(sign: int) -> None:
    store = rich(8300, 112, sign * LARGEST_AMOUNT)
    assert 8300 * 112 * LARGEST_AMOUNT > 2**63
    with refused("add up to", 8300 * 112 * LARGEST_AMOUNT // 100):
        store.segment()


def test_sums_up_to_64_bits_are_exact_in_every_column() -> None:
    said = rich(8000, 112, LARGEST_AMOUNT).segment()
    total = 8000 * 112 * LARGEST_AMOUNT
    assert 2**62 < total < 2**63
    (line,) = said.level("warmth").iter_rows(named=True)
    assert kopecks(line["revenue"]) == total
    assert kopecks(line["mean_cheque"]) == LARGEST_AMOUNT


def test_an_overview_beyond_64_bits_is_exact_or_refused() -> None:
    total = 8300 * 112 * LARGEST_AMOUNT
    assert rich(8300, 112, LARGEST_AMOUNT).overview().all.revenue == total


# --- money ---------------------------------------------------------------------------------------


def mean_kopecks(total: int, count: int) -> int:
    frame = pl.DataFrame({"total": [total], "count": [count]})
    return kopecks(frame.select(mean_roubles("total", "count")).item())


@pytest.mark.parametrize(
    ("total", "count", "mean"),
    [(100, 3, 33), (200, 3, 67), (1, 2, 1), (-1, 2, -1), (-100, 3, -33), (-200, 3, -67), (0, 5, 0),
     (3, 2, 2), (-3, 2, -2)],
)  # fmt: skip
def test_a_mean_is_rounded_to_the_kopeck_halves_away_from_zero(
    total: int, count: int, mean: int
) -> None:
    assert mean_kopecks(total, count) == mean


@pytest.mark.parametrize(("total", "count"), [(2**62, 1), (2**63 - 1, 1), (1 - 2**63, 3)])
def test_a_mean_of_any_sum_that_is_not_refused_does_not_wrap(total: int, count: int) -> None:
    assert mean_kopecks(total, count) == naive.round_half_away(Fraction(total, count))


def test_a_mean_of_nothing_is_nothing() -> None:
    frame = pl.DataFrame({"total": [100], "count": [0]})
    assert frame.select(mean_roubles("total", "count")).item() is None


@pytest.mark.parametrize("value", [0, 1, -1, 99, 100, -101, 2**53 + 1, 2**63 - 1, -(2**63)])
def test_kopecks_become_roubles_exactly(value: int) -> None:
    frame = pl.DataFrame({"x": [value]})
    for said in (frame.select(roubles("x")).item(), frame.select(hundredths("x")).item()):
        assert kopecks(said) == value


# --- what must hold whatever the data ------------------------------------------------------------


def test_a_row_that_the_scan_lost_is_a_fault_of_the_program() -> None:
    one = held(TWO).snapshot
    assert isinstance(one, Held)

    class Lossy(Held):
        @property
        def rows(self) -> int:
            return self.cheques.height + 1

    lossy = Lossy.of(one.cheques, one.printed)
    with pytest.raises(AssertionError, match="3 amounts, 4 rows"):
        read_history(PolarsEngine(), Scope(lossy, day(20)))
    read_history(PolarsEngine(), Scope(lossy, day(19)))
    read_history(PolarsEngine(), Scope(lossy, day(20), since=day(0) - timedelta(days=1)))
