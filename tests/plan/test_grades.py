"""A grade is the first whose border the value keeps; borders need not be whole or in order."""

from __future__ import annotations

import operator
from fractions import Fraction
from itertools import product
from typing import get_args

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.frames import Make, answer, on_polars
from rfma_fast.plan.grades import class_number, grade_of
from rfma_fast.plan.terms import column, expression
from rfma_fast.schemes.borders import Border, Fixed, Keep
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.loader import load_scheme
from rfma_fast.schemes.measures import Age, BorderRef, Measure, Rate
from rfma_fast.schemes.model import Axis

KEPT = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
RATE = Rate(BorderRef("R", 1), BorderRef("R", 3))
keeps = st.sampled_from(get_args(Keep))
edges = st.one_of(
    st.integers(-5, 5).map(Fraction),
    st.fractions(-5, 5, max_denominator=12),
    st.integers(-500, 500).map(lambda n: Fraction(n, 100)),
)


def axis_of(keeps: list[Keep], measure: Measure) -> Axis:
    border = [Border(Fixed(Fraction(0)), keep) for keep in keeps]
    return Axis("X", "value", measure, ({"en": "x"},) * (len(keeps) + 1), tuple(border))


def graded(make: Make, axis: Axis, borders: list[Fraction], values: list[int]) -> list[int]:
    frame = make([(place, value) for place, value in enumerate(values)], NUMBERED)
    return [
        grade
        for _, grade in answer(
            frame.select("place", grade=expression(grade_of(axis, column(axis.name), borders)))
        )
    ]


NUMBERED = {"place": pl.Int64, "value": pl.Int64}


def first_kept(axis: Axis, borders: list[Fraction], value: int) -> int:
    """Return the grade by comparing exact fractions, one after the other."""
    exact = Fraction(value, axis.measure.scale)
    for number, (border, edge) in enumerate(zip(axis.borders, borders, strict=True), start=1):
        if KEPT[border.keep](exact, edge):
            return number
    return len(borders) + 1


@given(
    borders=st.lists(st.tuples(keeps, edges), min_size=1, max_size=4),
    measure=st.sampled_from([Age(), RATE]),
    more=st.lists(st.integers(-600, 600), max_size=5),
)
@settings(deadline=None, max_examples=80)
def test_a_grade_is_the_first_whose_border_is_kept(
    borders: list[tuple[Keep, Fraction]], measure: Measure, more: list[int]
) -> None:
    axis = axis_of([keep for keep, _ in borders], measure)
    exact = [edge for _, edge in borders]
    near = [int(edge * measure.scale) + step for edge in exact for step in (-1, 0, 1)]
    values = near + more
    assert graded(on_polars, axis, exact, values) == [
        first_kept(axis, exact, value) for value in values
    ]


@pytest.mark.parametrize(
    ("keep", "edge", "grades"),
    [
        ("<=", "5", [1, 1, 2, 2]),
        ("<", "5", [1, 2, 2, 2]),
        (">=", "5", [2, 1, 1, 1]),
        (">", "5", [2, 2, 1, 1]),
        ("<=", "11/2", [1, 1, 2, 2]),
        ("<", "11/2", [1, 1, 2, 2]),
        (">=", "11/2", [2, 2, 1, 1]),
        (">", "11/2", [2, 2, 1, 1]),
    ],
)
def test_on_the_border_the_sign_decides(
    make: Make, keep: Keep, edge: str, grades: list[int]
) -> None:
    axis = axis_of([keep], Age())
    assert graded(make, axis, [Fraction(edge)], [4, 5, 6, 7]) == grades


def test_a_border_below_zero_is_cut_on_the_right_side(make: Make) -> None:
    expected = {"<=": [1, 2, 2], "<": [1, 2, 2], ">=": [2, 1, 1], ">": [2, 1, 1]}
    for keep in get_args(Keep):
        axis = axis_of([keep], Age())
        assert graded(make, axis, [Fraction(-3, 2)], [-2, -1, 0]) == expected[keep]


def test_the_first_match_wins_where_borders_are_out_of_order(make: Make) -> None:
    rising = axis_of(["<=", "<="], Age())
    assert graded(make, rising, [Fraction(9), Fraction(5)], [4, 5, 6, 9, 10]) == [1, 1, 1, 1, 3]
    falling = axis_of([">", ">"], Age())
    assert graded(make, falling, [Fraction(3), Fraction(5)], [3, 4, 5, 6]) == [3, 1, 1, 1]


def test_the_unit_of_an_axis_is_taken_into_account(make: Make) -> None:
    axis = axis_of([">="], RATE)
    assert graded(make, axis, [Fraction(96, 100)], [95, 96, 97]) == [2, 1, 1]
    third = axis_of([">"], RATE)
    assert graded(make, third, [Fraction(1, 3)], [33, 34]) == [2, 1]


def test_every_combination_of_grades_has_its_own_number_in_the_codebook(make: Make) -> None:
    scheme = load_scheme("rfma")
    codebook = compile_codebook(scheme)
    combinations = list(product(range(1, 5), range(1, 4), range(1, 4), range(1, 4)))
    columns = {"place": pl.Int64, **{axis.code: pl.Int64 for axis in scheme.axes}}
    frame = make([(place, *grades) for place, grades in enumerate(combinations)], columns)
    places = {axis.code: column(axis.code) for axis in scheme.axes}
    number = expression(class_number(scheme.axes, places, codebook))
    numbers = answer(frame.select("place", number=number))
    assert [codebook.classes[number] for _, number in numbers] == [
        "".join(map(str, grades)) for grades in combinations
    ]
