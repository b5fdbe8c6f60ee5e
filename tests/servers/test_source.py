"""PostgreSQL as a source: the same cheques as from a file, and no credentials anywhere."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import Rfma, whole
from oracles.real import REAL, needs_real
from support.postgres import OWNER, PASSWORD, Cluster

from rfma_fast import open_store
from rfma_fast.errors import RfmaError
from rfma_fast.sources import postgresql
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.postgresql import EVERYTHING, Reading, relation_of
from servers.conftest import TABLE

SECRET_PARTS = (PASSWORD, "p%40ss", f"{OWNER}:p", "w?rd", "w%3Frd")
ANNA, BORIS = "2000000000001", "2000000000002"


def months_of(store: Path) -> dict[str, bytes]:
    """Return the month files of a store, without the names that loads give them."""
    files = sorted((store / "cheques").rglob("*.rfma"))
    return {path.parent.name: path.read_bytes() for path in files}


def table(cluster: Cluster, name: str, definition: str, *values: str) -> str:
    """Make a table anew with these rows."""
    inserts = [f"insert into {name} values {', '.join(values)}"] if values else []
    cluster.run(f"drop table if exists {name}", f"create table {name} ({definition})", *inserts)
    return f"?table={name}"


def cheque(at: str, card: str, amount: str, shop: str = "Аптека 1", doc: str = "1") -> str:
    when = "null" if at == "null" else f"'{at}'"
    return f"({when}, '{shop}', '{card}', {amount}, null, null, null, '{doc}')"


def sales(cluster: Cluster, name: str, *rows: str) -> str:
    cluster.run(f"drop table if exists {name}", TABLE.format(name=name))
    if rows:
        cluster.run(f"insert into {name} values {', '.join(rows)}")
    return f"?table={name}"


def test_a_table_gives_the_month_files_that_its_csv_gives(
    cluster: Cluster, generated: str, cheques: Path, tmp_path: Path
) -> None:
    by_file, by_server = open_store(tmp_path / "file"), open_store(tmp_path / "server")
    expected = by_file.ingest(cheques)
    report = by_server.ingest(cluster.url(f"?table=public.{generated}"))
    assert (report.read, report.stored, report.rejected) == (
        expected.read, expected.stored, expected.rejected,
    )  # fmt: skip
    assert months_of(tmp_path / "server") == months_of(tmp_path / "file")
    assert by_server.segment().table().equals(by_file.segment().table())


@needs_real
def test_the_real_table_comes_in_whole_and_only_once(
    cluster: Cluster, real_table: str, tmp_path: Path
) -> None:
    by_file, by_server = open_store(tmp_path / "file"), open_store(tmp_path / "server")
    by_file.ingest(REAL)
    url = cluster.url(f"?table={real_table}")
    report = by_server.ingest(url)
    assert (report.read, report.stored, report.rejected) == (38_486, 38_486, 0)
    assert months_of(tmp_path / "server") == months_of(tmp_path / "file")
    again = by_server.ingest(url)
    assert (again.load, again.stored, again.already_there) == (0, 0, 38_486)
    # 2022-06-09 is the newest day; seven days before it begins the overlap.
    rows = cluster.rows(f"select count(*) from {real_table} where datetime >= '2022-06-02'")
    newer = open_store(tmp_path / "server").ingest(url, since_last=True)
    assert (newer.read, newer.already_there, newer.stored) == (rows[0][0], rows[0][0], 0)
    assert 0 < newer.read < 38_486


def test_a_query_gives_the_rows_it_selects_and_its_own_names(
    cluster: Cluster, generated: str, tmp_path: Path
) -> None:
    sql = (
        f"select datetime as at, shop, card, summ as amount from {generated}"
        " where shop like '%1%' -- comment"
    )
    store = open_store(tmp_path / "store")
    report = store.ingest(cluster.url(f"?query={sql}"))
    found = cluster.rows(f"select count(*), sum(summ)::text from {generated} where shop like '%1%'")
    assert report.read == found[0][0] > 0
    total = store.query("select sum(amount) as total from cheques").get_column("total").item()
    assert str(total) == found[0][1]


def test_a_query_that_would_write_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    sales(cluster, "kept", cheque("2022-01-01", ANNA, "1"))
    before = cluster.rows("select count(*) from pg_class")
    for sql in (
        "delete from kept returning *",
        "select 1) as rows; drop table kept; --",
        "with gone as (delete from kept returning *) select * from gone",
        "select set_config('transaction_read_only', 'off', false) as at",
    ):
        with pytest.raises(RfmaError):
            open_store(tmp_path / "store").ingest(cluster.url(f"?query={sql}"))
    assert cluster.rows("select count(*) from kept") == [(1,)]
    assert cluster.rows("select count(*) from pg_class") == before
    # What a function does is not undone with its transaction: it may not do it at all.
    cluster.run("create sequence counter")
    sql = "select timestamp '2022-01-01' as at, 'A' as shop, nextval('counter') as amount"
    with pytest.raises(RfmaError, match="read-only"):
        open_store(tmp_path / "store").ingest(cluster.url(f"?query={sql}"))
    assert cluster.rows("select is_called from counter") == [(False,)]
    cluster.run("drop sequence counter")


TYPES = {
    "at timestamp, shop text, card text, amount numeric(12,2)": "2022-03-05 07:08:09.123456",
    "at timestamptz, shop varchar(20), card bpchar(20), amount double precision": "zone",
    "at date, shop text, card bigint, amount numeric": "2022-03-05 00:00:00",
    "at text, shop text, card text, amount text": "2022-03-05 07:08:09.123456",
    "at timestamp, shop text, card numeric, amount money": "2022-03-05 07:08:09.123456",
    "at timestamp(0), shop name, card text, amount real": "2022-03-05 07:08:09",
    "at date, shop text, card numeric(20,2), amount numeric": "2022-03-05 00:00:00",
    "at date, shop text, card double precision, amount numeric": "2022-03-05 00:00:00",
}


@pytest.mark.parametrize("definition", TYPES)
def test_every_type_that_can_hold_a_field_is_read_exactly(
    cluster: Cluster, tmp_path: Path, definition: str
) -> None:
    moment, zoned = TYPES[definition], TYPES[definition] == "zone"
    given = "2022-03-05 07:08:09.123456" + ("+05" if zoned else "")
    url = cluster.url(
        table(cluster, "typed", definition, f"('{given}', 'Аптека 1', '{ANNA}', '12.34')")
    )
    store = open_store(tmp_path / "store")
    store.ingest(url, zone="Europe/Moscow" if zoned else None)
    row = store.query('select "at", shop, card, amount from cheques').row(0)
    expected = datetime.fromisoformat("2022-03-05 05:08:09.123456" if zoned else moment)
    assert row[:3] == (expected, "Аптека 1", ANNA)
    assert str(row[3]) == "12.34"


def test_uuids_and_whole_numbers_are_texts_where_texts_are_meant(
    cluster: Cluster, tmp_path: Path
) -> None:
    uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    definition = "at timestamp, shop integer, card uuid, amount smallint, doc_id uuid"
    url = cluster.url(
        table(cluster, "numbered", definition, f"('2022-01-01', 15, '{uuid}', 7, '{uuid}')")
    )
    store = open_store(tmp_path / "store")
    store.ingest(url, no_cards=True)
    row = store.query("select shop, unidentified_id, doc_id from cheques").row(0)
    assert row == ("15", uuid, uuid)


def test_a_moment_with_a_zone_is_the_local_day_of_the_shop(
    cluster: Cluster, tmp_path: Path
) -> None:
    definition = "at timestamptz, shop text, card text, amount numeric"
    url = cluster.url(
        table(cluster, "zoned", definition, f"('2022-01-31 22:30+00', 'A', '{ANNA}', 1)")
    )
    with pytest.raises(RfmaError, match="time zone") as refused:
        open_store(tmp_path / "store").ingest(url)
    assert "--zone" in str(refused.value.hint)
    with pytest.raises(RfmaError, match="Mars/Base"):
        open_store(tmp_path / "store").ingest(url, zone="Mars/Base")
    store = open_store(tmp_path / "store")
    store.ingest(url, zone="Europe/Moscow")
    assert store.snapshot.first_day == date(2022, 2, 1)


def test_a_zone_for_moments_without_one_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.url(sales(cluster, "plain", cheque("2022-01-01", ANNA, "1")))
    with pytest.raises(RfmaError, match="nothing to convert"):
        open_store(tmp_path / "store").ingest(url, zone="Europe/Moscow")


@pytest.mark.parametrize(
    ("definition", "column"),
    [
        ("at boolean, shop text, amount numeric", "at"),
        ("at time, shop text, amount numeric", "at"),
        ("at timestamp, shop text, amount date", "amount"),
        ("at timestamp, shop text, amount integer[]", "amount"),
    ],
)
def test_a_type_that_cannot_hold_its_field_is_refused(
    cluster: Cluster, tmp_path: Path, definition: str, column: str
) -> None:
    url = cluster.url(table(cluster, "unfit", definition))
    with pytest.raises(RfmaError, match=column):
        open_store(tmp_path / "store").ingest(url)
    assert not (tmp_path / "store").exists()


def test_names_are_quoted_however_they_are_written(cluster: Cluster, tmp_path: Path) -> None:
    cluster.run(
        'create schema if not exists "Odd.Schema"',
        'drop table if exists "Odd.Schema"."select ""x"',
        'create table "Odd.Schema"."select ""x" ("At""; drop" timestamp, "shop" text,'
        ' "Сумма чека" numeric, "from" text)',
        """insert into "Odd.Schema"."select ""x" values ('2022-01-01', 'A', 5, '1')""",
    )
    columns = tmp_path / "map.toml"
    columns.write_text(
        "[columns]\nat = 'At\"; drop'\nshop = 'shop'\namount = 'Сумма чека'\ndoc_id = 'from'\n",
        encoding="utf-8",
    )
    store = open_store(tmp_path / "store")
    url = cluster.url("?table=%22Odd.Schema%22.%22select%20%22%22x%22")
    assert store.ingest(url, columns=columns, no_cards=True).stored == 1


def test_bad_rows_go_to_quarantine_once_however_often_they_are_read(
    cluster: Cluster, tmp_path: Path
) -> None:
    rows = [
        cheque("2022-01-01", ANNA, "1"),
        cheque("null", ANNA, "2"),
        cheque("infinity", ANNA, "3"),
        cheque("2022-01-02", ANNA, "null"),
    ]
    url = cluster.url(sales(cluster, "dirty", *rows))
    store = open_store(tmp_path / "store")
    report = store.ingest(url, max_rejects=None)
    rules = {"amount_missing": 1, "at_missing": 1, "at_unreadable": 1}
    assert (report.stored, report.rejected_by_rule) == (1, rules)
    again = store.ingest(url, max_rejects=None)
    assert (again.load, again.rejected) == (0, 3)
    cluster.run(f"insert into dirty values {cheque('null', BORIS, '9')}")
    # A row without a date belongs to no day, so it is read however new the asked days are.
    newer = open_store(tmp_path / "store").ingest(url, since_last=True, max_rejects=None)
    assert newer.rejected_by_rule == {"amount_missing": 1, "at_missing": 2, "at_unreadable": 1}
    rejected = open_store(tmp_path / "store").snapshot.rejected().collect()
    assert rejected.height == 4
    assert rejected.get_column("source").unique().to_list() == [
        f"postgresql://{cluster.told}?table=dirty"
    ]


def test_a_bad_row_is_mended_alone(cluster: Cluster, tmp_path: Path) -> None:
    rows = [cheque("null", ANNA, amount) for amount in ("1", "2", "3")]
    url = cluster.url(sales(cluster, "broken", cheque("2022-01-01", BORIS, "9"), *rows))
    store = open_store(tmp_path / "store")
    store.ingest(url, max_rejects=None)
    assert store.rejects().get_column("line").to_list() == [1, 2, 3]
    assert store.retry(None).mended == 0
    second = store.rejects().filter(pl.col("amount").cast(pl.Float64) == 2)
    second.with_columns(at=pl.lit("2022-02-02")).write_csv(tmp_path / "mended.csv")
    assert store.retry(tmp_path / "mended.csv").mended == 1
    # An update moves the row to the end of the table.
    cluster.run("update broken set summ = summ where summ = 1")
    again = open_store(tmp_path / "store").ingest(url, max_rejects=None)
    assert (again.load, again.rejected) == (0, 3)
    assert open_store(tmp_path / "store").rejects().get_column("line").to_list() == [1, 3]


def test_only_what_may_be_new_is_read_and_late_cheques_are_caught(
    cluster: Cluster, tmp_path: Path
) -> None:
    first = date(2022, 1, 1)
    days = [first + timedelta(days=n) for n in range(60)]
    name = sales(cluster, "daily", *(cheque(f"{day} 12:00", ANNA, "1") for day in days))
    url, path = cluster.url(name), tmp_path / "store"
    whole_load = open_store(path).ingest(url, since_last=True)
    assert (whole_load.read, whole_load.stored) == (60, 60)
    assert "≥" not in whole_load.source
    newest = days[-1]
    late, too_late = newest - timedelta(days=7), newest - timedelta(days=8)
    cluster.run(
        f"insert into daily values {cheque(f'{newest + timedelta(days=1)} 09:00', BORIS, '5')},"
        f" {cheque(f'{late} 00:00', BORIS, '6')}, {cheque(f'{too_late} 23:59', BORIS, '7')}"
    )
    newer = open_store(path).ingest(url, since_last=True)
    # Eight days of the overlap, the newest one among them, a new cheque and a late one.
    assert (newer.read, newer.stored, newer.already_there) == (10, 2, 8)
    assert newer.source == f"postgresql://{cluster.told}?table=daily (≥ {late})"
    wider = open_store(path).ingest(url, since_last=True, overlap=30)
    assert (wider.stored, wider.already_there) == (1, wider.read - 1)
    everything = open_store(path).ingest(url)
    assert (everything.read, everything.stored) == (63, 0)


@pytest.mark.parametrize(
    ("kind", "zone"), [("timestamp", None), ("timestamptz", "Asia/Vladivostok"), ("date", None)]
)
def test_the_first_day_that_is_read_is_a_day_of_the_shops(
    cluster: Cluster, tmp_path: Path, kind: str, zone: str | None
) -> None:
    offset = "+10" if zone else ""
    rows = [
        f"('2022-01-{day:02d} {clock}{offset}', 'A', '{ANNA}', {day})"
        for day in range(1, 21)
        for clock in (("00:00", "23:59:59") if kind != "date" else ("00:00",))
    ]
    definition = f"at {kind}, shop text, card text, amount numeric"
    url = cluster.url(table(cluster, "edges", definition, *rows))
    store = open_store(tmp_path / "store")
    store.ingest(url, zone=zone)
    newer = open_store(tmp_path / "store").ingest(url, zone=zone, since_last=True, overlap=3)
    assert newer.read == 4 * len(rows) // 20
    assert newer.stored == 0


def test_days_of_a_text_column_cannot_be_asked_for(cluster: Cluster, tmp_path: Path) -> None:
    definition = "at text, shop text, card text, amount numeric"
    url = cluster.url(table(cluster, "told", definition, f"('2022-01-01', 'A', '{ANNA}', 1)"))
    open_store(tmp_path / "store").ingest(url)
    with pytest.raises(RfmaError, match="cannot be asked for"):
        open_store(tmp_path / "store").ingest(url, since_last=True)


def test_batches_are_bounded_in_bytes_and_together_they_are_the_table(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = 64 << 10
    monkeypatch.setattr(postgresql, "OCTETS_A_BATCH", bound)
    sql = (
        "select timestamp '2022-01-01' + i * interval '1 minute' as at, 'A' as shop,"
        " (2000000000000 + i)::text as card, i as amount from generate_series(1, 20000) as i"
    )
    relation = relation_of(cluster.url(f"?query={sql}"), EVERYTHING)
    columns = ColumnMap({name: name for name in ("at", "shop", "card", "amount")})
    batches = list(postgresql.raw_batches(relation, columns))
    assert len(batches) > 10
    assert max(batch.estimated_size() for batch in batches) < 2 * bound
    assert pl.concat(batches).get_column("amount").sum() == 20_000 * 20_001 // 2


def test_a_load_sees_one_version_of_the_table(cluster: Cluster) -> None:
    url = cluster.url(sales(cluster, "moving", *(
        cheque("2022-01-01", ANNA, str(n)) for n in range(1, 2001)
    )))  # fmt: skip
    relation = relation_of(url, Reading())
    columns = postgresql.map_of(relation, None)
    batches = postgresql.raw_batches(relation, columns)
    first = next(batches)
    cluster.run("update moving set summ = summ + 1000000", "delete from moving where doc_id = '1'")
    rows = pl.concat([first, *batches])
    assert rows.get_column("amount").cast(pl.Decimal(12, 2)).sum() == 2000 * 2001 // 2


def test_credentials_are_nowhere(
    cluster: Cluster, rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [cheque("2022-01-01", ANNA, "1"), cheque("null", ANNA, "2")]
    url, store = cluster.url(sales(cluster, "shown", *rows)), tmp_path / "store"
    told = [
        rfma("ingest", url, "--store", store, "--since-last", "--max-rejects", "100%").done(),
        rfma("ingest", url, "--store", store, "--format", "json", "--max-rejects", "100%").done(),
        rfma("ingest", url, "--store", store, "--dry-run").done(),
        rfma("status", "--store", store).done(),
        rfma("query", "select * from rejected", "--store", store, "--format", "json").done(),
        rfma("ingest", url + "_not_there", "--store", store).failed(1, "shown_not_there"),
        rfma("ingest", url + "&sslmode=nonsense", "--store", store).failed(1),
        rfma("ingest", url.partition("?")[0], "--store", store).failed(2, "?table="),
        rfma("ingest", url.replace("postgresql", "mysql"), "--store", store).failed(1, "mysql"),
        rfma("ingest", cluster.url("?table=shown", password="wrong/Pa55"), "--store", store)
        .failed(1, "refuses", "PGPASSWORD"),
    ]  # fmt: skip
    texts = [*(one.out + one.err for one in told), *map(str, whole(store).values())]
    for part in (*SECRET_PARTS, "wrong/Pa55", "wrong%2FPa55"):
        assert [text for text in texts if part in text] == []
    # ... and those of the environment serve as well as those of the address.
    monkeypatch.setenv("PGUSER", OWNER)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    named = rfma(
        "ingest", f"postgresql://{cluster.told}?table=shown", "--store", store, "--max-rejects", "1"
    )
    assert "0" in named.done().out


def test_a_password_file_serves_too(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = sales(cluster, "filed", cheque("2022-01-01", ANNA, "1"))
    secret = PASSWORD.replace(":", "\\:")
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{cluster.port}:postgres:{OWNER}:{secret}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    url = cluster.url(name, password=None)
    assert open_store(tmp_path / "store").ingest(url, no_cards=True).stored == 1


def test_a_server_that_is_not_there_is_one_sentence(rfma: Rfma, tmp_path: Path) -> None:
    told = rfma(
        "ingest", "postgresql://bi:hidden@127.0.0.1:1/db?table=t", "--store", tmp_path / "s"
    )
    told.failed(1, "No connection to postgresql://127.0.0.1:1/db", "Connection refused")
    assert "hidden" not in told.err
    assert not (tmp_path / "s").exists()


def test_a_secret_is_cut_from_what_the_client_says(rfma: Rfma, tmp_path: Path) -> None:
    """The client repeats a password whose percent signs it cannot decode."""
    url = "postgresql://bi:hid%zzden@127.0.0.1:1/db?table=t"
    told = rfma("ingest", url, "--store", tmp_path / "s").failed(1, "***")
    assert "hid%zz" not in told.err


@pytest.mark.parametrize("option", [("--since-last",), ("--zone", "Europe/Moscow")])
def test_what_holds_for_servers_is_refused_for_files(
    rfma: Rfma, cheques: Path, tmp_path: Path, option: tuple[str, ...]
) -> None:
    rfma("ingest", cheques, *option, "--store", tmp_path / "s").failed(2, "PostgreSQL")
    rfma("ingest", cheques, "--overlap", "3", "--store", tmp_path / "s").failed(2, "--since-last")


def test_the_report_says_what_was_read_and_from_when(
    cluster: Cluster, rfma: Rfma, tmp_path: Path
) -> None:
    url, store = (
        cluster.url(sales(cluster, "since", cheque("2022-03-10", ANNA, "1"))),
        tmp_path / "s",
    )
    rfma("ingest", url, "--store", store).done()
    told = rfma(
        "ingest", url, "--store", store, "--since-last", "--overlap", "2", "--format", "json"
    )
    found = json.loads(told.done().out)
    assert found["source"] == f"postgresql://{cluster.told}?table=since (≥ 2022-03-08)"
    assert (found["read"], found["already_there"]) == (1, 1)
