"""Refitted borders by day, and their intervals over resamples."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from math import ceil

import pytest
from oracles import naive, real
from oracles.real import needs_real
from support.stores import bought, day, held
from support.words import borders_of, refused

from rfma_fast.analyses.stability import Stability, resampled_borders
from rfma_fast.api import Store
from rfma_fast.schemes.borders import rounded

CARDS = [f"{number:013d}" for number in range(1, 401)]
ROWS = [bought(number // 4, of, 100_00 + number * 100) for number, of in enumerate(CARDS)]
"""Four hundred one-timers whose recency is 0 … 99, four cards a day."""


@pytest.fixture(scope="module")
def even() -> Store:
    return held(ROWS)


def interval(found: Stability, axis: str, number: int) -> tuple[Fraction, Fraction, Fraction]:
    of = next(of for of in found.intervals if (of.axis.code, of.number) == (axis, number))
    return of.low, of.fitted, of.high


def test_the_same_seed_gives_the_same_bits_and_another_gives_others(even: Store) -> None:
    one, two = (even.stability([day(99)], resamples=60, seed=7) for _ in range(2))
    assert one.intervals == two.intervals
    other = even.stability([day(99)], resamples=60, seed=8)
    assert one.intervals != other.intervals


def test_the_first_resamples_do_not_depend_on_how_many_follow(even: Store) -> None:
    found = even.segment(day(99))
    assert list(resampled_borders(found, 5, 3)) == list(resampled_borders(found, 9, 3))[:5]


def test_the_interval_agrees_with_a_naive_bootstrap_of_the_cards(even: Store) -> None:
    found = even.stability([day(99)], resamples=800, seed=1)
    recency = [99 - number // 4 for number in range(400)]
    dice = random.Random(5)
    for number, p in ((1, "0.2"), (2, "0.4")):
        naively = sorted(naive.percentile_disc(dice.choices(recency, k=400), p) for _ in range(800))
        low, fitted, high = interval(found, "R", number)
        assert fitted == naive.percentile_disc(recency, p)
        assert abs(low - naively[ceil(800 * 0.05) - 1]) <= 1
        assert abs(high - naively[ceil(800 * 0.95) - 1]) <= 1
        assert low < fitted < high


def test_amounts_are_resampled_by_cheques(even: Store) -> None:
    found = even.stability([day(99)], resamples=800, seed=1)
    # The percentile of n even steps has a standard deviation of sqrt(n p q) of them: 8 of 400.
    low, fitted, high = interval(found, "M", 1)
    assert fitted == 100 + 319
    assert 2 * 1.645 * 8 * 0.75 < high - low < 2 * 1.645 * 8 * 1.3


def test_a_fixed_border_does_not_move_and_a_ratio_follows_its_borders(even: Store) -> None:
    found = even.stability([day(99)], resamples=50)
    for of in found.intervals:
        if of.axis.code == "A":
            assert of.low == of.fitted == of.high
            assert of.same == 1
            assert of.fixed
        else:
            assert not of.fixed
    for borders in resampled_borders(even.segment(day(99)), 20, 1):
        base, churn = borders["R"][0], borders["R"][2]
        assert borders["F"][1] == rounded(max(base, Fraction(1)) / churn, 100)


def test_the_interval_is_made_of_percentiles_of_the_resamples(even: Store) -> None:
    found = even.stability([day(99)], resamples=41, seed=4)
    drawn = list(resampled_borders(even.segment(day(99)), 41, 4))
    for of in found.intervals:
        values = [borders[of.axis.code][of.number - 1] for borders in drawn]
        ordered = sorted(values)
        assert (of.low, of.high) == (ordered[ceil(41 * 0.05) - 1], ordered[ceil(41 * 0.95) - 1])
        assert of.same == Fraction(Counter(values)[of.fitted], 41)


@needs_real
def test_the_series_holds_the_borders_of_each_day(real_store: Store) -> None:
    days = [*real_store.month_ends()][-4:]
    found = real_store.stability(days, resamples=1)
    assert [one.as_of for one in found.series] == days
    for one in found.series:
        wanted = naive.segment(real.rows(), one.as_of)
        assert (one.cards, dict(one.borders)) == (len(wanted.cards), borders_of(wanted))
    assert found.series_frame().height == 4 * 9
    assert found.segmentation.as_of == days[-1]


@needs_real
def test_on_the_real_table_the_published_borders_lie_in_their_intervals(real_store: Store) -> None:
    found = real_store.stability(["2022-06-09"], resamples=300)
    for of in found.intervals:
        assert of.low <= of.fitted <= of.high
        assert of.fixed or of.low < of.high
    assert interval(found, "R", 3)[1] == 105
    assert interval(found, "M", 1)[1] == 1202


@pytest.mark.parametrize(("resamples", "seed"), [(0, 1), (-5, 1), (100_001, 1), (10, -1)])
def test_a_count_that_cannot_be_is_refused(even: Store, resamples: int, seed: int) -> None:
    with refused(resamples if seed > 0 else seed):
        even.stability([day(99)], resamples=resamples, seed=seed)


def test_no_day_at_all_is_refused(even: Store) -> None:
    with refused("No day"):
        even.stability([])
