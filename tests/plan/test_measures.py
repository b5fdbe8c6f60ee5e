"""Each measure is the specification's formula, in whole numbers, on every engine."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracles.naive import round_half_away

from plan.frames import STATES, Make, answer, on_polars
from rfma_fast.plan.measures import Moment, measure_of
from rfma_fast.plan.terms import expression
from rfma_fast.schemes.measures import Age, BorderRef, Measure, Money, Rate, Recency

RATE = Rate(BorderRef("R", 1), BorderRef("R", 3))
State = tuple[int, int, int, int, int]


def borders(base: Fraction | int, churn: Fraction | int) -> dict[str, tuple[Fraction, ...]]:
    return {"R": (Fraction(base), Fraction(0), Fraction(churn))}


def measured(
    make: Make, measure: Measure, as_of: int, states: list[State], base: int = 21, churn: int = 105
) -> list[int]:
    known = borders(base, churn)
    frame = make(states, STATES)
    found = answer(
        frame.select("card", value=expression(measure_of(measure, Moment(as_of), known)))
    )
    return [value for _, value in found]


def test_recency_is_counted_from_the_last_purchase_and_age_from_the_first(make: Make) -> None:
    states = [(1, 3, 900, 10, 40), (2, 1, 100, 50, 50)]
    assert measured(make, Recency(), 50, states) == [10, 0]
    assert measured(make, Age(), 50, states) == [40, 0]


@pytest.mark.parametrize(
    ("cheques", "first", "last", "hundredths"),
    [
        (1, 100, 100, 100),  # came today: one purchase in one base interval
        (1, 80, 80, 100),  # a young card is measured over the base interval
        (1, 79, 79, 100),
        (1, 78, 78, 95),  # 21 / 22 = 0.9545…
        (4, 16, 100, 100),  # 4 · 21 / 84
        (7, 0, 20, 147),  # 20 + 80 reaches the as-of day
        (7, 0, 19, 148),  # 99 days: 1.4848…
        (1, 0, 0, 26),  # 21 / 80 = 0.2625
        (13, 0, 0, 341),  # 13 · 21 / 80 = 3.4125
    ],
)
def test_frequency_is_purchases_a_base_interval_of_activity(
    make: Make, cheques: int, first: int, last: int, hundredths: int
) -> None:
    states = [(1, cheques, 100, first, last)]
    assert measured(make, RATE, 100, states, base=21, churn=80) == [hundredths]


def test_base_and_churn_are_at_least_one_day(make: Make) -> None:
    assert measured(make, RATE, 100, [(1, 3, 100, 100, 100)], base=0, churn=0) == [300]
    assert measured(make, RATE, 100, [(1, 3, 100, 50, 99)], base=0, churn=0) == [6]
    assert measured(make, RATE, 100, [(1, 1, 100, 90, 90)], base=0, churn=0) == [100]


@pytest.mark.parametrize(
    ("total", "cheques", "roubles"),
    [(149, 1, 1), (150, 1, 2), (-150, 1, -2), (-149, 1, -1), (-50, 1, -1), (-49, 1, 0), (0, 5, 0),
     (250, 1, 3), (300, 2, 2), (299, 2, 1), (100_00, 3, 33), (50_00, 3, 17)],
)  # fmt: skip
def test_the_mean_cheque_is_whole_roubles_halves_away_from_zero(
    make: Make, total: int, cheques: int, roubles: int
) -> None:
    assert measured(make, Money("mean"), 100, [(1, cheques, total, 0, 0)]) == [roubles]


@given(
    as_of=st.integers(0, 40_000),
    age=st.integers(0, 4000),
    visits=st.integers(1, 10_000),
    lasts=st.integers(0, 4000),
    base=st.integers(0, 400),
    churn=st.integers(0, 400),
    total=st.integers(-(2**50), 2**50),
)
@example(as_of=100, age=50, visits=1, lasts=0, base=1, churn=200, total=0)
@settings(deadline=None, max_examples=60)
def test_frequency_and_mean_follow_the_exact_formulas(
    as_of: int, age: int, visits: int, lasts: int, base: int, churn: int, total: int
) -> None:
    first, last = as_of - age, as_of - age + min(lasts, age)
    states = [(1, visits, total, first, last)]
    base_days, churn_days = max(1, base), max(1, churn)
    start, stop = min(first, as_of - base_days), min(last + churn_days, as_of)
    rate = round_half_away(Fraction(visits * base_days * 100, stop - start))
    assert measured(on_polars, RATE, as_of, states, base, churn) == [rate]
    mean = round_half_away(Fraction(total, visits * 100))
    assert measured(on_polars, Money("mean"), as_of, states) == [mean]
