import numpy as np

from rfma_fast.synth import ChainSpec
from rfma_fast.synth.cards import Cards, apart, shared_out
from rfma_fast.synth.chain import Chain


def test_positions_are_hit_as_often_as_their_weights_ask_for() -> None:
    weights = np.array([0.0, 1.0, 0.0, 2.5, 1.5], dtype=np.float32)
    hits = np.bincount(shared_out(1_000, weights, 0.5), minlength=5)
    assert hits.tolist() == [0, 200, 0, 500, 300]


def test_all_that_is_wanted_is_shared_out() -> None:
    weights = np.random.default_rng(3).standard_exponential(10_000, np.float32)
    for wanted in (0, 1, 9_999, 123_456):
        assert len(shared_out(wanted, weights, 0.01)) == wanted


def test_nobody_comes_where_nobody_is_left() -> None:
    assert len(shared_out(10, np.zeros(3, np.float32), 0.5)) == 0
    assert len(shared_out(10, np.zeros(0, np.float32), 0.5)) == 0


def test_every_cheque_of_a_month_has_a_visitor_and_a_shop_that_rings_it_up() -> None:
    chain = Chain.of(ChainSpec(20_000, cards=3_000, months=6, shops=5))
    cards = Cards.of(chain)
    for month in range(6):
        visitors, shops = apart(cards.visits(month))
        assert np.bincount(shops, minlength=5).tolist() == chain.rows[month].tolist()
        assert visitors.min() == -3
        assert visitors.max() < 3_000


def test_all_cards_belong_to_a_shop() -> None:
    cards = Cards.of(Chain.of(ChainSpec(20_000, cards=3_001)))
    assert cards.regulars[0] == 0
    assert cards.regulars[-1] == cards.one_timers[0] == len(cards.leaves)
    assert cards.one_timers[-1] == 3_001


def test_those_who_come_once_come_in_one_month_and_once() -> None:
    cards = Cards.of(Chain.of(ChainSpec(50_000)))
    everyone = np.concatenate([apart(cards.visits(month))[0] for month in range(12)])
    once = everyone[everyone >= cards.one_timers[0]]
    assert len(once) > 1_000
    assert len(np.unique(once)) == len(once)


def test_a_regular_comes_no_more_after_leaving() -> None:
    cards = Cards.of(Chain.of(ChainSpec(50_000)))
    for month in range(12):
        visitors, _ = apart(cards.visits(month))
        regulars = visitors[(visitors >= 0) & (visitors < len(cards.leaves))]
        assert (cards.leaves[regulars] > month).all()
