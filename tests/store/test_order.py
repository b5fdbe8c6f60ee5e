"""A month's rows stand in ``ORDER``, each cheque once, however alike the rows are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from rfma_fast.cheques.schema import IDENTITY, ORDER, STORED
from rfma_fast.store.order import settled

LAST = 86_399_999_999
NEWEST = 3
"""The load that is being stored."""
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


def again(some: list[tuple[Any, ...]]) -> st.SearchStrategy[tuple[Any, ...]]:
    """One of the rows, told by any load."""
    return st.tuples(st.sampled_from(some), st.integers(1, 3)).map(lambda t: (*t[0][:-1], t[1]))


alike = st.lists(rows, max_size=25).flatmap(
    lambda some: (
        st.lists(again(some), max_size=10).map(lambda more: [*some, *more])
        if some
        else st.just(some)
    )
)


def by_cheque(month: pl.DataFrame) -> dict[tuple[Any, ...], list[int]]:
    """Return the loads of each cheque's rows."""
    told: dict[tuple[Any, ...], list[int]] = {}
    for *cheque, load in month.sort("load").select(*IDENTITY, "load").rows():
        told.setdefault(tuple(cheque), []).append(load)
    return told


def the_plain_way(month: pl.DataFrame, load: int, copies: bool) -> pl.DataFrame:
    """Keep of every cheque what is stored, and of what the load brings what is missing."""
    kept: list[tuple[Any, ...]] = []
    for one, loads in by_cheque(month).items():
        stored = [number for number in loads if number != load]
        brought = len(loads) - len(stored) if copies else load in loads
        more = max(0, brought - len(stored))
        kept += [(*one, number) for number in [*stored, *[load] * more]]
    frame = pl.DataFrame(kept, schema=[*IDENTITY, "load"], orient="row", schema_overrides=STORED)
    return frame.select(STORED.keys()).sort([*ORDER, "load"])


def cheque(card: int, name: str | None, time: int = 0, load: int = 1) -> tuple[Any, ...]:
    return (card, name, date(2022, 1, 1), time, "Shop 1", 1, None, None, None, "d1", load)


@settings(max_examples=400, deadline=None)
@example([], False)
@example([cheque(0, "same", load=n) for n in (3, 1, 3, 2, 3, 3)], True)
@example([cheque(0, None), cheque(0, "\x00"), cheque(0, "a"), cheque(0, None)], True)
@example([cheque(0, "\x00b"), cheque(0, "\x00"), cheque(1, None), cheque(0, "\x00\x00")], False)
@example([cheque(0, "same", load=3), cheque(0, "same", load=1), cheque(0, "same", load=2)], False)
@example(
    [cheque(2**31 - 1, None, LAST), cheque(2**31 - 1, None, LAST - 1), cheque(1, None, LAST)], False
)
@example([cheque(0, f"till-{n % 7:06d}") for n in range(20)], False)
@given(alike, st.booleans())
def test_rows_are_sorted_and_freed_of_repeats_as_column_by_column(
    told: list[tuple[Any, ...]], copies: bool
) -> None:
    month = pl.DataFrame(told, schema=STORED, orient="row")
    plain = the_plain_way(month, NEWEST, copies)
    found = settled(month, NEWEST, copies=copies)
    assert_frame_equal(found.rows, plain)
    halves = pl.concat([month[::2], month[1::2]], rechunk=False)
    assert_frame_equal(settled(halves, NEWEST, copies=copies).rows, plain)
    loads = by_cheque(month).values()
    assert found.identical == sum(max(0, some.count(NEWEST) - 1) for some in loads)


@settings(max_examples=200, deadline=None)
@given(alike, st.booleans())
def test_what_a_load_found_is_told_by_the_load_that_brought_it(
    told: list[tuple[Any, ...]], copies: bool
) -> None:
    month = pl.DataFrame(told, schema=STORED, orient="row")
    expected: Counter[int] = Counter()
    for loads in by_cheque(month).values():
        stored = [number for number in loads if number != NEWEST]
        brought = loads.count(NEWEST) if copies else min(1, loads.count(NEWEST))
        expected.update(stored[:brought])
    found = settled(month, NEWEST, copies=copies).found
    assert {load: one.cheques for load, one in found.items()} == expected
    again = settled(month.reverse(), NEWEST, copies=copies).found
    assert again == found


def test_other_cheques_in_the_same_number_give_another_digest() -> None:
    def found(*names: str) -> int:
        stored = [cheque(0, name, load=1) for name in ("a", "b", "c")]
        brought = [cheque(0, name, load=NEWEST) for name in names]
        month = pl.DataFrame([*stored, *brought], schema=STORED, orient="row")
        one = settled(month, NEWEST).found[1]
        assert one.cheques == len(names)
        return one.digest

    assert found("a", "b") == found("b", "a") != found("a", "c")


def test_ids_that_begin_alike_need_no_comparing_of_columns(monkeypatch: Any) -> None:
    month = pl.DataFrame(
        [cheque(0, f"till-of-the-first-shop-{n * 37 % 1000:04d}") for n in range(1000)],
        schema=STORED,
        orient="row",
    )
    expected = the_plain_way(month, NEWEST, copies=False)
    monkeypatch.delattr(pl.DataFrame, "sort")
    assert_frame_equal(settled(month, NEWEST).rows, expected)
