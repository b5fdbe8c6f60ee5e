"""AUC, rank correlation and their intervals: against pairs of cards, and published figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import mean, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import real
from support.stores import held

from analyses.test_outlook import chain
from rfma_fast import Store
from rfma_fast.analyses.prediction import prediction
from rfma_fast.analyses.ranking import auc, spearman

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=30)


def test_the_auc_of_the_specification_comes_out() -> None:
    found = auc(np.array([0.9, 0.8, 0.8, 0.3, 0.2, 0.2]), np.array([1, 1, 0, 0, 1, 0], bool))
    assert found is not None
    assert found.value == pytest.approx(2 / 3)


@given(pairs)
def test_the_auc_is_the_share_of_pairs_in_order(cards: list[tuple[int, int]]) -> None:
    came, others = ([s for s, y in cards if (y > 2) is it] for it in (True, False))
    found = auc(np.array([s for s, _ in cards], float), np.array([y > 2 for _, y in cards], bool))
    if not came or not others:
        assert found is None
        return
    wins = mean(1.0 if a > b else 0.5 if a == b else 0.0 for a in came for b in others)
    assert found is not None
    assert found.value == pytest.approx(wins)
    assert found.influence.mean() == pytest.approx(0, abs=1e-12)


@given(pairs)
def test_spearman_is_the_correlation_of_middle_ranks(cards: list[tuple[int, int]]) -> None:
    one, other = ([float(card[place]) for card in cards] for place in (0, 1))
    found = spearman(np.array(one), np.array(other))
    if len(set(one)) < 2 or len(set(other)) < 2:
        assert found is None
        return
    ranks = [
        [sum(b < a for b in values) + sum(b == a for b in values) / 2 for a in values]
        for values in (one, other)
    ]
    middle = [mean(of) for of in ranks]
    shared = mean((a - middle[0]) * (b - middle[1]) for a, b in zip(*ranks, strict=True))
    assert found is not None
    assert found.value == pytest.approx(shared / pstdev(ranks[0]) / pstdev(ranks[1]))
    assert found.influence.mean() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("what", ["auc", "spearman", "difference"])
def test_intervals_are_as_wide_as_cards_drawn_anew_make_them(what: str) -> None:
    lot = np.random.default_rng(3)
    first = lot.integers(0, 6, 600).astype(float)
    second = first + lot.integers(0, 4, 600)
    money = np.maximum(0.0, first + lot.normal(0, 4, 600))

    def found(drawn: np.ndarray) -> tuple[float, float]:
        if what == "spearman":
            ranked = spearman(first[drawn], money[drawn])
            assert ranked is not None
            return ranked.value, ranked.estimate.high - ranked.value
        one, other = (auc(of[drawn], money[drawn] > 2) for of in (first, second))
        assert one is not None
        assert other is not None
        of = one.estimate if what == "auc" else one.less(other)
        return of.value, of.high - of.value

    drawn = [found(lot.integers(0, 600, 600))[0] for _ in range(800)]
    assert found(np.arange(600))[1] == pytest.approx(1.96 * float(np.std(drawn)), rel=0.12)


@real.needs_real
def test_the_published_scorecard_of_the_real_table_comes_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.ingest(real.REAL)
    found = prediction(store.segment(), date(2022, 1, 31), date(2022, 3, 31), 60)
    assert found is not None
    assert (found.cards, round(found.returned / found.cards, 3)) == (4789, 0.283)
    told = {model.name: round(model.returned.value, 3) for model in found.models}
    assert told["recency"] == 0.737
    assert (told["class"], told["cluster"], told["region"]) == (0.75, 0.746, 0.741)
    assert (told["warmth"], told["class_without_age"]) == (0.734, 0.734)
    assert found.gain("warmth") == "no_better"
    gain = found.model("warmth").gains(found.model("recency"))[0]
    assert round(gain.value, 3) == -0.003
    age = found.model("class").gains(found.model("class_without_age"))[0]
    assert round(age.value, 3) == 0.016
    assert (age.low, age.high) == pytest.approx((0.007, 0.024), abs=0.0015)
    assert found.age == "better"
    early = prediction(store.segment(), date(2021, 12, 10), date(2022, 3, 10), 90)
    assert early is not None
    assert early.age == "not_learnt"


def test_days_in_which_nobody_comes_tell_nothing() -> None:
    store = held(chain(4, last=120))
    found = store.outlook(30).prediction
    assert found is not None
    assert 0 < found.returned < found.cards
    assert found.age == "not_learnt"
    later = store.segment()
    assert prediction(later, date(2022, 3, 1), later.as_of, 1) is None
