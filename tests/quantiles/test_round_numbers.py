"""Round numbers are near, and stay where they are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.quantiles.round_numbers import nearest_days, nearest_round

positive = st.fractions(min_value=Fraction(1, 10**4), max_value=10**9)


@given(positive)
def test_a_round_number_is_within_a_quarter_and_round_again(value: Fraction) -> None:
    found = nearest_round(value)
    assert abs(found - value) * 4 <= value
    assert nearest_round(found) == found


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("1202", "1000"), ("446", "400"), ("0.96", "1"), ("0.2", "0.2"), ("9.1", "10"), ("1.25", "1"),
     ("1260", "1500"), ("0", "0")],
)  # fmt: skip
def test_the_nearest_is_taken_and_of_two_the_smaller(value: str, wanted: str) -> None:
    assert nearest_round(Fraction(value)) == Fraction(wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0, 0), (20, 21), (61, 60), (105, 90), (106, 120), (180, 180), (332, 300), (333, 365),
     (700, 730), (5, 5), (6, 5)],
)  # fmt: skip
def test_days_are_weeks_months_and_years(value: int, wanted: int) -> None:
    assert nearest_days(Fraction(value)) == wanted
