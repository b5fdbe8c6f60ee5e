"""Research: distributions, ties and capacities, as plain Python counts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import borders as duck_borders
from oracles import duck, naive, published, real
from oracles.naive import CardRow, Row
from oracles.real import needs_real
from support.stores import ANNA, BORIS, GLEB, VERA, bought, day, held
from support.tables import tables
from support.words import people

from rfma_fast.analyses.research import DECILES, AxisResearch, Research
from rfma_fast.api import Store
from rfma_fast.quantiles.round_numbers import DAYS, MANTISSAS
from rfma_fast.reports.research import as_json

ROWS = [
    bought(0, ANNA, 100_00),
    bought(9, ANNA, 300_00),
    bought(9, ANNA, 300_00),
    bought(12, BORIS, 150_00),
    bought(20, BORIS, -50_00),
    bought(30, VERA, 900_00),
    bought(33, GLEB, 200_00),
    bought(35, None, 1_00),
]
MEASURES: dict[str, Callable[[CardRow], int]] = {
    "R": lambda row: row.recency,
    "F": lambda row: row.frequency_hundredths,
    "M": lambda row: row.monetary_kopecks // 100,
    "A": lambda row: row.age,
}


@pytest.fixture(params=["small", "real"])
def said(request: pytest.FixtureRequest) -> Research:
    if request.param == "small":
        return held(ROWS).thresholds()
    store: Store = request.getfixturevalue("real_store")
    return store.thresholds()


KEEPS: dict[str, Callable[[int, Fraction], bool]] = {
    "<=": lambda value, border: value <= border,
    ">=": lambda value, border: value >= border,
    "<": lambda value, border: value < border,
    ">": lambda value, border: value > border,
}


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


@needs_real
def test_the_published_statistics_come_out(real_store: Store) -> None:
    said = real_store.thresholds()
    recency = said.axes[0]
    assert recency.deciles == list(published.RECENCY_DECILES)
    assert (recency.values.least, recency.values.greatest) == (0, 332)
    assert round(recency.values.mean or 0) == published.RECENCY_MEAN
    assert recency.values.percentile_cont(Fraction(1, 2)) == published.RECENCY_MEDIAN
    for axis in said.axes:
        sizes = {part.grade: part.cards for part in axis.capacities}
        assert sizes == published.CAPACITIES[axis.axis.code]
        assert sum(part.total for part in axis.capacities) == published.IDENTIFIED_REVENUE


@needs_real
def test_duckdb_counts_the_same_values_bins_and_ties(real_store: Store) -> None:
    said, source = real_store.thresholds(), duck.connect()
    duck.load(source, real.REAL)
    for axis in said.axes:
        code = axis.axis.code
        values = duck_borders.values(source, code)
        assert dict(axis.values.frame.iter_rows()) == values
        edges = [(part.least, part.most) for part in axis.bins]
        assert [part.count for part in axis.bins] == duck_borders.bins(source, code, edges)
        heaviest = axis.heaviest
        assert heaviest is not None
        assert heaviest.cards == max(values.values())
    for axis, tie, _ in said.candidates:
        below, here, every = duck_borders.tie(source, axis.axis.code, tie.value)
        assert tie.cards == here
        assert tie.share == Fraction(here, every)
        assert (tie.below, tie.through) == (Fraction(below, every), Fraction(below + here, every))
    assert said.cheques_of_card.count_at(1) == duck_borders.one_cheque(source)
    source.close()


@needs_real
def test_duckdb_counts_the_same_returns_after_longer_than_a_churn_period(real_store: Store) -> None:
    for churn, level in zip(real_store.thresholds().churns, ("0.80", "0.90", "0.95"), strict=True):
        found = duck_borders.churn(real.REAL, level)
        assert (churn.days, churn.within, churn.later) == found
        assert churn.within + churn.later == 21_075 - 5_926


@needs_real
def test_duckdb_grades_by_the_proposed_borders_into_the_same_regions(real_store: Store) -> None:
    said = real_store.thresholds()
    assert [one.method for one in said.proposals] == [
        "in_force", "equal", "pareto", "natural", "round",
    ]  # fmt: skip
    for one in said.proposals:
        rows = duck_borders.graded(real.REAL, one.graded.thresholds.borders)
        cards = Counter(str(row["region"]) for row in rows)
        level = one.graded.level("region")
        assert dict(level.select("code", "cards").iter_rows()) == cards
        assert int(level.get_column("revenue").sum() * 100) == published.IDENTIFIED_REVENUE


def test_equal_parts_are_percentiles_over_cards(said: Research) -> None:
    (equal,) = (one for one in said.proposals if one.method == "equal")
    cards = cards_of(said)
    for axis in said.axes:
        borders = equal.borders[axis.axis.code]
        if borders is None:
            continue
        ordered = sorted(MEASURES[axis.axis.code](row) for row in cards)
        parts, scale = len(borders) + 1, axis.axis.measure.scale
        marks = [ordered[ceil(Fraction(k * len(ordered), parts)) - 1] for k in range(1, parts)]
        for keep, border, mark in zip(
            axis.axis.borders, borders, marks if rises(axis) else marks[::-1], strict=True
        ):
            above = min((value for value in ordered if value > mark), default=None)
            assert border * scale == (above if keep.keep == ">=" else mark)


def rises(axis: AxisResearch) -> bool:
    return axis.axis.borders[0].keep.startswith("<")


def test_pareto_borders_take_eighty_per_cent_of_what_is_left(said: Research) -> None:
    (proposal,) = (one for one in said.proposals if one.method == "pareto")
    cards = cards_of(said)
    whole = sum(row.total for row in cards)
    for axis in said.axes:
        measure, scale = MEASURES[axis.axis.code], axis.axis.measure.scale
        valued = [(measure(row), row.total) for row in cards]
        for number, border in enumerate(proposal.borders[axis.axis.code] or (), start=1):
            keep = axis.axis.borders[number - 1].keep
            inside = [pair for pair in valued if KEEPS[keep](pair[0], border * scale)]
            rest = whole - sum(total for _, total in inside)
            assert rest * 5**number <= whole
            values = [value for value, _ in inside]
            outermost = max(values) if rises(axis) else min(values)
            fewer = sum(total for value, total in inside if value != outermost)
            assert (whole - fewer) * 5**number > whole


def test_a_method_that_leaves_a_grade_without_values_has_no_borders() -> None:
    said = held([bought(number, f"{number:013d}", 100_00) for number in range(3)]).thresholds()
    by_method = {one.method: one for one in said.proposals}
    for method in ("equal", "natural", "pareto"):
        assert by_method[method].borders["M"] is None
    now = said.segmentation.thresholds.borders
    assert by_method["equal"].graded.thresholds.borders["M"] == now["M"]


def test_a_candidate_names_each_method_once_and_borders_rise() -> None:
    said = held([bought(0, ANNA, 100_00)]).thresholds()
    firsts = {borders[0] for borders in said.segmentation.thresholds.borders.values()}
    assert firsts == {0, 1, 100, 180}
    for _, tie, methods in said.candidates:
        assert len(set(methods)) == len(methods) > 0
        assert tie.below + tie.share == tie.through
    assert [tie.value for axis, tie, _ in said.candidates if axis.axis.code == "R"] == [0, 1]
    assert said.pareto.top_fifth == 1
    assert [churn.days for churn in said.churns] == [None] * 3


def test_equal_parts_that_fall_together_are_no_borders() -> None:
    amounts = [100_00] * 8 + [200_00]
    rows = [bought(place, f"{place:013d}", amount) for place, amount in enumerate(amounts)]
    by_method = {one.method: one for one in held(rows).thresholds().proposals}
    assert by_method["equal"].borders["M"] is None
    assert [*(by_method["equal"].borders["R"] or ())] == [2, 4, 6]


def test_frozen_borders_have_the_scheme_s_own_beside_them(
    real_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("frozen") / "borders.toml"
    file.write_text(real_store.segment(day(40)).thresholds.to_toml(), encoding="utf-8")
    said = real_store.thresholds(thresholds=file)
    by_method = {one.method: one for one in said.proposals}
    assert by_method["rule"].borders == real_store.segment().thresholds.borders
    assert by_method["in_force"].borders == real_store.segment(day(40)).thresholds.borders


def test_json_has_all_digits_of_a_median() -> None:
    # Base interval 38, churn period 60: frequencies 2 · 38 / 99 = 0.77 and 38 / 38 = 1.
    rows = [bought(0, ANNA, 100_00), bought(60, ANNA, 100_00), bought(61, BORIS, 301_00)]
    axes = as_json(held(rows).thresholds(day(99)), "region")["axes"]
    assert (axes["monetary"]["median"], axes["monetary"]["mean"]) == (200.5, 200.5)
    assert (axes["recency"]["min"], axes["recency"]["median"]) == (38, 38.5)
    assert axes["frequency"]["median"] == 0.885


def test_the_page_lists_the_round_numbers_that_are_proposed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "research.md").read_text(encoding="utf-8")
    (row,) = (line for line in page.splitlines() if line.startswith("| round |"))
    of_days, of_others = row.split("power of ten")[0].split("; else of ")
    days = [int(number) for number in re.findall(r"\d+", of_days)]
    assert days == [*DAYS]
    assert [Fraction(number) for number in re.findall(r"[\d.]+", of_others)] == [*MANTISSAS]


def naive_without_next(rows: Sequence[Row], as_of: date, within: int) -> Fraction:
    """Kaplan and Meier, purchase by purchase and day by day."""
    bought_on: dict[str, list[date]] = {}
    for at, _, card, amount in sorted(rows, key=lambda row: row[0]):
        if card and naive.is_identified(card) and amount > 0 and at.date() <= as_of:
            bought_on.setdefault(card, []).append(at.date())
    waits = []  # (days, whether the next purchase came)
    for days in bought_on.values():
        waits += [((after - before).days, True) for before, after in pairwise(days)]
        waits.append(((as_of - days[-1]).days, False))
    left = Fraction(1)
    for length in range(within + 1):
        watched = sum(1 for waited, _ in waits if waited >= length)
        came = sum(1 for waited, over in waits if waited == length and over)
        left *= 1 - Fraction(came, watched) if watched else 1
    return left


@settings(deadline=None, max_examples=60)
@given(tables(), st.integers(0, 60))
def test_purchases_without_a_next_one_are_watched_as_long_as_they_can_be(
    rows: tuple[Row, ...], within: int
) -> None:
    last = max(at.date() for at, *_ in rows)
    if not any(card and naive.is_identified(card) and amount > 0 for *_, card, amount in rows):
        return
    told = held(rows).thresholds(last)
    wanted = naive_without_next(rows, last, within)
    assert told.until_next.beyond(within) == pytest.approx(float(wanted), abs=1e-12)


@needs_real
def test_a_quarter_of_the_purchases_had_no_next_one_within_the_churn_period(
    real_store: Store,
) -> None:
    told = real_store.thresholds()
    (churn,) = (one for one in told.churns if one.level == Fraction(95, 100))
    assert churn.days == 105
    wanted = naive_without_next(real.rows(), date(2022, 6, 9), 105)
    assert churn.without_next == pytest.approx(float(wanted), abs=1e-12)
    assert round(told.until_next.beyond(105), 3) == 0.255
    assert round(told.until_next.beyond(318), 3) == 0.166
