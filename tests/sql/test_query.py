"""SQL sees the store's four views as they are, and no way out of them."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from oracles import naive
from schemes.handmade import SMALL
from support.stores import ANNA, BORIS, UUID, bought, day, written
from support.words import COLUMNS, people, refused

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.settings import QUERY_MEMORY_MB
from rfma_fast.sql.caps import Caps
from rfma_fast.sql.guard import REFUSED_FUNCTIONS, VIEWS
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
    store.ingest(source)
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
        "bonus_earned", "bonus_spent", "doc_id", "load",
    ]  # fmt: skip
    for money in ("amount", "paid", "bonus_earned", "bonus_spent"):
        dtype = said.schema[money]
        assert isinstance(dtype, pl.Decimal)
        assert dtype.scale == 2


def test_all_columns_of_a_cheque_can_be_read(told: Store) -> None:
    first, second = told.query('select * from cheques order by "at"').rows()
    assert first == (
        ANNA, True, None, datetime(2022, 1, 1, 10, 11, 12, 500_000), date(2022, 1, 1), "Аптека 1",
        Decimal("12.34"), Decimal("11.34"), Decimal("1.50"), Decimal("0.99"), "d1", 1,
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


def test_memory_is_capped(store: Store) -> None:
    views = Views(store.snapshot, day(41), lambda: store.segment().table(), ())
    small = Caps(memory_mb=64)
    for sql in (
        "select list(i) from range(50000000) t(i)",
        "select i from range(30000000) t(i) order by hash(i)",
        "select count(distinct i::varchar || 'some more text') from range(9000000) t(i)",
    ):
        with refused("more than 64 MB"):
            query(sql, views, small)
    assert query("select sum(amount) from cheques", views, small).height == 1


# --- what DuckDB's own locks let through ---------------------------------------------------------


def month_file(store: Store, place: int = -1) -> str:
    return store.snapshot.paths()[place]


BEYOND = [
    "select * from read_parquet('{late}')",
    "select * from '{late}'",
    'select * from "{late}"',
    "with x as (from read_parquet('{late}')) select * from x",
    "with x as (from '{late}') select * from x",
    "select (select max(amount) from read_parquet('{late}'))",
    "select 1 where 5500 in (select amount from parquet_scan('{late}'))",
    "select * from cheques where amount in (select amount from '{late}')",
    "select * from cheques union all by name select * from '{late}'",
    "select * from cheques c, lateral (select * from '{late}' where day > c.day)",
    "select * from parquet_metadata('{late}')",
    "select * from parquet_file_metadata('{late}')",
    "select * from parquet_schema('{late}')",
    "select * from parquet_kv_metadata('{late}')",
    "select * from parquet_bloom_probe('{late}', 'amount', 5500)",
    "select * from read_blob('{late}')",
    "select * from read_text('{late}')",
    "describe '{late}'",
    "summarize '{late}'",
    "describe (from read_parquet('{late}'))",
    "select * from (show '{late}')",
    "from query('from ''{late}''')",
    "from query_table(['{late}'])",
    "from json_execute_serialized_sql(json_serialize_sql('from ''{late}'''))",
    "from (pivot '{late}' on shop in ('x') using sum(amount))",
    "from '{late}' unpivot (v for n in (amount))",
    "select * from range(1) t(i) asof join '{late}' f on f.amount > t.i",
    "select list_transform([1], lambda x: (select max(amount) from '{late}'))",
    'with t as (with "{late}" as (select 1) from "{late}") from t, "{late}"',
    'with "{late}" as (select 1) select * from cheques',
    "with recursive t(i) as (select 1 union all select amount from '{late}') from t",
    "with a as (copy (select 1 as x) to '{late}' (format parquet, use_tmp_file false)) from a",
    "with a as (copy cheques to '{out}/x.csv' (use_tmp_file false)) from a",
    "with a as (insert into cheques values (1)) select 1",
    "with a as (delete from cheques returning *) select * from a",
    "with a as (update cheques set shop = 'x' returning *) select * from a",
    "with a as (with b as (copy (select 1) to '{out}/x.csv') from b) select * from a",
    "from duckdb_settings()",
    "from duckdb_settings",
    "from duckdb_views()",
    "from duckdb_secrets()",
    "from which_secret('s3://x', 's3')",
    "from information_schema.tables",
    "from pg_catalog.pg_views",
    "from sqlite_master",
    "from main.cheques",
    "from memory.main.cheques",
    "show all tables",
    "show databases",
    "from pragma_database_size()",
    "from pandas_scan('1234'::pointer)",
    "from arrow_scan('1'::pointer, '1'::pointer, '1'::pointer)",
    "from python_map_function()",
    "from seq_scan('cheques')",
    "from enable_logging()",
    "from duckdb_logs()",
    "from checkpoint()",
    "from test_all_types()",
    "select current_setting('allowed_paths')",
    "select CURRENT_SETTING('allowed_paths')",
    "select system.main.current_setting('allowed_paths')",
    "select 'allowed_paths'.current_setting()",
    "select getvariable('x')",
    "select getenv('HOME')",
    "select write_log('x')",
    "select pg_get_viewdef(1)",
    "select nextval('x')",
    "from cheques, glob('/*')",
    "select unnest(x) from sniff_csv('/etc/passwd') t(x)",
]


@pytest.mark.parametrize("sql", BEYOND)
def test_the_stores_own_files_cannot_be_read_or_written_past_the_views(
    store: Store, tmp_path: Path, sql: str
) -> None:
    root = Path(store.path)
    before = every_byte(root)
    with refused():
        store.query(sql.format(late=month_file(store), out=tmp_path), "2022-01-09")
    assert every_byte(root) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive t(i) as (select 1 union all select i + 1 from t where i < 5) from t",
        "with a as (from cheques), b as (from a) select count(*) as n from b join a using (card)",
        "from range(3) t(i), generate_series(1, 2) s(j), unnest([1, 2]) u(k)",
        "select list_transform([1, 2], lambda x: x + 1), shop.upper() from cheques",
        "from (pivot (select shop, amount from cheques) on shop in ('a') using sum(amount))",
        "from (select 1 as a, 2 as b) unpivot (v for n in (a, b))",
        "from CHEQUES select day order by day limit 10 % offset 1",
        "from cheques tablesample 10%",
        "select distinct on (shop) shop, day from cheques order by shop, day",
        "select row_number() over (partition by shop order by day) as r from cheques qualify r < 3",
        "from (values (1, 2)) as t(a, b)",
        "select shop, sum(amount) filter (where amount > 0) as s from cheques"
        " group by grouping sets ((shop), ())",
        "summarize cheques",
        "show tables",
        "show cheques",
        "describe select 1 as a",
        "select exists(from rejected) as e, array(select 1) as a, 1 in (from range(2)) as i",
        "select * exclude (load) replace (upper(shop) as shop) from cheques",
        "from segments semi join cheques using (card)",
        "select card from cheques union select card from cards intersect select card from segments",
        'with "my own name" as (from cards) from "my own name"',
    ],
)
def test_what_an_analyst_writes_is_answered(store: Store, sql: str) -> None:
    assert store.query(sql).width >= 1


def test_no_function_that_changes_or_looks_elsewhere_is_new_in_this_duckdb() -> None:
    """A newer DuckDB may bring some: each must be looked at and refused, or named here."""
    harmless = {
        "current_connection_id", "current_database", "current_date", "current_query",
        "current_query_id", "current_schema", "current_schemas", "current_transaction_id", "error",
        "gen_random_uuid", "get_current_time", "get_current_timestamp", "in_search_path", "now",
        "random", "setseed", "sleep_ms", "stats", "today", "transaction_timestamp", "txid_current",
        "uuid", "uuidv4", "uuidv7", "vector_type",
    }  # fmt: skip
    sql = (
        "select distinct function_name from duckdb_functions() where function_type = 'scalar'"
        " and stability <> 'CONSISTENT' or function_type = 'macro' and macro_definition ilike"
        " '%from %()%'"
    )
    found = {name for (name,) in duckdb.connect().execute(sql).fetchall()}
    assert found - harmless - REFUSED_FUNCTIONS == set()


def test_sql_that_is_too_long_or_too_deep_is_refused(store: Store) -> None:
    with refused("100001 characters"):
        store.query("select 1".ljust(100_001))
    with refused("nested too deeply"):
        store.query("select [1]" + "[1]" * 500)
    for opened, closed in (("(", ")"), ("not ", ""), ("abs(", ")"), ("[", "]"), ("-", "")):
        with refused():
            store.query("select " + opened * 20_000 + "1" + closed * 20_000)


# --- caps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000000) t(i)",
        "select count(*) from range(1000000) a, range(1000000) b, range(100000) c",
        "with recursive t(i) as (select 1 union all select i + 1 from t) select count(*) from t",
        "select sleep_ms(20000)",
    ],
)
def test_a_query_is_stopped_when_its_time_is_up(store: Store, sql: str) -> None:
    threads = threading.active_count()
    with refused("longer than 1 seconds"):
        store.query(sql, caps=Caps(seconds=1))
    assert threading.active_count() == threads
    assert store.query("select count(*) from cheques").item() == len(ROWS)


def test_a_query_that_ends_in_time_leaves_no_watcher(store: Store) -> None:
    threads = threading.active_count()
    for sql in ("select 1", "select 'a'::int", "from nowhere"):
        with suppress(RfmaError):
            store.query(sql)
        assert threading.active_count() == threads


def test_a_query_that_does_not_stop_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rfma_fast.sql.caps.GRACE", 0.0)
    asked: list[str] = []
    caps = Caps(seconds=1, stubborn=lambda: asked.append("leave"))
    with refused("longer than 1 seconds"):
        store.query("select levenshtein(repeat('a', 30000), repeat('b', 60000))", caps=caps)
    assert asked


def test_the_texts_that_a_query_works_on_are_capped_too(store: Store) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    for sql in (
        "select length(repeat('x', 1500000000))",
        "select max(length(repeat('x' || i, 2000000))) from range(2048) t(i)",
    ):
        with refused("more than 64 MB"):
            store.query(sql, caps=Caps(memory_mb=64))
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_an_answer_may_have_so_many_rows_and_no_more(store: Store) -> None:
    assert store.query("from range(1000)", caps=Caps(rows=1000)).height == 1000
    with refused("more than 1000 rows"):
        store.query("from range(1001)", caps=Caps(rows=1000))
    with refused("more than 1000 rows"):
        store.query("from range(1000000000000)", caps=Caps(rows=1000))
    with refused("more than 32 MB"):
        store.query("select repeat('x', 100) as x from range(900000)", caps=Caps(memory_mb=32))


@pytest.mark.parametrize("cap", [{"seconds": 0}, {"memory_mb": 1}, {"rows": 0}, {"rows": -(10**9)}])
def test_a_cap_without_sense_is_refused(cap: dict[str, int]) -> None:
    with refused(next(iter(cap))):
        Caps(**cap)
