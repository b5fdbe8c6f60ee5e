"""How far a limit can be trusted: the jackknife done exactly, and the test of alike months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.analyses import markov
from rfma_fast.analyses.homogeneity import beyond, homogeneity
from rfma_fast.analyses.limits import FEWEST_STEPS, Step, spread
from rfma_fast.api import Store

ENDS = (
    date(2021, 11, 30), date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28),
    date(2022, 3, 31), date(2022, 4, 30), date(2022, 5, 31),
)  # fmt: skip

counts = st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=3, max_size=3)
steps_of_three = st.lists(
    st.builds(
        lambda cells, new: Step(cells, sum(map(sum, cells)), tuple(new), 0),
        counts,
        st.lists(st.integers(0, 9), min_size=3, max_size=3),
    ),
    min_size=3,
    max_size=8,
)


def exact_limit(steps: list[Step]) -> list[Fraction]:
    cells = [[sum(step.cells[r][c] for step in steps) for c in range(3)] for r in range(3)]
    new = [sum(step.new[place] for step in steps) for place in range(3)]
    rate = Fraction(sum(new), sum(step.known for step in steps))
    chain = markov.row_shares(cells)
    if rate:
        chain = markov.with_entrants(chain, rate, [Fraction(n, sum(new)) for n in new])
    found = markov.stationary(chain)
    assert found is not None
    return found


@given(steps_of_three)
def test_the_spread_is_what_leaving_each_month_out_once_makes_of_the_limit(
    steps: list[Step],
) -> None:
    size = len(steps)
    limits = [exact_limit(steps[:out] + steps[out + 1 :]) for out in range(size)]
    told = spread(steps)
    assert told is not None
    for place, error in enumerate(told):
        shares = [limit[place] for limit in limits]
        mean = sum(shares) / size
        squares = Fraction(size - 1, size) * sum((share - mean) ** 2 for share in shares)
        assert error == pytest.approx(sqrt(squares), abs=1e-9)


def test_months_that_are_all_the_same_do_not_spread_the_limit() -> None:
    step = Step([[6, 2], [1, 9]], 18, (3, 0), 0)
    assert spread([step] * 6) == pytest.approx((0, 0), abs=1e-12)
    test = homogeneity([step.cells] * 6)
    assert test is not None
    assert (test.freedom, test.p) == (10, 1)


def test_a_month_without_which_a_group_is_not_left_has_no_spread() -> None:
    only = Step([[5, 1], [1, 5]], 12, (1, 0), 0)
    rest = Step([[5, 1], [0, 0]], 6, (1, 0), 0)
    assert spread([only, *[rest] * 5]) is None


def test_groups_that_nobody_leaves_have_no_single_limit_and_no_spread() -> None:
    assert spread([Step([[5, 0], [0, 5]], 10, (0, 0), 0)] * 6) is None


@given(st.lists(counts, min_size=2, max_size=6))
def test_the_statistic_is_the_logarithm_of_the_ratio_of_likelihoods(
    steps: list[list[list[int]]],
) -> None:
    told = homogeneity(steps)
    assert told is not None
    assert told.freedom == (len(steps) - 1) * 6
    likelihood = 0.0
    for row in range(3):
        whole = sum(sum(step[row]) for step in steps)
        for step in steps:
            for column in range(3):
                own = step[row][column] / sum(step[row])
                shared = sum(other[row][column] for other in steps) / whole
                likelihood += step[row][column] * (log(own) - log(shared))
    assert told.g == pytest.approx(2 * likelihood, abs=1e-6)
    assert 0 <= told.p <= 1


def test_where_nothing_can_differ_there_is_no_test() -> None:
    assert homogeneity([[[3, 1], [0, 2]]]) is None
    assert homogeneity([[[3, 0], [0, 2]], [[1, 0], [0, 9]]]) is None


@pytest.mark.parametrize(
    ("value", "freedom", "part"),
    [
        (3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (7.814727903251179, 3, 0.05),
        (18.307038053275146, 10, 0.05), (24.995790139728616, 15, 0.05), (0, 4, 1),
    ],
)  # fmt: skip
def test_the_part_beyond_a_value_is_that_of_the_tables(
    value: float, freedom: int, part: float
) -> None:
    assert beyond(value, freedom) == pytest.approx(part, rel=1e-12)


def test_the_months_of_the_real_table_are_not_alike(real_store: Store) -> None:
    for level, g, freedom in (("warmth", 215, 56), ("region", 446, 140)):
        found = real_store.transitions(ENDS[1:], level=level)
        test = found.homogeneity
        assert test is not None
        assert (round(test.g), test.freedom) == (g, freedom)
        assert test.p < 1e-16


def test_no_limit_is_told_below_six_whole_months(real_store: Store) -> None:
    short, long = real_store.transitions(ENDS[1:]), real_store.transitions(ENDS)
    assert (short.steps, long.steps) == (FEWEST_STEPS - 1, FEWEST_STEPS)
    assert short.too_few_steps
    assert short.chain is not None
    assert (short.limit, short.limits().height) == (None, 0)
    assert long.limit is not None
    assert long.limits().get_column("spread").min() > 0  # type: ignore[operator]
    assert (long.history, long.young) == (142, True)
