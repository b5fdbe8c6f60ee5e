"""Cheques that lie on the cluster give what the same cheques give from a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from language.kit import toml
from language.test_every_key import measured
from oracles import real
from support.stores import ANNA, BORIS, UUID, VERA, bought, day

from rfma_fast.analyses.segmentation import segment
from rfma_fast.api import Store, open_store
from rfma_fast.cheques.rulebook import FLOOR, GRACE_DAYS, Demands
from rfma_fast.cheques.rules import check
from rfma_fast.engines.source import Survey
from rfma_fast.engines.spark import SparkEngine
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.periods import Period
from rfma_fast.reports.acquisition import frames as acquisition_frames
from rfma_fast.reports.statistics import frames as statistics_frames
from rfma_fast.sources.cluster import source_of
from spark.kit import told
from spark.test_questions import overview_told
from spark.test_trade import frames_told

SCHEMES = ("rfma", "rfm8", "rfm27", "lost")
EVERY_ROW = '[cluster]\nidentical = "all"\n'
ROUBLES = ("bonus_earned", "bonus_spent", "summ", "summ_with_disc")


def parted(rows: pl.DataFrame, directory: Path, at: str) -> str:
    """Write rows as a platform keeps them: a directory a month."""
    months = rows.with_columns(month=pl.col(at).cast(pl.String).str.head(7))
    for part in months.partition_by("month"):
        place = directory / f"month={part['month'][0]}"
        place.mkdir(parents=True)
        part.drop("month").write_parquet(place / "part-0.parquet")
    return str(directory)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the real table as a month-partitioned directory of Parquet files with types."""
    if not real.REAL.exists():
        pytest.skip(f"the real table is not here: {real.REAL} (set RFMA_REAL_TABLE to its path)")
    rows = pl.read_csv(real.REAL, infer_schema=False).with_columns(
        pl.col("datetime").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us"),
        pl.col(*ROUBLES).cast(pl.Decimal(12, 2)),
    )
    return parted(rows, tmp_path_factory.mktemp("platform") / "cheques", "datetime")


@pytest.fixture(scope="module")
def every_row(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.toml"
    path.write_text(EVERY_ROW, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def there(remote: str, platform: str, every_row: Path) -> Iterator[Store]:
    store = open_store(source=platform, columns=every_row, engine="spark", remote=remote)
    yield store
    store._engine.session.stop()  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_real_table_gives_the_same_bits(
    there: Store, real_store: Store, cluster_files: Path, scheme: str
) -> None:
    found = there.segment(scheme=scheme)
    assert told(found, cluster_files) == told(real_store.segment(scheme=scheme), cluster_files)


def test_rows_that_are_sorted_out_first_give_the_same_bits(
    remote: str, platform: str, real_store: Store, cluster_files: Path
) -> None:
    surveys: list[Survey] = []
    once = open_store(source=platform, engine="spark", remote=remote, surveyed=surveys.append)
    assert told(once.segment(), cluster_files) == told(real_store.segment(), cluster_files)
    assert surveys == [Survey(platform, 38_486, 38_486, 0, {})]


def test_days_and_shops_narrow_what_is_read(
    there: Store, real_store: Store, cluster_files: Path
) -> None:
    narrow: dict[str, Any] = {"since": date(2021, 9, 1), "shops": ["Аптека 2", "Аптека 10"]}
    found, wanted = (one.segment("2022-03-31", **narrow) for one in (there, real_store))
    assert told(found, cluster_files) == told(wanted, cluster_files)
    with pytest.raises(RfmaError, match="Аптека 99"):
        there.segment(shops=["Аптека 99"])


def test_an_overview_and_a_migration_are_the_same(there: Store, real_store: Store) -> None:
    assert _trade(there) == _trade(real_store)
    flows = [
        one.migrate("2022-01-31", "2022-05-31").flows.sort("from", "to")
        for one in (there, real_store)
    ]
    assert flows[0].equals(flows[1].select(flows[0].columns))


def test_trade_and_new_cards_are_the_same(there: Store, real_store: Store) -> None:
    for by in (None, "shop", "month"):
        found, wanted = (
            statistics_frames(one.statistics(by=by, level="class")) for one in (there, real_store)
        )
        assert frames_told(found) == frames_told(wanted)
    asked: dict[str, Any] = {"churn": 20, "since": "2021-10-05", "shops": ["Аптека 2"]}
    for narrow in ({}, asked):
        found, wanted = (
            acquisition_frames(one.acquisition(**narrow)) for one in (there, real_store)
        )
        wanted.pop("win_back")
        assert frames_told(found) == frames_told(wanted)


def _trade(store: Store) -> dict[str, Any]:
    found = overview_told(store.overview())
    return found | {"plain": replace(found["plain"], provenance=None)}


ROWS = [
    bought(number, card, 10_000 + number * 7, shop, minute)
    for number in (0, 30, 31, 58, 59, 88)
    for card, shop, minute in ((ANNA, "1", 0), (BORIS, "2", 1439), (VERA, "1", 721), (UUID, "2", 1))
] + [
    bought(3, None, 55_555, "1"), bought(4, ANNA, -2_500, "1", 5), bought(4, BORIS, 0, "2", 5),
    bought(89, UUID, 700, "2", 1439),
]  # fmt: skip


def as_rows(rows: list[Any] = ROWS) -> pl.DataFrame:
    columns = dict(zip(("at", "shop", "card", "amount"), zip(*rows, strict=True), strict=True))
    frame = pl.DataFrame(columns, schema_overrides={"card": pl.String, "at": pl.Datetime("us")})
    return frame.with_columns(
        (pl.col("amount").cast(pl.Decimal(20, 0)) / 100).cast(pl.Decimal(20, 2))
    )


def local(rows: pl.DataFrame, directory: Path) -> Store:
    """Take rows into a store, by the local rules."""
    rows.write_parquet(directory / "rows.parquet")
    store = Store(directory / "store")
    store.ingest(directory / "rows.parquet")
    return store


def on_cluster(remote: str, rows: pl.DataFrame, directory: Path, told_map: str = "") -> Store:
    place = directory / "source"
    place.mkdir()
    rows.write_parquet(place / "part-0.parquet")
    (directory / "map.toml").write_text(told_map or "[cluster]\n", encoding="utf-8")
    return open_store(
        source=str(place), columns=directory / "map.toml", engine="spark", remote=remote
    )


AMOUNT, CARD, AT = pl.col("amount"), pl.col("card"), pl.col("at")
WRITTEN = {
    "money as whole numbers": AMOUNT.cast(pl.Int64),
    "money as small whole numbers": AMOUNT.cast(pl.Int16),
    "money as decimals of six": AMOUNT.cast(pl.Decimal(38, 6)),
    "money as decimals of nine": AMOUNT.cast(pl.Decimal(38, 9)),
    "money as floats": AMOUNT.cast(pl.Float64),
    "money as small floats": AMOUNT.cast(pl.Float32),
    "money as texts": pl.format("  {} ", AMOUNT.cast(pl.String)).alias("amount"),
    "days": AT.cast(pl.Date),
    "moments to the millisecond": AT.cast(pl.Datetime("ms")),
    "moments as texts": AT.dt.strftime(" %Y-%m-%dT%H:%M:%S%.6f "),
    "moments as texts to the minute": AT.dt.strftime("%Y-%m-%d %H:%M"),
    "cards with blanks around": pl.format("\u00a0{}\t", "card").alias("card"),
    "shops as numbers": pl.col("shop").cast(pl.Int64),
    "shops as decimals": pl.col("shop").cast(pl.Decimal(5, 0)),
    "cards as numbers": CARD.cast(pl.Int64, strict=False),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_however_a_column_is_written_the_bits_are_the_same(
    sail: str, tmp_path: Path, cluster_files: Path, name: str
) -> None:
    _same_bits(sail, as_rows().with_columns(WRITTEN[name]), tmp_path, cluster_files)


TOGETHER = {
    "texts": ("money as texts", "moments as texts", "cards with blanks around"),
    "numbers": ("money as small floats", "days", "cards as numbers", "shops as decimals"),
}


@pytest.mark.parametrize("kind", TOGETHER)
def test_however_all_columns_are_written_the_bits_are_the_same(
    remote: str, tmp_path: Path, cluster_files: Path, kind: str
) -> None:
    rows = as_rows().with_columns(*(WRITTEN[name] for name in TOGETHER[kind]))
    _same_bits(remote, rows, tmp_path, cluster_files)


def _same_bits(remote: str, rows: pl.DataFrame, directory: Path, cluster_files: Path) -> None:
    there, here = on_cluster(remote, rows, directory), local(rows, directory)
    assert told(there.segment(), cluster_files) == told(here.segment(), cluster_files)


@pytest.mark.parametrize("zone", ["Europe/Moscow", "America/Los_Angeles", "Asia/Kathmandu"])
def test_points_in_time_become_the_local_days_of_a_zone(
    remote: str, tmp_path: Path, cluster_files: Path, zone: str
) -> None:
    rows = as_rows()
    (tmp_path / "here").mkdir()
    here = local(rows, tmp_path / "here")
    local_time = AT.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    instants = rows.with_columns(local_time.dt.convert_time_zone("UTC"))
    assert instants.get_column("at").null_count() == 0
    assert instants.get_column("at").dt.date().ne(rows.get_column("at").dt.date()).any()
    there = on_cluster(remote, instants, tmp_path, f'[csv]\nzone = "{zone}"\n{EVERY_ROW}')
    for at in (None, "2022-01-31"):
        found, wanted = (one.segment(at, since="2022-01-01") for one in (there, here))
        assert told(found, cluster_files) == told(wanted, cluster_files)
    assert there.snapshot.months() == here.snapshot.months() == ("2022-01", "2022-02", "2022-03")


NIGHT = datetime(2022, 1, 31, 23, 59, 59)
GOOD = {"at": NIGHT, "shop": "1", "card": ANNA, "amount": "12.50", "paid": None, "doc_id": "7"}
TEXTS: list[dict[str, Any]] = [
    {"at": None}, {"at": " "}, {"at": "2022-02-30"}, {"at": "1999-12-31"}, {"at": "2222-01-01"},
    {"at": "0001-01-01"}, {"at": "2022-01-31 24:01"}, {"at": "yesterday"},
    {"shop": ""}, {"shop": "\u3000"}, {"shop": None},
    {"card": "2.00001E+12"}, {"card": "2000"}, {"card": ""}, {"card": "\u0663" * 13},
    {"amount": None}, {"amount": "1,5"}, {"amount": "1e3"}, {"amount": "--1"}, {"amount": "."},
    {"amount": "1.005"}, {"amount": "1.500"}, {"amount": "+5."}, {"amount": ".5"},
    {"amount": "100000000000"}, {"amount": "100000000000.01"}, {"amount": "9" * 60},
    {"amount": "-100000000000"}, {"amount": "1.0000001"},
    {"paid": "x"}, {"paid": "0.001"}, {"paid": "1" * 13}, {"paid": ""}, {"paid": "7"},
    {"at": "never", "amount": "x"}, {"shop": None, "amount": None},
]  # fmt: skip
DOUBLES: list[dict[str, Any]] = [
    {"amount": value}
    for value in (
        0.1 + 0.2, 1.005, 1e11, 1e11 + 1, -1e11, 1e300, float("inf"), float("-inf"), float("nan"),
        12.34, 0.0, -0.0, None, 99_999_999_999.99, 1.9999999,
    )
]  # fmt: skip
MANY = 20 * len(TEXTS)


@pytest.mark.parametrize("broken", [TEXTS, DOUBLES], ids=["texts", "floats"])
def test_each_row_gets_the_verdict_of_the_local_rules(
    remote: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: list[dict[str, Any]]
) -> None:
    good = GOOD | {"at": str(NIGHT)} | ({"amount": 12.5} if broken is DOUBLES else {})
    fill = [good | {"doc_id": str(number)} for number in range(MANY)]
    rows = pl.DataFrame(
        [*fill, *(good | one for one in broken)],
        schema_overrides={"paid": pl.String},
        infer_schema_length=None,
    )
    demands = Demands(floor=FLOOR, last=date.today() + timedelta(days=GRACE_DAYS))
    here = check(rows.with_columns(line=pl.int_range(1, pl.len() + 1)), demands)
    surveys: list[Survey] = []
    there = on_cluster(remote, rows, tmp_path, EVERY_ROW)
    there.surveyed = surveys.append
    snapshot = there.snapshot
    (survey,) = surveys
    assert survey.rejected == Counter(here.rejected.get_column("rule"))
    assert (survey.rows, survey.counted) == (rows.height, here.accepted.height)
    kept = snapshot.rows_of(Period(None, None)).toArrow()  # type: ignore[attr-defined]
    assert sorted(pl.DataFrame(kept).get_column("amount")) == sorted(
        here.accepted.get_column("amount")
    )


def test_rows_told_twice_count_once_unless_all_of_them_shall(
    remote: str, tmp_path: Path, cluster_files: Path
) -> None:
    rows = pl.concat([as_rows(), as_rows().head(5), as_rows().head(2)])
    for name in ("here", "once", "all"):
        (tmp_path / name).mkdir()
    here, once = local(rows, tmp_path / "here"), on_cluster(remote, rows, tmp_path / "once")
    assert told(once.segment(), cluster_files) == told(here.segment(), cluster_files)
    all_of_them = on_cluster(remote, rows, tmp_path / "all", EVERY_ROW)
    assert once.snapshot.rows == len(ROWS)
    assert all_of_them.snapshot.rows == len(ROWS) + 7
    more, fewer = (
        int(one.segment().sizes.select(pl.col("cheques").sum()).item())
        for one in (all_of_them, once)
    )
    again = [*ROWS[:5], *ROWS[:2]]
    assert more - fewer == sum(card not in (UUID, None) for _, _, card, _ in again)


@pytest.mark.parametrize("identical", ["once", "all"])
def test_a_source_that_changed_is_read_anew(
    remote: str, tmp_path: Path, cluster_files: Path, identical: str
) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    first = on_cluster(remote, as_rows(), tmp_path, f'[cluster]\nidentical = "{identical}"\n')
    here = local(as_rows(), tmp_path / "before")
    assert told(first.segment(), cluster_files) == told(here.segment(), cluster_files)
    as_rows(ROWS[2:]).write_parquet(tmp_path / "source" / "part-0.parquet")
    # The workers still hold what the first one made of the same place.
    second = open_store(
        source=str(tmp_path / "source"), columns=first.columns, engine="spark", remote=remote
    )
    here = local(as_rows(ROWS[2:]), tmp_path / "after")
    assert told(second.segment(), cluster_files) == told(here.segment(), cluster_files)
    assert first.snapshot.rows == len(ROWS)


def test_a_source_that_changes_while_it_is_read_is_refused(remote: str, tmp_path: Path) -> None:
    there = on_cluster(remote, as_rows(), tmp_path, EVERY_ROW)
    assert there.snapshot.rows == len(ROWS)
    as_rows(ROWS[2:]).write_parquet(tmp_path / "source" / "part-0.parquet")
    with pytest.raises(RfmaError, match="changed while it was read: it had 28 cheques at first, "):
        there.segment(day(89))


def test_a_table_of_the_catalog_is_read_by_its_name(
    remote: str, platform: str, real_store: Store, cluster_files: Path, every_row: Path
) -> None:
    engine = SparkEngine(remote)
    engine.session.read.parquet(f"file://{platform}").createOrReplaceTempView("till")
    snapshot = engine.read(source_of("till", every_row))
    found = segment(engine, snapshot, real_store.scheme("rfm8"))
    assert told(found, cluster_files) == told(real_store.segment(scheme="rfm8"), cluster_files)
    assert found.provenance.store == "till"
    engine.session.stop()


def test_everybody_by_shop_is_told_apart_by_what_is_printed(
    sail: str, tmp_path: Path, cluster_files: Path
) -> None:
    own = toml(measured({"kind": "silence"}, cards="all", unit="card_shop"))
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    there, here = on_cluster(sail, as_rows(), tmp_path), local(as_rows(), tmp_path)
    found, wanted = (one.segment(scheme=str(tmp_path / "own.toml")) for one in (there, here))
    assert told(found, cluster_files) == told(wanted, cluster_files)


def test_a_pattern_picks_cards_of_a_source_as_of_a_store(
    sail: str, tmp_path: Path, cluster_files: Path
) -> None:
    own = toml(measured({"kind": "recency"}, rule="^(2|0f8)[0-9a-f-]*[02e]$"))
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    there, here = on_cluster(sail, as_rows(), tmp_path), local(as_rows(), tmp_path)
    found, wanted = (one.segment(scheme=str(tmp_path / "own.toml")) for one in (there, here))
    assert wanted.cards == 3
    assert told(found, cluster_files) == told(wanted, cluster_files)


def test_a_source_of_mostly_broken_rows_is_refused_with_their_rules(
    sail: str, tmp_path: Path
) -> None:
    rows = as_rows().with_columns(
        pl.when(pl.int_range(pl.len()) < 3).then(None).otherwise("shop").alias("shop")
    )
    with pytest.raises(RfmaError, match=r"^3 of 28 rows of .*source \(10.71%\) break a rule, more"
                       r" than 5.00%: shop_missing 3\.$"):  # fmt: skip
        on_cluster(sail, rows, tmp_path).segment()


def test_a_source_without_a_cheque_is_refused(sail: str, tmp_path: Path) -> None:
    with pytest.raises(RfmaError, match="has no cheque that the workers see"):
        on_cluster(sail, as_rows().clear(), tmp_path).segment()


def test_points_in_time_without_a_zone_are_refused(sail: str, tmp_path: Path) -> None:
    rows = as_rows().with_columns(AT.dt.replace_time_zone("UTC"))
    with pytest.raises(RfmaError, match=r"Column at of .* holds points in time"):
        on_cluster(sail, rows, tmp_path).segment()


@pytest.mark.parametrize(
    ("column", "values", "sentence"),
    [
        ("amount", pl.lit(value=True), "Column amount of .* is boolean, which cannot hold amount"),
        ("at", pl.lit(5), "Column at of .* is int, which cannot hold at"),
        ("card", CARD.cast(pl.Float64, strict=False), "Column card of .* is double"),
    ],
)
def test_a_column_that_cannot_hold_its_field_is_named(
    sail: str, tmp_path: Path, column: str, values: pl.Expr, sentence: str
) -> None:
    rows = as_rows().with_columns(values.alias(column))
    with pytest.raises(RfmaError, match=sentence):
        on_cluster(sail, rows, tmp_path).segment()


@pytest.mark.parametrize("rule", ["^2.*", r"^\w+$", "(?i)^a", "^2++", r"^\S{3}"])
def test_a_card_rule_that_engines_read_differently_is_refused(
    sail: str, tmp_path: Path, rule: str
) -> None:
    with pytest.raises(RfmaError, match="has signs that engines read differently"):
        on_cluster(sail, as_rows(), tmp_path, f"[cluster]\ncard_rule = '{rule}'\n").segment()


def test_a_card_rule_of_ones_own_tells_cards_from_other_ids(sail: str, tmp_path: Path) -> None:
    told_map = "[cluster]\ncard_rule = '^(2[0-9]{12}|[0-9a-f-]{36})$'\n"
    assert on_cluster(sail, as_rows(), tmp_path, told_map).segment().cards == 4


def test_digits_of_other_scripts_are_no_card_here_or_there(sail: str, tmp_path: Path) -> None:
    arabic = as_rows().head(1).with_columns(card=pl.lit("٢" * 13))
    rows = pl.concat([as_rows(), arabic])
    found = on_cluster(sail, rows, tmp_path).segment().cards
    assert found == local(rows, tmp_path).segment().cards == 3


def test_the_directory_of_a_delta_table_is_refused(
    sail: str, tmp_path: Path, every_row: Path
) -> None:
    store = local(as_rows(), tmp_path)
    asked = {"columns": every_row, "engine": "spark", "remote": sail}
    with pytest.raises(RfmaError, match=r"cheques is a Delta table"):
        open_store(source=f"{store.path}/cheques", **asked).segment()  # type: ignore[arg-type]


def test_a_source_needs_a_cluster_and_nothing_of_a_store(tmp_path: Path) -> None:
    remote = "sc://127.0.0.1:1"
    with pytest.raises(UsageError, match="A source is read by a cluster, but the engine is polars"):
        open_store(source="/x/y")
    with pytest.raises(UsageError, match="--store does not go together with --source"):
        open_store("z", source="/x/y", engine="spark", remote=remote)
    with pytest.raises(UsageError, match="--states does not go together with --source"):
        open_store(source="/x/y", engine="spark", remote=remote, states="/s")
    with pytest.raises(UsageError, match="--columns needs --source"):
        open_store("z", columns="generic")


def test_a_source_is_never_written_to(tmp_path: Path) -> None:
    as_rows().write_parquet(tmp_path / "rows.parquet")
    there = open_store(source=f"{tmp_path}/source", engine="spark", remote="sc://127.0.0.1:1")
    for write in (
        lambda: there.ingest(tmp_path / "rows.parquet"),
        there.checkpoint,
        lambda: there.undo(1),
        there.verify,
    ):
        with pytest.raises(RfmaError, match=r"This needs a store, and .*source is a source"):
            write()
    assert [path.name for path in tmp_path.iterdir()] == ["rows.parquet"]
