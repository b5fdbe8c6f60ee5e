"""The cooling calendar against the oracle: a segmentation a day later is who cooled on that day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import naive, real
from oracles.naive import Row
from support.stores import ANNA, BORIS, FIRST_DAY, VERA, bought, day, held
from support.tables import days as any_days
from support.tables import tables
from support.words import refused

from rfma_fast import Store
from rfma_fast.analyses.cooling import LONGEST, Cooling
from rfma_fast.errors import RfmaError, UsageError

Drop = tuple[date, str, str, str, int]
"""day, card, from, to, kopecks."""

WINDOWED = """
format = 1
code = "windowed"
name = { en = "Windowed", ru = "С окном" }

[[axis]]
code = "F"
name = "visits"
measure = { kind = "count", of = "cheques", window = 30 }
grades = [{ en = "many", ru = "много" }, { en = "some", ru = "есть" }, { en = "none", ru = "нет" }]
borders = [
  { keep = ">=", rule = "fixed", value = "2" },
  { keep = ">=", rule = "fixed", value = "1" },
]

[[level]]
code = "heat"
name = { en = "heat", ru = "тепло" }
groups = [
  { code = "a", warmth = 1, members = ["1"], name = { en = "a", ru = "а" } },
  { code = "b", warmth = 3, members = ["2"], name = { en = "b", ru = "б" } },
  { code = "c", warmth = 5, members = ["3"], name = { en = "c", ru = "в" } },
]
"""


def drops_of(calendar: Cooling) -> set[Drop]:
    rows = calendar.table().iter_rows(named=True)
    told = [
        (row["drops_on"], row["card"], row["from"], row["to"], int(row["total"] * 100))
        for row in rows
    ]
    assert len(set(told)) == len(told)
    return set(told)


def naive_drops(rows: tuple[Row, ...], as_of: date, ahead: int, level: str) -> set[Drop]:
    """Segment on each day ahead, by the borders of the first, what was bought up to the first."""
    seen = [row for row in rows if row[0].date() <= as_of]
    first = naive.segment(seen, as_of)
    before: Mapping[str, naive.CardRow] = first.cards
    found = set()
    for later in range(1, ahead + 1):
        on = as_of + timedelta(days=later)
        now = naive.segment(seen, on, frozen=first).cards
        for card, row in now.items():
            if row.warmth > before[card].warmth:
                code = naive.LEVELS[level]
                found.add((on, card, code(before[card]), code(row), row.total))
        before = now
    return found


@pytest.mark.parametrize("level", ["region", "cluster", "warmth"])
def test_on_the_real_table_the_drops_of_thirty_days_are_the_oracles(
    real_store: Store, level: str
) -> None:
    calendar = real_store.cooling(30, level=level)
    assert drops_of(calendar) == naive_drops(tuple(real.rows()), date(2022, 6, 9), 30, level)
    if level == "region":
        assert calendar.cards == 1467
        assert calendar.moves.get_column("cards").sum() == calendar.drops.height == 1496


@given(rows=tables(), as_of=any_days)
@settings(max_examples=40, deadline=None)
def test_the_drops_of_any_table_are_the_oracles(rows: tuple[Row, ...], as_of: date) -> None:
    store = held(rows)
    try:
        calendar = store.cooling(25, as_of)
    except RfmaError:
        assert not naive.segment([r for r in rows if r[0].date() <= as_of], as_of).cards
        return
    assert drops_of(calendar) == naive_drops(rows, as_of, 25, "region")
    assert calendar.cards == len({card for _, card, *_ in drops_of(calendar)})
    by_day = calendar.calendar
    assert int(by_day.get_column("cards").sum()) == calendar.drops.height
    assert int(calendar.groups.get_column("dropping").sum()) == calendar.cards
    moved = sum(calendar.moves.get_column("revenue"), Decimal(0))
    assert moved == sum(by_day.get_column("revenue"), Decimal(0))
    assert int(moved * 100) == int(calendar.drops.get_column("total").sum())


def test_cheques_after_the_day_do_not_warm_anybody() -> None:
    rows = (
        *(bought(number, ANNA, 10_000) for number in (0, 10, 20, 50)),
        *(bought(number, BORIS, 20_000) for number in (0, 5, 20)),
    )
    seen = tuple(row for row in rows if row[0].date() <= day(20))
    late = held(rows).cooling(60, day(20))
    assert drops_of(late) == drops_of(held(seen).cooling(60, day(20))) != set()


def test_a_measure_over_a_window_cools_as_the_window_moves_on(tmp_path: Path) -> None:
    scheme = tmp_path / "windowed.toml"
    scheme.write_text(WINDOWED, encoding="utf-8")
    rows = (
        bought(0, ANNA, 100),
        bought(10, ANNA, 100),
        bought(12, BORIS, 100),
        bought(12, VERA, 100),
        bought(12, VERA, 100),
        bought(60, VERA, 100),
    )
    calendar = held(rows).cooling(40, day(15), scheme=str(scheme))
    assert calendar.level == "heat"
    # A window of 30 days holds the days after as-of − 30: day 10 leaves it on day 40.
    assert drops_of(calendar) == {
        (day(30), ANNA, "a", "b", 200),
        (day(40), ANNA, "b", "c", 200),
        (day(42), BORIS, "b", "c", 100),
        (day(42), VERA, "a", "c", 200),
    }
    assert calendar.cards == 3
    assert [row[:3] for row in calendar.moves.iter_rows()] == [
        ("a", "b", 1), ("a", "c", 1), ("b", "c", 2),
    ]  # fmt: skip


def test_the_day_is_the_first_on_which_a_border_no_longer_holds(frozen: Path) -> None:
    """R 21/61/105: last bought on day 100, it is distant from day 162 on, gone from day 206 on."""
    rows = [bought(number, ANNA, 100_000) for number in range(0, 101, 10)]
    drops = drops_of(held(rows).cooling(200, day(100), thresholds=frozen))
    assert drops == {
        (day(162), ANNA, "110", "310", 1_100_000),
        (day(206), ANNA, "310", "410", 1_100_000),
    }


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """The borders of the real table."""
    path = tmp_path / "borders.toml"
    path.write_text(
        'scheme = "rfma"\ndigest = ""\nas_of = 2022-06-09\n[borders]\nR = ["21", "61", "105"]\n'
        'F = ["24/25", "1/5"]\nM = ["1202", "446"]\nA = ["180", "30"]\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("days", [0, -1, LONGEST + 1])
def test_a_calendar_of_no_length_is_refused(days: int) -> None:
    with pytest.raises(UsageError, match=str(days)):
        held([bought(0, ANNA, 100)]).cooling(days)


def test_a_level_without_warmth_is_refused_and_the_hint_says_how_to_give_it(tmp_path: Path) -> None:
    scheme = tmp_path / "lukewarm.toml"
    scheme.write_text(re.sub(r"warmth = \d, ", "", WINDOWED), encoding="utf-8")
    with refused("heat", "windowed"):
        held([bought(0, ANNA, 100)]).cooling(scheme=str(scheme))


def test_nobody_cools_is_an_answer_too(frozen: Path) -> None:
    store = held([bought(0, ANNA, 100), bought(0, BORIS, 100)])
    calendar = store.cooling(1, FIRST_DAY, thresholds=frozen)
    assert (calendar.cards, calendar.table().height, calendar.moves.height) == (0, 0, 0)


def test_the_days_on_which_recency_passes_a_border_are_those_of_the_documented_sql(
    real_store: Store,
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "customers.md").read_text(encoding="utf-8")
    sql = page.split("```sql\n")[1].split("```")[0]
    told = real_store.query(sql)
    found: dict[tuple[date, int], int] = {}
    for row in naive.segment(real.rows(), date(2022, 6, 9)).cards.values():
        for border in (21, 61, 105):
            on = row.last + timedelta(days=border + 1)
            if date(2022, 6, 10) <= on <= date(2022, 7, 9):
                found[on, border] = found.get((on, border), 0) + 1
    assert {(row[0], row[1]): row[2] for row in told.iter_rows()} == found


@given(rows=tables(min_size=3), ahead=st.integers(1, 25))
@settings(deadline=None, max_examples=25)
def test_at_stake_is_what_such_cards_brought_in_as_many_days_up_to_now(
    rows: tuple[Row, ...], ahead: int
) -> None:
    buyers = [at.date() for at, _, card, paid in rows if naive.is_identified(card) and paid > 0]
    assume(buyers)
    store = held(rows)
    now = store.segment().as_of
    then = now - timedelta(days=ahead)
    said = store.cooling(ahead)
    if min(buyers) > then:
        assert said.before is None
        return
    dropped: dict[str, str] = {}
    group = naive.segment([row for row in rows if row[0].date() <= then], then).cards
    for _, card, _, _, _ in naive_drops(rows, then, ahead, "region"):
        dropped[card] = naive.LEVELS["region"](group[card])
    did: dict[str, dict[str, int]] = {}
    for card, code in dropped.items():
        later = [paid for at, _, whose, paid in rows if whose == card and then < at.date() <= now]
        sums = did.setdefault(code, {"cards": 0, "returned": 0, "revenue": 0})
        sums["cards"] += 1
        sums["returned"] += any(paid > 0 for paid in later)
        sums["revenue"] += sum(later)
    assert said.before is not None
    assert (said.before.as_of, said.before.groups) == (then, dict(sorted(did.items())))
    for row in said.groups.iter_rows(named=True):
        of = did.get(row["code"])
        stake = Fraction(row["dropping"] * of["revenue"], of["cards"]) if of else None
        told = row["at_stake"]
        assert (None if told is None else int(told * 100)) == (
            None if stake is None else naive.round_half_away(stake)
        )
