"""One card: five stories by hand, to the day; any other by the oracle."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from oracles import naive, real
from oracles.naive import Row
from support.stores import ANNA, BORIS, GLEB, UUID, VERA, bought, day, held
from support.tables import days as any_days
from support.tables import tables
from support.words import card_row, refused

from rfma_fast import Store
from rfma_fast.analyses.card import AHEAD, CardStory
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.periods import month_ends

BORDERS = (
    'scheme = "rfma"\ndigest = ""\nas_of = 2022-06-09\n[borders]\nR = ["21", "61", "105"]\n'
    'F = ["24/25", "1/5"]\nM = ["1202", "446"]\nA = ["180", "30"]\n'
)
"""Those of the real table; base interval 21 days, churn period 105 days."""
DINA = "2000000000004"
TODAY = 300
"""The as-of day of the five stories."""
ROUBLES = 100


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    path = tmp_path / "borders.toml"
    path.write_text(BORDERS, encoding="utf-8")
    return path


def five() -> Store:
    """A one-timer, a daily buyer, one who came back, one new this week, one who bought today."""
    rows = [
        bought(200, ANNA, 500 * ROUBLES),
        *(bought(number, BORIS, 300 * ROUBLES) for number in range(100, 300)),
        bought(50, VERA, 2_000 * ROUBLES),
        bought(60, VERA, 2_000 * ROUBLES),
        bought(260, VERA, 2_000 * ROUBLES),
        bought(296, GLEB, 1_500 * ROUBLES),
        bought(100, DINA, 400 * ROUBLES, minute=1),
        bought(TODAY, DINA, 600 * ROUBLES, minute=1),
    ]
    return held(rows)


def story(card: str, frozen: Path, **more: object) -> CardStory:
    return five().card(card, day(TODAY), thresholds=frozen, **more)  # type: ignore[arg-type]


def groups(told: CardStory, number: int | None) -> tuple[str, str]:
    assert number is not None
    return told.code("class", number), told.code("region", number)


def ahead(told: CardStory) -> list[tuple[date, str, str]]:
    return [(step.day, *groups(told, step.number)) for step in told.ahead]


def values(told: CardStory) -> dict[str, Fraction | None]:
    return {standing.axis.code: standing.value for standing in told.standings}


def test_a_one_timer_is_a_passer_by_until_the_end(frozen: Path) -> None:
    told = story(ANNA, frozen)
    # F: 1 · 21 / (300 − 200) = 0.21; the period ends on day 305 at the latest: 0.2 from then on.
    assert values(told) == {"R": 100, "F": Fraction(21, 100), "M": 500, "A": 100}
    assert groups(told, told.number) == ("3222", "320")
    # 1 · 21 / 103 = 0.2039 is 0.2, which is no longer above 0.2: day 303. Day 306: recency 106.
    # Day 381: age 181.
    assert ahead(told) == [
        (day(303), "3322", "510"),
        (day(306), "4322", "510"),
        (day(381), "4321", "510"),
    ]
    cools = told.cools("region")
    assert cools is not None
    assert cools.day == day(303)
    # Twice for 500: 2 · 21 / 100 = 0.42; recency 0.
    assert groups(told, told.one_more) == ("1222", "210")
    assert told.amount == 500 * ROUBLES


def test_a_daily_buyer_sleeps_after_three_weeks_of_silence(frozen: Path) -> None:
    told = story(BORIS, frozen)
    assert values(told) == {"R": 1, "F": 21, "M": 300, "A": 200}
    assert groups(told, told.number) == ("1131", "210")
    # Last on day 299: 22 days after it is 321, 62 days 361, 106 days 405. F: 200 · 21 / 304 = 13.8.
    assert ahead(told) == [
        (day(321), "2131", "210"),
        (day(361), "3131", "320"),
        (day(405), "4131", "420"),
    ]
    assert groups(told, told.one_more) == ("1131", "210")
    assert told.home == "Аптека 1"


def test_one_who_came_back_after_200_days_was_gone_in_between(frozen: Path) -> None:
    told = story(VERA, frozen)
    # F: 3 · 21 / (300 − 50) = 0.252.
    assert values(told) == {"R": 40, "F": Fraction(25, 100), "M": 2_000, "A": 250}
    assert groups(told, told.number) == ("2211", "110")
    path = {
        as_of: None if number is None else groups(told, number)[0]
        for as_of, number in told.path.iter_rows()
    }
    # Day 50 is 20 February 2022, 60 is 2 March, 260 is 18 September; the as-of day is 28 October.
    assert path == {
        date(2022, 2, 28): "1113",  # 8 days: 1 · 21 / 21 = 1
        date(2022, 3, 31): "2112",  # day 89: 29 days, age 39, 2 · 21 / 39 = 1.08
        date(2022, 4, 30): "2212",  # day 119: 59 days, 2 · 21 / 69 = 0.61
        date(2022, 5, 31): "3212",  # day 150: 90 days
        date(2022, 6, 30): "4212",  # day 180: 120 days, 2 · 21 / 115 = 0.37
        date(2022, 7, 31): "4212",
        date(2022, 8, 31): "4211",  # day 242: age 192
        date(2022, 9, 30): "1211",  # day 272: 12 days
        day(TODAY): "2211",
    }
    assert told.cheques.get_column("gap").to_list() == [None, 10, 200]
    cools = told.cools("region")
    assert cools is not None
    # 62 days after day 260. By then 3 · 21 / 272 = 0.23: still rare.
    assert (cools.day, groups(told, cools.number)) == (day(322), ("3211", "310"))


def test_one_new_this_week_stops_being_new_by_the_calendar_alone(frozen: Path) -> None:
    told = story(GLEB, frozen)
    # The period of a new card is one base interval: 1 · 21 / 21 = 1.
    assert values(told) == {"R": 4, "F": 1, "M": 1_500, "A": 4}
    assert groups(told, told.number) == ("1113", "220")
    # 1 · 21 / 22 = 0.95 from age 22 on, which is recency 22, too; age 31 on day 327;
    # recency 62 on 358: 1 · 21 / 62 = 0.34; 0.2 from age 103 on, day 399; recency 106 on 402.
    assert ahead(told)[:5] == [
        (day(318), "2213", "220"),
        (day(327), "2212", "110"),
        (day(358), "3212", "310"),
        (day(399), "3312", "510"),
        (day(402), "4312", "510"),
    ]
    cools = told.cools("region")
    assert cools is not None
    assert cools.day == day(358)


def test_one_who_bought_today_is_at_day_zero(frozen: Path) -> None:
    told = story(DINA, frozen)
    # F: 2 · 21 / 200 = 0.21.
    assert values(told) == {"R": 0, "F": Fraction(21, 100), "M": 500, "A": 200}
    assert groups(told, told.number) == ("1221", "210")
    # 2 · 21 / 205 = 0.2049 is 0.2 from day 305 on: rare no more.
    assert ahead(told)[:2] == [(day(305), "1321", "230"), (day(322), "2321", "230")]
    assert [edge.distance for edge in told.standings[0].edges] == [21, 61, 105]
    assert told.cheques.get_column("at").to_list() == [
        datetime(2022, 4, 11, 0, 1),
        datetime.combine(day(TODAY), datetime.min.time()) + timedelta(minutes=1),
    ]


def test_the_one_more_purchase_may_have_another_amount(frozen: Path) -> None:
    told = story(ANNA, frozen, amount=2_000)
    # (500 + 2000) / 2 = 1250 is a high mean.
    assert groups(told, told.one_more) == ("1212", "110")
    assert told.amount == 2_000 * ROUBLES


@pytest.mark.parametrize("place", [0, 1_000, 2_500, 5_000, 5_925])
def test_on_the_real_table_a_story_is_the_oracles(real_store: Store, place: int) -> None:
    card = sorted(naive.segment(real.rows(), date(2022, 6, 9)).cards)[place]
    agrees(real_store, tuple(real.rows()), date(2022, 6, 9), card)


@given(rows=tables(), as_of=any_days)
@settings(max_examples=15, deadline=None)
def test_the_story_of_any_card_is_the_oracles(rows: tuple[Row, ...], as_of: date) -> None:
    store = held(rows)
    seen = [row for row in rows if row[0].date() <= as_of]
    cards = naive.segment(seen, as_of).cards
    for card in sorted(cards)[:2]:
        agrees(store, rows, as_of, card, ahead=70)


def agrees(store: Store, rows: tuple[Row, ...], as_of: date, card: str, ahead: int = AHEAD) -> None:
    seen = [row for row in rows if row[0].date() <= as_of]
    own = [row for row in seen if row[2] == card]
    whole = naive.segment(seen, as_of)
    told = store.card(card, as_of)
    assert card_row(told.row) == whole.cards[card]
    first = whole.cards[card].first

    def at(on: date, given: list[Row]) -> str | None:
        here = [row for row in given if row[0].date() <= on]
        found = naive.segment(here, on, frozen=whole).cards.get(card)
        return found.class_code if found else None

    path = {
        on: None if number is None else told.code("class", number)
        for on, number in told.path.iter_rows()
    }
    assert path == {on: at(on, own) for on in month_ends(first, as_of)}
    before, steps = whole.cards[card].class_code, []
    for later in range(1, ahead + 1):
        on = as_of + timedelta(days=later)
        now = at(on, own)
        if now != before:
            steps.append((on, now))
        before = str(now)
    until = as_of + timedelta(days=ahead)
    assert [
        (step.day, told.code("class", step.number)) for step in told.ahead if step.day <= until
    ] == steps
    bought_so_far = [row for row in own if row[3] > 0]
    mean = naive.round_half_away(Fraction(sum(row[3] for row in bought_so_far), len(bought_so_far)))
    assert told.amount == mean
    extra = (datetime.combine(as_of, datetime.max.time()), "x", card, mean)
    assert groups(told, told.one_more)[0] == at(as_of, [*own, extra])
    assert told.shops.get_column("cheques").sum() == len(bought_so_far)
    assert sum(told.cheques.get_column("amount"), Decimal(0)) * 100 == sum(row[3] for row in own)


def test_a_refitted_path_is_what_was_printed_at_each_months_end(real_store: Store) -> None:
    card = sorted(naive.segment(real.rows(), date(2022, 6, 9)).cards)[77]
    told = real_store.card(card, refit=True)
    assert told.refitted
    for as_of, number in told.path.iter_rows():
        row = real_store.segment(as_of).table().filter(card=card).row(0, named=True)
        assert told.code("class", number) == row["class"]


def test_the_home_shop_is_where_most_purchases_are_then_revenue_then_the_latest_visit() -> None:
    rows = [
        bought(0, ANNA, 900, "A"),
        bought(1, ANNA, 100, "B"),
        bought(2, ANNA, 100, "B"),
        bought(3, ANNA, 150, "C"),
        bought(4, ANNA, 50, "C"),
        bought(5, ANNA, -50, "A"),
        bought(6, ANNA, -50, "A"),
    ]
    told = held(rows).card(ANNA, day(6))
    assert told.home == "C"
    assert told.shops.get_column("shop").to_list() == ["C", "B", "A"]
    assert told.cheques.get_column("gap").to_list() == [None, 1, 1, 1, 1, None, None]
    assert told.shops.get_column("revenue").to_list() == [Decimal(2), Decimal(2), Decimal(8)]


@given(rows=tables())
@settings(max_examples=15, deadline=None)
def test_the_home_shop_is_that_of_the_migration(rows: tuple[Row, ...]) -> None:
    days = sorted({at.date() for at, _, card, amount in rows if naive.is_identified(card)})
    store = held(rows)
    if len(days) < 2 or not naive.segment(rows, days[0]).cards:
        return
    cards = naive.segment(rows, days[-1]).cards
    homes = Counter(store.card(card, days[-1]).home for card in cards)
    moved = store.migrate(days[0], days[-1]).by("shop", "region")
    found = dict(moved.group_by(moved.columns[0]).agg(pl.col("cards").sum()).iter_rows())
    assert found == homes


def test_a_card_without_enough_documents_then_was_not_segmented_then() -> None:
    rows = [
        *(bought(number, ANNA, 100) for number in (0, 20, 40)),
        *(bought(number, BORIS, 100) for number in (0, 20, 40)),
        bought(35, VERA, 100),
        bought(60, VERA, 100),
    ]
    told = held(rows).card(VERA, scheme="rfm8")
    assert [number is None for number in told.path.get_column("class")] == [True, False]


def test_a_card_that_nobody_knows_is_refused_with_the_rule() -> None:
    for stranger in ("9999999999999", UUID, "", "'; drop table cards; --"):
        with pytest.raises(RfmaError) as told:
            five().card(stranger)
        assert repr(stranger) in told.value.message
        assert r"^\d{13}$" in (told.value.hint or "")


def test_a_card_of_returns_only_and_one_that_comes_later_are_refused() -> None:
    store = held([bought(0, ANNA, 100), bought(1, BORIS, -100), bought(9, VERA, 100)])
    for card in (BORIS, VERA):
        with refused(card, "2022-01-06"):
            store.card(card, day(5))


@pytest.mark.parametrize("amount", [0, -5, Decimal("1e12")])
def test_an_amount_that_no_purchase_has_is_refused(amount: Decimal) -> None:
    with pytest.raises(UsageError, match="not the amount"):
        held([bought(0, ANNA, 100)]).card(ANNA, amount=amount)


def test_a_row_of_card_and_shop_has_no_single_story(tmp_path: Path) -> None:
    scheme = tmp_path / "by_shop.toml"
    scheme.write_text(
        'format = 1\ncode = "by_shop"\nname = { en = "s", ru = "м" }\n'
        '[population]\nunit = "card_shop"\n[[axis]]\ncode = "F"\nname = "visits"\n'
        'measure = { kind = "count", of = "cheques" }\n'
        'grades = [{ en = "a", ru = "а" }, { en = "b", ru = "б" }]\n'
        'borders = [{ keep = ">=", rule = "fixed", value = "2" }]\n',
        encoding="utf-8",
    )
    with pytest.raises(RfmaError, match="by_shop"):
        held([bought(0, ANNA, 100)]).card(ANNA, scheme=str(scheme))


def test_the_purchase_that_is_tried_is_the_mean_purchase_and_no_return_is_taken_off() -> None:
    rows = [
        bought(number, ANNA, kopecks) for number, kopecks in enumerate((184_58, -436_13, 443_01))
    ]
    told = held(rows).card(ANNA)
    assert told.amount == 313_80
    assert told.found.table().get_column("total").item() == Decimal("191.46")
