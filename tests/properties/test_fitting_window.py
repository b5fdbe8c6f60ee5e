"""Thresholds are fitted on trailing days: what is older moves none of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import naive
from oracles.naive import Row
from support.stores import ANNA, BORIS, VERA, bought, day, held, written
from support.tables import tables
from support.words import borders_of, people

from rfma_fast.api import Store
from rfma_fast.schemes.loader import scheme_text

MODERATE = settings(deadline=None, max_examples=60)
DEAD = [f"300000000000{digit}" for digit in range(9)]
BUILT_IN = ("rfma", "rfm8", "rfm27", "lost")

long_ago = st.lists(
    st.builds(bought, st.integers(-1500, -400), st.sampled_from(DEAD), st.integers(1, 9_000_00)),
    max_size=30,
)


def stretched(rows: tuple[Row, ...], by: int) -> tuple[Row, ...]:
    """Spread a table of three months over years."""
    return tuple(
        (at + (by - 1) * timedelta(days=(at.date() - day(0)).days), shop, card, amount)
        for at, shop, card, amount in rows
    )


def bought_lately(rows: tuple[Row, ...]) -> bool:
    last = max(at.date() for at, *_ in rows)
    return any(
        naive.is_identified(card) and amount > 0 and (last - at.date()).days < naive.FIT_DAYS
        for at, _, card, amount in rows
    )


@given(rows=tables(), dead=long_ago, scheme=st.sampled_from(BUILT_IN))
@MODERATE
def test_cards_that_died_long_ago_change_no_threshold(
    rows: tuple[Row, ...], dead: list[Row], scheme: str
) -> None:
    # Three purchases of one live card, so that every scheme has somebody to segment.
    alive = (*rows, *(bought(number, ANNA, 500_00) for number in (1, 20, 88)))
    last = max(at.date() for at, _, card, _ in alive if naive.is_identified(card))
    without = held(alive).segment(last, scheme=scheme)
    with_dead = held((*alive, *dead)).segment(last, scheme=scheme)
    assert with_dead.thresholds.borders == without.thresholds.borders
    assert with_dead.cards >= without.cards


@given(rows=tables(min_size=3), by=st.sampled_from([5, 9, 14]))
@MODERATE
def test_over_years_every_card_is_where_the_oracle_puts_it(rows: tuple[Row, ...], by: int) -> None:
    years = stretched(rows, by)
    if not bought_lately(years):
        return
    last = max(at.date() for at, *_ in years)
    said, wanted = held(years).segment(last), naive.segment(years, last)
    assert dict(said.thresholds.borders) == borders_of(wanted)
    assert people(said) == wanted.cards


@pytest.mark.parametrize("last", [day(800), day(790), day(760), day(731)])
def test_a_checkpoint_and_the_cheques_give_the_same_thresholds(tmp_path: Path, last: date) -> None:
    rows = [
        bought(number * 7 + shift, card, 100_00 + 13_00 * (number % 17))
        for shift, card in enumerate((ANNA, BORIS, VERA))
        for number in range(115)
        if (number + shift) % 5
    ]
    kept = written(tmp_path / "store", rows)
    cold = Store(tmp_path / "store", checkpoints=False)
    for scheme in BUILT_IN:
        found = kept.segment(last, scheme=scheme)
        assert found.thresholds == cold.segment(last, scheme=scheme).thresholds
    assert dict(kept.segment(last).thresholds.borders) == borders_of(naive.segment(rows, last))


def test_the_window_begins_the_day_after_so_many_days_before(tmp_path: Path) -> None:
    text = scheme_text("rfma").replace("days = 365", "days = 10").replace('"rfma"', '"ten"', 1)
    path = tmp_path / "ten.toml"
    path.write_text(text, encoding="utf-8")
    rows = [bought(10, ANNA, 100_00), bought(11, BORIS, 200_00), bought(20, VERA, 300_00)]
    borders = held(rows).segment(day(20), scheme=str(path)).thresholds.borders
    assert list(borders["R"][:2]) == [0, 0], "the smaller of 0 and 9 days; 10 days ago is too old"
    assert list(borders["M"]) == [300, 200], "of two cheques"


def test_all_days_count_where_the_scheme_says_all_or_nothing(tmp_path: Path) -> None:
    text = scheme_text("rfma")
    texts = {
        "year": text,
        "all": text.replace("days = 365", 'days = "all"'),
        "silent": text.replace("[fit]\ndays = 365\n", ""),
    }
    rows = [bought(0, BORIS, 900_00), bought(900, ANNA, 300_00), bought(901, VERA, 500_00)]
    highest = {}
    for name, changed in texts.items():
        path = tmp_path / f"{name}.toml"
        path.write_text(changed, encoding="utf-8")
        highest[name] = held(rows).segment(scheme=str(path)).thresholds.borders["M"][0]
    assert highest == {"year": 500, "all": 900, "silent": 900}
