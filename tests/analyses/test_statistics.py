"""Statistics of a period by segment: as DuckDB says, and in all what the overview says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.kit import axis, document_of, fixed, scheme_of
from oracles.naive import Row
from oracles.real import REAL, needs_real
from oracles.trade import Book
from support.stores import ANNA, BORIS, UUID, VERA, bought, day, held, written
from support.tables import SHOPS, days, tables
from support.words import kopecks, refused

from analyses.trade_kit import by, expected, half_away, rows, said
from rfma_fast.analyses.segmentation import segment
from rfma_fast.analyses.statistics import (
    NO_SEGMENT,
    UNIDENTIFIED,
    By,
    Statistics,
    counted_by_key,
    counted_by_plan,
    statistics,
)
from rfma_fast.api import Store
from rfma_fast.engines import LocalCards, PolarsEngine
from rfma_fast.engines.scope import Scope
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.i18n import formats
from rfma_fast.schemes.model import Scheme

KEYED = {"card": pl.Int32, "class": pl.Int32}


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    opened = Book(REAL)
    yield opened
    opened.close()


def hold_oracle(
    told: Statistics, book: Book, level: str, as_of: date | None, **period: date
) -> None:
    """Hold that groups and parts are what DuckDB says of the same cheques."""
    groups = [expected(line) for line in book.statistics(level, as_of, None, **period)]
    assert by([said(row) for row in rows(told.groups)], "code") == by(groups, "code")
    if told.by:
        part = told.by
        parts = [expected(line) for line in book.statistics(level, as_of, part, **period)]
        assert by([said(row) for row in rows(told.parts)], "part", "code") == by(
            parts, "part", "code"
        )


@needs_real
@pytest.mark.parametrize("level", ["class", "cluster", "region", "warmth"])
@pytest.mark.parametrize("part", ["shop", "month"])
def test_a_quarter_of_the_real_table_is_as_duckdb_says(
    real_store: Store, book: Book, level: str, part: str
) -> None:
    since, until = date(2022, 1, 1), date(2022, 3, 31)
    told = real_store.statistics(since=since, until=until, level=level, by=part)
    assert told.segments.as_of == until
    hold_oracle(told, book, level, until, since=since, until=until)


@needs_real
def test_the_whole_real_table_by_segments_of_an_earlier_day(real_store: Store, book: Book) -> None:
    as_of = date(2022, 1, 1)
    told = real_store.statistics(segments_as_of=as_of, by="month")
    hold_oracle(told, book, "region", as_of)
    groups = by(rows(told.groups), "code")
    assert groups[(NO_SEGMENT,)]["cards"] == 2427
    assert groups[(UNIDENTIFIED,)]["cheques"] == 17_411
    assert told.total.row(0)[:2] == (5926, 38_486)


@needs_real
def test_all_cards_of_the_real_table_have_the_published_regions(real_store: Store) -> None:
    told = real_store.statistics()
    cards = {row["code"]: row["cards"] for row in rows(told.groups)}
    assert list(cards) == [
        "110", "210", "220", "230", "310", "320", "410", "420", "510", UNIDENTIFIED,
    ]  # fmt: skip
    assert list(cards.values())[:-1] == [654, 1155, 499, 71, 243, 595, 212, 760, 1737]


periods = st.tuples(st.none() | days, st.none() | days)


@settings(deadline=None, max_examples=60)
@given(
    tables(),
    periods,
    st.none() | days,
    st.sampled_from([None, "shop", "month"]),
    st.sampled_from([(), SHOPS[:1], SHOPS[:2]]),
    st.sampled_from(["class", "region"]),
)
def test_groups_and_parts_add_up_to_the_overview(
    table: tuple[Row, ...],
    period: tuple[date | None, date | None],
    as_of: date | None,
    part: str | None,
    shops: list[str],
    level: str,
) -> None:
    store = held(table)
    since, until = period
    try:
        whole = store.overview(since=since, until=until, shops=shops)
        told = store.statistics(
            since=since, until=until, level=level, by=part, shops=shops, segments_as_of=as_of
        )
    except RfmaError:
        return
    (total,) = rows(told.total)
    trade = whole.all
    assert (total["cards"], total["cheques"], total["returns"]) == (
        whole.cards, trade.cheques, trade.returns,
    )  # fmt: skip
    assert kopecks(total["revenue"]) == trade.revenue
    assert said(total | {"code": ""})["mean"] == half_away(trade.mean)
    assert said(total | {"code": ""})["median"] == half_away(trade.median)
    groups = rows(told.groups)
    for figure in ("cards", "cheques", "returns", "revenue"):
        assert sum(row[figure] for row in groups) == total[figure]
        if part and figure != "cards":
            assert sum(row[figure] for row in rows(told.parts)) == total[figure]
    stranger = by(groups, "code").get((UNIDENTIFIED,))
    assert (stranger["cheques"] if stranger else 0) == trade.unidentified.cheques
    if part == "shop":
        sums: dict[str, int] = {}
        for row in rows(told.parts):
            sums[row["shop"]] = sums.get(row["shop"], 0) + row["cheques"]
        assert sums == {shop: of.cheques for shop, of in whole.shops.items()}


@settings(deadline=None, max_examples=25)
@given(tables(), st.none() | days, st.sampled_from(["shop", "month"]))
def test_random_tables_are_as_duckdb_says(
    table: tuple[Row, ...], as_of: date | None, part: str
) -> None:
    try:
        told = held(table).statistics(by=part, segments_as_of=as_of)
    except RfmaError:
        return
    book = Book(table)
    hold_oracle(told, book, "region", as_of)
    book.close()


ROWS = (
    bought(0, ANNA, 100_00),
    bought(40, ANNA, 300_00, "Аптека 2"),
    bought(41, BORIS, 50_00),
    bought(41, UUID, 70_00),
    bought(42, BORIS, -20_00),
    bought(43, VERA, -5_00),
)


def test_a_card_without_a_segment_at_the_date_has_a_row_of_its_own() -> None:
    told = held(ROWS).statistics(since=day(40), segments_as_of=day(39))
    found = {row["code"]: said(row) for row in rows(told.groups)}
    assert found[NO_SEGMENT] == {
        "part": None, "code": NO_SEGMENT, "cards": 1, "cheques": 1, "revenue": 25_00,
        "returns": 2, "mean": 25_00, "median": 50_00,
    }  # fmt: skip
    assert found[UNIDENTIFIED]["revenue"] == 70_00
    assert sorted(set(found) - {NO_SEGMENT, UNIDENTIFIED}) == [told.groups["code"][0]]
    assert [row["name"] for row in rows(told.groups)][1:] == ["no segment yet", "without a card"]


def test_a_segment_looks_at_all_shops_and_the_sums_at_the_named_ones() -> None:
    told = held(ROWS).statistics(shops=["Аптека 2"])
    assert told.segments.cards == 2
    assert [(row["cards"], row["cheques"]) for row in rows(told.groups)] == [(1, 1)]
    assert told.provenance.shops == ("Аптека 2",)


@pytest.mark.parametrize("part", [None, "shop", "month"])
def test_where_no_card_bought_the_others_stand_alone(part: str | None) -> None:
    table = [*ROWS, bought(3, BORIS, 0, "Аптека 9"), bought(3, None, 7_00, "Аптека 9")]
    told = held(table).statistics(shops=["Аптека 9"], by=part)
    assert [(row["code"], row["cards"], row["cheques"]) for row in rows(told.groups)][-1] == (
        UNIDENTIFIED, 0, 1,
    )  # fmt: skip
    assert [row["cards"] for row in rows(told.groups)] == [0, 0]


def test_months_stand_in_order_and_shops_in_natural_order() -> None:
    table = [bought(40, ANNA, 1), bought(0, ANNA, 1, "Аптека 10"), bought(70, ANNA, 1, "Аптека 2")]
    by_shop, by_month = (held(table).statistics(by=part).parts for part in ("shop", "month"))
    assert by_shop["shop"].to_list() == ["Аптека 1", "Аптека 2", "Аптека 10"]
    assert by_month["month"].to_list() == ["2022-01", "2022-02", "2022-03"]


@pytest.mark.parametrize("scheme", ["lost", "rfm8", "rfm27"])
def test_any_scheme_serves(scheme: str) -> None:
    table = [bought(number, ANNA, 10_00 + number) for number in range(20)]
    told = held([*table, bought(3, BORIS, 5_00)]).statistics(
        scheme=scheme, level=held(table).scheme(scheme).level_codes[-1]
    )
    (total,) = rows(told.total)
    assert (total["cards"], total["cheques"]) == (2, 21)


def test_what_cannot_be_is_refused() -> None:
    store = held(ROWS)
    with refused("2022-02-20", "2022-02-01"):
        store.statistics(since="2022-02-20", until="2022-02-01")
    with refused("'size'"):
        store.statistics(level="size")
    with refused("'Аптека 9'"):
        store.statistics(shops=["Аптека 9"])
    with pytest.raises(UsageError, match="shop, month"):
        store.statistics(by="year")
    with refused("2022-05-01"):
        store.statistics(since="2022-05-01", until="2022-05-02")


# --- two ways to count, any unit -----------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(
    tables(),
    periods,
    st.sampled_from([None, "shop", "month"]),
    st.sampled_from([(), tuple(SHOPS[:1]), tuple(SHOPS[1:])]),
)
def test_the_look_up_by_key_counts_as_the_join_does(
    table: tuple[Row, ...],
    period: tuple[date | None, date | None],
    part: By | None,
    shops: tuple[str, ...],
) -> None:
    store = held(table)
    since, until = period
    scope = Scope(store.snapshot, until or store.snapshot.last_day, since, shops=shops)
    keys = store.snapshot.keys().select(pl.len()).collect().item()
    some = pl.DataFrame({"card": [2, 1, 3], "class": [3, 0, 2]}, schema_overrides=KEYED)
    known = LocalCards(some.filter(pl.col("card") <= keys))
    ways = [
        [
            frame.sort(frame.columns)
            for frame in count(PolarsEngine(), scope, known, [0, 7, 5, 5], part)
        ]
        for count in (counted_by_key, counted_by_plan)
    ]
    for held_one, planned in zip(*ways, strict=True):
        assert held_one.columns == planned.columns
        assert held_one.rows() == planned.rows()


def lately(population: dict[str, object]) -> Scheme:
    """Return a scheme of one axis and one level: bought within 10 days, or longer ago."""
    recency = axis("R", {"kind": "recency"}, fixed("<=", 10))
    groups = [
        {"code": code, "members": [digit], "name": {"en": code}}
        for code, digit in (("new", "1"), ("old", "2"))
    ]
    level = {"code": "age", "name": {"en": "age"}, "groups": groups}
    return scheme_of(document_of([recency], level=[level], population=population))


SHARED = (
    bought(0, ANNA, 100_00),
    bought(30, ANNA, 20_00, "Аптека 2"),
    bought(1, UUID, 7_00),
    bought(29, UUID, 9_00),
    bought(30, None, 1_00),
)


@pytest.mark.parametrize(
    ("population", "told"),
    [
        ({}, {"new": (1, 2), UNIDENTIFIED: (0, 3)}),
        ({"unit": "card_shop"}, {"new": (1, 1), "old": (1, 1), UNIDENTIFIED: (0, 3)}),
        ({"cards": "all"}, {"new": (2, 4), UNIDENTIFIED: (0, 1)}),
    ],
)
def test_a_unit_of_any_kind_finds_its_segment(
    population: dict[str, object], told: dict[str, tuple[int, int]]
) -> None:
    snapshot = held(SHARED).snapshot
    engine = PolarsEngine()
    found = statistics(engine, segment(engine, snapshot, lately(population)), snapshot, level="age")
    assert {row["code"]: (row["cards"], row["cheques"]) for row in rows(found.groups)} == told


@settings(deadline=None, max_examples=4)
@given(tables(min_size=5))
def test_month_files_on_disk_say_what_memory_says(table: tuple[Row, ...]) -> None:
    distinct = tuple({row[:3]: row for row in table}.values())
    with tempfile.TemporaryDirectory() as root:
        disk, memory = written(Path(root) / "store", distinct), held(distinct)
        asks: list[Callable[[Store], pl.DataFrame]] = [
            lambda store: store.statistics(by="shop").parts,
            lambda store: store.statistics(by="month", until=disk.snapshot.last_day).parts,
            lambda store: store.acquisition(churn=20).cohorts,
            lambda store: store.acquisition(churn=20).table("month", "shop"),
            lambda store: store.acquisition().win_back(),
            lambda store: store.overview().trend.by_shop,
            lambda store: store.returning_ids().ids,
        ]
        for ask in asks:
            try:
                expected_frame = ask(memory)
            except RfmaError:
                continue
            assert ask(disk).rows() == expected_frame.rows()


def test_groups_that_the_counted_cheques_have_formed_are_said_to_look_at_the_outcome() -> None:
    store = held([bought(number, ANNA, 100_00) for number in (0, 5, 9, 20, 31, 40)])
    within = store.statistics(since=day(10), until=day(30))
    assert within.notes[-2:] == [
        ("note.formed_by_these", {"day": formats.day(day(30))}),
        ("note.groups_before", {"before": formats.day(day(9))}),
    ]
    before = store.statistics(since=day(10), until=day(30), segments_as_of=day(9))
    assert before.notes == before.segments.notes
    # On the first day of all there is no day before.
    everything = store.statistics()
    assert everything.notes[-1][0] == "note.formed_by_these"
