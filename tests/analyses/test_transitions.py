"""Chains over months: naive Python follows every card, and the exact chain keeps its laws."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import naive, real
from oracles.naive import Row
from support.stores import ANNA, BORIS, VERA, bought, day, held
from support.tables import first_day, tables
from support.words import LEVELS

from rfma_fast.analyses import markov
from rfma_fast.analyses.transitions import Transitions
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.loader import scheme_text

DAYS = (
    date(2021, 8, 31), date(2021, 9, 30), date(2021, 10, 31), date(2021, 11, 30),
    date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31),
    date(2022, 4, 30), date(2022, 5, 31), date(2022, 6, 9),
)  # fmt: skip
WHOLE = len(DAYS) - 1
"""Dates that are month ends: the last step of the chain ends in the middle of June."""


@cache
def paths(level: str) -> list[dict[str, str]]:
    """Return at each date card → group, borders frozen at the first, as plain Python finds it."""
    first = naive.segment(real.rows(), DAYS[0])
    group = naive.LEVELS[level]
    found = [first, *(naive.segment(real.rows(), day, frozen=first) for day in DAYS[1:])]
    return [{card: group(row) for card, row in one.cards.items()} for one in found]


@pytest.fixture(scope="module")
def chain(real_store: Store) -> Transitions:
    return real_store.transitions(DAYS)


def test_sizes_and_retention_are_those_of_every_card_followed(chain: Transitions) -> None:
    states = paths("region")
    sizes = {
        (as_of, code): cards
        for as_of, code, cards in chain.sizes.select("as_of", "code", "cards").iter_rows()
    }
    assert sizes == {
        (day, code): cards
        for day, state in zip(DAYS, states, strict=True)
        for code, cards in Counter(state.values()).items()
    }
    kept = {
        (since, until, code): (cards, stayed)
        for since, until, code, cards, stayed, _ in chain.retention.iter_rows()
    }
    wanted = {}
    for place in range(len(DAYS) - 1):
        before, after = states[place], states[place + 1]
        stayed = Counter(group for card, group in before.items() if after[card] == group)
        for code, cards in Counter(before.values()).items():
            wanted[DAYS[place], DAYS[place + 1], code] = (cards, stayed[code])
    assert kept == wanted
    for *_, cards, stayed, retention in chain.retention.iter_rows():
        assert retention == stayed / cards


@pytest.mark.parametrize("months", [1, 2, 3, 6])
def test_several_months_at_once_are_counted_card_by_card(chain: Transitions, months: int) -> None:
    states, wanted = paths("region"), Counter[tuple[str, str]]()
    for place in range(WHOLE - months):
        for card, group in states[place].items():
            wanted[group, states[place + months][card]] += 1
    found = {
        (chain.codes[a], chain.codes[b]): cards
        for a, row in enumerate(chain.counts[months])
        for b, cards in enumerate(row)
        if cards
    }
    assert found == wanted
    assert chain.starts[months] == WHOLE - months
    assert 12 not in chain.starts


@pytest.mark.parametrize("months", [1, 2, 3, 6])
def test_the_prediction_is_the_product_of_shares(chain: Transitions, months: int) -> None:
    states, counts = paths("region"), Counter[tuple[str, str]]()
    for place in range(WHOLE - 1):
        for card, group in states[place].items():
            counts[group, states[place + 1][card]] += 1
    codes = sorted({code for pair in counts for code in pair})
    rows = {a: sum(counts[a, b] for b in codes) for a in codes}
    step = {(a, b): Fraction(counts[a, b], rows[a]) for a in codes for b in codes}
    now = {(a, b): Fraction(a == b) for a in codes for b in codes}
    for _ in range(months):
        now = {
            (a, b): sum((now[a, c] * step[c, b] for c in codes), Fraction(0))
            for a in codes
            for b in codes
        }
    said = chain.months(months)
    for source, target, cards, observed, predicted in said.iter_rows():
        assert predicted == float(now[source, target])
        whole = said.filter(pl.col("from") == source).get_column("cards").sum()
        assert observed == cards / whole
    if months == 1:
        assert chain.error(1) == 0
    else:
        assert 0 < (chain.error(months) or 0) < Fraction(1, 5)


def test_the_limit_is_what_a_month_with_its_new_cards_leaves_as_it_is(chain: Transitions) -> None:
    states = paths("region")
    limit, shares = chain.limit, chain.chain
    assert limit is not None
    assert limit.shares is not None
    assert shares is not None
    new = Counter[str]()
    known = 0
    for place in range(WHOLE - 1):
        before, after = states[place], states[place + 1]
        known += len(before)
        new.update(group for card, group in after.items() if card not in before)
    assert (chain.known, sum(chain.new)) == (known, new.total())
    assert limit.growth == Fraction(new.total(), known)
    codes = [chain.codes[place] for place in chain.present]
    assert limit.entrants == tuple(Fraction(new[code], new.total()) for code in codes)
    assert sum(limit.shares) == sum(limit.now) == sum(limit.entrants) == 1
    for column, code in enumerate(codes):
        flown = sum(limit.shares[row] * shares[row][column] for row in range(len(codes)))
        grown = (flown + limit.growth * limit.entrants[column]) / (1 + limit.growth)
        assert grown == limit.shares[column], code
    assert limit.closed is not None
    for column in range(len(codes)):
        assert limit.closed[column] == sum(
            limit.closed[row] * shares[row][column] for row in range(len(codes))
        )
    near = list(limit.distances[:24])
    assert near == sorted(near, reverse=True)
    assert limit.distances[24] < 1e-3 < limit.distances[0]
    assert chain.limits().get_column("limit").sum() == pytest.approx(1)


def test_the_last_part_of_a_month_is_no_step_of_the_chain(
    real_store: Store, chain: Transitions
) -> None:
    whole = real_store.transitions(DAYS[:-1])
    assert chain.steps == whole.steps == WHOLE - 1
    assert chain.counts == whole.counts
    assert (chain.new, chain.known) == (whole.new, whole.known)
    assert chain.sizes.height > whole.sizes.height


def test_days_of_ones_own_are_all_steps(real_store: Store) -> None:
    days = [date(2022, 3, 1), date(2022, 3, 15), date(2022, 4, 2)]
    assert real_store.transitions(days).steps == 2


def test_a_level_of_many_groups_has_sizes_and_no_chain(real_store: Store) -> None:
    found = real_store.transitions(DAYS[-3:], level="class")
    assert found.too_many_groups
    assert (found.counts, found.limit, found.limits().height) == ({}, None, 0)
    assert found.sizes.filter(pl.col("as_of") == DAYS[-1]).get_column("cards").sum() == 5926


def test_units_of_card_and_shop_are_followed_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("scheme") / "shops.toml"
    text = scheme_text("rfma")
    assert "[population]" not in text
    place = text.index("[[axis]]")
    file.write_text(f'{text[:place]}[population]\nunit = "card_shop"\n\n{text[place:]}')
    rows = [bought(n * 20, ANNA, 100_00, "A") for n in range(6)]
    rows += [bought(n * 20 + 3, ANNA, 100_00, "B") for n in range(2, 6)]
    rows += [bought(70, BORIS, 100_00, "A")]
    found = held(rows).transitions([day(30), day(60), day(90)], scheme=str(file))
    assert [len(row) for row in found.counts[1]] == [9] * 9
    pairs = [sum(map(sum, found.counts[count])) for count in (1, 2)]
    assert pairs == [1 + 2, 1]  # one pair at first, two at the second date, each found again
    assert sum(found.new) == 2


@settings(max_examples=40, deadline=None)
@given(rows=tables(), step=st.integers(5, 30), level=st.sampled_from(LEVELS[1:]))
def test_every_chain_reconciles(rows: tuple[Row, ...], step: int, level: str) -> None:
    start = first_day(rows)
    days = [start + timedelta(days=step * number) for number in range(1, 8)]
    try:
        found = held(rows).transitions(days, level=level)
    except RfmaError:
        return
    sizes = {(as_of, code): cards for as_of, code, cards, _ in found.sizes.iter_rows()}
    for count, matrix in found.counts.items():
        starts = days[: found.starts[count]]
        for place, code in enumerate(found.codes):
            known = sum(sizes.get((as_of, code), 0) for as_of in starts)
            assert sum(matrix[place]) == known, (count, code)
    if found.chain is not None:
        for months in found.counts:
            assert all(sum(row) == 1 for row in markov.power(found.chain, months))
        limit = found.limit
        assert limit is not None
        if limit.growth:
            assert limit.shares is not None, "with new cards there is one limit only"
        for shares in (limit.shares, limit.closed):
            if shares is not None:
                assert sum(shares) == 1
                assert min(shares) >= 0
                assert max(shares) <= 1


# --- the chain itself ----------------------------------------------------------------------------

HALF = Fraction(1, 2)


def test_a_chain_that_swaps_two_groups_comes_back_every_other_month() -> None:
    swap = markov.row_shares([[0, 3], [5, 0]])
    assert markov.power(swap, 2) == markov.row_shares([[1, 0], [0, 1]])
    assert markov.power(swap, 0) == markov.power(swap, 2)
    assert markov.stationary(swap) == [HALF, HALF]


def test_two_groups_that_nobody_leaves_have_no_single_limit() -> None:
    apart = markov.row_shares([[4, 0], [0, 9]])
    assert markov.stationary(apart) is None
    entrants = [Fraction(1, 4), Fraction(3, 4)]
    opened = markov.with_entrants(apart, Fraction(1, 10), entrants)
    assert all(sum(row) == 1 for row in opened)
    assert markov.stationary(opened) == entrants


def test_a_group_that_nobody_leaves_takes_all_in_the_end() -> None:
    trap = markov.row_shares([[1, 1], [0, 7]])
    assert markov.stationary(trap) == [Fraction(0), Fraction(1)]
    way = markov.distances(trap, [Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)], 3)
    assert way == [1, 0.5, 0.25, 0.125]


@given(st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=3, max_size=3))
def test_a_limit_is_left_as_it_is(counts: list[list[int]]) -> None:
    if not all(map(sum, counts)):
        return
    shares = markov.row_shares(counts)
    end = markov.stationary(shares)
    if end is not None:
        assert sum(end) == 1
        assert min(end) >= 0
        assert [sum(end[row] * shares[row][c] for row in range(3)) for c in range(3)] == end


def test_a_group_reached_only_at_the_end_leaves_the_chain_open() -> None:
    rows = (bought(0, ANNA, 100_00), bought(1, BORIS, 900_00), bought(80, VERA, 500_00))
    found = held(rows).transitions([day(10), day(40)])
    assert found.dead_ends
    assert (found.chain, found.limit, found.error(1)) == (None, None, None)
    assert found.months(1).get_column("predicted").null_count() == found.months(1).height
