"""Card states and the three distributions: what counts as a purchase and what only as money."""

from __future__ import annotations

from plan.frames import CHEQUES, Make, answer, columns
from rfma_fast.plan.states import amount_histogram, card_states, gap_histogram

ROWS = (
    (1, 10, 500, "a"),
    (1, 10, 500, "a"),
    (1, 14, 0, "a"),
    (1, 17, 300, "b"),
    (1, 20, -200, "b"),
    (2, 9, -100, "a"),
    (2, 12, 100, "a"),
    (3, 11, -700, "b"),
    (3, 12, 0, "b"),
    (0, 8, 900, "a"),
    (0, 30, -900, "a"),
)


def test_a_state_counts_purchases_and_nets_returns(make: Make) -> None:
    states = card_states(make(ROWS, CHEQUES))
    assert columns(states) == ["card", "cheques", "total", "first", "last"]
    assert answer(states) == [
        (1, 3, 1100, 10, 17),
        (2, 1, 0, 12, 12),
        (3, 0, -700, None, None),
    ]


def test_gaps_lie_between_purchases_of_one_card_only(make: Make) -> None:
    gaps = gap_histogram(make(ROWS, CHEQUES))
    assert columns(gaps) == ["value", "count"]
    assert answer(gaps) == [(0, 1), (7, 1)]


def test_gaps_do_not_depend_on_the_order_of_rows(make: Make) -> None:
    days = (50, 1, 30, 30, 8)
    rows = [(card, day, 100, "a") for day in days for card in (2, 1)]
    assert answer(gap_histogram(make(rows, CHEQUES))) == [(0, 2), (7, 2), (20, 2), (22, 2)]


def test_amounts_are_counted_with_and_without_cards_returns_included(make: Make) -> None:
    amounts = amount_histogram(make(ROWS, CHEQUES))
    assert columns(amounts) == ["value", "count", "inside"]
    assert answer(amounts) == [
        (-900, 1, 0),
        (-700, 1, 1),
        (-200, 1, 1),
        (-100, 1, 1),
        (0, 2, 2),
        (100, 1, 1),
        (300, 1, 1),
        (500, 2, 2),
        (900, 1, 0),
    ]


def test_no_cheque_gives_no_state_and_no_distribution(make: Make) -> None:
    for rows in ([], [(0, 1, 100, "a")]):
        frame = make(rows, CHEQUES)
        assert answer(card_states(frame)) == []
        assert answer(gap_histogram(frame)) == []
    assert answer(amount_histogram(make([], CHEQUES))) == []
