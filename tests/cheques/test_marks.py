"""A text that a spreadsheet would run is marked, and the mark comes off again."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.cheques.marks import marked, marked_name, unmarked

TEXTS = st.text() | st.text(alphabet="='+-@\t\r\n \"\u200b\ufeff\uff1dxA1", max_size=6)


@given(st.lists(TEXTS | st.none()))
def test_marking_loses_nothing(texts: list[str | None]) -> None:
    series = pl.Series("a", texts, dtype=pl.String)
    assert unmarked(marked(series)).to_list() == texts
    assert marked(series).name == "a"


@given(st.lists(TEXTS))
def test_nothing_marked_begins_as_a_formula(texts: list[str]) -> None:
    for text in marked(pl.Series(texts, dtype=pl.String)):
        assert not text.lstrip(' \t\r\n"\u200b\ufeff').startswith(("=", "+", "-", "@", "\uff1d"))
        assert not text.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (' "=1', "' \"=1"),
        ("'=1", "''=1"),
        ("-5", "'-5"),
        ("\ttab", "'\ttab"),
        ("\ufeff@x", "'\ufeff@x"),
        ("a=b", "a=b"),
        ("O'Hara", "O'Hara"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_what_a_cell_looks_like(text: str, cell: str) -> None:
    assert marked(pl.Series([text])).to_list() == [cell]
    assert marked_name(text) == cell
