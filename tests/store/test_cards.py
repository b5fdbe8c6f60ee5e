"""Cards get the keys 1, 2, 3 … month by month in the order of their texts."""

from __future__ import annotations

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.store.cards import Codes, Keys

cards = st.none() | st.sampled_from(["1", "2", "3", "10", "x", "١", "y1"]) | st.text(max_size=4)
RULE = r"^\d+$"


def identified(card: str | None) -> bool:
    return card is not None and re.search(RULE, card, re.ASCII) is not None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cards, max_size=8), max_size=5))
def test_keys_are_given_as_with_a_dictionary(months: list[list[str | None]]) -> None:
    codes = Codes(RULE)
    coded = [codes.put_on(pl.DataFrame({"card": m}, schema={"card": pl.String})) for m in months]
    keys, known = Keys(codes), dict[str, int]()
    for told, rows in zip(months, coded, strict=True):
        for card in sorted({c for c in told if identified(c) and c is not None}):
            known.setdefault(card, len(known) + 1)
        expected = [(known[c], None) if c is not None and identified(c) else (0, c) for c in told]
        assert keys.put_on(rows).select("card", "unidentified_id").rows() == expected
    assert dict(keys.new.select("card", "key").iter_rows()) == known
