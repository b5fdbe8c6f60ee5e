"""Shops have one order, whatever their names are, however they come."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from rfma_fast import open_store
from rfma_fast.analyses.trade import natural

NAMES = st.text("019aБ ٣²", max_size=5)


@given(st.lists(NAMES, unique=True), st.randoms(use_true_random=False))
@example(["1", "01", "001"], random.Random(1))
def test_shops_have_the_same_order_however_they_come(
    names: list[str], chance: random.Random
) -> None:
    mixed = chance.sample(names, len(names))
    assert sorted(mixed, key=natural) == sorted(names, key=natural)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_inside_a_name_count_as_numbers(one: int, two: int) -> None:
    assert (natural(f"S{one}") < natural(f"S{two}")) == (one < two)


def test_a_shop_whose_name_has_thousands_of_digits_is_a_shop_like_others(tmp_path: Path) -> None:
    long, longer = "S" + "1" * 5000, "S" + "1" * 5001
    lines = [f"2022-01-0{n},{shop},,{n}" for n, shop in enumerate([longer, "A", long], 1)]
    (tmp_path / "t.csv").write_text("at,shop,card,amount\n" + "\n".join(lines))
    store = open_store(tmp_path / "store")
    store.ingest(tmp_path / "t.csv", no_cards=True)
    assert list(store.overview().shops) == ["A", long, longer]
