"""Warnings about what a load brought: each fires where it should, and just not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from oracles.real import REAL, needs_real
from sources.handmade import Row, row, write_csv
from support.stores import ANNA, BORIS, UUID

from rfma_fast import open_store
from rfma_fast.analyses.arrivals import arrivals
from rfma_fast.api import Store

Found = dict[str, list[dict[str, Any]]]
Bring = Callable[..., Found]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Ingest rows and return the warnings by rule."""
    store = open_store(tmp_path / "store")
    number = 0

    def brought(*rows: Row) -> Found:
        nonlocal number
        number += 1
        path = write_csv(tmp_path / f"{number}.csv", rows)
        report = store.ingest(
            path, max_rejects=None, floor=None, no_cards=True, card_rule="13-digits"
        )
        return by_rule(report.warnings)

    return brought


def by_rule(warnings: Iterable[Any]) -> Found:
    found: Found = {}
    for one in warnings:
        found.setdefault(one.rule, []).append(one.figures)
    return found


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(n) for n in range((end - start).days + 1)]


def sold(shop: str, when: Iterable[date], card: str = ANNA, amount: str = "10") -> list[Row]:
    return [row(f"{day} 10:00:00", shop, card, amount, f"{shop} {day} {card}") for day in when]


def without(when: list[date], first: str, last: str) -> list[date]:
    gone = days(first, last)
    return [day for day in when if day not in gone]


JANUARY = days("2022-01-01", "2022-01-31")
FEBRUARY = days("2022-02-01", "2022-02-28")


# --- gaps ----------------------------------------------------------------------------------------


def test_a_shop_that_sells_daily_and_is_silent_for_three_days_is_told(bring: Bring) -> None:
    found = bring(*sold("a", JANUARY), *sold("b", without(JANUARY, "2022-01-10", "2022-01-12")))
    assert found["shop_gap"] == [
        {"shop": "b", "since": date(2022, 1, 10), "until": date(2022, 1, 12), "days": 3}
    ]


def test_a_silence_of_two_days_is_none(bring: Bring) -> None:
    found = bring(*sold("a", JANUARY), *sold("b", without(JANUARY, "2022-01-10", "2022-01-11")))
    assert "shop_gap" not in found


def test_a_shop_that_sells_every_third_day_may_be_silent_for_longer(bring: Bring) -> None:
    third = days("2022-01-01", "2022-03-31")[::3]
    rows = sold("a", days("2022-01-01", "2022-03-31"))
    assert third[10:12] == [date(2022, 1, 31), date(2022, 2, 3)]
    assert "shop_gap" not in bring(*rows, *sold("b", [*third[:10], *third[12:]]))
    found = bring(*sold("c", [*third[:10], *third[13:]]))
    assert [(gap["shop"], gap["days"]) for gap in found["shop_gap"]] == [("c", 11)]


def test_a_shop_with_few_days_has_no_usual_step(bring: Bring) -> None:
    when = without(JANUARY, "2022-01-10", "2022-01-19")
    assert len(when) == 21
    assert "shop_gap" not in bring(*sold("a", JANUARY), *sold("b", when[:-1]))
    assert "shop_gap" in bring(*sold("b", when[-1:]), *sold("c", when))


def test_a_day_on_which_no_shop_sold_is_no_silence_of_a_shop_but_of_all(bring: Bring) -> None:
    when = without(JANUARY, "2022-01-01", "2022-01-03")
    holiday = without(when, "2022-01-10", "2022-01-12")
    found = bring(*sold("a", holiday), *sold("b", holiday))
    assert found["shop_gap"] == [
        {"shop": None, "since": date(2022, 1, 10), "until": date(2022, 1, 12), "days": 3}
    ]
    assert "month_partial" in found


def test_an_old_gap_is_not_told_again(bring: Bring) -> None:
    bring(*sold("a", JANUARY), *sold("b", without(JANUARY, "2022-01-10", "2022-01-12")))
    assert "shop_gap" not in bring(*sold("a", FEBRUARY), *sold("b", FEBRUARY))


def test_a_gap_between_two_loads_is_told(bring: Bring) -> None:
    bring(*sold("a", JANUARY), *sold("b", JANUARY))
    found = bring(*sold("a", FEBRUARY), *sold("b", FEBRUARY[3:]))
    assert [(gap["shop"], gap["since"], gap["days"]) for gap in found["shop_gap"]] == [
        ("b", date(2022, 2, 1), 3)
    ]


@pytest.mark.parametrize(("last", "told"), [("2022-01-24", True), ("2022-01-25", False)])
def test_a_shop_that_sells_no_more_is_told_after_seven_days(
    bring: Bring, last: str, told: bool
) -> None:
    found = bring(*sold("a", JANUARY), *sold("b", days("2022-01-01", last)))
    assert (
        found.get("shop_silent", [])
        == [{"shop": "b", "last": date.fromisoformat(last), "days": 7}] * told
    )


# --- partial months, late rows -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2022-01-01", "2022-01-31", []),
        ("2022-01-03", "2022-01-31", []),
        ("2022-01-04", "2022-01-31", [("2022-01", 3)]),
        ("2022-01-01", "2022-01-30", [("2022-01", 1)]),
        ("2022-01-12", "2022-02-09", [("2022-01", 11), ("2022-02", 19)]),
        ("2021-12-31", "2022-02-28", [("2021-12", 30)]),
    ],
)
def test_months_that_are_not_there_from_end_to_end_are_told(
    bring: Bring, first: str, last: str, told: list[tuple[str, int]]
) -> None:
    found = bring(*sold("a", days(first, last))).get("month_partial", [])
    assert [(one["month"], one["missing"]) for one in found] == told


def test_a_partial_month_that_a_load_does_not_touch_is_not_told_again(bring: Bring) -> None:
    assert "month_partial" in bring(*sold("a", JANUARY[5:]))
    assert "month_partial" not in bring(*sold("a", FEBRUARY))
    assert "month_partial" not in bring(*sold("b", [*FEBRUARY, *days("2022-03-01", "2022-03-31")]))


def test_rows_from_before_the_last_stored_day_are_told_by_month(bring: Bring) -> None:
    assert "rows_late" not in bring(*sold("a", [*JANUARY, *FEBRUARY]))
    assert "rows_late" not in bring(*sold("b", FEBRUARY[-1:]), *sold("a", [date(2022, 3, 1)]))
    found = bring(*sold("b", [JANUARY[3], JANUARY[4], FEBRUARY[-1], date(2022, 3, 1)]))
    assert found["rows_late"] == [{"rows": 2, "before": date(2022, 3, 1), "months": {"2022-01": 2}}]


def test_a_load_that_goes_back_before_all_others_is_late_too(bring: Bring) -> None:
    bring(*sold("a", FEBRUARY))
    assert bring(*sold("a", JANUARY))["rows_late"][0]["months"] == {"2022-01": 31}


# --- tills ---------------------------------------------------------------------------------------


def many(count: int, card: str, shop: str = "a", a_day: int = 1) -> list[Row]:
    when = days("2022-01-01", "2022-12-31")
    moments = [f"{when[n // a_day]} 10:{n % 60:02d}:00" for n in range(count)]
    return [row(at, shop, card, "10", str(n)) for n, at in enumerate(moments)]


@pytest.mark.parametrize(
    ("card", "rule"), [("2000000000015", "till_as_card"), (UUID, "till_as_id")]
)
def test_an_id_with_a_hundred_cheques_at_one_shop_is_a_till(
    bring: Bring, card: str, rule: str
) -> None:
    assert rule not in bring(*many(99, card), *many(99, card, "b"))
    found = bring(*many(100, card, "c"))
    assert found[rule] == [{"ids": 1, "id": card, "shop": "c", "rows": 100, "a_day": 1}]
    other = {"till_as_card": "till_as_id", "till_as_id": "till_as_card"}[rule]
    assert other not in found


@pytest.mark.parametrize("card", ["2000000000015", UUID])
def test_an_id_with_six_cheques_on_one_day_is_a_till(bring: Bring, card: str) -> None:
    assert not [rule for rule in bring(*many(5, card, a_day=5)) if rule.startswith("till")]
    found = bring(*many(6, card, a_day=6))
    (one,) = (figures for rule, figures in found.items() if rule.startswith("till"))
    assert (one[0]["rows"], one[0]["a_day"]) == (6, 6)


@pytest.mark.parametrize("card", ["2000000000015", UUID])
def test_a_till_whose_cheques_spread_evenly_over_the_months_is_found(
    bring: Bring, card: str
) -> None:
    every = [row(f"2022-{m:02d}-{d:02d}", "a", card) for m in (1, 2, 3, 4) for d in range(1, 26)]
    (one,) = (figures for rule, figures in bring(*every).items() if rule.startswith("till"))
    assert one[0]["rows"] == 100


def test_a_regular_of_two_years_may_have_twice_as_many_cheques(bring: Bring) -> None:
    """100 cheques a year at one shop are too many; 13 months are two years begun."""
    year = [date(2021, 1, 1) + timedelta(3 * n) for n in range(121)]
    assert "till_as_card" in bring(*sold("A", year))
    two = [date(2019, 1, 1) + timedelta(6 * n) for n in range(121)]
    assert "till_as_card" not in bring(*sold("B", two, card=BORIS))


def test_the_largest_till_is_named_and_all_are_counted(bring: Bring) -> None:
    found = bring(*many(101, "2000000000015"), *many(120, "2000000000022", "b"), *many(7, UUID))
    assert found["till_as_card"] == [
        {"ids": 2, "id": "2000000000022", "shop": "b", "rows": 120, "a_day": 1}
    ]
    assert "till_as_id" not in found


def test_cheques_without_any_id_are_no_till(bring: Bring) -> None:
    assert not [rule for rule in bring(*many(300, "", a_day=30)) if rule.startswith("till")]


# --- the identified share ------------------------------------------------------------------------


def month(name: str, identified: int, cheques: int, shop: str = "a") -> list[Row]:
    return [
        row(
            f"{name}-{1 + n % 28:02d} 10:{n % 60:02d}:00", shop,
            f"20000{n:08d}" if n < identified else "", "10", f"{shop}{name}{n}",
        )
        for n in range(cheques)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((100, 200), (130, 200), True),
        ((100, 200), (120, 200), False),  # by 10 points, but 2 deviations
        ((1000, 2000), (1200, 2000), True),
        ((1000, 2000), (1199, 2000), False),  # by less than 10 points
        ((50, 100), (80, 100), True),
        ((50, 99), (80, 100), False),  # too few cheques
        ((50, 100), (80, 99), False),
        ((0, 100), (100, 100), True),
        ((100, 100), (100, 100), False),
        ((130, 200), (100, 200), True),
    ],
)
def test_a_share_jumps_where_it_is_far_and_more_than_chance(
    bring: Bring, before: tuple[int, int], after: tuple[int, int], told: bool
) -> None:
    found = bring(*month("2022-01", *before), *month("2022-02", *after))
    expected = {
        "shop": "a", "before": "2022-01", "month": "2022-02",
        "share_before": Fraction(*before), "share": Fraction(*after),
        "cheques_before": before[1], "cheques": after[1],
    }  # fmt: skip
    assert found.get("identified_jump", []) == [expected] * told


def test_a_jump_is_told_by_the_load_that_brings_it_and_not_by_a_later_one(bring: Bring) -> None:
    bring(*month("2022-01", 50, 200))
    assert "identified_jump" in bring(*month("2022-02", 150, 200))
    assert "identified_jump" not in bring(*month("2022-03", 150, 200))


def test_returns_do_not_count_for_the_share(bring: Bring) -> None:
    back = [(*told[:3], "-5", *told[4:7], f"r{told[7]}") for told in month("2022-02", 150, 150)]
    assert "identified_jump" not in bring(
        *month("2022-01", 50, 150), *month("2022-02", 50, 150), *back
    )


# --- the rows themselves -------------------------------------------------------------------------


def test_rows_that_are_kept_and_yet_strange_are_counted(bring: Bring) -> None:
    found = bring(
        row(card="200000000001", doc_id="1"),
        row(card="2000000000015x", doc_id="2"),
        row(card="2000 00000015", doc_id="3"),
        row(card="20000000000155", doc_id="4"),
        row(card=UUID, doc_id="5"),
        row(card="till-000001", doc_id="6"),
        row(card="12345", doc_id="7"),
        row(card="", doc_id="8"),
        row(amount="-1", doc_id="9"),
        row(amount="-1", doc_id="9"),
        row(amount="0", doc_id="10"),
    )
    assert found["card_malformed"] == [
        {"rows": 4, "examples": ["200000000001", "2000000000015x", "2000 00000015"]}
    ]
    assert found["amount_negative"] == [{"rows": 2}]
    assert found["amount_zero"] == [{"rows": 1}]
    assert found["row_identical"] == [{"rows": 1}]


def test_one_document_on_two_cards_of_a_shop_and_day_is_told_once(bring: Bring) -> None:
    anna, boris = "2000000000015", "2000000000022"
    first = row("2022-01-05 10:00:00", "a", anna, "1", "d")
    for other in (
        row("2022-01-05 11:00:00", "a", anna, "1", "d"),
        row("2022-01-05 11:00:00", "b", boris, "1", "d"),
        row("2022-01-06 11:00:00", "a", boris, "1", "d"),
        row("2022-01-05 11:00:00", "a", UUID, "1", "d"),
        row("2022-01-05 11:00:00", "a", boris, "1", "e"),
    ):
        assert "document_on_two_cards" not in bring(first, other)
    found = bring(row("2022-01-05 12:00:00", "a", boris, "1", "d"))
    assert found["document_on_two_cards"] == [{"rows": 1}]
    assert "document_on_two_cards" not in bring(row("2022-01-07", "a", BORIS, "2", "z"))


# --- the real table ------------------------------------------------------------------------------


def asked(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


@needs_real
def test_what_is_told_of_the_real_table(real_store: Store) -> None:
    snapshot = real_store.snapshot
    found = by_rule(arrivals(snapshot, 1, snapshot.months()))
    rows = f"read_csv('{REAL}', all_varchar=true)"
    id_, shop, count = asked(
        f"select card, shop, count(*) n from {rows} where length(card) > 13"
        " group by all order by n desc, card limit 1"
    )[0]
    assert found["till_as_id"] == [{"ids": 2, "id": id_, "shop": shop, "rows": count, "a_day": 2}]
    assert count == 115
    assert found["till_as_card"][0]["rows"] == 217
    assert [(one["month"], one["missing"]) for one in found["month_partial"]] == [
        ("2021-07", 11), ("2022-06", 21),
    ]  # fmt: skip
    (silent,) = found["shop_silent"]
    ((last, others),) = asked(
        f"with sold as (select shop, left(datetime, 10)::date as day from {rows}),"
        " six as (select max(day) as last from sold where shop = 'Аптека 6')"
        " select any_value(last), count(distinct day) from sold, six where day > last"
    )
    assert silent == {"shop": "Аптека 6", "last": last, "days": others}
    assert [(one["shop"], one["month"]) for one in found["identified_jump"]] == [
        ("Аптека 11", "2022-06"), ("Аптека 4", "2022-05"),
    ]  # fmt: skip
    assert set(found) == {
        "till_as_id", "till_as_card", "month_partial", "shop_silent", "identified_jump",
    }  # fmt: skip


def test_a_chain_of_many_shops_is_looked_through_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked_of(shops: int) -> int:
        days = [date(2022, 1, 1) + timedelta(n) for n in range(30)]
        rows = [f"{day},S{n},,1" for n in range(shops) for day in days]
        path = tmp_path / f"{shops}.csv"
        path.write_text("at,shop,card,amount\n" + "\n".join(rows))
        asked = 0
        collect = pl.LazyFrame.collect

        def counted(*given: Any, **options: Any) -> Any:
            nonlocal asked
            asked += 1
            return collect(*given, **options)

        with monkeypatch.context() as patch:
            patch.setattr(pl.LazyFrame, "collect", counted)
            open_store(tmp_path / f"s{shops}").ingest(path, no_cards=True)
        return asked

    assert asked_of(300) == asked_of(3)
