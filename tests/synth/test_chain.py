from datetime import date

import numpy as np
import pytest

from rfma_fast.synth import ChainSpec
from rfma_fast.synth.chain import Chain, Purpose, largest_remainder


def test_the_usual_number_of_cards_grows_with_the_cheques() -> None:
    assert 5_500 < ChainSpec(38_486).card_count < 6_500
    assert 850_000 < ChainSpec(20_000_000).card_count < 950_000
    assert ChainSpec(0).card_count == 1
    assert ChainSpec(1_000, cards=77).card_count == 77


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"cheques": -1}, "cheques must be at least 0, got -1."),
        ({"cheques": 1, "cards": 0}, "cards must be at least 1, got 0."),
        ({"cheques": 1, "shops": 0}, "shops must be at least 1, got 0."),
        ({"cheques": 1, "months": 0}, "months must be at least 1, got 0."),
        ({"cheques": 1, "seed": -1}, "seed must be at least 0, got -1."),
        ({"cheques": 1, "cards": 10**9 + 1}, "cards must be at most 1000000000, got 1000000001."),
        ({"cheques": 1, "months": 1_201}, "months must be at most 1200, got 1201."),
    ],
)
def test_an_impossible_chain_is_refused_with_a_sentence(
    values: dict[str, int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        ChainSpec(**values)  # type: ignore[arg-type]


def test_a_history_starts_on_the_first_day_of_a_month() -> None:
    with pytest.raises(ValueError, match="first day of a month, got 2021-07-02"):
        ChainSpec(1, start=date(2021, 7, 2))


def test_a_history_ends_before_the_calendar_does() -> None:
    with pytest.raises(ValueError, match="before the year 10000, got 12"):
        ChainSpec(1, start=date(9999, 1, 1))


def test_months_run_on_over_the_end_of_a_year() -> None:
    assert ChainSpec(1).month_start(6) == date(2022, 1, 1)


def test_what_is_shared_out_adds_up_and_the_largest_remainders_get_the_rest() -> None:
    assert largest_remainder(10, np.array([1, 1, 1])).tolist() == [4, 3, 3]
    assert largest_remainder(5, np.array([0.0, 3.0, 1.0])).tolist() == [0, 4, 1]
    assert largest_remainder(0, np.array([1.0, 2.0])).tolist() == [0, 0]


def test_the_cheques_of_all_shops_and_months_add_up_to_the_asked_number() -> None:
    assert Chain.of(ChainSpec(123_457, shops=13, months=17)).rows.sum() == 123_457


def test_a_shop_opens_late_and_another_closes_early() -> None:
    trade = Chain.of(ChainSpec(1_000, months=4, shops=4)).trade
    opened, closed = trade[0] == 0, trade[-1] == 0
    assert opened.sum() == 1
    assert closed.sum() == 1
    assert not (opened & closed).any()


def test_few_shops_are_always_open() -> None:
    assert (Chain.of(ChainSpec(1_000, months=12, shops=3)).trade > 0).all()


def test_two_places_never_share_their_random_numbers() -> None:
    spec = ChainSpec(1)
    streams = [
        spec.random(Purpose.VISITS, 0),
        spec.random(Purpose.VISITS, 1),
        spec.random(Purpose.CHEQUES, 0),
        spec.random(Purpose.CHEQUES),
    ]
    assert len({int(stream.integers(1 << 62)) for stream in streams}) == len(streams)
