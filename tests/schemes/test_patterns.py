"""The pattern language: each text stands for exactly these classes, or is refused by place."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import naive
from support.words import refused

from rfma_fast.errors import RfmaError
from rfma_fast.schemes.patterns import expand

GRADES = [4, 3, 3, 3]


@pytest.mark.parametrize(
    ("pattern", "classes"),
    [
        ("1111", "1111"),
        ("4333", "4333"),
        ("11(1,2)(1,2)", "1111 1112 1121 1122"),
        ("11(1,2)(2-3)", "1112 1113 1122 1123"),
        ("1(1-3)13", "1113 1213 1313"),
        ("(1-4)111", "1111 2111 3111 4111"),
        ("(4,1)111", "1111 4111"),
        ("(1,1)111", "1111"),
        ("(2-2)111", "2111"),
        ("2133", "2133"),
    ],
)
def test_a_pattern_stands_for_these_classes(pattern: str, classes: str) -> None:
    assert list(expand(pattern, GRADES)) == classes.split()


@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        ("11(1,2(1,2)", 3),
        ("11()11", 3),
        ("11(1)1", 3),
        ("x111", 1),
        ("111 1", 4),
        ("11(1;2)1", 3),
        ("11(1-)1", 3),
        ("11(1-2-3)1", 3),
        ("11(12,3)1", 3),
        ("11(1, 2)1", 3),
        ("11(1,2-3)1", 3),
        ("111)", 4),
        ("11*1", 3),
        ("111-1", 4),
        ("11[12]1", 3),
    ],
)
def test_a_text_that_is_no_pattern_is_refused_by_its_place(pattern: str, place: int) -> None:
    with refused(repr(pattern), f"place {place};"):
        expand(pattern, GRADES)


@pytest.mark.parametrize(("pattern", "slots"), [("", 0), ("111", 3), ("11111", 5), ("(1,2)1", 2)])
def test_the_number_of_slots_must_be_the_number_of_axes(pattern: str, slots: int) -> None:
    with refused(repr(pattern), f"{slots} slots", "4 axes"):
        expand(pattern, GRADES)


@pytest.mark.parametrize(
    ("pattern", "slot", "grades"),
    [
        ("5111", 1, 4),
        ("0111", 1, 4),
        ("1411", 2, 3),
        ("11(1-4)1", 3, 3),
        ("111(0,1)", 4, 3),
        ("(0-4)111", 1, 4),
        ("11(3-1)1", 3, 3),
    ],
)
def test_a_grade_that_the_axis_has_not_is_refused_by_its_slot(
    pattern: str, slot: int, grades: int
) -> None:
    with refused(repr(pattern), f"slot {slot} ", f"1-{grades}"):
        expand(pattern, GRADES)


one = st.integers(1, 3).map(str)
some = st.lists(st.integers(1, 3), min_size=2, max_size=4).map(
    lambda grades: f"({','.join(map(str, grades))})"
)
ranges = st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
    lambda ends: f"({min(ends)}-{max(ends)})"
)
slots = st.lists(st.one_of(one, some, ranges), min_size=4, max_size=4)


@settings(deadline=None)
@given(slots)
def test_a_pattern_stands_for_what_the_oracle_reads_in_it(slots: list[str]) -> None:
    pattern = "".join(slots)
    assert list(expand(pattern, GRADES)) == sorted(set(naive.expand(pattern)))


@settings(deadline=None)
@given(st.text("0123456789(),-", max_size=12))
def test_any_text_is_classes_of_the_scheme_or_a_refusal(pattern: str) -> None:
    known = {"".join(map(str, code)) for code in product(*(range(1, n + 1) for n in GRADES))}
    try:
        found = list(expand(pattern, GRADES))
    except RfmaError as error:
        assert repr(pattern) in error.message
        return
    assert found
    assert set(found) <= known
    assert found == sorted(set(found))
