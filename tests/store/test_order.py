"""A month's rows stand in ``ORDER``, each cheque once, however alike the rows are."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from rfma_fast.cheques.schema import IDENTITY, ORDER, STORED
from rfma_fast.store.order import settled

LAST = 86_399_999_999
UUIDS = ["8b1286f2-e7d6-425d-b7ca-0276bdc6f692", "8b1286f2-e7d6-425d-b7ca-0276bdc6f693"]

ids = st.sampled_from([*UUIDS, "a", "a\x00", "ab", "till-000001", "till-000002", "ж", "жа", "\x00"])
small = st.integers(-2, 2)
amounts = st.none() | small | st.integers(-(10**13), 10**13)
owners = st.one_of(
    st.tuples(st.sampled_from([1, 2, 3, 2**31 - 1, 2**31 - 2]), st.none()),
    st.tuples(st.just(0), st.none() | ids | st.text(min_size=1, max_size=12)),
)
rows = st.tuples(
    owners,
    st.integers(1, 31).map(lambda day: date(2022, 1, day)),
    st.sampled_from([0, 1, 2, LAST - 1, LAST]) | st.integers(0, LAST),
    st.sampled_from(["Shop 1", "Shop 2"]),
    small, amounts, amounts, amounts,
    st.none() | st.sampled_from(["d1", "d2", ""]),
    st.integers(1, 3),
).map(lambda told: (*told[0], *told[1:]))  # fmt: skip
alike = st.lists(rows, max_size=25).flatmap(
    lambda some: (
        st.lists(st.sampled_from(some), max_size=10).map(lambda more: [*some, *more])
        if some
        else st.just(some)
    )
)


def the_plain_way(month: pl.DataFrame) -> pl.DataFrame:
    return month.sort([*ORDER, "load"]).unique(IDENTITY, keep="first", maintain_order=True)


def cheque(card: int, name: str | None, time: int = 0, load: int = 1) -> tuple[Any, ...]:
    return (card, name, date(2022, 1, 1), time, "Shop 1", 1, None, None, None, "d1", load)


@settings(max_examples=400, deadline=None)
@example([])
@example([cheque(0, None), cheque(0, "\x00"), cheque(0, "a"), cheque(0, None)])
@example([cheque(0, "\x00b"), cheque(0, "\x00"), cheque(1, None), cheque(0, "\x00\x00")])
@example([cheque(0, "same", load=3), cheque(0, "same", load=1), cheque(0, "same", load=2)])
@example([cheque(2**31 - 1, None, LAST), cheque(2**31 - 1, None, LAST - 1), cheque(1, None, LAST)])
@example([cheque(0, f"till-{n % 7:06d}") for n in range(20)])
@given(alike)
def test_rows_are_sorted_and_freed_of_repeats_as_column_by_column(
    told: list[tuple[Any, ...]],
) -> None:
    month = pl.DataFrame(told, schema=STORED, orient="row")
    assert_frame_equal(settled(month, 9).rows, the_plain_way(month))
    halves = pl.concat([month[::2], month[1::2]], rechunk=False)
    assert_frame_equal(settled(halves, 9).rows, the_plain_way(month))


def test_ids_that_begin_alike_need_no_comparing_of_columns(monkeypatch: Any) -> None:
    month = pl.DataFrame(
        [cheque(0, f"till-of-the-first-shop-{n * 37 % 1000:04d}") for n in range(1000)],
        schema=STORED,
        orient="row",
    )
    expected = the_plain_way(month)
    monkeypatch.delattr(pl.DataFrame, "sort")
    assert_frame_equal(settled(month, 9).rows, expected)
