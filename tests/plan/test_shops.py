"""Amounts by shop, and how many shops a card bought at."""

from __future__ import annotations

from plan.frames import CHEQUES, Make, answer, columns
from rfma_fast.plan.shops import amounts_by_shop, cards_by_shops

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
