"""Research: distributions, ties and capacities, as plain Python counts them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil

import pytest
from oracles import naive, real
from oracles.naive import CardRow
from support.stores import ANNA, BORIS, GLEB, VERA, bought, day, held
from support.words import people

from rfma_fast.analyses.research import DECILES, Research
from rfma_fast.api import Store

ROWS = [
    bought(0, ANNA, 100_00),
    bought(9, ANNA, 300_00),
    bought(9, ANNA, 300_00),
    bought(12, BORIS, 150_50),
    bought(20, BORIS, -50_00),
    bought(30, VERA, 900_00),
    bought(33, GLEB, 200_00),
    bought(35, None, 1_00),
]
MEASURES = {
    "R": lambda row: row.recency,
    "F": lambda row: row.frequency_hundredths,
    "M": lambda row: row.monetary_roubles,
    "A": lambda row: row.age,
}


@pytest.fixture(params=["small", "real"])
def said(request: pytest.FixtureRequest) -> Research:
    if request.param == "small":
        return held(ROWS).thresholds()
    store: Store = request.getfixturevalue("real_store")
    return store.thresholds()


def cards_of(said: Research) -> list[CardRow]:
    return list(people(said.segmentation).values())


def test_values_are_the_measures_of_the_cards(said: Research) -> None:
    cards = cards_of(said)
    for axis in said.axes:
        counted = Counter(MEASURES[axis.axis.code](row) for row in cards)
        assert dict(axis.values.frame.iter_rows()) == counted
        ordered = sorted(counted.elements())
        scale = 100 if axis.axis.code == "F" else 1
        assert axis.deciles == [
            Fraction(ordered[ceil(p * len(ordered)) - 1], scale) for p in DECILES
        ]


def test_capacities_are_sums_over_the_cards_of_a_grade(said: Research) -> None:
    cards = cards_of(said)
    for axis in said.axes:
        for part in axis.capacities:
            inside = [row for row in cards if getattr(row, axis.axis.code) == part.grade]
            assert (part.cards, part.cheques, part.total) == (
                len(inside),
                sum(row.cheques for row in inside),
                sum(row.total for row in inside),
            )
        assert [part.grade for part in axis.capacities] == [
            number for number, _ in enumerate(axis.axis.grades, start=1)
        ]


def test_ties_are_the_cards_exactly_on_a_border(said: Research) -> None:
    cards = cards_of(said)
    for axis in said.axes:
        scale = 100 if axis.axis.code == "F" else 1
        values = [Fraction(MEASURES[axis.axis.code](row), scale) for row in cards]
        assert axis.ties == tuple(values.count(border) for border in axis.borders)


def test_the_gaps_and_their_percentiles_are_told() -> None:
    said = held(ROWS).thresholds()
    assert dict(said.gaps.frame.iter_rows()) == {0: 1, 9: 1}
    assert said.churn_periods == [(Fraction(p, 100), 9) for p in (80, 90, 95)]


def test_the_real_gaps_give_the_published_churn_period(real_store: Store) -> None:
    said = real_store.thresholds()
    assert dict(said.churn_periods)[Fraction(95, 100)] == 105
    assert said.gaps.size == 21_075 - 5_926
    assert said.axes[0].in_unit(None) is None


def test_research_of_an_earlier_day_and_of_a_shop_is_of_that_segmentation(
    real_store: Store,
) -> None:
    shops = ["Аптека 8"]
    said = real_store.thresholds(day(40), shops=shops)
    wanted = naive.segment(real.rows(), day(40), shops=shops)
    assert people(said.segmentation) == wanted.cards
    assert said.axes[0].values.size == len(wanted.cards)
    assert sum(said.axes[0].ties) >= 1, "a border is a value"


def test_research_of_frozen_borders_counts_their_ties(
    real_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("frozen") / "borders.toml"
    file.write_text(real_store.segment(day(40)).thresholds.to_toml(), encoding="utf-8")
    said = real_store.thresholds(thresholds=file)
    assert said.segmentation.frozen
    assert said.axes[0].borders == real_store.segment(day(40)).thresholds.borders["R"]
