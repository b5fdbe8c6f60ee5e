"""Amounts by shop, and how many shops a card bought at."""

from __future__ import annotations

from plan.frames import CHEQUES, Make, answer, columns
from rfma_fast.plan.shops import amounts_by_shop, cards_by_shops, visits_by_shop

ROWS = (
    (1, 1, 100, "a"),
    (1, 2, 100, "a"),
    (1, 3, 100, "b"),
    (2, 1, 100, "a"),
    (2, 2, -100, "b"),
    (2, 2, 0, "c"),
    (3, 2, -100, "c"),
    (0, 2, 100, "c"),
)


def test_amounts_are_counted_shop_by_shop(make: Make) -> None:
    amounts = amounts_by_shop(make(ROWS, CHEQUES))
    assert columns(amounts) == ["shop", "value", "count", "identified"]
    assert answer(amounts) == [
        ("a", 100, 3, 3),
        ("b", -100, 1, 1),
        ("b", 100, 1, 1),
        ("c", -100, 1, 1),
        ("c", 0, 1, 1),
        ("c", 100, 1, 0),
    ]


def test_a_shop_is_visited_where_something_was_bought(make: Make) -> None:
    visits = cards_by_shops(make(ROWS, CHEQUES))
    assert columns(visits) == ["value", "count"]
    assert answer(visits) == [(1, 1), (2, 1)]


def test_a_visit_is_a_purchase_and_a_return_only_lowers_the_sum(make: Make) -> None:
    rows = (*ROWS, (1, 9, 50, "a"), (2, 8, -30, "a"))
    visits = visits_by_shop(make(rows, CHEQUES), ["card"])
    assert columns(visits) == ["card", "shop", "cheques", "total", "last"]
    assert answer(visits) == [
        (1, "a", 3, 250, 9),
        (1, "b", 1, 100, 3),
        (2, "a", 1, 70, 1),
        (2, "b", 0, -100, None),
        (2, "c", 0, 0, None),
        (3, "c", 0, -100, None),
    ]


def test_a_return_is_a_visit_where_returns_count(make: Make) -> None:
    visits = visits_by_shop(make(ROWS, CHEQUES), ["card"], returns_count=True)
    assert answer(visits)[2:] == [
        (2, "a", 1, 100, 1),
        (2, "b", 1, -100, 2),
        (2, "c", 1, 0, 2),
        (3, "c", 1, -100, 2),
    ]
