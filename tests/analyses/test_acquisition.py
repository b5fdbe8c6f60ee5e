"""Acquisition: as DuckDB says on the real table, by hand on small ones, and by its laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import naive
from oracles.naive import Row
from oracles.real import REAL, needs_real
from oracles.trade import Book
from support.stores import ANNA, BORIS, GLEB, VERA, bought, day, held
from support.tables import SHOPS, days, tables
from support.words import kopecks, refused

from analyses.trade_kit import Lines, by, half_away, in_kopecks, rows
from rfma_fast.analyses.acquisition import Acquisition
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.reports.acquisition import as_json


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    opened = Book(REAL)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def real_acquisition(real_store: Store) -> Acquisition:
    return real_store.acquisition()


def began_as_told(lines: Lines) -> Lines:
    told = []
    for line in lines:
        total, twice = line.pop("first_total"), line.pop("median_twice")
        mean = half_away(Fraction(total, line["cards"]))
        told.append(line | {"mean": mean, "median": half_away(Fraction(twice, 2))})
    return told


def began_as_said(frame: pl.DataFrame) -> Lines:
    told = []
    for row in rows(frame):
        share = row.pop("again_share")
        assert share == (pytest.approx(row["again"] / row["ended"]) if row["ended"] else None)
        least, greatest = row.pop("interval_from"), row.pop("interval_to")
        assert (share is None) == (least is None) == (greatest is None)
        assert share is None or least <= share <= greatest
        mean, median = in_kopecks(row.pop("first_mean")), in_kopecks(row.pop("first_median"))
        told.append(row | {"mean": mean, "median": median})
    return told


@needs_real
@pytest.mark.parametrize("keys", ["month", "shop", "month, shop"])
def test_new_cards_of_the_real_table_are_as_duckdb_says(
    real_acquisition: Acquisition, book: Book, keys: str
) -> None:
    names = keys.split(", ")
    opening = None if "month" in names else "2021-07"
    lines = began_as_told(book.new_cards(keys, date(2022, 6, 9), 105, opening))
    assert by(began_as_said(real_acquisition.table(*names)), *names) == by(lines, *names)


@needs_real
def test_another_day_and_another_churn_are_as_duckdb_says(real_store: Store, book: Book) -> None:
    told = real_store.acquisition(as_of="2022-02-28", churn=14)
    lines = began_as_told(book.new_cards("month", date(2022, 2, 28), 14))
    assert by(began_as_said(told.table("month")), "month") == by(lines, "month")


@needs_real
def test_cohorts_of_the_real_table_are_as_duckdb_says(
    real_acquisition: Acquisition, book: Book
) -> None:
    lines = by(book.cohorts(date(2022, 6, 9), 105), "cohort", "months_since")
    told = by(rows(real_acquisition.cohorts), "cohort", "months_since")
    assert told.keys() == lines.keys()
    for key, line in lines.items():
        row = told[key]
        assert (row["cards"], row["active"]) == (line["cards"], line["active"])
        assert kopecks(row["revenue"]) == line["revenue"]
        assert kopecks(row["cumulative"]) == line["cumulative"]
        assert in_kopecks(row["a_card"]) == half_away(Fraction(line["cumulative"], line["cards"]))
        assert row["share"] == pytest.approx(line["active"] / line["cards"])


@needs_real
def test_cards_worth_winning_back_are_ranked_as_duckdb_ranks_them(
    real_acquisition: Acquisition, book: Book
) -> None:
    lines = book.win_back(date(2022, 6, 9), 21, 105)
    told = rows(real_acquisition.win_back())
    assert [row["card"] for row in told] == [line["card"] for line in lines]
    for row, line in zip(told, lines, strict=True):
        assert (row["rank"], row["rank_in_region"]) == (line["rank"], line["rank_in_region"])
        assert (row["region"], row["group"], row["shop"], row["cheques"], row["last"]) == (
            line["region"], line["group"], line["shop"], line["cheques"], line["last_day"],
        )  # fmt: skip
        assert kopecks(row["revenue"]) == line["total"]
        assert row["recency"] == (date(2022, 6, 9) - row["last"]).days
    assert len(told) == 239 + 853 == 1092


@needs_real
def test_the_real_table_says_these_numbers(real_acquisition: Acquisition) -> None:
    assert (real_acquisition.churn, real_acquisition.cards) == (105, 5926)
    (total,) = rows(real_acquisition.table())
    # 2,268 of 4,314 with the cards of July 2021, when the cheques begin.
    assert (total["open"], total["ended"], total["again"]) == (1612, 3700, 1895)
    assert (real_acquisition.opening_month, real_acquisition.opening_cards) == ("2021-07", 614)
    july = real_acquisition.table("month").row(0, named=True)
    assert (july["month"], july["ended"], july["again"]) == ("2021-07", 614, 373)
    assert dict(real_acquisition.lost_groups().select("code", "cards").iter_rows()) == {
        "active": 1337, "rare_regular": 494, "slipping": 239, "no_rhythm": 223, "dead": 853,
        "newcomer": 322, "undecided": 821, "passer_by": 1637,
    }  # fmt: skip


@needs_real
def test_slipping_cards_of_the_hottest_region_are_said_to_be_late_by_their_own_rhythm(
    real_acquisition: Acquisition,
) -> None:
    cards = real_acquisition.win_back()
    hot = cards.filter(pl.col("region") == "110")
    assert hot.height == 61
    notes = as_json(real_acquisition)["notes"]
    (said,) = [note for note in notes if "own usual gap" in note]
    (counted,) = [note for note in notes if "hottest" in note]
    assert "twice" in said
    assert counted.startswith(
        "61 of these cards are among the hottest of the scheme rfma (110 VIP)"
    )


@needs_real
def test_regions_of_the_cards_worth_winning_back_add_up(real_acquisition: Acquisition) -> None:
    cards = real_acquisition.win_back()
    regions = real_acquisition.win_back_regions()
    groups = [(pl.col("group") == group).sum().alias(group) for group in ("slipping", "dead")]
    figures = pl.col("cheques", "revenue").sum()
    listed = cards.group_by("region", name="region_name").agg(pl.len(), *groups, figures)
    assert regions.drop("a_card").rows() == listed.sort("region").rows()
    assert [in_kopecks(mean) for mean in regions["a_card"]] == [
        half_away(Fraction(kopecks(revenue), number))
        for number, revenue in regions.select("cards", "revenue").iter_rows()
    ]
    assert (regions["slipping"].sum(), regions["dead"].sum()) == (239, 853)


@needs_real
def test_a_period_and_a_shop_are_a_part_of_the_whole(
    real_store: Store, real_acquisition: Acquisition
) -> None:
    shop, since, until = "Аптека 10", date(2021, 10, 5), date(2021, 12, 20)
    part = real_store.acquisition(since=since, until=until, shops=[shop])
    began = real_acquisition.began.filter(
        pl.col("first").is_between(since, until), pl.col("shop") == shop
    )
    assert part.began.equals(began)
    assert part.cohorts["cards"].max() == part.table("month")["cards"].max()
    own = real_acquisition.win_back().filter(
        pl.col("first").is_between(since, until), pl.col("shop") == shop
    )
    assert part.win_back()["card"].to_list() == own["card"].to_list()
    assert part.lost_groups()["cards"].sum() == part.cards == began.height
    assert part.lost_groups()["share"].sum() == pytest.approx(1)


# --- by hand -------------------------------------------------------------------------------------

EARLIER = bought(-40, None, 1_00)
"""The store begins in November, so that January's cards are new."""

TEN = (
    EARLIER,
    bought(0, ANNA, 100_00),
    bought(10, ANNA, 40_00, "Аптека 2"),  # ten days later: in time where churn is 10
    bought(5, BORIS, 50_00, "Аптека 2"),
    bought(5, BORIS, 30_00, minute=5),  # the same day: a second cheque, no second coming
    bought(16, BORIS, 20_00),  # eleven days later: too late where churn is 10
    bought(25, VERA, 70_00),
    bought(26, VERA, 10_00),  # again, but its window is open on day 34
    bought(34, GLEB, 5_00),
)


def test_who_came_again_is_counted_to_the_day() -> None:
    told = held(TEN).acquisition(as_of=day(34), churn=10)
    began = {row["card"]: (row["second"], row["again"]) for row in rows(told.began)}
    assert list(began.values()) == [
        (day(10), day(10)), (day(5), None), (day(26), day(26)), (None, None),
    ]  # fmt: skip
    (total,) = rows(told.table())
    assert (total["cards"], total["ended"], total["open"]) == (4, 2, 2)
    assert (total["again"], total["second"], total["again_share"]) == (1, 2, 0.5)


def test_a_window_has_ended_when_its_last_day_has_passed() -> None:
    def ended(as_of: date) -> tuple[int, int]:
        (total,) = rows(held(TEN[:3]).acquisition(as_of=as_of, churn=10).table())
        return total["ended"], total["again"]

    assert ended(day(9)) == (0, 0)
    assert ended(day(10)) == (1, 1)


def test_the_window_of_the_last_day_is_looked_at_to_its_end() -> None:
    (total,) = rows(held(TEN).acquisition(until=day(0), as_of=day(34), churn=10).table())
    assert (total["cards"], total["ended"], total["again"], total["second"]) == (1, 1, 1, 1)


def test_cards_of_the_month_in_which_the_cheques_begin_are_no_new_cards() -> None:
    rows_ = [bought(20, ANNA, 100_00), bought(28, ANNA, 1_00), bought(40, BORIS, 50_00)]
    told = held([*rows_, bought(75, VERA, 30_00)]).acquisition(as_of=day(75), churn=10)
    assert (told.opening_month, told.opening_cards, told.cards) == ("2022-01", 1, 3)
    (total,) = rows(told.table())
    assert (total["cards"], total["ended"], total["again"]) == (2, 1, 0)
    assert total["first_mean"] == 40
    months = {row["month"]: (row["cards"], row["again"]) for row in rows(told.table("month"))}
    assert months == {"2022-01": (1, 1), "2022-02": (1, 0), "2022-03": (1, 0)}
    opening = {row["cohort"] for row in rows(told.cohorts) if row["opening"]}
    assert opening == {"2022-01"}
    later = held([*rows_, bought(75, VERA, 30_00)]).acquisition(since=day(31), churn=10)
    assert later.opening_cards == 0
    only = held(rows_[:2]).acquisition(churn=10)
    assert rows(only.table())[0]["cards"] == 0


def test_home_is_the_shop_of_the_first_purchase() -> None:
    told = held(TEN).acquisition(churn=10)
    assert dict(told.table("shop").select("shop", "cards").iter_rows()) == {
        "Аптека 1": 3, "Аптека 2": 1,
    }  # fmt: skip
    (only,) = rows(held(TEN).acquisition(shops=["Аптека 2"], churn=10).table())
    assert (only["cards"], only["first_mean"]) == (1, 50)


def test_a_return_before_the_first_purchase_counts_in_its_month() -> None:
    table = [bought(0, ANNA, -30_00), bought(40, ANNA, 100_00), bought(70, ANNA, -5_00)]
    told = held(table).acquisition(as_of=day(75))
    assert [
        (row["cohort"], row["months_since"], row["active"], in_kopecks(row["cumulative"]))
        for row in rows(told.cohorts)
    ] == [("2022-02", 0, 1, 70_00), ("2022-02", 1, 0, 65_00)]


def test_a_month_without_a_purchase_stands_with_none() -> None:
    told = held([bought(0, ANNA, 10_00), bought(75, ANNA, 10_00)]).acquisition()
    assert told.cohorts["month"].to_list() == ["2022-01", "2022-02", "2022-03"]
    assert told.cohorts["active"].to_list() == [1, 0, 1]
    assert told.cohorts["whole"].to_list() == [True, True, False]


def test_another_churn_period_is_that_of_the_lost_as_well() -> None:
    table = [bought(0, ANNA, 10_00), bought(1, ANNA, 10_00), bought(30, BORIS, 10_00)]
    groups = {
        churn: dict(
            held(table).acquisition(churn=churn).lost_groups().select("code", "cards").iter_rows()
        )
        for churn in (28, 29)
    }
    assert groups[28]["dead"] == 1
    assert groups[29]["no_rhythm"] == 1


def test_a_card_is_late_only_by_a_rhythm_of_three_gaps() -> None:
    def card(of: str, *days_: int) -> list[Row]:
        return [bought(number, of, 10_00) for number in days_]

    table = [
        *card(ANNA, 0, 10, 20, 30),  # three gaps of 10, silent for 35 days
        *card(BORIS, 10, 20, 30),  # two gaps of 10, as silent
        *card(VERA, 0, 64),
        *card(GLEB, 65),
    ]
    found = held(table).segment(day(65), scheme="lost").table()
    groups = dict(found.select("card", "group").iter_rows())
    assert (groups[ANNA], groups[BORIS]) == ("slipping", "no_rhythm")


def test_what_cannot_be_is_refused() -> None:
    store = held(TEN)
    with pytest.raises(UsageError, match="not 0"):
        store.acquisition(churn=0)
    with refused("2022-01-02", "2022-01-03"):
        store.acquisition(since=day(1), until=day(2))
    with refused("2022-01-03", "2022-01-02"):
        store.acquisition(since=day(2), until=day(1))
    with refused("'Аптека 9'"):
        store.acquisition(shops=["Аптека 9"])
    with refused("2021-01-01"):
        store.acquisition(as_of="2021-01-01")


# --- laws ----------------------------------------------------------------------------------------


def naive_began(table: tuple[Row, ...], as_of: date) -> dict[str, list[Row]]:
    """Return each card's purchases up to a day in the order of time."""
    cards: dict[str, list[Row]] = {}
    for row in sorted(table, key=lambda row: row[0]):
        at, _, card, amount = row
        if card and naive.is_identified(card) and amount > 0 and at.date() <= as_of:
            cards.setdefault(card, []).append(row)
    return cards


def naive_card(purchases: list[Row], churn: int) -> tuple[Any, ...]:
    at, shop, _, amount = purchases[0]
    first = at.date()
    gaps = [(row[0].date() - first).days for row in purchases[1:]]
    second = first + timedelta(gaps[0]) if gaps and gaps[0] <= churn else None
    later = [gap for gap in gaps if 0 < gap <= churn]
    return first, shop, amount, second, first + timedelta(later[0]) if later else None


@settings(deadline=None, max_examples=80)
@given(tables(), st.none() | days, st.none() | st.integers(1, 60), st.none() | days)
def test_cohorts_add_up_to_cards_and_revenue(
    table: tuple[Row, ...], as_of: date | None, churn: int | None, since: date | None
) -> None:
    store = held(table)
    try:
        told = store.acquisition(as_of=as_of, churn=churn, since=since)
    except RfmaError:
        return
    bought_by = {
        card: purchases
        for card, purchases in naive_began(table, told.as_of).items()
        if purchases[0][0].date() >= told.since
    }
    printed = dict(store.snapshot.keys().collect().iter_rows())
    began = {printed[row[0]]: (row[1], *row[3:]) for row in told.began.iter_rows()}
    assert began == {card: naive_card(found, told.churn) for card, found in bought_by.items()}
    cohorts = told.cohorts
    start = cohorts.filter(pl.col("months_since") == 0)
    assert start["active"].to_list() == start["cards"].to_list()
    assert start["cards"].sum() == told.cards == told.table("month")["cards"].sum()
    last = cohorts.group_by("cohort").agg(pl.col("cumulative").last(), pl.col("revenue").sum())
    assert last["cumulative"].to_list() == last["revenue"].to_list()
    total = sum(
        amount for at, _, card, amount in table if card in bought_by and at.date() <= told.as_of
    )
    assert sum(map(kopecks, last["cumulative"])) == total
    visits = {(card, f"{row[0]:%Y-%m}") for card, found in bought_by.items() for row in found}
    assert cohorts["active"].sum() == len(visits)
    assert told.lost_groups()["cards"].sum() == told.cards
    gone = told.win_back()
    assert set(gone["group"]) <= {"slipping", "dead"}
    assert gone["revenue"].to_list() == sorted(gone["revenue"], reverse=True)
    assert (
        gone.height
        == told.lost_groups().filter(pl.col("code").is_in(["slipping", "dead"]))["cards"].sum()
    )


@settings(deadline=None, max_examples=30)
@given(tables(), st.sampled_from(SHOPS))
def test_shops_share_out_the_new_cards(table: tuple[Row, ...], shop: str) -> None:
    store = held(table)
    try:
        every = store.acquisition()
        part = store.acquisition(shops=[shop])
    except RfmaError:
        return
    homes = dict(every.table("shop").select("shop", "cards").iter_rows())
    assert part.cards - part.opening_cards == homes.get(shop, 0)
    assert sum(homes.values()) == every.cards - every.opening_cards
    assert every.table("month", "shop")["cards"].sum() == every.cards
