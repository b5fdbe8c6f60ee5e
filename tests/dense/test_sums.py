"""Sums of every card as of many days are those of the cheques up to each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.stores import ANNA, BORIS, VERA, bought, held

from rfma_fast.dense.sums import Summed, sums_of_days
from rfma_fast.periods import Period

ROWS = [
    bought(0, ANNA, 100),
    bought(0, None, 999),
    bought(3, BORIS, 200, "B"),
    bought(30, ANNA, 400),
    bought(31, ANNA, -50, "B"),
    bought(40, VERA, 0),
    bought(75, BORIS, 800),
]


def asked(*days: int, **given: str | tuple[str, ...]) -> list[list[tuple[int, int]]]:
    """Return (cheques, kopecks) of Anna, Boris, Vera as of days after the first."""
    store = held(ROWS)
    first = date(2022, 1, 1)
    known = store.snapshot.keys().collect().rows_by_key("card", named=True, unique=True)
    keys = [known[card]["key"] for card in (ANNA, BORIS, VERA)]
    upto = [first + timedelta(days=day) for day in days]
    summed = Summed(store.snapshot, Period(None, upto[-1]), **given)  # type: ignore[arg-type]
    return [
        [(int(cheques[key]), int(money[key])) for key in keys]
        for cheques, money in sums_of_days(summed, upto, max(keys) + 1)
    ]


def test_each_day_has_the_cheques_up_to_it_and_no_later_one() -> None:
    assert asked(0, 2, 3, 30, 31, 45, 75, 90) == [
        [(1, 100), (0, 0), (0, 0)],
        [(1, 100), (0, 0), (0, 0)],
        [(1, 100), (1, 200), (0, 0)],
        [(2, 500), (1, 200), (0, 0)],
        [(2, 450), (1, 200), (0, 0)],
        [(2, 450), (1, 200), (0, 0)],
        [(2, 450), (2, 1000), (0, 0)],
        [(2, 450), (2, 1000), (0, 0)],
    ]


@pytest.mark.parametrize(
    ("returns", "last"),
    [
        ("net", [(2, 450), (2, 1000), (0, 0)]),
        ("ignore", [(2, 500), (2, 1000), (0, 0)]),
        ("keep", [(3, 450), (2, 1000), (1, 0)]),
    ],
)
def test_returns_count_as_they_are_asked_for(returns: str, last: list[tuple[int, int]]) -> None:
    assert asked(3, 90, returns=returns)[-1] == last


def test_other_shops_are_left_out() -> None:
    assert asked(90, shops=("B",)) == [[(0, -50), (1, 200), (0, 0)]]
