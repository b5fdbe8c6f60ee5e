"""How the rows of a query look on a terminal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from rich.console import Console

from rfma_fast import use_language
from rfma_fast.reports.frame import ROWS_SHOWN, report


def shown(frame: pl.DataFrame, width: int = 80) -> str:
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        for part in report(frame, "rows").show(width):
            console.print(part)
    return capture.get()


def test_each_kind_of_value_has_its_form() -> None:
    frame = pl.DataFrame(
        {
            "int": [1234567, None],
            "decimal": [Decimal("-1234.50"), None],
            "float": [0.125, None],
            "yes": [True, False],
            "day": [date(2022, 6, 9), None],
            "at": [datetime(2022, 6, 9, 10, 0), None],
            "text": ["x", None],
        }
    )
    lines = shown(frame, 120).splitlines()
    assert lines[-2].split() == [
        "1,234,567", "\u22121,234.50", "0.125", "yes", "2022-06-09", "2022-06-09", "10:00:00", "x",
    ]  # fmt: skip
    assert lines[-1].split() == ["—", "—", "—", "no", "—", "—", "—"]


def test_words_of_a_frame_are_in_the_language_in_use() -> None:
    use_language("ru")
    try:
        assert "да" in shown(pl.DataFrame({"x": [True]}))
        assert "1\u00a0234,5" in shown(pl.DataFrame({"x": [1234.5]}))
    finally:
        use_language("en")


@pytest.mark.parametrize("more", [0, 1, 1000])
def test_rows_beyond_the_first_are_counted(more: int) -> None:
    text = shown(pl.DataFrame({"x": range(1, ROWS_SHOWN + more + 1)}))
    assert (f"{more:,} more rows" in text) == bool(more)
    assert f"\n{ROWS_SHOWN}" in text
    assert f"\n{ROWS_SHOWN + 1} " not in text


def test_numbers_stand_at_the_right_and_texts_at_the_left() -> None:
    lines = shown(pl.DataFrame({"n": [1, 10000], "t": ["a", "bbbb"]})).splitlines()
    assert [line.rstrip() for line in lines[-2:]] == ["     1  a", "10,000  bbbb"]


def test_a_long_text_costs_no_number_its_digits() -> None:
    frame = pl.DataFrame({"text": ["x" * 200], "number": [123_456_789], "more": [987_654_321]})
    text = shown(frame)
    assert "123,456,789" in text
    assert "987,654,321" in text
