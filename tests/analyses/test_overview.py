"""The overview in depth: as DuckDB says, its changes and warnings, ids that come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import published, real
from oracles.naive import Row, is_identified
from oracles.real import REAL, needs_real
from oracles.trade import Book
from support.stores import ANNA, BORIS, UUID, bought, day, held
from support.tables import SHOPS, days, tables
from support.words import refused

from analyses.trade_kit import by, half_away, in_kopecks, rows
from rfma_fast.analyses.clusters import clustered
from rfma_fast.analyses.intervals import wilson
from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.returning import returning_ids
from rfma_fast.analyses.trade import Sales
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.quantiles import Histogram

PERIODS = [(None, None), (date(2021, 11, 3), date(2022, 2, 20))]


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    opened = Book(REAL)
    yield opened
    opened.close()


def hold_oracle(told: Overview, book: Book, **period: date | None) -> None:
    lines = by(book.months(**period), "month")
    months = [month for month in told.trend.months if (month.name,) in lines]
    assert [month.cheques for month in told.trend.months if month not in months] == [0] * (
        len(told.trend.months) - len(months)
    )
    for month in months:
        line = lines[(month.name,)]
        assert {key: getattr(month, key) for key in line if key != "month"} == {
            key: value for key, value in line.items() if key != "month"
        }
    shops = by(book.months_by_shop(**period), "month", "shop")
    by_shop = by(rows(told.trend.by_shop), "month", "shop")
    assert by_shop.keys() == shops.keys()
    for key, line in shops.items():
        row = by_shop[key]
        assert {name: row[name] for name in row} == {name: line[name] for name in row}
        assert line["unidentified_revenue"] == row["revenue"] - row["identified_revenue"]
    parts = by(book.identification(**period), "shop", "identified")
    for (shop, identified), line in parts.items():
        trade = told.shops[shop] if shop else told.all
        of: Sales = trade.identified if identified else trade.unidentified
        assert (of.cheques, of.revenue, of.returns) == (
            line["cheques"], line["revenue"], line["returns"],
        )  # fmt: skip
        twice = line["median_twice"]
        assert of.median == (None if twice is None else Fraction(twice, 2))
        assert of.mean == (Fraction(of.revenue, of.cheques) if of.cheques else None)


@needs_real
@pytest.mark.parametrize("period", PERIODS)
def test_the_real_table_is_as_duckdb_says(
    real_store: Store, book: Book, period: tuple[date | None, date | None]
) -> None:
    since, until = period
    told = real_store.overview(since=since, until=until)
    hold_oracle(told, book, since=since, until=until)
    deciles = book.deciles(since=since, until=until)
    tenths = [Fraction(tenth, 10) for tenth in range(1, 11)]
    for name, of in (("all", told.all), ("identified", told.all.identified),
                     ("unidentified", told.all.unidentified)):  # fmt: skip
        assert [of.purchases.percentile_disc(p) for p in tenths] == deciles[name]


@needs_real
def test_the_ids_of_the_real_table_are_as_duckdb_says(real_store: Store, book: Book) -> None:
    told = real_store.returning_ids()
    lines = by(book.ids(), "id")
    assert told.ids["id"].to_list() == [key for (key,) in lines]
    for row in rows(told.ids):
        line = lines[(row["id"],)]
        assert in_kopecks(row["revenue"]) == line["revenue"]
        assert in_kopecks(row["mean_cheque"]) == half_away(
            Fraction(line["revenue"], line["cheques"])
        )
        for mine, its in (("first", "first_day"), ("last", "last_day")):
            assert row[mine] == line[its]
        for name in ("kind", "cheques", "days", "shops", "most_in_a_day"):
            assert row[name] == line[name], row
    assert told.cheques == 17_411
    kinds = {row["kind"]: (row["ids"], row["cheques"]) for row in rows(told.kinds)}
    assert kinds == {"till": (2, 228), "hidden_regular": (513, 8481)}
    # "one of them with 115 cheques at one shop: a till, not a person" (specification)
    first = told.ids.row(0, named=True)
    assert (first["cheques"], first["shops"], first["kind"]) == (115, 1, "till")


@needs_real
def test_the_recency_of_the_real_table_is_the_published_one(real_store: Store) -> None:
    told = real_store.overview()
    of = told.recency
    assert told.as_of == published.AS_OF
    assert (of.size, of.least, of.greatest) == (
        published.CARDS, published.RECENCY_MIN, published.RECENCY_MAX,
    )  # fmt: skip
    assert of.percentile_cont(Fraction(1, 2)) == published.RECENCY_MEDIAN
    assert told.cards_in_several_shops == published.CARDS_IN_SEVERAL_SHOPS


@settings(deadline=None, max_examples=25)
@given(tables(), st.none() | days, st.none() | days)
def test_random_tables_are_as_duckdb_says(
    table: tuple[Row, ...], since: date | None, until: date | None
) -> None:
    try:
        told = held(table).overview(since=since, until=until)
    except RfmaError:
        return
    book = Book(table)
    hold_oracle(told, book, since=since, until=until)
    book.close()
    assert sum(month.cheques for month in told.trend.months) == told.all.cheques
    assert sum(month.revenue for month in told.trend.months) == told.all.revenue
    assert told.recency.size == told.cards
    last: dict[str, date] = {}
    for at, _, card, amount in table:
        seen = (since or date.min) <= at.date() <= (until or date.max)
        if card and is_identified(card) and amount > 0 and seen:
            last[card] = max(last.get(card, date.min), at.date())
    recency = sorted((told.as_of - one).days for one in last.values())
    assert told.recency.frame.rows() == sorted({(v, recency.count(v)) for v in recency})


@settings(deadline=None, max_examples=40)
@given(tables(), st.sampled_from(SHOPS))
def test_one_shop_is_its_row_of_all(table: tuple[Row, ...], shop: str) -> None:
    store = held(table)
    whole = store.overview()
    if shop not in whole.shops:
        return
    alone = store.overview(shops=[shop])
    assert same(alone.all, whole.shops[shop])
    months = whole.trend.by_shop.filter(shop=shop)
    assert sum(months["cheques"]) == alone.all.cheques
    assert alone.trend.by_shop.equals(months)


def same(one: Sales, other: Sales) -> bool:
    def told(of: Sales) -> tuple[list[tuple[int, ...]], int, int]:
        return of.purchases.frame.rows(), of.revenue, of.returns

    return told(one) == told(other)


# --- months --------------------------------------------------------------------------------------


def months_of(*counts: int, first: date = date(2021, 1, 1)) -> list[Row]:
    """Return so many cheques of 10 roubles on the first day of each month, one a last day."""
    table, at = [], first
    for count in counts:
        end = (at.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        number = (at - day(0)).days
        table += [bought(number, ANNA, 10_00, minute=minute) for minute in range(count)]
        table.append(bought((end - day(0)).days, BORIS, 10_00))
        at = end + timedelta(days=1)
    return table


def test_changes_are_against_the_month_and_the_year_before() -> None:
    trend = held(months_of(*range(9, 22))).overview().trend
    assert [month.name for month in trend.months][-1] == "2022-01"
    assert trend.changes(0, "cheques") == (None, None)
    assert trend.changes(1, "cheques") == (Fraction(1, 10), None)
    assert trend.changes(12, "cheques") == (Fraction(22, 21) - 1, Fraction(22, 10) - 1)
    assert trend.changes(12, "revenue") == trend.changes(12, "cheques")
    assert trend.changes(12, "cards") == (Fraction(0), Fraction(0))


def test_a_month_that_is_not_whole_is_told_and_not_compared() -> None:
    store = held(months_of(9, 9, 9, 9))
    trend = store.overview(since="2021-01-02", until="2021-04-29").trend
    assert [month.whole for month in trend.months] == [False, True, True, False]
    assert [trend.change(place, "revenue", 1) for place in range(4)] == [None, None, 0, None]
    assert trend.warnings == [
        ("note.month_partial", {"month": "2021-01", "days": 30, "of": 31}),
        ("note.month_partial", {"month": "2021-04", "days": 29, "of": 30}),
    ]


def test_a_month_without_cheques_stands_with_none_and_bounds_no_change() -> None:
    table = [*months_of(9), *months_of(9, first=date(2021, 3, 1))]
    trend = held(table).overview().trend
    assert [month.name for month in trend.months] == ["2021-01", "2021-02", "2021-03"]
    assert [month.cheques for month in trend.months] == [10, 0, 10]
    assert trend.change(1, "cheques", 1) == -1
    assert trend.change(2, "cheques", 1) is None
    assert trend.months[1].mean is None


def test_shops_that_start_stop_or_pause_are_told() -> None:
    table = [
        *months_of(1, 1, 1, 1),
        *(bought((date(2021, month, 5) - day(0)).days, ANNA, 1, "Аптека 2") for month in (2, 4)),
        bought((date(2021, 1, 5) - day(0)).days, ANNA, 1, "Аптека 10"),
    ]
    assert held(table).overview().trend.warnings == [
        ("note.shop_stopped", {"shop": "Аптека 10", "month": "2021-01"}),
        ("note.shop_started", {"shop": "Аптека 2", "month": "2021-02"}),
        ("note.shop_missing", {"shop": "Аптека 2", "months": "2021-03"}),
    ]


# --- ids that come back --------------------------------------------------------------------------


def other(number: int) -> str:
    return f"{number:08d}-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("days_bought", "a_day", "kind"),
    [
        ([0, 3, 6], 4, "hidden_regular"),
        ([0, 3], 5, "till"),
        ([4 * number for number in range(29)], 1, "hidden_regular"),
        ([4 * number for number in range(30)], 1, "till"),
        ([4 * number + number // 29 * 3 for number in range(30)], 1, "till"),
        ([4 * number + number // 29 * 4 for number in range(30)], 1, "hidden_regular"),
    ],
)
def test_a_till_is_told_from_a_hidden_regular(
    days_bought: list[int], a_day: int, kind: str
) -> None:
    table = [
        bought(number, UUID, 10_00, minute=minute)
        for number in days_bought
        for minute in range(a_day)
    ]
    (row,) = rows(held(table).returning_ids().ids)
    assert (row["kind"], row["days"], row["most_in_a_day"]) == (kind, len(days_bought), a_day)


def test_an_id_comes_often_from_ten_purchases_on() -> None:
    table = [
        *(bought(number, other(1), 10_00) for number in range(10)),
        *(bought(number, other(2), 10_00) for number in range(9)),
        bought(20, other(2), -3_00),
        bought(20, other(1), -3_00, "Аптека 2"),
        bought(3, None, 1_00),
        bought(3, ANNA, 1_00),
    ]
    told = held(table).returning_ids()
    (row,) = rows(told.ids)
    assert (row["id"], row["cheques"], in_kopecks(row["revenue"])) == (other(1), 10, 97_00)
    assert (row["shops"], row["shop"], row["last"]) == (1, "Аптека 1", day(9))
    assert told.cheques == 19


def test_ids_keep_to_the_period_and_the_shops() -> None:
    table = [bought(number, UUID, 10_00, SHOPS[number % 2]) for number in range(40)]
    store = held(table)
    assert store.returning_ids(until=day(8)).ids.height == 0
    (row,) = rows(store.returning_ids(since=day(20)).ids)
    assert (row["cheques"], row["first"], row["last"]) == (20, day(20), day(39))
    (row,) = rows(store.returning_ids(shops=[SHOPS[0]]).ids)
    assert (row["cheques"], row["shops"], row["shop"]) == (20, 1, SHOPS[0])
    with refused("'Аптека 9'"):
        store.returning_ids(shops=["Аптека 9"])
    with refused(day(3), day(2)):
        returning_ids(store.snapshot, since=day(3), until=day(2))


def test_an_overview_without_cards_has_no_recency() -> None:
    told = held([bought(0, UUID, 10_00), bought(1, None, 5_00)]).overview()
    assert (
        told.recency.frame.rows() == Histogram.of_values(told.recency.frame["value"]).frame.rows()
    )
    assert (told.recency.size, told.cards, told.as_of) == (0, 0, day(1))


def test_of_a_shop_that_sold_nothing_then_it_is_said_that_others_did() -> None:
    store = held([bought(0, ANNA, 100, "A"), bought(40, ANNA, 100, "B"), bought(80, ANNA, 1, "A")])
    for ask in (store.overview, store.statistics):
        with refused("No cheque of B lies from", str(day(50)), "all shops together"):
            ask(since=day(50), until=day(90), shops=["B"])


@needs_real
def test_the_share_without_a_card_is_as_sure_as_shop_days_let_it_be(real_store: Store) -> None:
    shop_days: dict[tuple[str, date], tuple[int, int]] = {}
    for at, shop, card, _ in real.rows():
        without, every = shop_days.get((shop, at.date()), (0, 0))
        shop_days[shop, at.date()] = (without + (not is_identified(card)), every + 1)
    sold = list(shop_days.values())
    rate, whole = sum(p for p, _ in sold) / 38_486, 38_486
    variance = sum((p - rate * w) ** 2 for p, w in sold) * len(sold) / (len(sold) - 1)
    effect = variance / (rate * (1 - rate) * whole)
    assert round(effect, 1) == 4.7
    found = real_store.overview()
    wanted = wilson(rate * whole / effect, whole / effect)
    assert found.all.unidentified_cheques_interval == pytest.approx(wanted)
    assert found.all.unidentified_cheques_interval == pytest.approx((0.4416, 0.4632), abs=5e-5)
    for shop, trade in found.shops.items():
        own = [of for (name, _), of in shop_days.items() if name == shop]
        assert trade.unidentified_cheques_interval == pytest.approx(clustered(own))
    by_month: dict[str, list[tuple[int, int]]] = {}
    for (_, on), of in shop_days.items():
        by_month.setdefault(f"{on:%Y-%m}", []).append(of)
    for month in found.trend.months:
        wanted = clustered(by_month[month.name])
        assert month.unidentified_cheques_interval == pytest.approx(wanted)


def test_a_period_ends_no_later_than_the_last_cheque() -> None:
    store = held([bought(0, ANNA, 100_00), bought(30, BORIS, 100_00)])
    told = store.overview(until="2030-01-01")
    assert (told.until, told.as_of, told.recency.greatest) == (day(30), day(30), 30)
    assert told.provenance.until == day(30)
    assert store.statistics(until="2030-01-01").until == day(30)
    assert store.returning_ids(until=date(2030, 1, 1)).ids.height == 0
    with refused("2029-01-01", str(day(30))):
        store.overview(since="2029-01-01", until="2030-01-01")
