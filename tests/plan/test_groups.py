"""Cheques under the groups of their cards, and what new cards are counted by."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from plan.frames import CHEQUES, Make, answer, columns
from rfma_fast.plan.beginnings import beginnings, cohort_months
from rfma_fast.plan.groups import amounts_by, cards_by, placed
from rfma_fast.plan.standings import first_purchases, standings
from rfma_fast.plan.terms import choose, column, is_missing, looked_up, whole

CLASSED = {"card": pl.Int32, "class": pl.Int32, "cheques": pl.Int64, "total": pl.Int64}
GROUP = choose(is_missing(column("class")), whole(-1), looked_up(column("class"), [7, 9]))
ROWS = (
    (1, 1, 100, "a"),
    (1, 2, 100, "b"),
    (2, 1, 100, "a"),
    (2, 1, -50, "a"),
    (3, 1, 40, "a"),
    (4, 1, 0, "b"),
    (0, 1, 60, "b"),
)


def test_every_cheque_stands_under_one_group(make: Make) -> None:
    cards = make([(1, 0, 2, 200), (2, 1, 1, 50), (4, 1, 0, 0)], CLASSED)
    told = placed(make(ROWS, CHEQUES), cards, ["card"], GROUP, column("shop"))
    assert columns(told) == ["inside", "card", "amount", "group", "part"]
    assert answer(amounts_by(told, "group")) == [
        (-1, 40, 1), (-1, 60, 1), (7, 100, 2), (9, -50, 1), (9, 0, 1), (9, 100, 1),
    ]  # fmt: skip
    assert answer(cards_by(told, ["card"], "group")) == [(-1, 1), (7, 1), (9, 1)]
    assert answer(cards_by(told, ["card"], "part", "group")) == [
        ("a", -1, 1), ("a", 7, 1), ("a", 9, 1), ("b", 7, 1),
    ]  # fmt: skip


BOUGHT = CHEQUES | {"time": pl.Int64, "doc_id": pl.String}
NEW = {"card": pl.Int64, "first": pl.Int64}


def test_the_first_purchase_is_the_first_in_time_then_by_shop_document_and_amount(
    make: Make,
) -> None:
    rows = [
        (1, 5, 70, "b", 9, "x"), (1, 5, 80, "a", 9, "y"), (1, 5, 10, "c", 8, None),
        (1, 4, -1, "r", 0, "z"), (1, 7, 1, "d", 0, "z"), (1, 6, -1, "d", 0, "z"),
        (2, 5, 50, "a", 1, "y"), (2, 5, 60, "a", 1, "x"), (2, 5, 90, "a", 1, None),
        (3, 5, 20, "a", 1, "x"), (3, 5, 10, "a", 1, "x"), (3, 9, 10, "a", 1, "x"),
        (4, 5, 5, "b", 1, "x"), (4, 5, 6, "a", 1, "y"),
        (5, 1, 5, "a", 1, "x"), (0, 1, 5, "a", 1, "x"),
    ]  # fmt: skip
    new = make([(1, 5), (2, 5), (3, 5), (4, 5)], NEW)
    told = beginnings(make(rows, BOUGHT), new)
    assert columns(told) == ["card", "first", "shop", "amount", "second", "again"]
    assert answer(told) == [
        (1, 5, "c", 10, 5, 7), (2, 5, "a", 90, 5, None), (3, 5, "a", 10, 5, 9),
        (4, 5, "a", 6, 5, None),
    ]  # fmt: skip


FOUND = {
    "card": pl.Int32, "first": pl.Int32, "second": pl.Int32, "again": pl.Int32,
    "month": pl.Int64, "amount": pl.Int64, "shop": pl.String,
}  # fmt: skip


def test_only_windows_that_have_ended_count(make: Make) -> None:
    rows = [
        (1, 10, 10, 20, 0, 500, "a"),  # came on the last day of its window
        (2, 10, 10, 21, 0, 500, "a"),  # a day too late
        (3, 10, 21, 21, 0, 500, "a"),  # so was the second cheque
        (4, 20, 20, 29, 0, 500, "a"),  # the window ends on the as-of date
        (5, 21, 21, 22, 0, 500, "a"),  # it is open
        (6, 10, None, None, 1, 500, "a"),
    ]
    told = first_purchases(make(rows, FOUND), 10, 30, nw)
    assert columns(told) == ["month", "shop", "value", "cards", "ended", "again", "second"]
    assert answer(told) == [(0, "a", 500, 5, 4, 2, 3), (1, "a", 500, 1, 1, 0, 0)]


def test_new_cards_stand_where_both_schemes_put_them(make: Make) -> None:
    new = make([(1, 0, 0, 0, 3, 0, "a"), (2, 0, 0, 0, 3, 0, "a"), (9, 0, 0, 0, 4, 0, "a")], FOUND)
    lost = make([(1, 5, 2, 30), (2, 5, 3, 40), (9, 6, 1, -7), (8, 5, 9, 99)], CLASSED)
    rfma = make([(1, 1, 2, 30), (2, 1, 3, 40), (9, 1, 1, -7), (8, 1, 9, 99)], CLASSED)
    told = standings(new, lost, rfma, nw)
    assert columns(told) == ["month", "lost", "rfma", "cards", "cheques", "total"]
    assert answer(told) == [(3, 5, 1, 2, 5, 70), (4, 6, 1, 1, 1, -7)]


def test_a_card_is_active_in_a_month_in_which_it_bought(make: Make) -> None:
    new = make([(1, 0, 0, 0, 1, 0, "a"), (2, 0, 0, 0, 1, 0, "a")], FOUND)
    months = cohort_months(make(ROWS, CHEQUES), new, nw.col("day"))
    assert columns(months) == ["cohort", "month", "active", "total"]
    assert answer(months) == [(1, 1, 2, 150), (1, 2, 1, 100)]
