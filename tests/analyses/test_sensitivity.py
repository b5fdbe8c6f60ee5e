"""Shifted borders against every card graded again in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl
import pytest
from oracles import naive
from oracles.naive import CardRow
from oracles.real import needs_real
from support.stores import ANNA, BORIS, GLEB, VERA, bought, held
from support.words import people

from rfma_fast.analyses.regrading import Regrading
from rfma_fast.analyses.sensitivity import SHIFTS, Sensitivity
from rfma_fast.api import Store

ROWS = [
    bought(0, ANNA, 100_00),
    bought(9, ANNA, 300_00),
    bought(12, BORIS, 150_50),
    bought(14, BORIS, 250_50),
    bought(30, VERA, 900_00),
    bought(33, GLEB, 200_00),
    bought(40, GLEB, 220_00),
]
Borders = dict[str, tuple[Fraction, ...]]
Place = tuple[str, int]
"""Class and region."""


@pytest.fixture(scope="module", params=["small", pytest.param("real", marks=needs_real)])
def found(request: pytest.FixtureRequest) -> Sensitivity:
    if request.param == "small":
        return held(ROWS).sensitivity()
    store: Store = request.getfixturevalue("real_store")
    return store.sensitivity()


def place(row: CardRow, borders: Borders) -> Place:
    """Grade a card by the specification's comparisons; give its class and its region."""
    often, money = row.frequency_hundredths, row.monetary_kopecks
    r, m, a = (
        [(edge.numerator, edge.denominator) for edge in borders[axis]] for axis in ("R", "M", "A")
    )
    f = [(edge.numerator * 100, edge.denominator) for edge in borders["F"]]
    kept = (
        [row.recency * d <= n for n, d in r],
        [often * f[0][1] >= f[0][0], often * f[1][1] > f[1][0]],
        [money * d > n * 100 for n, d in m],
        [row.age * d > n for n, d in a],
    )
    code = "".join(str((*holds, True).index(True) + 1) for holds in kept)
    return code, naive.REGION_OF_CLUSTER[naive.CLUSTER_OF_CLASS[code]]


def flips(cards: list[tuple[CardRow, Place]], after: Borders) -> tuple[int, int, int, int]:
    pairs = [(row, old, place(row, after)) for row, old in cards]
    classes = [row for row, old, new in pairs if old[0] != new[0]]
    regions = [row for row, old, new in pairs if old[1] != new[1]]
    return (
        len(classes),
        sum(row.total for row in classes),
        len(regions),
        sum(row.total for row in regions),
    )


def shifted(borders: Borders) -> Iterator[tuple[str, int, Fraction, Borders]]:
    for axis, edges in borders.items():
        for number, edge in enumerate(edges):
            for by in SHIFTS:
                moved = (*edges[:number], edge * (1 + by), *edges[number + 1 :])
                yield axis, number + 1, by, {**borders, axis: moved}


def test_flips_are_those_of_every_card_graded_again(found: Sensitivity) -> None:
    before = dict(found.segmentation.thresholds.borders)
    cards = [(row, place(row, before)) for row in people(found.segmentation).values()]
    told = {
        (of.axis.code, of.number, shift.by): shift for of in found.borders for shift in of.shifts
    }
    wanted = list(shifted(before))
    assert len(told) == len(wanted) == 9 * len(SHIFTS)
    for axis, number, by, after in wanted:
        shift = told[axis, number, by]
        assert shift.border == after[axis][number - 1]
        assert (
            shift.class_cards,
            shift.class_total,
            shift.group_cards,
            shift.group_total,
        ) == flips(cards, after), (axis, number, by)


def test_the_most_fragile_border_comes_first(found: Sensitivity) -> None:
    tenth = Fraction(1, 10)
    ranks = []
    for of in found.borders:
        by_shift = {shift.by: shift for shift in of.shifts}
        ways = by_shift[-tenth], by_shift[tenth]
        ranks.append((max(w.group_cards for w in ways), max(w.class_cards for w in ways)))
    assert [of.fragility for of in found.borders] == ranks == sorted(ranks, reverse=True)
    for of in found.borders:
        assert [shift.by for shift in of.shifts] == list(SHIFTS)
        for shift in of.shifts:
            assert 0 <= shift.group_cards <= shift.class_cards <= found.segmentation.cards


def test_a_larger_shift_the_same_way_moves_at_least_as_many(found: Sensitivity) -> None:
    for of in found.borders:
        down, up = of.shifts[2::-1], of.shifts[3:]
        for way in (down, up):
            cards = [shift.class_cards for shift in way]
            in_order = all(
                abs(of.border - shift.border)
                <= min(
                    (abs(of.border - other.border) for other in found.borders
                     if other.axis is of.axis and other is not of),
                    default=shift.border,
                )
                for shift in way
            )  # fmt: skip
            assert cards == sorted(cards) or not in_order


@needs_real
def test_on_the_real_table_the_border_on_a_heavy_tie_is_the_most_fragile(real_store: Store) -> None:
    found = real_store.sensitivity()
    worst = found.borders[0]
    assert (worst.axis.code, worst.number, worst.border) == ("F", 2, Fraction(1, 5))
    # 1,639 cards have a frequency of exactly 0.2: below it they are no one-off cards any more.
    assert [shift.group_cards for shift in worst.shifts] == [1718, 1673, 1639, 73, 141, 261]
    assert found.frame().height == 54
    assert found.frame().item(2, "group_cards") == 1639


@needs_real
def test_a_level_is_chosen_or_refused(real_store: Store) -> None:
    by_class = real_store.sensitivity(level="class")
    for of in by_class.borders:
        assert all(shift.group_cards == shift.class_cards for shift in of.shifts)


@needs_real
@pytest.mark.parametrize("scheme", ["rfm8", "rfm27", "lost"])
def test_flips_of_any_scheme_are_those_of_all_cards_graded_again(
    real_store: Store, scheme: str
) -> None:
    found = real_store.sensitivity(scheme=scheme)
    level = real_store.scheme(scheme).level_codes[-1]
    assert found.level in ("region", level)
    regrading = Regrading(found.segmentation)
    old = found.segmentation.classed["class"]
    groups = pl.Series(found.segmentation.codebook.codes(found.level))
    for of in found.borders:
        edges = found.segmentation.thresholds.borders[of.axis.code]
        for shift in of.shifts:
            moved = (*edges[: of.number - 1], shift.border, *edges[of.number :])
            new = regrading.under({of.axis.code: moved}).classed["class"]
            assert shift.class_cards == (old != new).sum()
            assert shift.group_cards == (groups.gather(old) != groups.gather(new)).sum()
