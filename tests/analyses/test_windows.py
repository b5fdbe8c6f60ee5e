"""Money of equal windows around the first date, and the pair of dates before: counted by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import naive, real
from oracles.naive import Row
from oracles.real import needs_real
from support.stores import ANNA, BORIS, VERA, bought, day, held
from support.tables import tables
from support.words import kopecks

from rfma_fast.analyses.migration import Migration
from rfma_fast.api import Store

Sums = dict[str, tuple[int, int, int]]


def spent(rows: Sequence[Row], d1: date, d2: date) -> dict[str, tuple[int, int]]:
    """Kopecks of every card in as many days before the first date as lie between the dates."""
    days = d2 - d1
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for at, _, card, amount in rows:
        if naive.is_identified(card):
            assert card is not None
            sums[card][0] += amount if d1 - days < at.date() <= d1 else 0
            sums[card][1] += amount if d1 < at.date() <= d2 else 0
    return {card: (before, after) for card, (before, after) in sums.items()}


def wanted(rows: Sequence[Row], d1: date, d2: date) -> Sums:
    before, after = naive.segment(rows, d1), naive.segment(rows, d2)
    money = spent(rows, d1, d2)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for card in before.cards.keys() | after.cards.keys():
        code = str(before.cards[card].region) if card in before.cards else "new"
        for place, value in enumerate((1, *money[card])):
            found[code][place] += value
    return {code: (cards, then, later) for code, (cards, then, later) in found.items()}


def told(migration: Migration) -> Sums:
    windows = migration.windows("region")
    assert windows is not None
    return {
        row["code"]: (row["cards"], kopecks(row["revenue_before"]), kopecks(row["revenue_after"]))
        for row in windows.groups.iter_rows(named=True)
    }


@needs_real
@pytest.mark.parametrize(
    ("d1", "d2"), [(date(2022, 2, 28), date(2022, 4, 29)), (date(2022, 3, 1), date(2022, 6, 9))]
)
@pytest.mark.parametrize("borders", ["frozen", "refit"])
def test_windows_of_the_real_table_are_the_cheques_in_them(
    real_store: Store, d1: date, d2: date, borders: str
) -> None:
    rows = real.rows()
    found = real_store.migrate(d1, d2, borders=borders)  # type: ignore[arg-type]
    assert told(found) == wanted(rows, d1, d2)


@needs_real
def test_without_any_campaign_the_best_spend_less_and_the_lapsed_more(real_store: Store) -> None:
    windows = real_store.migrate("2022-02-28", "2022-04-29").windows("region")
    assert windows is not None and windows.days == 60
    means = {
        code: (round(before), round(after))
        for code, before, after in windows.groups.select(
            "code", "mean_before", "mean_after"
        ).iter_rows()
    }
    assert means["110"] == (4058, 2291)
    assert means["220"] == (1381, 626)
    assert means["410"][0] == means["420"][0] == 0


@given(rows=tables(min_size=4), first=st.integers(20, 80), length=st.integers(3, 20))
@settings(deadline=None, max_examples=60)
def test_windows_of_any_table_are_the_cheques_in_them(
    rows: tuple[Row, ...], first: int, length: int
) -> None:
    # A card on the first days, so that the pair of dates before has somebody in it.
    table = (*rows, bought(0, ANNA, 700_00), bought(1, BORIS, 300_00))
    d1, d2 = day(first), day(first + length)
    assert told(held(table).migrate(d1, d2)) == wanted(table, d1, d2)


ROWS = [bought(number * 10, ANNA, 100_00) for number in range(12)]
ROWS += [bought(0, BORIS, 100_00), bought(65, VERA, 100_00)]


def test_the_pair_before_is_of_the_same_length_and_has_thresholds_of_its_own() -> None:
    store = held(ROWS)
    found = store.migrate(day(80), day(110))
    previous = found.previous
    assert previous is not None
    assert (previous.before.as_of, previous.after.as_of) == (day(50), day(80))
    alone = store.migrate(day(50), day(80))
    assert previous.movements("warmth").mean_change == alone.movements("warmth").mean_change
    assert isinstance(alone.movements("warmth").mean_change, Fraction)
    assert dict(previous.after.thresholds.borders) == dict(alone.before.thresholds.borders)


def test_there_is_no_pair_before_the_first_cheque() -> None:
    store = held(ROWS)
    found = store.migrate(day(30), day(30) + timedelta(days=31))
    assert found.previous is None
    assert found.windows("region") is None
