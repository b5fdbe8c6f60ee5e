"""What is asked of card states that are here."""

from __future__ import annotations

import polars as pl

from rfma_fast.engines import LocalCards, PolarsEngine
from rfma_fast.engines.cards import FrameCards
from rfma_fast.plan.terms import choose, column, whole

STATES = pl.DataFrame(
    {"card": [1, 2, 3], "class": [7, 5, 7], "cheques": [2, 1, 4], "total": [100, -30, 2**40]},
    schema={"card": pl.Int32, "class": pl.Int32, "cheques": pl.Int32, "total": pl.Int64},
)


def test_sizes_are_counted_class_by_class_in_64_bits() -> None:
    large = STATES.with_columns(cheques=pl.lit(2**31 - 1, pl.Int32))
    assert LocalCards(STATES).sizes().rows() == [(5, 1, 1, -30), (7, 2, 6, 100 + 2**40)]
    assert LocalCards(large).sizes().get_column("cheques").to_list() == [2**31 - 1, 2**32 - 2]


def test_a_measure_is_one_more_column_in_64_bits() -> None:
    doubled = LocalCards(STATES).measured("twice", column("cheques") * whole(2**32)).here
    assert doubled.columns == [*STATES.columns, "twice"]
    assert doubled.get_column("twice").to_list() == [2**33, 2**32, 2**34]


def test_values_are_counted_and_blanks_are_not() -> None:
    some = choose(column("cheques") > whole(1), column("class"))
    measured = LocalCards(STATES).measured("some", some)
    assert measured.counts("some").rows() == [(7, 2)]
    assert LocalCards(STATES).counts("total").rows() == [(-30, 1), (100, 1), (2**40, 1)]


def test_rows_are_the_same_frame_where_all_of_them_meet_the_conditions() -> None:
    cards = LocalCards(STATES)
    assert cards.where(column("cheques") > whole(0), column("card") <= whole(3)) is cards
    assert cards.where(column("cheques") > whole(1)).here.get_column("card").to_list() == [1, 3]
    assert cards.where() is cards


def test_the_largest_magnitude_is_that_of_either_end() -> None:
    assert LocalCards(STATES).largest(["total", "cheques"]) == 2**40
    assert LocalCards(STATES.head(2).select("total")).largest(["total"]) == 100
    assert LocalCards(STATES.clear()).largest(["total"]) == 0
    assert LocalCards(STATES).sum("cheques") == 7


def test_cards_are_summed_by_value_and_class_alike_here_and_where_an_engine_keeps_them() -> None:
    here = LocalCards(STATES).measured("some", choose(column("cheques") > whole(1), column("card")))
    kept = FrameCards(here.frame, PolarsEngine())
    expected = [(1, 7, 1, 100), (3, 7, 1, 2**40)]
    assert here.by_class("some").rows() == kept.by_class("some").rows() == expected
    assert here.by_class("some").schema == kept.by_class("some").schema
