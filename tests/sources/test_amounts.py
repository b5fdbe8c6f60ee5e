"""Amounts and cards as people and spreadsheets write them; what is doubtful is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.sources.amounts import cut_cards, doubtful_amounts, plain_amounts, plain_cards
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.dialect import Dialect
from sources.handmade import ANNA
from sources.writing import AMOUNTS, Form, money, read

POINT, COMMA = Dialect(), Dialect(decimal=",")


def of_amounts(path: Path, texts: list[str]) -> Path:
    rows = "".join(f"2022-06-09;s;{ANNA};{text};{number}\n" for number, text in enumerate(texts))
    path.write_text("at;shop;card;amount;doc_id\n" + rows, encoding="utf-8")
    return path


def outcomes(path: Path, columns: ColumnMap | None = None) -> list[int | str]:
    both = read(path, columns=columns)
    told: dict[int, int | str] = {
        int(doc) + 2: amount for doc, amount in both.accepted.select("doc_id", "amount").iter_rows()
    }
    told |= dict(both.rejected.select("line", "rule").rows())
    return [told[line] for line in sorted(told)]


def test_one_decimal_comma_makes_all_of_a_file_a_file_of_decimal_commas(tmp_path: Path) -> None:
    path = of_amounts(tmp_path / "t.csv", ["1 234,50", "12,5", "7", "1.234,50", "12.34", "1,500"])
    assert outcomes(path) == [123_450, 1250, 700, 123_450, 1234, 150]


@pytest.mark.parametrize("place", [0, 29_999])
def test_what_may_be_thousands_is_rejected_wherever_the_comma_stands(
    tmp_path: Path, place: int
) -> None:
    texts = ["12.500"] * 30_000
    texts[place] = "12,50"
    told = outcomes(of_amounts(tmp_path / "t.csv", texts))
    assert told[place] == 1250
    assert set(told[:place] + told[place + 1 :]) == {"amount_doubtful"}


def test_a_lone_comma_before_three_digits_is_rejected_until_it_is_told(tmp_path: Path) -> None:
    path = of_amounts(tmp_path / "t.csv", ["1,234", "1,234.50", "1,234,567", "12"])
    assert outcomes(path) == ["amount_doubtful", 123_450, 123_456_700, 1200]
    thousands = ColumnMap({}, {"thousands": ",", "decimal": "."})
    assert outcomes(path, thousands) == [123_400, 123_450, 123_456_700, 1200]
    decimals = ColumnMap({}, {"decimal": ","})
    assert outcomes(path, decimals)[0] == "amount_finer_than_kopeck"


def test_a_told_decimal_sign_is_not_changed_by_what_a_row_shows(tmp_path: Path) -> None:
    path = of_amounts(tmp_path / "t.csv", ["12,5", "12.500"])
    assert outcomes(path, ColumnMap({}, {"decimal": "."})) == ["amount_unreadable", 1250]


@pytest.mark.parametrize(
    "text", ["12 34", "1 2345", "1,23,45", "1'23", "1.2.3", "-", "5 руб", "1e3"]
)
def test_what_is_no_number_stays_as_it_was_found(text: str) -> None:
    for dialect in (POINT, COMMA):
        assert plain_amounts(pl.Series([text]), dialect).to_list() == [text]


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), st.sampled_from(list(AMOUNTS.values())))
def test_an_amount_is_read_back_or_is_doubtful_and_never_another(
    kopecks: int, signs: tuple[str, str]
) -> None:
    decimal, thousands = signs
    text = money(kopecks, Form(decimal=decimal, thousands=thousands))
    dialect = COMMA if decimal == "," else POINT
    read_back = plain_amounts(pl.Series([text]), dialect).item()
    assert read_back == money(kopecks, Form())
    assert doubtful_amounts(pl.Series([text]), dialect).to_list() == [False]


@pytest.mark.parametrize(
    ("told", "card"),
    [
        ("2000200195023.0", "2000200195023"),
        ("2000200195023,00", "2000200195023"),
        ("2.000200195023E+12", "2000200195023"),
        ("2,000200195023e+12", "2000200195023"),
        ("2000200195023", "2000200195023"),
        ("12E5", "12E5"),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ],
)
def test_a_card_that_was_written_as_a_number_is_whole_again(told: str, card: str) -> None:
    assert plain_cards(pl.Series([told])).to_list() == [card]
    assert cut_cards(plain_cards(pl.Series([told]))).to_list() == [False]


@pytest.mark.parametrize("told", ["2,0002E+12", "2.00020019502E+12", "2E+12"])
def test_a_card_that_lost_digits_is_rejected_by_name(tmp_path: Path, told: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"at;shop;card;amount\n2022-06-09;s;{told};1\n2022-06-09;s;{ANNA};1\n")
    both = read(path)
    assert both.rejected.select("line", "rule").rows() == [(2, "card_digits_lost")]
    assert told in both.rejected.item(0, "raw")
    assert both.accepted.get_column("card").to_list() == [ANNA]


def test_a_float_beyond_its_digits_is_no_card(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"at": ["2022-06-09"] * 2, "shop": ["s"] * 2, "amount": [1, 1], "card": [2.0**53, 2e12]}
    )
    frame.write_parquet(tmp_path / "t.parquet")
    both = read(tmp_path / "t.parquet")
    assert both.rejected.select("line", "rule").rows() == [(1, "card_digits_lost")]
    assert both.accepted.get_column("card").to_list() == ["2000000000000"]
