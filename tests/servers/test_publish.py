"""What is published is what the verbs say, all of it or nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import polars as pl
import pytest
from commands.fixtures import AS_OF, EARLIER, Rfma
from oracles.real import needs_real
from support.postgres import PASSWORD, Cluster

from rfma_fast import Store, open_store
from rfma_fast.errors import RfmaError
from rfma_fast.publishing import postgresql
from rfma_fast.publishing.tables import Published
from rfma_fast.schemes.loader import scheme_text

TABLES = ("segments", "levels", "thresholds", "migration", "provenance")


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Cluster]:
    """The server without anything published, and without the users of other tests."""
    yield cluster
    cluster.run(
        "drop schema if exists rfma cascade",
        "drop schema if exists crm cascade",
        "drop owned by publisher",
        "drop owned by reader",
    )


@pytest.fixture(scope="session", autouse=True)
def users(cluster: Cluster) -> None:
    cluster.run(
        "create role publisher login password 'pub1isher-s3cret'",
        "create role reader login password 'r3ader-s3cret'",
    )


@pytest.fixture
def store(chain: Path) -> Store:
    return open_store(chain)


def read(server: Cluster, table: str, order: str = "1, 2", schema: str = "rfma") -> list[Any]:
    return server.rows(f'select * from "{schema}".{table} order by {order}')


def everything(server: Cluster) -> dict[str, list[Any]]:
    return {table: read(server, table, order="1") for table in TABLES}


def as_given(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Return rows as the driver gives them: exact numbers as texts."""
    return [
        tuple(str(value) if isinstance(value, Decimal) else value for value in row)
        for row in frame.iter_rows()
    ]


def test_segments_and_levels_read_back_are_those_of_the_store(
    server: Cluster, store: Store
) -> None:
    publication = store.publish(server.url(), AS_OF)
    found = store.segment(AS_OF)
    assert read(server, "segments", "card") == as_given(found.table())
    for level in found.scheme.level_codes:
        rows = server.rows(
            "select code, name, cards, share, cheques, revenue, mean_cheque from rfma.levels"
            f" where level = '{level}' order by code"
        )
        assert rows == sorted(as_given(found.level(level)))
    assert publication.rows["segments"] == found.cards
    assert (publication.schema, publication.as_of) == ("rfma", date.fromisoformat(AS_OF))
    assert read(server, "migration") == []


def test_sums_reconcile_within_what_is_published(server: Cluster, store: Store) -> None:
    store.publish(server.url(), AS_OF, since=EARLIER, borders="refit")
    [(cards, total)] = server.rows("select count(*), sum(total)::text from rfma.segments")
    sums = server.rows(
        "select level, sum(cards)::bigint, sum(revenue)::text, round(sum(share)::numeric, 9)::text"
        " from rfma.levels group by level"
    )
    assert sums
    assert {(count, revenue, Decimal(share)) for _, count, revenue, share in sums} == {
        (cards, total, Decimal(1))
    }
    # Every card that is there on the second day came from somewhere.
    apart = server.rows(
        "select * from (select level, to_code as code, sum(cards) as cards, sum(revenue) as revenue"
        " from rfma.migration group by 1, 2) as m full join (select level, code, cards, revenue"
        " from rfma.levels) as l using (level, code, cards, revenue)"
        " where m.level is null or l.level is null"
    )
    assert apart == []
    by_group = server.rows(
        "select region, count(*), sum(total)::text from rfma.segments group by 1 order by 1"
    )
    assert by_group == server.rows(
        "select code, cards, revenue::text from rfma.levels where level = 'region' order by 1"
    )


@pytest.mark.parametrize("borders", ["frozen", "refit"])
def test_the_migration_read_back_is_that_of_the_store(
    server: Cluster, store: Store, borders: Any
) -> None:
    store.publish(server.url(), AS_OF, since=EARLIER, borders=borders)
    moved = store.migrate(EARLIER, AS_OF, borders=borders)
    for level in moved.before.scheme.level_codes:
        rows = server.rows(
            "select from_code, to_code, cards, share, column_share, revenue, revenue_before"
            f" from rfma.migration where level = '{level}' order by 1, 2"
        )
        assert rows == sorted(as_given(moved.cells(level)))
        assert rows


def test_borders_are_exact_and_the_origin_is_told(server: Cluster, store: Store) -> None:
    store.publish(server.url(), AS_OF, since=EARLIER)
    found = store.segment(AS_OF)
    exact = server.rows("select axis, grade, exact from rfma.thresholds order by axis, grade")
    assert exact == [
        (axis, grade, str(border))
        for axis, borders in sorted(found.thresholds.borders.items())
        for grade, border in enumerate(borders, start=1)
    ]
    [origin] = server.rows(
        "select store, version, scheme, scheme_digest, as_of, cards, migration_from,"
        " migration_thresholds, program, published_at <= now() from rfma.provenance"
    )
    assert origin == (
        store.snapshot.root, store.snapshot.version, "rfma", found.scheme.digest,
        date.fromisoformat(AS_OF), found.cards, date.fromisoformat(EARLIER), "frozen",
        found.provenance.program, True,
    )  # fmt: skip


@needs_real
def test_the_real_table_published_gives_the_published_numbers(
    server: Cluster, real_store: Store
) -> None:
    real_store.publish(server.url(), "2022-06-09")
    [(cards, revenue)] = server.rows("select count(*), sum(total)::text from rfma.segments")
    assert cards == 5_926
    assert read(server, "segments", "card") == as_given(real_store.segment("2022-06-09").table())
    assert server.rows("select sum(revenue)::text from rfma.levels where level = 'region'") == [
        (revenue,)
    ]


def test_types_keys_and_comments_are_what_a_dashboard_needs(server: Cluster, store: Store) -> None:
    store.publish(server.url(), AS_OF)
    types = dict(
        server.rows(
            "select column_name::text, data_type::text from information_schema.columns"
            " where table_schema = 'rfma' and table_name = 'segments'"
        )
    )
    assert types["total"] == "numeric"
    assert types["first"] == types["last"] == "date"
    assert {types[grade] for grade in "RFMA"} == {"smallint"}
    assert (types["card"], types["region"], types["cheques"]) == ("text", "text", "bigint")
    keys = server.rows(
        "select c.relname::text, pg_get_constraintdef(p.oid)::text from pg_constraint as p"
        " join pg_class as c on c.oid = p.conrelid"
        " where p.contype = 'p' and p.connamespace = 'rfma'::regnamespace order by 1"
    )
    assert keys == [
        ("levels", "PRIMARY KEY (level, code)"),
        ("migration", "PRIMARY KEY (level, from_code, to_code)"),
        ("segments", "PRIMARY KEY (card)"),
        ("thresholds", "PRIMARY KEY (axis, grade)"),
    ]
    comments = server.rows(
        "select relname::text, obj_description(oid, 'pg_class') from pg_class"
        " where relnamespace = 'rfma'::regnamespace and relkind = 'r'"
    )
    assert {name for name, _ in comments} == set(TABLES)
    assert all(comment.startswith("rfma: ") and len(comment) > 20 for _, comment in comments)


def test_a_repeated_publication_keeps_rights_and_views(server: Cluster, store: Store) -> None:
    store.publish(server.url(), EARLIER, since="2021-09-01")
    server.run(
        "create schema crm",
        "create view crm.hot as select card, region from rfma.segments",
        "grant usage on schema rfma to reader",
        "grant select on rfma.segments to reader",
    )
    store.publish(server.url(), AS_OF)
    assert read(server, "segments", "card") == as_given(store.segment(AS_OF).table())
    assert len(read(server, "provenance", "1")) == 1
    assert read(server, "migration") == []
    assert server.rows("select has_table_privilege('reader', 'rfma.segments', 'select')") == [
        (True,)
    ]
    hot = server.rows("select count(*) from crm.hot")
    assert hot == [(store.segment(AS_OF).cards,)]


def shape(server: Cluster) -> list[Any]:
    return server.rows(
        "select table_name::text, column_name::text, data_type::text, ordinal_position::int"
        " from information_schema.columns where table_schema = 'rfma' order by 1, 4"
    )


@pytest.mark.parametrize("first", [None, "2021-09-01"])
def test_with_and_without_a_first_day_the_tables_are_the_same_to_whoever_reads_them(
    server: Cluster, store: Store, first: str | None
) -> None:
    store.publish(server.url(), EARLIER, since=first)
    before = shape(server)
    server.run(
        "create schema crm",
        *(f"create view crm.{table} as select * from rfma.{table}" for table in TABLES),
        "grant usage on schema rfma to reader",
        "grant select on all tables in schema rfma to reader",
    )
    for since in ("2021-10-01", None, "2021-11-01"):
        store.publish(server.url(), AS_OF, since=since)
        assert shape(server) == before
        for table in TABLES:
            mine = server.rows(f"select has_table_privilege('reader', 'rfma.{table}', 'select')")
            assert mine == [(True,)]
            rows = f"select count(*) from {{}}.{table}"
            assert server.rows(rows.format("crm")) == server.rows(rows.format("rfma"))
        moves = server.rows("select count(*) from crm.migration")
        assert (moves == [(0,)]) == (since is None)


def test_another_scheme_leaves_rights_and_the_views_on_what_stays(
    server: Cluster, store: Store, tmp_path: Path
) -> None:
    store.publish(server.url(), AS_OF)
    server.run(
        "create schema crm",
        "create view crm.totals as select card, cheques, total from rfma.segments",
        "grant usage on schema rfma to reader",
        "grant select on rfma.segments to reader",
    )
    by_shop = tmp_path / "by_shop.toml"
    text = scheme_text("rfm27")
    by_shop.write_text(f'{text}\n[population]\nunit = "card_shop"\n', encoding="utf-8")
    keys = []
    for scheme in ("rfm27", str(by_shop), "rfma", "lost"):
        store.publish(server.url(), AS_OF, scheme=scheme)
        table = store.segment(AS_OF, scheme=scheme).table()
        columns = ", ".join(f'"{name}"' for name in table.columns)
        rows = server.rows(f"select {columns} from rfma.segments")
        assert sorted(rows, key=str) == sorted(as_given(table), key=str)
        assert {name for kind, name, *_ in shape(server) if kind == "segments"} == {*table.columns}
        assert server.rows("select has_table_privilege('reader', 'rfma.segments', 'select')") == [
            (True,)
        ]
        assert server.rows("select count(*) from crm.totals") == [(table.height,)]
        keys += server.rows(
            "select pg_get_constraintdef(oid)::text from pg_constraint"
            " where contype = 'p' and conrelid = 'rfma.segments'::regclass"
        )
    assert keys == [
        ("PRIMARY KEY (card)",), ("PRIMARY KEY (card, shop)",), *[("PRIMARY KEY (card)",)] * 2
    ]  # fmt: skip


def test_another_scheme_changes_the_columns(server: Cluster, store: Store) -> None:
    store.publish(server.url(), AS_OF)
    store.publish(server.url(), AS_OF, scheme="rfm27")
    table = store.segment(AS_OF, scheme="rfm27").table()
    columns = ", ".join(f'"{name}"' for name in table.columns)
    assert server.rows(f"select {columns} from rfma.segments order by card") == as_given(table)
    # A view on columns that would go is nobody's to remove.
    server.run("create schema crm", "create view crm.hot as select * from rfma.segments")
    before = everything(server)
    with pytest.raises(RfmaError, match="depend"):
        store.publish(server.url(), AS_OF)
    assert everything(server) == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", ["table", "view"])
def test_what_rfma_did_not_make_is_never_touched(
    server: Cluster, store: Store, table: str, kind: str
) -> None:
    made = "(note text)" if kind == "table" else "as select 'mine'::text as note"
    server.run("create schema crm", f"create {kind} crm.{table} {made}")
    if kind == "table":
        server.run(f"insert into crm.{table} values ('mine')")
    with pytest.raises(RfmaError, match="did not make") as refused:
        store.publish(server.url(), AS_OF, schema_name="crm")
    assert "--schema-name" in str(refused.value.hint)
    assert server.rows(f"select note from crm.{table}") == [("mine",)]
    others = server.rows("select relname::text from pg_class where relnamespace = 'crm'::regnamespace and relkind in ('r', 'v')")  # fmt: skip  # noqa: E501
    assert others == [(table,)]


def test_another_schema_has_any_name_and_leaves_the_first_alone(
    server: Cluster, store: Store
) -> None:
    store.publish(server.url(), EARLIER)
    before, odd = everything(server), 'Отдел "CRM"; drop schema rfma'
    try:
        store.publish(server.url(), AS_OF, schema_name=odd)
        quoted = odd.replace('"', '""')
        assert read(server, "segments", "card", quoted) == as_given(store.segment(AS_OF).table())
    finally:
        server.run('drop schema "Отдел ""CRM""; drop schema rfma" cascade')
    assert everything(server) == before


@pytest.mark.parametrize("broken_at", TABLES)
def test_a_failure_in_the_middle_leaves_the_old_tables(
    server: Cluster, store: Store, monkeypatch: pytest.MonkeyPatch, broken_at: str
) -> None:
    """The server's process behind the publication is killed before one table after another."""
    store.publish(server.url(), EARLIER, since="2021-09-01")
    before = everything(server)
    put = postgresql._Server.put

    def killed(self: Any, table: Published) -> None:
        if table.name == broken_at:
            [(process,)] = self._rows("select pg_backend_pid()")
            assert server.rows(f"select pg_terminate_backend({process}, 5000)") == [(True,)]
        put(self, table)

    with monkeypatch.context() as patched:
        patched.setattr(postgresql._Server, "put", killed)
        with pytest.raises(RfmaError) as failed:
            store.publish(server.url(), AS_OF, since=EARLIER)
    assert server.told in failed.value.message
    assert everything(server) == before
    store.publish(server.url(), AS_OF)
    assert read(server, "segments", "card") == as_given(store.segment(AS_OF).table())


def test_a_right_that_is_missing_leaves_the_old_tables(server: Cluster, store: Store) -> None:
    url = server.url(user="publisher", password="pub1isher-s3cret")
    with pytest.raises(RfmaError, match="permission denied"):
        store.publish(url, EARLIER)
    server.run("create schema rfma authorization publisher")
    store.publish(url, EARLIER)
    before = everything(server)
    server.run("alter table rfma.thresholds owner to postgres")
    with pytest.raises(RfmaError, match="does not allow") as failed:
        store.publish(url, AS_OF)
    assert "thresholds" in failed.value.message
    assert "pub1isher-s3cret" not in f"{failed.value.message}{failed.value.hint}"
    server.run("alter table rfma.thresholds owner to publisher")
    assert everything(server) == before


def test_readers_see_the_old_tables_until_all_are_new(
    server: Cluster, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(server.url(), EARLIER)
    before, put, seen = everything(server), postgresql._Server.put, []

    def watched(self: Any, table: Published) -> None:
        put(self, table)
        seen.append(everything(server))

    monkeypatch.setattr(postgresql._Server, "put", watched)
    store.publish(server.url(), AS_OF)
    assert seen == [before] * len(TABLES)
    assert everything(server) != before


def test_of_two_publishers_one_waits_for_the_other(server: Cluster, store: Store) -> None:
    outcomes: dict[str, Any] = {}

    def publish(day: str) -> None:
        outcomes[day] = open_store(store.path).publish(server.url(), day)

    threads = [threading.Thread(target=publish, args=[day]) for day in (AS_OF, EARLIER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [(last,)] = server.rows("select as_of from rfma.provenance")
    assert len(outcomes) == 2
    assert read(server, "segments", "card") == as_given(store.segment(last).table())


def test_the_command_says_what_it_wrote_and_no_credentials(
    server: Cluster, rfma: Rfma, chain: Path
) -> None:
    told = rfma("publish", server.url(), "--as-of", AS_OF, "--from", EARLIER, "--store", chain,
                "--format", "json").done()  # fmt: skip
    found = json.loads(told.out)
    assert (found["server"], found["schema"]) == (f"postgresql://{server.told}", "rfma")
    assert (found["as_of"], found["from"]) == (AS_OF, EARLIER)
    assert [row["table"] for row in found["tables"]] == list(TABLES)
    assert found["provenance"]["store"] == str(chain)
    for language in ("en", "ru"):
        shown = rfma("publish", server.url(), "--store", chain, "--lang", language).done()
        assert "rfma.segments" in shown.out
        assert PASSWORD not in shown.out + shown.err + told.err
    with adbc.connect(server.url()) as connection, connection.cursor() as cursor:
        cursor.execute("select obj_description('rfma.levels'::regclass, 'pg_class')")
        assert "группы" in cursor.fetchall()[0][0]


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("sqlite://x", "PostgreSQL"),
        ("out.csv", "PostgreSQL"),
        ("postgresql://h/db?table=t", "--schema-name"),
    ],
)
def test_what_is_no_server_is_refused(rfma: Rfma, chain: Path, target: str, named: str) -> None:
    rfma("publish", target, "--store", chain).failed(2, named)
    rfma("publish", "postgresql://h", "--thresholds", "x", "--store", chain).failed(2, "refit")
