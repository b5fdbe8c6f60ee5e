"""States grow month by month; what is shared is never changed under another's hands."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dense.kit import rows
from rfma_fast.dense.fields import COLUMNS
from rfma_fast.dense.month import fold
from rfma_fast.dense.states import States

ALL = tuple(COLUMNS)
JANUARY = rows((0, 1, 10), (1, 3, 100), (1, 9, 300), (3, 4, -30))
FEBRUARY = rows((1, 40, 200), (2, 35, 500), (3, 31, 70), (3, 33, -20))

_cheques = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 89), st.sampled_from([-200, 0, 1, 50, 50, 700])),
    max_size=25,
)


def grown(*months: pl.DataFrame) -> States:
    states = States.empty(ALL)
    for month in months:
        states.add(fold(month, ALL))
    return states


def described(states: States) -> tuple[object, ...]:
    amounts = states.amounts()
    counts = (amounts.values.tolist(), amounts.count.tolist(), amounts.inside.tolist())
    gaps = [(gap, count) for gap, count in enumerate(states.gaps.tolist()) if count]
    return states.frame().to_dict(as_series=False), counts, gaps, states.moment


def test_two_months_become_one_state_a_card() -> None:
    frame = grown(JANUARY, FEBRUARY).frame()
    assert frame.get_column("card").to_list() == [1, 2, 3]
    assert frame.select("cheques", "total", "first", "last").rows() == [
        (3, 600, 3, 40),
        (1, 500, 35, 35),
        (1, 20, 31, 31),
    ]
    assert frame.select("days", "amount_max", "paid_total").rows() == [
        (3, 300, 597),
        (1, 500, 499),
        (1, 70, 17),
    ]


def test_a_gap_belongs_to_the_month_of_its_later_purchase() -> None:
    gaps = grown(JANUARY, FEBRUARY).gaps
    assert {gap: count for gap, count in enumerate(gaps.tolist()) if count} == {6: 1, 31: 1}
    assert grown(JANUARY).gaps.tolist() == [0, 0, 0, 0, 0, 0, 1]


def test_a_card_that_only_returned_is_seen_and_one_that_never_came_is_not() -> None:
    frame = grown(JANUARY).frame()
    assert frame.get_column("card").to_list() == [1, 3]
    assert frame.get_column("cheques").to_list() == [2, 0]


def test_sums_since_a_day_are_differences() -> None:
    whole, january = grown(JANUARY, FEBRUARY), grown(JANUARY)
    frame = whole.frame({30: january, 99: States.empty(ALL)})
    assert frame.get_column("total_30").to_list() == [200, 500, 50]
    assert frame.get_column("cheques_30").to_list() == [1, 1, 1]
    assert frame.get_column("days_99").to_list() == frame.get_column("days").to_list()


def test_of_a_day_before_a_window_the_figures_that_are_asked_for_are_enough() -> None:
    whole, january = grown(JANUARY, FEBRUARY), grown(JANUARY)
    narrow = january.only({"total"})
    assert list(narrow.columns) == ["total"]
    frame = whole.frame({30: narrow})
    assert frame.get_column("total_30").to_list() == [200, 500, 50]
    assert "cheques_30" not in frame.columns


def test_what_was_shared_stays_as_it_was() -> None:
    states = grown(JANUARY)
    shared, before = states.share(), described(states)
    states.add(fold(FEBRUARY, ALL))
    assert described(shared) == before
    assert described(states) == described(grown(JANUARY, FEBRUARY))
    shared.add(fold(FEBRUARY, ALL))
    assert described(shared) == described(states)


@settings(deadline=None, max_examples=150)
@given(_cheques, st.sets(st.integers(1, 88), max_size=3))
def test_where_the_months_are_cut_does_not_matter(
    told: list[tuple[int, int, int]], cuts: set[int]
) -> None:
    every = rows(*sorted(told, key=lambda row: row[:2]))
    edges = [0, *sorted(cuts), 90]
    months = [
        every.filter(pl.col("day").to_physical().is_between(low, high - 1))
        for low, high in pairwise(edges)
    ]
    assert described(grown(*months)) == described(grown(every))


def test_states_that_are_shared_at_every_month_end_stay_as_large_as_their_cards() -> None:
    states = States.empty(ALL)
    for month in range(600):
        states.add(fold(rows((1, 30 * month, 10), (90, 30 * month + 1, 20)), ALL))
        states.share()
    assert max(array.size for array in states.columns.values()) <= 2 * 91
    assert states.frame().get_column("cheques").to_list() == [600, 600]


def test_amounts_of_many_months_are_held_once_not_once_a_month() -> None:
    states = States.empty(ALL)
    month = fold(rows(*((card, 1, 100 * card) for card in range(1, 51))), ALL)
    for _ in range(600):
        states.add(month)
    assert sum(part.values.size for part in states._amounts) <= 3 * 50
    assert states.amounts().count.tolist() == [600] * 50
