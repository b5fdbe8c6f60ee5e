"""What the local engine computes of states that are already here."""

from __future__ import annotations

import polars as pl

from rfma_fast.engines import PolarsEngine
from rfma_fast.plan.terms import choose, column, whole

STATES = pl.DataFrame(
    {"card": [1, 2, 3], "class": [7, 5, 7], "cheques": [2, 1, 4], "total": [100, -30, 2**40]},
    schema={"card": pl.Int32, "class": pl.Int32, "cheques": pl.Int32, "total": pl.Int64},
)


def test_sizes_are_counted_class_by_class_in_64_bits() -> None:
    large = STATES.with_columns(cheques=pl.lit(2**31 - 1, pl.Int32))
    assert PolarsEngine().sizes(STATES).rows() == [(5, 1, 1, -30), (7, 2, 6, 100 + 2**40)]
    assert PolarsEngine().sizes(large).get_column("cheques").to_list() == [2**31 - 1, 2**32 - 2]


def test_a_measure_is_one_more_column_in_64_bits() -> None:
    doubled = PolarsEngine().measured(STATES, "twice", column("cheques") * whole(2**32))
    assert doubled.columns == [*STATES.columns, "twice"]
    assert doubled.get_column("twice").to_list() == [2**33, 2**32, 2**34]


def test_values_are_counted_and_blanks_are_not() -> None:
    some = choose(column("cheques") > whole(1), column("class"))
    measured = PolarsEngine().measured(STATES, "some", some)
    assert PolarsEngine().counts(measured, "some").rows() == [(7, 2)]
    assert PolarsEngine().counts(STATES, "total").rows() == [(-30, 1), (100, 1), (2**40, 1)]
