"""Movements, sizes and their causes: DuckDB counts them on the real table, sums hold anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import duck, naive, real
from oracles.naive import Row
from support.stores import ANNA, BORIS, VERA, bought, day, held
from support.tables import first_day, tables
from support.words import LEVELS, kopecks, refused

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.movements import ORDERED, UNORDERED
from rfma_fast.analyses.season import a_year_before
from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.schemes.loader import scheme_text, starter_text

D1, D2 = date(2022, 3, 1), date(2022, 6, 9)
each_level = pytest.mark.parametrize("level", LEVELS)
Cell = tuple[str, str]

_STATES = r"""
create or replace table states as
with visits as (
    select d.as_of, c.card, c."at"::date as day, c.amount
    from cheques c join (values ($d1::date), ($d2::date)) d(as_of) on c."at"::date <= d.as_of
    where regexp_full_match(coalesce(c.card, ''), '\d{13}')
)
select as_of, card, count(*) filter (amount > 0) as cheques, sum(amount)::bigint as total,
       date_diff('day', max(day) filter (amount > 0), as_of) as recency,
       date_diff('day', min(day) filter (amount > 0), as_of) as age
from visits group by as_of, card having count(*) filter (amount > 0) > 0
"""
"""Every card's state at both dates."""

_GRADED = r"""
select card, total,
       (case when recency <= $r1 then '1' when recency <= $r2 then '2'
             when recency <= $churn then '3' else '4' end)
    || (case when hundredths >= $f1 then '1'
             when hundredths > (200 * $base + $churn) // (2 * $churn) then '2' else '3' end)
    || (case when mean * 100 > $m1 then '1' when mean * 100 > $m2 then '2' else '3' end)
    || (case when age > 180 then '1' when age > 30 then '2' else '3' end) as class
from (
    select *, (2 * 100 * cheques * $base + days) // (2 * days) as hundredths,
           (2 * total + 100 * cheques) // (200 * cheques) as mean
    from (select *, greatest(age, $base) - greatest(recency - $churn, 0) as days from states
          where as_of = $as_of)
)
"""
"""The classes of one date in given borders: the days of activity end churn days after the last."""


def groups_of(level: str) -> dict[str, str]:
    """Return class → group, from the specification's table."""
    found = {}
    for code, cluster in naive.CLUSTER_OF_CLASS.items():
        region = naive.REGION_OF_CLUSTER[cluster]
        names = {"class": code, "cluster": str(cluster), "region": str(region)}
        found[code] = names.get(level, str(region // 100))
    return found


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the real table with each card's classes: was, frozen and refit at the second date."""
    if not real.REAL.exists():
        pytest.skip(f"the real table is not here: {real.REAL}")
    with duck.connect() as connection:
        duck.load(connection, real.REAL)
        old, new = duck.thresholds(connection, D1), duck.thresholds(connection, D2)
        connection.execute(_STATES, {"d1": D1, "d2": D2})
        for name, as_of, borders in (("was", D1, old), ("frozen", D2, old), ("refit", D2, new)):
            named = {key: borders[key] for key in ("r1", "r2", "churn", "base", "m1", "m2")}
            given_borders = {**named, "f1": borders["f1_hundredths"], "as_of": as_of}
            rows = connection.execute(_GRADED, given_borders).fetchall()
            frame = pl.DataFrame(rows, schema=["card", "total", "class"], orient="row")
            connection.register("graded", frame)
            connection.execute(f"create table {name} as select * from graded")
        for level in LEVELS:
            pairs = list(groups_of(level).items())
            frame = pl.DataFrame(pairs, schema=["class", "code"], orient="row")
            connection.register("codes", frame)
            connection.execute(f'create table "level_{level}" as select * from codes')
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()


def both(level: str, after: str = "frozen", more: str = "") -> str:
    """Return the statement of every card with its groups at both dates."""
    return f"""
        select card, x.code as f, y.code as t, left(x.code, 1)::int as wf,
               left(y.code, 1)::int as wt, coalesce(was.total, 0)::bigint as before_total,
               coalesce(now.total, 0)::bigint as total {more}
        from was full join {after} now using (card)
        left join "level_{level}" x on x.class = was.class
        left join "level_{level}" y on y.class = now.class
    """


MOVEMENT = """
    case when f is null then 'new' when t is null then 'gone' when wt < wf then 'warmer'
         when wt > wf then 'colder' else 'same' end
"""


@pytest.fixture(scope="module")
def said(real_store: Store) -> Migration:
    return real_store.migrate(D1, D2)


@pytest.mark.parametrize("borders", ["frozen", "refit"])
@each_level
def test_the_movements_are_those_that_duckdb_counts(
    table: duckdb.DuckDBPyConnection, real_store: Store, level: str, borders: str
) -> None:
    found = real_store.migrate(D1, D2, borders=borders).movements(level)  # type: ignore[arg-type]
    # The first digit of a region or a warmth is its warmth; classes and clusters have none of it.
    groups = both(level if level == "region" else "warmth", borders)
    stayed = ask(table, f"select count(*) from ({both(level, borders)}) where f = t")[0][0]
    sql = f"""
        select {MOVEMENT} as movement, count(*), sum(before_total)::bigint, sum(total)::bigint
        from ({groups}) group by all
    """
    wanted = {movement: rest for movement, *rest in ask(table, sql)}
    rows = {
        row["movement"]: [row["cards"], kopecks(row["revenue_before"]), kopecks(row["revenue"])]
        for row in found.counts.iter_rows(named=True)
    }
    assert list(rows) == list(ORDERED)
    assert {kind: figures for kind, figures in rows.items() if figures[0]} == wanted
    steps = ask(table, f"select sum(wt - wf), count(*) from ({groups}) where f is not null "
                       "and t is not null")  # fmt: skip
    assert (found.steps, found.both) == steps[0]
    assert found.stayed == stayed
    assert found.mean_change == Fraction(int(steps[0][0]), steps[0][1])


@each_level
def test_the_sizes_come_about_as_duckdb_says(
    table: duckdb.DuckDBPyConnection, said: Migration, level: str
) -> None:
    sql = f"""
        with b as ({both(level)})
        select g.code, count(*) filter (f = g.code) as before,
               count(*) filter (f = g.code and t = g.code),
               count(*) filter (t = g.code and f != g.code),
               count(*) filter (f = g.code and t != g.code),
               count(*) filter (t = g.code and f is null),
               count(*) filter (f = g.code and t is null),
               count(*) filter (t = g.code) as after,
               coalesce(sum(before_total) filter (f = g.code), 0)::bigint,
               coalesce(sum(total) filter (t = g.code), 0)::bigint
        from b, (select distinct code from "level_{level}") g
        group by g.code having before + after > 0
    """
    wanted = {code: tuple(rest) for code, *rest in ask(table, sql)}
    names = ("before", "stayed", "in", "out", "new", "gone", "after")
    rows = {
        row["code"]: (
            *(row[name] for name in names), kopecks(row["revenue_before"]), kopecks(row["revenue"]),
        )
        for row in said.sizes(level).iter_rows(named=True)
    }  # fmt: skip
    assert rows == wanted


@each_level
def test_people_and_borders_are_told_apart_as_duckdb_does(
    table: duckdb.DuckDBPyConnection, said: Migration, level: str
) -> None:
    def sizes(name: str) -> dict[str, int]:
        sql = f'select code, count(*) from {name} join "level_{level}" using (class) group by code'
        return dict(ask(table, sql))

    was, frozen, refit = sizes("was"), sizes("frozen"), sizes("refit")
    regraded = ask(table, f"""
        select x.code, y.code, count(*) from frozen join refit using (card)
        join "level_{level}" x on x.class = frozen.class
        join "level_{level}" y on y.class = refit.class
        where x.code != y.code group by all
    """)  # fmt: skip
    came = dict(ask(table, f"""
        select code, count(*) from frozen anti join was using (card)
        join "level_{level}" using (class) group by code
    """))  # fmt: skip
    entered, left = Counter[str](), Counter[str]()
    for source, target, cards in regraded:
        left[source] += cards
        entered[target] += cards
    rows = said.effects.frame(level).rows(named=True)
    assert {row["code"] for row in rows} == was.keys() | frozen.keys() | refit.keys()
    for row in rows:
        code = row["code"]
        assert row["before"] == was.get(code, 0)
        assert row["frozen"] == frozen.get(code, 0)
        assert row["refit"] == refit.get(code, 0)
        assert row["people"] == frozen.get(code, 0) - was.get(code, 0)
        assert row["new_cards"] == came.get(code, 0)
        assert row["known_cards"] == row["people"] - came.get(code, 0)
        assert row["borders"] == refit.get(code, 0) - frozen.get(code, 0)
        assert (row["entered"], row["left"]) == (entered[code], left[code])


def test_both_rulers_are_the_same_whichever_was_asked_for(
    real_store: Store, said: Migration
) -> None:
    refit = real_store.migrate(D1, D2, borders="refit")
    for level in LEVELS:
        assert refit.effects.frame(level).equals(said.effects.frame(level))
    published = {row["code"]: row["refit"] for row in refit.effects.frame("region").to_dicts()}
    assert published == {
        "110": 654, "210": 1155, "220": 499, "230": 71, "310": 243, "320": 595, "410": 212,
        "420": 760, "510": 1737,
    }  # fmt: skip


LABEL = {
    "shop": r"""
        select card, shop as label from (
            select card, shop, row_number() over (partition by card order by
                count(*) filter (amount > 0) desc, sum(amount) desc,
                max("at"::date) filter (amount > 0) desc, shop) as place
            from cheques where "at"::date <= date '2022-06-09'
                and regexp_full_match(coalesce(card, ''), '\d{13}')
            group by card, shop
        ) where place = 1""",
    "cohort": r"""
        select card, strftime(min("at"), '%Y-%m') as label from cheques
        where "at"::date <= date '2022-06-09' and amount > 0 group by card""",
}


@pytest.mark.parametrize("what", LABEL)
def test_shops_and_cohorts_move_as_duckdb_counts(
    table: duckdb.DuckDBPyConnection, said: Migration, what: str
) -> None:
    kinds = ", ".join(f"count(*) filter ({MOVEMENT} = '{kind}')" for kind in ORDERED)
    sql = f"""
        select label, count(*), {kinds}, sum(wt - wf), sum(before_total)::bigint,
               sum(total)::bigint
        from ({both("region")}) join ({LABEL[what]}) using (card) group by label order by label
    """
    found = said.by(what, "region")
    wanted = ask(table, sql)
    assert found.get_column(what).to_list() == [row[0] for row in wanted]
    for row, (_, *figures) in zip(found.iter_rows(named=True), wanted, strict=True):
        steps, paid_before, paid = figures[-3:]
        assert [row["cards"], *(row[kind] for kind in ORDERED)] == figures[:6]
        assert kopecks(row["revenue_before"]) == paid_before
        assert kopecks(row["revenue"]) == paid
        known = row["cards"] - row["new"] - row["gone"]
        assert row["mean_change"] == (None if not known else pytest.approx(steps / known))


def test_labels_add_up_to_all_cards_of_the_real_table(said: Migration) -> None:
    for what in ("shop", "cohort"):
        found, counts = said.by(what, "region"), said.movements("region").counts
        sums = {kind: found.get_column(kind).sum() for kind in ORDERED}
        assert sums == dict(counts.select("movement", "cards").iter_rows())
        assert found.get_column("revenue").sum() == counts.get_column("revenue").sum()


def test_the_greatest_flows_of_classes_are_those_of_duckdb(
    table: duckdb.DuckDBPyConnection, said: Migration
) -> None:
    sql = f"""
        select coalesce(f, 'new'), t, count(*) from ({both("class")}) group by all
        order by 3 desc, 1, 2 limit 20
    """
    assert said.greatest().select("from", "to", "cards").head(20).rows() == ask(table, sql)


# --- small tables --------------------------------------------------------------------------------


def moved(store: Store, since: date, until: date, borders: Any, between: bool) -> Migration | None:
    try:
        return store.migrate(since, until, borders=borders, between=between)
    except RfmaError:
        return None


@settings(max_examples=60, deadline=None)
@given(
    rows=tables(), start=st.integers(0, 60), length=st.integers(1, 60),
    borders=st.sampled_from(["frozen", "refit"]), between=st.booleans(),
)  # fmt: skip
def test_all_sums_reconcile_on_any_table(
    rows: tuple[Row, ...], start: int, length: int, borders: str, between: bool
) -> None:
    since = first_day(rows) + timedelta(days=start)
    found = moved(held(rows), since, since + timedelta(days=length), borders, between)
    if found is None:
        return
    for level in LEVELS:
        cells, counts = found.cells(level), found.movements(level).counts
        everybody = cells.get_column("cards").sum()
        assert counts.get_column("cards").sum() == everybody
        assert counts.get_column("revenue").sum() == cells.get_column("revenue").sum()
        for side in ("from", "to"):
            by_side = cells.group_by(side).agg(pl.col("cards"))
            for _, cards in by_side.iter_rows():
                assert sum(Fraction(count, sum(cards)) for count in cards) == 1
        for side, share in (("from", "share"), ("to", "column_share")):
            for total in cells.group_by(side).agg(pl.col(share).sum()).get_column(share):
                assert total == pytest.approx(1)
        sizes = found.sizes(level)
        for row in sizes.iter_rows(named=True):
            grown = row["in"] + row["new"] - row["out"] - row["gone"]
            assert row["before"] + grown == row["after"]
            assert row["stayed"] == row["before"] - row["out"] - row["gone"]
            assert row["stayed"] == row["after"] - row["in"] - row["new"]
        for segmentation, name, money in (
            (found.before, "before", "revenue_before"), (found.after, "after", "revenue"),
        ):  # fmt: skip
            own = sizes.filter(pl.col(name) > 0).select("code", name, money)
            wanted = segmentation.level(level).select("code", "cards", "revenue")
            assert own.rows() == wanted.rows()
        assert sizes.get_column("in").sum() == sizes.get_column("out").sum()
        for row in found.effects.frame(level).iter_rows(named=True):
            assert row["before"] + row["people"] == row["frozen"]
            assert row["frozen"] + row["borders"] == row["refit"]
            assert row["borders"] == row["entered"] - row["left"]
            assert row["people"] == row["known_cards"] + row["new_cards"]
        bridge = found.effects.bridge(level)
        assert bridge.get_column("refit").sum() == bridge.get_column("frozen").sum()
        assert bridge.get_column("moved").sum() == 0
        for what in ("shop", "cohort"):
            labelled = found.by(what, level)
            assert None not in labelled.get_column(what).to_list()
            for kind in ORDERED:
                wanted_cards = counts.filter(pl.col("movement") == kind).get_column("cards").item()
                assert labelled.get_column(kind).sum() == wanted_cards


HOME = (
    bought(0, ANNA, 100_00, "B"),
    bought(1, ANNA, 100_00, "B"),
    bought(2, ANNA, 900_00, "A"),  # more revenue, fewer cheques
    bought(0, BORIS, 100_00, "B"),
    bought(1, BORIS, 200_00, "A"),  # as many cheques, more revenue
    bought(3, BORIS, 100_00, "C"),
    bought(0, VERA, 100_00, "B"),
    bought(1, VERA, 100_00, "A"),
    bought(2, VERA, 100_00, "C"),  # all equal, but later
)


def homes(rows: tuple[Row, ...], since: date, until: date, **options: Any) -> dict[str, int]:
    found = held(rows).migrate(since, until, **options).by("shop", "region")
    return dict(found.select("shop", "cards").iter_rows())


def test_the_home_shop_has_most_cheques_then_revenue_then_the_later_visit() -> None:
    assert homes(HOME, day(0), day(5)) == {"A": 1, "B": 1, "C": 1}


def test_of_shops_that_are_equal_in_all_the_first_by_name_is_the_home() -> None:
    rows = tuple(bought(0, ANNA, 100_00, shop) for shop in ("Z", "Y", "X"))
    assert homes((*rows, bought(1, BORIS, 1_00, "Z")), day(0), day(2)) == {"X": 1, "Z": 1}


def test_a_return_is_no_cheque_of_a_home_but_lowers_its_revenue() -> None:
    rows = (
        bought(0, ANNA, 300_00, "A"),
        bought(0, ANNA, 200_00, "B"),
        bought(1, ANNA, -150_00, "A"),
    )
    assert homes(rows, day(0), day(2)) == {"B": 1}


def test_between_the_dates_the_home_is_still_that_of_all_cheques() -> None:
    rows = (*HOME, bought(9, ANNA, 1_00, "C"))
    assert homes(rows, day(5), day(10), between=True) == {"A": 1, "B": 1, "C": 1}


def test_a_card_that_is_a_row_a_shop_has_each_shop_as_its_home(tmp_path: Path) -> None:
    file, head = tmp_path / "shops.toml", '[[axis]]\ncode = "R"'
    text = scheme_text("rfma")
    file.write_text(text.replace(head, f'[population]\nunit = "card_shop"\n\n{head}'))
    assert homes(HOME, day(0), day(5), scheme=str(file)) == {"A": 3, "B": 3, "C": 2}


def test_the_cohort_is_the_month_of_the_first_purchase_whenever_it_was() -> None:
    rows = (bought(0, ANNA, 1_00), bought(40, ANNA, 1_00), bought(41, BORIS, 1_00))
    for between in (False, True):
        found = held(rows).migrate(day(5), day(50), between=between).by("cohort", "warmth")
        assert found.select("cohort", "cards", "new").rows() == [
            ("2022-01", 1, 0), ("2022-02", 1, 1),
        ]  # fmt: skip


def test_what_is_no_label_is_refused() -> None:
    found = held(HOME).migrate(day(0), day(5))
    with pytest.raises(UsageError, match=r"'town'.*shop, cohort"):
        found.by("town", "region")
    for asked in (found.movements, found.sizes, found.effects.frame):
        with refused("'street'"):
            asked("street")


def test_who_does_not_buy_between_the_dates_is_gone() -> None:
    found = held(HOME).migrate(day(3), day(9), between=True)
    counts = dict(found.movements("region").counts.select("movement", "cards").iter_rows())
    assert counts == {"warmer": 0, "same": 0, "colder": 0, "new": 0, "gone": 3}
    assert (found.gone, found.movements("region").mean_change) == (3, None)
    assert found.sizes("region").get_column("gone").sum() == 3
    assert set(found.effects.frame("region").get_column("borders")) == {0}


def test_without_an_order_cards_only_stay_or_move(tmp_path: Path) -> None:
    file = tmp_path / "plain.toml"
    file.write_text(re.sub(r",? *warmth = \d", "", starter_text()), encoding="utf-8")
    scheme = held(HOME).scheme(str(file))
    level = scheme.level_codes[-1]
    found = held(HOME).migrate(day(1), day(90), scheme=str(file))
    movements = found.movements(level)
    assert (movements.ordered, movements.mean_change) == (False, None)
    assert movements.counts.get_column("movement").to_list() == list(UNORDERED)
    assert movements.counts.get_column("cards").sum() == 3
    assert "mean_change" not in found.by("shop", level).columns


def test_the_year_before_is_the_same_migration_a_year_earlier() -> None:
    early = tuple((at.replace(year=2021), *rest) for at, *rest in HOME)
    store = held((*early, *HOME))  # type: ignore[arg-type]
    found = store.season(store.migrate(day(1), day(8)))
    assert (found.since, found.until) == (date(2021, 1, 2), date(2021, 1, 9))
    assert found.earlier is not None
    alone = store.migrate(date(2021, 1, 2), date(2021, 1, 9))
    assert found.earlier.cells("class").equals(alone.cells("class"))
    sizes = found.sizes("region")
    for name, segmentation in (("before_earlier", alone.before), ("after_earlier", alone.after)):
        own = sizes.filter(pl.col(name) > 0).select("code", name)
        assert own.rows() == segmentation.level("region").select("code", "cards").rows()
    assert sizes.select("before", "after").sum().row(0) == (
        found.now.before.cards, found.now.after.cards,
    )  # fmt: skip
    frame = found.frame("region")
    assert frame.get_column("cards_earlier").equals(
        alone.movements("region").counts.get_column("cards").rename("cards_earlier")
    )


def test_a_year_before_with_less_than_a_year_behind_it_is_marked() -> None:
    early = tuple((at.replace(year=2021), *rest) for at, *rest in HOME)
    store = held((*early, *HOME))  # type: ignore[arg-type]
    assert store.season(store.migrate(day(1), day(8))).young == 2
    long = tuple((at.replace(year=2020), *rest) for at, *rest in HOME)
    store = held((*long, *early, *HOME))  # type: ignore[arg-type]
    assert store.season(store.migrate(day(1), day(8))).young is None
    assert held(HOME).season(held(HOME).migrate(day(1), day(8))).young is None


def test_without_a_year_before_a_sentence_says_so() -> None:
    store = held(HOME)
    found = store.season(store.migrate(day(1), day(8)))
    assert found.earlier is None
    assert "2021-01-02" in found.reason
    assert found.frame("region").get_column("cards_earlier").null_count() == len(ORDERED)


def test_the_leap_day_becomes_the_28th() -> None:
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_before(date(2025, 2, 28)) == date(2024, 2, 28)
