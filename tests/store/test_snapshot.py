"""A snapshot is one version: its months, days and cards, whatever is committed later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sources.handmade import FEBRUARY, JANUARY, UUID, VERA, printed, refused, row, write_csv

from rfma_fast.periods import Period
from rfma_fast.sources.ingest import ingest
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Tables

UNIDENTIFIED_MARCH = row("2022-03-15", shop="Аптека 2", card=UUID, doc_id="m1")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    rows = [UNIDENTIFIED_MARCH, *FEBRUARY, *JANUARY]
    ingest(tmp_path / "store", [write_csv(tmp_path / "t.csv", rows)])
    return tmp_path / "store"


def documents(root: Path, since: date | None, until: date | None) -> set[str]:
    return set(open_snapshot(root).scan(Period(since, until)).collect().get_column("doc_id"))


def test_the_days_and_months_of_a_store_come_from_its_files(root: Path) -> None:
    snapshot = open_snapshot(root)
    assert [(file.month, file.rows, file.first, file.last) for file in snapshot.files] == [
        ("2022-01", 4, date(2022, 1, 4), date(2022, 1, 31)),
        ("2022-02", 2, date(2022, 2, 1), date(2022, 2, 14)),
        ("2022-03", 1, date(2022, 3, 15), date(2022, 3, 15)),
    ]
    assert (snapshot.rows, snapshot.version, snapshot.root) == (7, 1, str(root))
    assert (snapshot.first_day, snapshot.last_day) == (date(2022, 1, 4), date(2022, 3, 15))


def test_the_last_identified_day_skips_months_without_a_card(root: Path) -> None:
    assert open_snapshot(root).last_identified_day == date(2022, 2, 1)


def test_a_store_without_any_card_has_no_identified_day(tmp_path: Path) -> None:
    ingest(tmp_path / "store", [write_csv(tmp_path / "t.csv", [UNIDENTIFIED_MARCH])])
    assert open_snapshot(tmp_path / "store").last_identified_day is None


def test_a_period_reads_only_its_days_from_only_its_months(root: Path) -> None:
    assert documents(root, date(2022, 1, 5), date(2022, 1, 31)) == {"j1", "j2", "j4"}
    assert documents(root, date(2022, 1, 31), date(2022, 2, 1)) == {"j4", "f1"}
    assert documents(root, date(2022, 2, 2), None) == {"f2", "m1"}
    assert documents(root, None, date(2022, 1, 4)) == {"j3"}
    assert documents(root, None, None) == {"j1", "j2", "j3", "j4", "f1", "f2", "m1"}
    assert documents(root, date(2023, 1, 1), None) == set()
    paths = open_snapshot(root).paths(Period(date(2022, 1, 31), date(2022, 2, 1)))
    assert [Path(path).parent.name for path in paths] == ["month=2022-01", "month=2022-02"]


def test_a_period_without_months_gives_the_same_columns(root: Path) -> None:
    snapshot = open_snapshot(root)
    nothing = snapshot.scan(Period(date(2023, 1, 1), None)).collect()
    assert nothing.schema == snapshot.scan().collect_schema()


def test_shops_are_told_once_in_the_order_of_their_names(root: Path) -> None:
    assert open_snapshot(root).shops() == ["Аптека 1", "Аптека 2"]


def test_the_key_files_hold_the_keys(root: Path) -> None:
    snapshot = open_snapshot(root)
    assert pl.read_parquet(snapshot.key_paths()).sort("key").equals(snapshot.keys().collect())
    assert snapshot.keys().collect().height == 2


def test_a_snapshot_does_not_see_what_is_committed_later(tmp_path: Path, root: Path) -> None:
    before = open_snapshot(root)
    told = printed(before)
    late = [row("2022-01-01", card=VERA), row("2022-04-01")]
    ingest(root, [write_csv(tmp_path / "late.csv", late)])
    assert printed(before) == told
    assert (before.rows, before.last_day, before.version) == (7, date(2022, 3, 15), 1)
    after = open_snapshot(root)
    assert (after.rows, after.first_day, after.last_day) == (9, date(2022, 1, 1), date(2022, 4, 1))


def test_files_that_no_version_knows_are_not_read(root: Path) -> None:
    month = root / "cheques/_files/month=2022-01"
    (month / "left-behind.rfma").write_bytes(next(month.glob("*.rfma")).read_bytes())
    assert open_snapshot(root).rows == open_snapshot(root).scan().collect().height == 7


def test_a_missing_store_is_refused(tmp_path: Path) -> None:
    with refused("store.missing", tmp_path / "no"):
        open_snapshot(tmp_path / "no")
    with refused("store.missing", tmp_path):
        open_snapshot(tmp_path)


def test_an_empty_store_is_refused(tmp_path: Path) -> None:
    Tables.at(tmp_path / "store").create("^x$")
    with refused("store.empty", tmp_path / "store"):
        open_snapshot(tmp_path / "store")
