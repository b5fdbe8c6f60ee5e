"""Numbers looked up by halving: as a list says, in formulas that nest no deeper than they must."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.frames import Make, answer, on_polars
from rfma_fast.periods import day_number
from rfma_fast.plan.months import month_number, month_of_day, month_start
from rfma_fast.plan.terms import Term, column, expression, looked_up, stepped

NUMBERED = {"at": pl.Int64}


def depth(term: Term) -> int:
    return 1 + max(map(depth, term.of), default=0)


def values_at(make: Make, term: Term, at: list[int]) -> list[tuple[int, int]]:
    rows = [(place,) for place in at]
    return answer(make(rows, NUMBERED).select("at", value=expression(term)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=40))
def test_every_place_has_the_number_of_the_list(values: list[int]) -> None:
    found = values_at(on_polars, looked_up(column("at"), values), list(range(len(values))))
    assert found == list(enumerate(values))


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(-50, 50), max_size=20).map(sorted), st.sets(st.integers(-60, 60)))
def test_a_step_begins_at_its_edge(edges: list[int], at: set[int]) -> None:
    values = range(100, 101 + len(edges))
    found = values_at(on_polars, stepped(column("at"), edges, values), sorted(at))
    assert found == [(place, 100 + bisect_right(edges, place)) for place in sorted(at)]


def test_engines_agree_on_a_look_up(make: Make) -> None:
    values = [number * number % 11 for number in range(108)]
    found = values_at(make, looked_up(column("at"), values), list(range(108)))
    assert found == list(enumerate(values))


def test_formulas_nest_by_the_logarithm() -> None:
    assert depth(looked_up(column("at"), range(108))) == 9
    assert depth(looked_up(column("at"), [1] * 64)) == 1
    assert depth(month_of_day(column("at"), [f"{year}-01" for year in range(1900, 2100)])) == 10


def test_a_day_lies_in_the_month_that_began_last(make: Make) -> None:
    days = [date(1969, 12, 31), date(1970, 1, 1), date(2022, 2, 28), date(2022, 3, 1)]
    months = ["1969-12", "1970-01", "2022-02", "2022-03"]
    found = values_at(make, month_of_day(column("at"), months), [day_number(day) for day in days])
    assert [month for _, month in found] == [-1, 0, 625, 626]
    assert [month_start(month) for _, month in found] == [day.replace(day=1) for day in days]
    assert [month_number(day) for day in days] == [-1, 0, 625, 626]
