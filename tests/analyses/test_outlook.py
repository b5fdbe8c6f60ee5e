"""What groups did after past dates, against loops in plain Python and the published figures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from oracles import outlook as oracle
from oracles import real
from oracles.naive import Row, is_identified
from support.stores import ANNA, BORIS, VERA, bought, day, held, written
from support.tables import tables
from support.words import refused

from rfma_fast import Store, open_store
from rfma_fast.analyses.clustered import Figures, Slots, Tally
from rfma_fast.analyses.intervals import wilson
from rfma_fast.analyses.outlook import FEW, Outlook
from rfma_fast.errors import RfmaError, UsageError


def agrees(said: Mapping[str, Figures], wanted: Mapping[str, oracle.Did]) -> None:
    assert set(said) == set(wanted)
    for group, did in wanted.items():
        of = said[group]
        counts = (of.outcomes, of.cards, of.returned, of.cheques, of.revenue)
        assert counts == (did.outcomes, did.cards, did.returned, did.cheques, did.revenue)
        rate, money = of.return_rate, of.revenue_per_card
        assert rate.value == pytest.approx(did.returned / did.outcomes)
        assert (rate.low, rate.high) == pytest.approx(did.rate, abs=1e-9)
        assert money.value == pytest.approx(did.revenue / did.outcomes)
        assert (money.low, money.high) == pytest.approx(did.per_card, abs=1e-6)
        assert of.cheques_per_card.value == pytest.approx(did.cheques / did.outcomes)


def holds(store: Store, rows: tuple[Row, ...], days: int, level: str) -> Outlook:
    said = store.outlook(days, level=level)
    first = min(at.date() for at, *_ in rows)
    until = min(said.found.as_of, max(at.date() for at, *_ in rows))
    for window in said.windows:
        length = timedelta(days=window.days)
        ends = [end for end in oracle.month_ends(first, until) if end + length <= until]
        assert list(window.month_ends) == ends
        agrees(window.pooled, oracle.outlook(rows, ends, window.days, level))
        assert window.newest == until - length
        agrees(window.of_newest, oracle.outlook(rows, [window.newest], window.days, level))
    return said


@pytest.mark.parametrize("level", ["region", "class", "warmth"])
@given(rows=tables(min_size=4))
@settings(deadline=None, max_examples=25)
def test_on_any_small_table_groups_did_what_loops_over_cheques_find(
    rows: tuple[Row, ...], level: str
) -> None:
    buyers = [at.date() for at, _, card, amount in rows if is_identified(card) and amount > 0]
    assume(buyers)
    days = (max(at.date() for at, _, card, _ in rows if is_identified(card)) - min(buyers)).days
    assume(days >= 1)
    store = held(rows)
    try:
        holds(store, rows, min(days, 20), level)
    except RfmaError:
        # Nobody had bought by the newest date: there is no group whose outcome could be told.
        newest = store.segment().as_of - timedelta(days=min(days, 20))
        assert min(buyers) > newest


def chain(seed: int, cards: int = 60, last: int = 200) -> tuple[Row, ...]:
    """Return a store of cards that come every few days until they stop."""
    lot = random.Random(seed)
    rows = []
    for number in range(cards):
        card, at = f"2{number:012d}", lot.randrange(last // 2)
        pace, stop = lot.choice([3, 10, 30, 60]), lot.choice([last, last // 2])
        while at < min(stop, last):
            rows.append(bought(at, card, lot.choice([1, -1, 1, 1]) * lot.randrange(1, 90_000)))
            at += 1 + lot.randrange(2 * pace)
    return tuple(rows)


def test_checkpoints_shops_and_the_plan_tell_the_same(tmp_path: Path) -> None:
    rows = chain(5)
    store = written(tmp_path / "store", rows)
    said = holds(store, rows, 30, "region")
    assert len(said.main.month_ends) >= 5
    assert any(of.cards < of.outcomes for of in said.main.pooled.values())
    plain = open_store(tmp_path / "store", checkpoints=False).outlook(30)
    assert plain.windows == said.windows
    assert plain.order == said.order


@real.needs_real
def test_the_published_figures_of_the_real_table_come_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.ingest(real.REAL)
    said = store.outlook(60, "2022-06-09")
    assert said.churn == 105
    assert said.main.newest == date(2022, 4, 10)
    vip = said.main.of_newest["110"]
    assert (round(vip.return_rate.value, 4), vip.revenue_per_card.value) == (0.5764, 1839_56)
    cooling = [said.main.of_newest[code] for code in ("310", "320")]
    assert sum(of.cards for of in cooling) == 826
    assert round(sum(of.returned for of in cooling) / 826, 4) == 0.2506
    assert round(sum(of.revenue for of in cooling) / 826 / 100, 2) == 344.34
    churn = next(window for window in said.windows if window.days == 105)
    assert churn.newest == date(2022, 2, 24)
    rates = {code: round(of.return_rate.value * 100) for code, of in churn.of_newest.items()}
    assert rates == {
        "110": 73, "210": 61, "220": 48, "230": 37, "310": 31,
        "320": 34, "410": 27, "420": 29, "510": 17,
    }  # fmt: skip
    holds_real = [end for end in churn.month_ends if end >= date(2022, 1, 1)]
    wanted = oracle.outlook(real.rows(), holds_real, 105, "region")
    for code, did in wanted.items():
        rate = dict(churn.rates[code])[holds_real[0]]
        assert rate == pytest.approx(did.returned / did.outcomes)
    stake = said.at_stake("110")
    assert stake is not None
    assert stake.value == pytest.approx(vip.revenue / vip.cards * 654)


def test_a_card_on_several_dates_is_one_card() -> None:
    # The same eighty cards over and over: the dates tell nothing new of who comes again.
    rows: list[Row] = []
    for number in range(80):
        pace = 20 if number % 2 else 199
        rows += [bought(at, f"2{number:012d}", 100_00) for at in range(0, 200, pace)]
    said = held(rows).outlook(30, level="warmth")
    everyone = said.main.all_pooled
    assert everyone is not None
    assert everyone.outcomes == everyone.cards * len(said.main.month_ends)
    rate = everyone.return_rate
    once = 1.96 * (rate.value * (1 - rate.value) / everyone.cards) ** 0.5
    assert rate.high - rate.low == pytest.approx(2 * once, rel=0.1)


def test_a_share_of_nobody_is_bounded_by_cards_not_by_outcomes() -> None:
    rows = [bought(0, f"2{number:012d}", 100_00) for number in range(50)]
    rows += [bought(at, ANNA, 100_00) for at in (0, 150)]
    nobody = held(rows).outlook(20).main.all_pooled
    assert nobody is not None
    assert (nobody.returned, nobody.cards, nobody.outcomes) == (0, 50, 4 * 50)
    z = 1.96**2
    assert nobody.return_rate.high == pytest.approx(z / (50 + z), rel=1e-3)


def test_warmth_that_orders_nobody_is_told_with_the_pair() -> None:
    # Who has been silent for long always comes; who has just been there never does.
    rows: list[Row] = []
    for number in range(200):
        faithful = number % 2
        start = 0 if faithful else 61 + number % 2
        rows += [bought(start + at, f"2{number:012d}", 100_00) for at in (0, 1)]
        if faithful:
            rows += [bought(100 + number % 10, f"2{number:012d}", 100_00)]
    rows.append(bought(150, VERA, 100_00))
    said = held(rows).outlook(50)
    assert said.order is not None
    assert said.order.code == "violated"
    worst = said.order.worst
    assert worst is not None
    assert worst.colder > worst.warmer
    assert worst.difference.high < 0


def test_a_history_shorter_than_the_days_is_refused_and_longer_windows_are_left_out() -> None:
    store = held([bought(0, ANNA, 100), bought(20, BORIS, 100), bought(40, ANNA, 100)])
    with refused("41", str(day(0)), str(day(40))):
        store.outlook(41)
    said = store.outlook(30)
    assert said.left_out == (60, 90)
    assert ("outlook.note_short", {"days": "60, 90"}) in said.notes
    assert said.few
    assert said.main.of_newest[said.few[0]].cards < FEW
    with pytest.raises(UsageError):
        store.outlook(0)


def test_given_thresholds_hold_on_every_date(tmp_path: Path) -> None:
    store = held(chain(7))
    thresholds = tmp_path / "frozen.toml"
    thresholds.write_text(store.segment(day(60)).thresholds.to_toml(), encoding="utf-8")
    said = store.outlook(30, thresholds=thresholds)
    fitted = store.outlook(30)
    assert said.found.frozen
    newest = store.segment(said.main.newest, thresholds=thresholds)
    sizes = dict(newest.level("region").select("code", "cards").iter_rows())
    assert {code: of.cards for code, of in said.main.of_newest.items()} == sizes
    assert said.main.of_newest != fitted.main.of_newest


@pytest.mark.parametrize("scheme", ["rfm8", "rfm27", "lost"])
def test_every_built_in_scheme_can_be_looked_at(scheme: str) -> None:
    said = held(chain(9)).outlook(30, scheme=scheme)
    newest = held(chain(9)).segment(said.main.newest, scheme=scheme)
    sizes = dict(newest.level(said.level).select("code", "cards").iter_rows())
    assert {code: of.cards for code, of in said.main.of_newest.items()} == sizes


def test_intervals_hold_the_true_mean_as_often_as_they_say() -> None:
    # Each card keeps its habit over eight dates: four outcomes of five tell nothing new.
    lot = np.random.default_rng(11)
    cards, dates, trials = 300, 8, 400
    held_rate = held_money = narrow = 0
    for _ in range(trials):
        habit = lot.beta(0.6, 1.4, cards)
        slots = Slots(1, cards + 1)
        tally = Tally(slots)
        numbers = np.arange(1, cards + 1)
        for _ in range(dates):
            there = numbers[lot.random(cards) < 0.8]
            came = lot.random(there.size) < habit[there - 1]
            money = np.where(came, (1 + lot.gamma(2.0, 400.0, there.size)).astype(np.int64), 0)
            places = slots.of(np.zeros(there.size, np.int64), there)
            tally.add(places, came.astype(np.int64), money)
        did = tally.figures()[0]
        rate, per_card = did.return_rate, did.revenue_per_card
        held_rate += rate.low <= 0.3 <= rate.high
        held_money += per_card.low <= 0.3 * 800.5 <= per_card.high
        plain = wilson(did.returned, did.outcomes)
        assert plain is not None
        narrow += plain[0] <= 0.3 <= plain[1]
    assert 0.92 <= held_rate / trials <= 0.98
    assert 0.91 <= held_money / trials <= 0.98
    assert narrow / trials < 0.80


def test_a_card_is_counted_on_every_one_of_very_many_dates() -> None:
    # Counts begin a byte wide, and 255 is its most.
    slots = Slots(2, 3)
    tally = Tally(slots)
    for number in range(700):
        places = slots.of(np.array([number % 2, 1]), np.array([1, 2]))
        tally.add(places, np.array([1, 0]), np.array([100, 0]))
    sometimes, always = tally.figures()[0], tally.figures()[1]
    assert (sometimes.outcomes, sometimes.returned, sometimes.revenue) == (350, 350, 35_000)
    assert (always.outcomes, always.returned, always.cards) == (1_050, 350, 2)
    everyone = tally.of_all().figures()[0]
    assert (everyone.outcomes, everyone.returned, everyone.cards) == (1_400, 700, 2)
    assert everyone.revenue == 70_000
