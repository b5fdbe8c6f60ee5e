"""From graded cards to sizes and flows: every card once, nobody lost, nobody twice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
from oracles import naive
from support.stores import ANNA, BORIS, VERA, bought

from plan.frames import CHEQUES, STATES, Make, answer, columns
from rfma_fast.periods import day_number
from rfma_fast.plan.measures import Moment
from rfma_fast.plan.states import card_states
from rfma_fast.plan.summary import NONE, class_flows, graded_cards, paired
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.loader import load_scheme

SCHEME = load_scheme("rfma")
CODEBOOK = compile_codebook(SCHEME)
BORDERS = {
    "R": (Fraction(21), Fraction(61), Fraction(105)),
    "F": (Fraction(96, 100), Fraction(1, 5)),
    "M": (Fraction(1202), Fraction(446)),
    "A": (Fraction(180), Fraction(30)),
}
GRADED = {"card": pl.Int64, "class": pl.Int64, "cheques": pl.Int64, "total": pl.Int64}


def test_cards_are_measured_and_graded_as_the_oracle_does(make: Make) -> None:
    rows = [
        bought(0, ANNA, 90_050),
        bought(40, ANNA, 310_000),
        bought(200, ANNA, -150),
        bought(110, BORIS, 44_650),
        bought(230, VERA, 120_249),
    ]
    as_of = date(2022, 8, 20)
    cards = {ANNA: 1, BORIS: 2, VERA: 3}
    told = [
        (cards[card or ""], day_number(at.date()), kopecks, shop)
        for at, shop, card, kopecks in rows
    ]
    frozen = naive.Segmentation(
        as_of, 21, 105, 21, 61, Fraction(96, 100), Fraction(1, 5), 120_200, 44_600, {},
        frozenset(), False,
    )  # fmt: skip
    wanted = naive.segment(rows, as_of, frozen=frozen).cards
    in_kopecks = SCHEME.with_kopecks({"amount"})
    states = card_states(make(told, CHEQUES))
    found = graded_cards(states, in_kopecks.axes, Moment(day_number(as_of)), BORDERS, CODEBOOK)
    assert columns(found) == [
        "card", "cheques", "total", "first", "last", "recency", "frequency", "monetary", "age",
        "R", "F", "M", "A", "class",
    ]  # fmt: skip
    assert answer(found) == [
        (
            key, row.cheques, row.total, day_number(row.first), day_number(row.last),
            row.recency, row.frequency_hundredths, row.monetary_kopecks, row.age,
            row.R, row.F, row.M, row.A, CODEBOOK.classes.index(row.class_code),
        )
        for card, key in cards.items()
        for row in (wanted[card],)
    ]  # fmt: skip


def test_nobody_is_graded_where_nobody_is(make: Make) -> None:
    found = graded_cards(make([], STATES), SCHEME.axes, Moment(100), BORDERS, CODEBOOK)
    assert answer(found) == []


def test_flows_hold_every_card_of_either_day_once(make: Make) -> None:
    before = make([(1, 5, 1, 100), (2, 5, 1, 200), (3, 6, 1, 300)], GRADED)
    after = make([(2, 7, 2, 250), (3, 7, 2, 350), (4, 0, 1, 40), (1, 0, 1, 100)], GRADED)
    flows = class_flows(before, after)
    assert columns(flows) == ["from", "to", "cards", "total_from", "total_to"]
    assert answer(flows) == [
        (NONE, 0, 1, 0, 40),
        (5, 0, 1, 100, 100),
        (5, 7, 1, 200, 250),
        (6, 7, 1, 300, 350),
    ]


def test_who_is_known_on_one_day_only_is_paired_with_no_class(make: Make) -> None:
    before = make([(1, 5, 1, 100), (2, 6, 1, 200)], GRADED)
    after = make([(2, 7, 2, 250), (9, 8, 2, 350)], GRADED)
    pairs = paired(before, after)
    assert columns(pairs) == ["card", "from", "to", "total_from", "total_to"]
    assert answer(pairs) == [(1, 5, NONE, 100, 0), (2, 6, 7, 200, 250), (9, NONE, 8, 0, 350)]
    assert NONE not in range(len(CODEBOOK.classes))
