"""Windows of a migration and the dates before it: naive sums, card by card, on any table."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import duck, real
from oracles.naive import Row
from support.stores import ANNA, BORIS, bought, day, held
from support.tables import first_day, tables
from support.words import LEVELS, kopecks

from rfma_fast.analyses.migration import Migration
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError

D1, D2 = date(2022, 2, 28), date(2022, 4, 29)


def naive_windows(
    rows: tuple[Row, ...], ends: tuple[date, date], days: int
) -> list[dict[str, int]]:
    """Return card → kopecks in the days up to each end, returns netted."""
    found = []
    for end in ends:
        spent: dict[str, int] = defaultdict(int)
        for at, _, card, amount in rows:
            if card is not None and end - timedelta(days=days) < at.date() <= end:
                spent[card] += amount
        found.append(spent)
    return found


def pair_of(found: Migration, level: str) -> dict[str, tuple[str, str]]:
    """Return card → its groups at both dates, new and none where it has none."""
    sides = []
    for side in (found.before, found.after):
        table = side.table()
        sides.append(dict(zip(table["card"], table[level].cast(str), strict=True)))
    was, now = sides
    return {card: (was.get(card, "new"), now.get(card, "none")) for card in was | now}


@settings(max_examples=60, deadline=None)
@given(
    rows=tables(), start=st.integers(0, 60), length=st.integers(1, 60),
    asked=st.none() | st.integers(1, 90), between=st.booleans(), level=st.sampled_from(LEVELS),
)  # fmt: skip
def test_windows_are_the_sums_of_cheques_card_by_card(
    rows: tuple[Row, ...], start: int, length: int, asked: int | None, between: bool, level: str
) -> None:
    first = first_day(rows)
    since = first + timedelta(days=start)
    until = since + timedelta(days=length)
    try:
        found = held(rows).migrate(since, until, between=between)
    except RfmaError:
        return
    spent = found.spending(asked)
    assert spent.asked == (length if asked is None else asked)
    assert spent.days == min(spent.asked, start + 1)
    assert spent.shortened == (start + 1 < spent.asked)
    windows = naive_windows(rows, (since, until), spent.days)
    wanted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for card, pair in pair_of(found, level).items():
        sums = wanted[pair]
        sums[0] += 1
        for side in (0, 1):
            sums[side + 1] += windows[side].get(card, 0)
    cells = spent.cells(level)
    assert {
        (row["from"], row["to"]): [
            row["cards"], kopecks(row["spent_before"]), kopecks(row["spent_after"])
        ]
        for row in cells.iter_rows(named=True)
    } == wanted  # fmt: skip
    total = spent.total().row(0, named=True)
    for part in (cells, spent.movements(level), spent.groups(level)):
        for name in ("cards", "spent_before", "spent_after"):
            assert part.get_column(name).sum() == total[name]
    for row in spent.groups(level).iter_rows(named=True):
        for when in ("before", "after"):
            exact = row[f"spent_{when}"] / row["cards"]
            assert abs(row[f"per_card_{when}"] - exact) <= 0.005


def test_the_groups_of_the_real_table_spent_what_duckdb_adds_up(real_store: Store) -> None:
    found = real_store.migrate(D1, D2).spending()
    table = real_store.segment(D1).table()
    with duck.connect() as connection:
        duck.load(connection, real.REAL)
        connection.register("graded", table.select("card", "region"))
        wanted = connection.execute(_GROUPS, {"d1": D1, "d2": D2}).fetchall()
    shown = found.groups("region")
    own = [
        (row["code"], row["cards"], kopecks(row["spent_before"]), kopecks(row["spent_after"]))
        for row in shown.iter_rows(named=True)
        if row["code"] != "new"
    ]
    assert own == wanted


_GROUPS = """
    select region, count(distinct card),
           coalesce(sum(amount) filter (
               c."at"::date between $d1::date - 59 and $d1::date), 0)::bigint,
           coalesce(sum(amount) filter (
               c."at"::date between $d2::date - 59 and $d2::date), 0)::bigint
    from graded left join cheques c using (card) group by region order by region
"""


def test_a_window_without_a_day_is_refused() -> None:
    found = held([bought(0, ANNA, 100), bought(9, ANNA, 50)]).migrate(day(3), day(9))
    with pytest.raises(UsageError, match="0 days"):
        found.spending(0)


# --- the dates before ----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    rows=tables(), start=st.integers(0, 80), length=st.integers(1, 30),
    borders=st.sampled_from(["frozen", "refit"]), between=st.booleans(),
)  # fmt: skip
def test_the_dates_before_move_as_a_migration_of_their_own(
    rows: tuple[Row, ...], start: int, length: int, borders: Any, between: bool
) -> None:
    store, since = held(rows), first_day(rows) + timedelta(days=start)
    days = timedelta(days=length)
    try:
        found = store.migrate(since, since + days, borders=borders, between=between)
    except RfmaError:
        return
    earlier = found.previous
    assert (earlier.since, earlier.until) == (since - days, since)
    if start < 2 * length:
        assert earlier.movements("warmth") is None
        assert str(first_day(rows)) in earlier.reason
        return
    try:
        alone = store.migrate(since - days, since, borders=borders, between=between)
    except RfmaError as error:
        assert (earlier.movements("warmth"), earlier.reason) == (None, error.message)
        return
    if not alone.before.cards:
        assert earlier.movements("warmth") is None
        return
    for level in LEVELS:
        told, wanted = earlier.movements(level), alone.movements(level)
        assert told is not None
        assert told.counts.equals(wanted.counts)
        assert told.mean_change == wanted.mean_change


def test_nothing_is_told_of_dates_on_which_nobody_was_known() -> None:
    rows = [bought(0, None, 100), bought(20, ANNA, 100), bought(25, BORIS, 100)]
    earlier = held(rows).migrate(day(20), day(25)).previous
    assert (earlier.flows, earlier.movements("warmth")) == (None, None)
    assert "2022-01-16" in earlier.reason


def test_calm_looks_colder_on_the_real_table_at_every_date(real_store: Store) -> None:
    found = real_store.migrate(date(2022, 3, 11), date(2022, 6, 9))
    now, then = found.movements("warmth").mean_change, found.previous.movements("warmth")
    assert now is not None
    assert then is not None
    assert then.mean_change is not None
    assert (round(float(now), 2), round(float(then.mean_change), 2)) == (0.59, 0.68)
