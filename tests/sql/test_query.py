"""SQL sees the store's four views as they are, and no way out of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from oracles import naive
from schemes.handmade import SMALL
from support.stores import ANNA, BORIS, UUID, bought, day, written
from support.words import COLUMNS, people, refused

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.settings import QUERY_MEMORY_MB
from rfma_fast.sql.guard import VIEWS
from rfma_fast.sql.query import Views, query

ROWS = [
    bought(0, ANNA, 100_50, minute=61),
    bought(1, None, 300_00),
    bought(5, BORIS, 700_05, "Аптека 2", minute=1439),
    bought(9, ANNA, -20_00),
    bought(40, UUID, 0, 'O\'Hara "2"'),
    bought(41, BORIS, 55_00),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return written(tmp_path_factory.mktemp("sql") / "store", ROWS)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store whose source had all columns, and faulty rows."""
    root = tmp_path_factory.mktemp("told")
    source = root / "t.csv"
    source.write_text(
        "at,shop,card,amount,paid,bonus_earned,bonus_spent,doc_id\n"
        f"2022-01-01 10:11:12.5,Аптека 1,{ANNA},12.34,11.34,1.5,0.99,d1\n"
        f"2022-01-02,Аптека 1,,5,,,,\n"
        f"yesterday,Аптека 1,{ANNA},12.34,,,,d3\n"
        f"2022-01-01 10:00,Аптека 1,{ANNA},0.001,,,,d4\n",
        encoding="utf-8",
    )
    store = Store(root / "store")
    store.ingest(source, max_rejects=None, no_cards=True)
    return store


# --- what the views hold -------------------------------------------------------------------------


def test_cheques_are_the_rows_with_cards_as_printed_and_money_in_roubles(store: Store) -> None:
    said = store.query('select * from cheques order by "at"')
    assert [row[:7] for row in said.rows()] == [
        (
            card if naive.is_identified(card) else None,
            naive.is_identified(card),
            None if naive.is_identified(card) else card,
            at,
            at.date(),
            shop,
            Decimal(kopecks) / 100,
        )
        for at, shop, card, kopecks in ROWS
    ]
    assert said.columns == [
        "card", "identified", "unidentified_id", "at", "day", "shop", "amount", "paid",
        "bonus_earned", "bonus_spent", "doc_id", "load", "moment",
    ]  # fmt: skip
    for money in ("amount", "paid", "bonus_earned", "bonus_spent"):
        dtype = said.schema[money]
        assert isinstance(dtype, pl.Decimal)
        assert dtype.scale == 2


def test_the_moment_needs_no_quotes_and_is_what_at_is(store: Store) -> None:
    said = store.query('select moment, "at" from cheques order by moment')
    assert said.get_column("moment").to_list() == sorted(at for at, *_ in ROWS)
    assert said.get_column("moment").equals(said.get_column("at"))


def test_all_columns_of_a_cheque_can_be_read(told: Store) -> None:
    first, second = told.query('select * from cheques order by "at"').rows()
    assert first == (
        ANNA, True, None, datetime(2022, 1, 1, 10, 11, 12, 500_000), date(2022, 1, 1), "Аптека 1",
        Decimal("12.34"), Decimal("11.34"), Decimal("1.50"), Decimal("0.99"), "d1", 1,
        datetime(2022, 1, 1, 10, 11, 12, 500_000),
    )  # fmt: skip
    assert second[:3] == (None, False, None)
    assert second[7:11] == (None, None, None, None)


def test_rejected_rows_can_be_read(told: Store, store: Store) -> None:
    said = told.query("select load, line, rule from rejected order by line")
    assert said.rows() == [(1, 4, "at_unreadable"), (1, 5, "amount_finer_than_kopeck")]
    raw = told.query("select raw from rejected where line = 4").item()
    assert raw.startswith('{"at":"yesterday"')
    assert store.query("select * from rejected").height == 0
    assert (
        store.query("select * from rejected").columns
        == told.query("select * from rejected").columns
    )


def test_segments_are_the_per_card_table_and_cards_leave_the_grades_out(real_store: Store) -> None:
    table = real_store.segment().table()
    said = real_store.query("select * from segments order by card")
    assert said.columns == COLUMNS
    assert said.equals(table)
    cards = real_store.query("from cards order by card")
    assert cards.equals(table.select(COLUMNS[:9]))


def test_sums_of_the_real_table_are_those_of_polars(real_store: Store) -> None:
    said = real_store.query(
        "select shop, count(*) as n, sum(amount) as revenue, count(distinct card) as cards,"
        " count(*) filter (not identified) as strangers from cheques group by all order by shop"
    )
    rows = real_store.snapshot.scan().collect()
    wanted = (
        rows.group_by("shop")
        .agg(
            n=pl.len().cast(pl.Int64),
            revenue=pl.col("amount").sum(),
            cards=pl.col("card").filter(pl.col("card") > 0).n_unique().cast(pl.Int64),
            strangers=(pl.col("card") == 0).sum().cast(pl.Int64),
        )
        .sort("shop")
    )
    kopecks = said.with_columns(revenue=(pl.col("revenue") * 100).cast(pl.Int64))
    assert kopecks.rows() == wanted.rows()
    assert said.get_column("revenue").sum() == Decimal(32_202_608)


def test_views_join_on_the_card(real_store: Store) -> None:
    said = real_store.query(
        "select region, count(distinct card) as cards from cheques join segments using (card)"
        " group by region order by region"
    )
    regions = real_store.segment().level("region").select("code", "cards").rows()
    assert said.rows() == regions


def test_with_an_earlier_day_later_cheques_are_not_seen(store: Store) -> None:
    assert store.query("select count(*) from cheques").item() == 6
    assert store.query("select count(*) from cheques", day(9)).item() == 4
    assert store.query("select max(day) from cheques", "2022-01-09").item() == day(5)
    for view in ("segments", "cards"):
        said = store.query(f"select card, cheques, recency from {view} order by card", day(5))
        assert said.rows() == [(ANNA, 1, 5), (BORIS, 1, 0)]
    wanted = naive.segment(ROWS, day(9)).cards
    assert people(store.query("from segments order by card", day(9))) == wanted


def test_without_a_day_strangers_after_the_last_card_are_seen_too(store: Store) -> None:
    late = [*ROWS, bought(50, None, 9_00)]
    root = Path(store.path).with_name("late")
    said = written(root, late)
    assert said.query("select max(day) from cheques").item() == day(50)
    assert said.query("select min(recency) from segments").item() == 0


def test_another_scheme_gives_its_segments(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SMALL, encoding="utf-8")
    said = store.query("select half, count(*) as n from segments group by half", scheme=str(file))
    assert said.get_column("n").sum() == 2
    cards = store.query("select * from cards", scheme=str(file))
    assert cards.columns == ["card", "cheques", "total", "first", "last", "recency", "monetary"]


def test_cards_are_segmented_only_if_the_sql_asks_for_them(store: Store) -> None:
    asked: list[str] = []

    def segments() -> pl.DataFrame:
        asked.append("segments")
        return store.segment().table()

    views = Views(store.snapshot, day(41), segments, tuple(COLUMNS[9:]))
    assert query("select count(*) from cheques", views).item() == 6
    assert query("select count(*) from rejected", views).item() == 0
    assert asked == []
    assert query('select count(*) from "SEGMENTS"', views).item() == 2
    assert query("select count(*) from cards", views).item() == 2
    assert asked == ["segments", "segments"]


def test_a_store_without_cards_still_has_cheques(tmp_path: Path) -> None:
    store = written(tmp_path / "store", [bought(0, None, 100), bought(1, UUID, 100)])
    assert store.query("select count(*), count(card) from cheques").row(0) == (2, 0)
    with refused("No cheque is identified"):
        store.query("from segments")


@pytest.mark.parametrize("name", ["it's", "a b", "[1]*?", "ряд", 'q"q', "x;y", "100%"])
def test_a_store_may_lie_anywhere(tmp_path: Path, name: str) -> None:
    store = written(tmp_path / name / "store", ROWS)
    assert store.query("select count(*), count(card) from cheques").row(0) == (6, 4)


def test_a_store_may_be_named_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "store", ROWS)
    monkeypatch.chdir(tmp_path)
    assert Store("store").query("select count(card) from cheques").item() == 4


@pytest.mark.parametrize("sql", ["show tables", "select name from (show tables)"])
def test_all_views_are_listed_and_none_is_made_for_it(
    store: Store, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object, **__: object) -> None:
        raise AssertionError("the cards were segmented")

    monkeypatch.setattr(Store, "segment", made)
    assert store.query(sql).get_column("name").to_list() == sorted(VIEWS)


@pytest.mark.parametrize(
    "sql",
    [
        "describe segments",
        "with x as (select 1 as a) select a from x",
        "from cheques limit 1",
        "values (1)",
        "select sum(load) from cheques;",
        "/* cards */ select 1 -- segments",
        "select null",
        "select [1], {'a': 1}, map {'a': 1}, 'x'::blob, 1::hugeint, time '10:00', uuid()",
    ],
)
def test_any_one_select_is_answered(store: Store, sql: str) -> None:
    assert store.query(sql).width >= 1


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 as a, 2 as a",
        "select c.card, s.card from cards c join segments s on c.card = s.card",
        "select interval 1 day",
        'select max(day) - min(day) as days, max("at") - min("at") as span from cheques',
        "select union_value(a := 1)",
    ],
)
def test_a_result_that_is_no_plain_table_is_shown_or_refused(store: Store, sql: str) -> None:
    try:
        store.query(sql)
    except RfmaError as error:
        assert "\n" not in error.message


# --- no way out ----------------------------------------------------------------------------------


def every_byte(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def untouched(store: Store, tmp_path: Path) -> Callable[[str], None]:
    """Hold that a statement is refused in a plain sentence and writes nothing."""

    def held_off(sql: str, *parts: str) -> None:
        root = Path(store.path)
        before, beside = every_byte(root), every_byte(tmp_path)
        with refused(*parts):
            store.query(sql)
        assert every_byte(root) == before
        assert every_byte(tmp_path) == beside

    return held_off


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("update cheques set shop = 'x'", "UPDATE"),
        ("insert into cheques values (1)", "INSERT"),
        ("delete from cheques", "DELETE"),
        ("copy cheques to '{out}/x.csv'", "COPY"),
        ("copy (select 1) to '{out}/x.parquet'", "COPY"),
        ("set memory_limit = '100GB'", "SET"),
        ("reset memory_limit", "SET"),
        ("set enable_external_access = true", "SET"),
        ("pragma enable_profiling", "PRAGMA"),
        ("install httpfs", "LOAD"),
        ("load httpfs", "LOAD"),
        ("attach '{out}/x.db'", "ATTACH"),
        ("create table t as select 1", "CREATE"),
        ("create or replace view cheques as select 1", "CREATE"),
        ("drop view cheques", "DROP"),
        ("export database '{out}/x'", "EXPORT"),
        ("call pragma_version()", "CALL"),
        ("begin", "TRANSACTION"),
        ("prepare p as select 1", "PREPARE"),
        ("explain analyze select 1", "EXPLAIN"),
    ],
)
def test_what_is_no_select_is_refused_by_its_kind(
    untouched: Callable[..., None], store: Store, tmp_path: Path, sql: str, kind: str
) -> None:
    untouched(sql.format(out=tmp_path), "Only SELECT", kind)
    with pytest.raises(UsageError):
        store.query(sql.format(out=tmp_path))


@pytest.mark.parametrize(
    ("sql", "count"),
    [("select 1; select 2", 2), ("select 1; drop view cheques", 2), ("", 0), (" ; -- no", 0)],
)
def test_exactly_one_statement_is_asked_for(
    untouched: Callable[..., None], sql: str, count: int
) -> None:
    untouched(sql, "One SELECT", f"{count} statements")


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_json('/etc/passwd')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from glob('{root}/*')",
        "select * from read_parquet('{out}/secret.parquet')",
        "select * from '{out}/secret.parquet'",
        "select * from read_parquet('{out}/*.parquet')",
        "select * from read_parquet('{root}/cheques/../../../secret.parquet')",
        "select * from parquet_metadata('{out}/secret.parquet')",
        "select * from read_csv('https://example.com/x.csv')",
        "select * from query('copy (select 1) to ''{out}/x.csv''')",
        "select * from sqlite_scan('{out}/x.db', 't')",
    ],
)
def test_nothing_else_can_be_read(
    untouched: Callable[..., None], store: Store, tmp_path: Path, sql: str
) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "secret.parquet")
    with pytest.raises(RfmaError) as caught:
        store.query(sql.format(root=store.path, out=tmp_path))
    assert caught.value.message.startswith(("The query asks for", "The function"))
    untouched(sql.format(root=store.path, out=tmp_path))


def test_a_frame_of_the_callers_python_cannot_be_read(store: Store) -> None:
    secret = pl.DataFrame({"a": [1]})
    assert secret.height == 1
    for name in ("secret", "ROWS", "store", "views"):
        with refused("none of its views", name):
            store.query(f"select * from {name}")


def test_the_doors_are_locked_one_by_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One lock covers for another: each is looked at by itself, behind the guard."""
    monkeypatch.setattr("rfma_fast.sql.guard.REFUSED_FUNCTIONS", frozenset())
    locks = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "lock_configuration": "true",
        "temp_directory": "",
        "memory_limit": f"{QUERY_MEMORY_MB * 10**6 / 2**30:.1f} GiB",
    }
    for name, value in locks.items():
        said = store.query(f"select current_setting('{name}')::varchar").item()
        assert (name, said or "") == (name, value)


def test_a_fault_of_the_sql_is_told_in_one_sentence_with_the_views_as_hint(store: Store) -> None:
    for sql, part in (
        ("selec 1", "syntax error"),
        ("select nothing from cheques", "nothing"),
        ("select * from nowhere", "nowhere"),
        ("select nothing from cards, cheques", "nothing"),
        ("select 'a'::integer", "Conversion Error"),
    ):
        with pytest.raises(RfmaError) as caught:
            store.query(sql)
        assert part in caught.value.message
        assert "\n" not in caught.value.message
        assert all(view in (caught.value.hint or "") for view in VIEWS)
