"""A resample draws buyers with all that they bought, and everything is fitted to it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from oracles import naive, real
from oracles.naive import Row
from oracles.real import needs_real
from support.stores import bought, day, held, written
from support.words import borders_of

from rfma_fast.analyses import resampling
from rfma_fast.analyses.resampling import Resampler
from rfma_fast.analyses.stability import resampled_borders
from rfma_fast.api import Store
from rfma_fast.schemes.loader import scheme_text
from rfma_fast.schemes.thresholds import fit

DAYS = 500
"""So many that the fitting window of a year leaves some out."""


def shopper(dice: random.Random, card: str | None, cheques: int) -> Iterator[Row]:
    """Yield a card's cheques: its amounts are of one size, its gaps too."""
    size, gap = dice.lognormvariate(6, 1), dice.randint(1, 60)
    at = dice.randrange(DAYS)
    for _ in range(cheques):
        if at >= DAYS:
            break
        kopecks = max(100, round(size * dice.uniform(0.7, 1.3)) * 100)
        if dice.random() < 0.05:
            kopecks = -kopecks
        yield bought(at, card, kopecks, minute=dice.randrange(1_440))
        at += dice.randint(gap // 2, gap * 2)


def chain(seed: int, cards: int) -> list[Row]:
    dice = random.Random(seed)
    rows = [
        row
        for number in range(cards)
        for row in shopper(dice, f"{number:013d}", dice.choice([1, 1, 2, 3, 8, 20]))
    ]
    for number in range(cards // 2):
        rows += shopper(dice, f"till-{number}", dice.choice([1, 1, 1, 5, 30]))
    return rows


def drawn_rows(rows: list[Row], times: dict[str, int]) -> Iterator[Row]:
    """Yield each buyer's rows as often as it was drawn, each time under another name."""
    for at, shop, card, amount in rows:
        assert card is not None
        for copy in range(times[card]):
            name = f"{copy:03d}{card[3:]}" if naive.is_identified(card) else f"{card} {copy}"
            yield at, shop, name, amount


def printed(store: Store, lots: Resampler) -> dict[str, int]:
    """Return the lot of each buyer by its name."""
    names = dict(store.snapshot.keys().collect().select("key", "card").iter_rows())
    return {
        names[card] if card else name: lot
        for card, name, lot in lots.buyers.lots.select("card", "id", "lot").iter_rows()
    }


@pytest.mark.parametrize("seed", range(4))
def test_each_resample_is_fitted_as_the_oracle_fits_the_buyers_drawn(seed: int) -> None:
    rows = chain(seed, 60)
    store = held(rows)
    found = store.segment(day(DAYS))
    resampler = Resampler(found, seed)
    lots = printed(store, resampler)
    assert sorted(lots.values()) == list(range(len({card for _, _, card, a in rows if a > 0})))
    for facts in resampler.resamples(10):
        times = defaultdict(int, {name: int(facts.times[lot]) for name, lot in lots.items()})
        wanted = naive.segment(drawn_rows(rows, times), day(DAYS))
        assert fit(found.scheme, found.as_of, facts).borders == borders_of(wanted)


@pytest.mark.parametrize("last", range(DAYS - 40, DAYS))
def test_every_buyer_drawn_once_gives_the_thresholds_of_a_midnight(
    tmp_path: Path, last: int
) -> None:
    file = tmp_path / "midnight.toml"
    text = scheme_text("rfma").replace('"rfma"', f'"dawn"\nas_of = "{day(last)}T00:00"', 1)
    file.write_text(text, encoding="utf-8")
    found = held(chain(2, 60)).segment(scheme=str(file))
    assert found.scheme.from_midnight
    once = next(Resampler(found, seed=1).resamples(1))
    once.times[:] = 1
    assert fit(found.scheme, found.as_of, once).borders == found.thresholds.borders


def test_as_many_cards_and_as_many_ids_are_drawn_as_there_are() -> None:
    found = held(chain(1, 60)).segment(day(DAYS))
    resampler = Resampler(found, 1)
    buyers = resampler.buyers
    assert buyers.cards == found.history.facts.kept.where().height - found.history.returns_only
    for facts in resampler.resamples(20):
        assert facts.times[: buyers.cards].sum() == buyers.cards
        assert facts.times[buyers.cards :].sum() == buyers.ids
        assert facts.times.min() == 0 < 1 < facts.times.max()


def test_cheques_without_any_id_are_drawn_each_for_itself() -> None:
    rows = [bought(1, "2000000000001", 50_00), bought(9, "2000000000001", 50_00)]
    rows += [bought(2, None, (100 + number) * 100) for number in range(400)]
    found = held(rows).segment(day(9))
    drawn = [borders["M"][0] for borders in resampled_borders(found, 300, 1)]
    # The percentile of n even steps has a standard deviation of sqrt(n p q) of them: 8 of 400.
    assert 6 < float(np.std([float(value) for value in drawn])) < 10
    for facts in Resampler(found, 1).resamples(5):
        assert facts.cheques(False, "filter").size == 402


def test_amounts_of_one_card_move_together() -> None:
    # Two hundred cards with twenty equal cheques each: as sure as two hundred cheques, not 4,000.
    rows = [
        bought(at, f"{number:013d}", (1_000 + number) * 100)
        for number in range(200)
        for at in range(20)
    ]
    found = held(rows).segment(day(30))
    ordered = sorted(borders["M"][0] for borders in resampled_borders(found, 400, 1))
    wide = ordered[ceil(400 * 0.95) - 1] - ordered[ceil(400 * 0.05) - 1]
    # sqrt(200 · 0.8 · 0.2) = 5.7 steps either way, 1.645 times; by cheque it would be 1.3.
    assert 2 * 1.645 * 5.7 * 0.75 < wide < 2 * 1.645 * 5.7 * 1.3


def test_frequency_is_measured_anew_with_the_thresholds_of_the_resample() -> None:
    rows = chain(3, 80)
    found = held(rows).segment(day(DAYS))
    pairs = set()
    for facts in Resampler(found, 5).resamples(15):
        borders = fit(found.scheme, found.as_of, facts).borders
        pairs.add((borders["R"][0], borders["R"][2]))
    assert len(pairs) > 5


def test_many_buyers_are_drawn_in_lots_of_equal_size(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = chain(2, 90)
    found = held(rows).segment(day(DAYS))
    one_by_one = Resampler(found, 1).buyers
    monkeypatch.setattr(resampling, "MOST_DRAWN", 30)
    monkeypatch.setattr(resampling, "LOTS", 20)
    buyers = Resampler(found, 1).buyers
    assert (buyers.cards, buyers.ids) == (20, 20)
    known = Counter(buyers.lots["lot"].to_list()[: one_by_one.cards])
    assert set(known) == set(range(20))
    assert max(known.values()) - min(known.values()) <= 1
    # In lots, too, every observation is there once.
    for facts in Resampler(found, 1).resamples(1):
        whole = type(facts)(np.ones_like(facts.times), facts.by, facts.sources, facts.scheme)
        assert whole.gaps("filter").frame.equals(found.history.trailing(365).gaps.frame)


def test_cards_that_the_population_leaves_out_lend_nothing_of_their_own(tmp_path: Path) -> None:
    rows = [*chain(4, 50), *(bought(450, f"9{number:012d}", 9_000_00) for number in range(20))]
    at_least_two = "[population]\nleast = { cheques = 2 }\n\n[[axis]]"
    text = scheme_text("rfma").replace("[[axis]]", at_least_two, 1)
    file = tmp_path / "twice.toml"
    file.write_text(text.replace('over = "cheques"', 'over = "identified_cheques"'))
    store = held(rows)
    found = store.segment(day(DAYS), scheme=str(file))
    assert found.history.left_out >= 20
    mine = set(found.table().get_column("card").to_list())
    kept = [row for row in rows if row[2] in mine]
    resampler = Resampler(found, 1)
    lots = printed(store, resampler)
    for facts in resampler.resamples(5):
        times = defaultdict(int, {name: int(facts.times[lot]) for name, lot in lots.items()})
        wanted = naive.segment(drawn_rows(kept, times), day(DAYS), monetary_over="identified")
        assert fit(found.scheme, found.as_of, facts).borders == borders_of(wanted)


def test_rows_in_any_order_on_disk_give_the_same_resamples(tmp_path: Path) -> None:
    rows = chain(6, 40)
    store = written(tmp_path / "store", rows)
    there = list(resampled_borders(store.segment(day(DAYS)), 10, 3))
    assert there == list(resampled_borders(store.segment(day(DAYS)), 10, 3))
    for ours in (store, held(rows)):
        drawn = resampled_borders(ours.segment(day(DAYS), shops=["Аптека 1"]), 3, 3)
        assert len(list(drawn)) == 3


SAMPLES, RESAMPLED = 120, 200


@pytest.mark.slow
def test_intervals_named_ninety_percent_cover_the_truth_in_about_ninety() -> None:
    hold_coverage(chain(99, 20_000), day(DAYS), 2_000)


@pytest.mark.slow
@needs_real
def test_on_the_buyers_of_the_real_table_they_do_so_too() -> None:
    hold_coverage(real.rows(), date(2022, 6, 9), 5_926)


def hold_coverage(everyone: Sequence[Row], as_of: date, size: int) -> None:
    """Draw samples of a population whose thresholds are known, and count intervals around them."""
    truth = borders_of(naive.segment(everyone, as_of))
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in everyone:
        rows_of[str(row[2])].append(row)
    cards = [card for card in rows_of if naive.is_identified(card)]
    ids = [name for name in rows_of if not naive.is_identified(name)]
    dice, covered = random.Random(3), Counter[str]()
    for _ in range(SAMPLES):
        drawn = [(f"{n:013d}", of) for n, of in enumerate(dice.choices(cards, k=size))]
        strangers = dice.choices(ids, k=size * len(ids) // len(cards))
        drawn += [(f"x{n}", of) for n, of in enumerate(strangers)]
        rows = [
            (at, shop, name, kopecks) for name, of in drawn for at, shop, _, kopecks in rows_of[of]
        ]
        for of in held(rows).stability([as_of], resamples=RESAMPLED).intervals:
            inside = of.low <= truth[of.axis.code][of.number - 1] <= of.high
            covered[f"{of.axis.code}{of.number}"] += inside
    shares = {border: times / SAMPLES for border, times in covered.items()}
    # Two and a half standard deviations of 120 throws; whole days cover somewhat more.
    for border in ("R1", "R2", "R3", "F1", "F2", "M1", "M2"):
        assert shares[border] > 0.9 - 0.07, shares
    for border in ("M1", "M2"):
        assert shares[border] < 0.9 + 0.07, shares
