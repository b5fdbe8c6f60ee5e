"""The tables of a store: notes, loads, versions, and layouts that are not ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from deltalake import write_deltalake
from sources.handmade import BAD, FEBRUARY, JANUARY, refused, row, write_csv

from rfma_fast.cheques.schema import STORED
from rfma_fast.sources.ingest import ingest
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import FORMAT, KEYS, REJECTED, Table, Tables


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = write_csv(tmp_path / "t.csv", [*JANUARY, *BAD])
    ingest(tmp_path / "store", [path])
    ingest(tmp_path / "store", [write_csv(tmp_path / "u.csv", FEBRUARY)])
    return tmp_path / "store"


def test_a_store_has_three_tables_with_the_stated_columns(root: Path) -> None:
    assert sorted(path.name for path in root.iterdir()) == ["cheques", "keys", "rejected"]
    snapshot = open_snapshot(root)
    assert dict(snapshot.scan().collect_schema()) == STORED
    assert dict(snapshot.keys().collect_schema()) == KEYS
    assert dict(snapshot.rejected().collect_schema()) == REJECTED
    for path in snapshot.paths():
        assert dict(pl.read_parquet_schema(path)) == STORED


def test_the_note_of_a_store_keeps_its_format_and_card_rule(root: Path) -> None:
    assert Tables.at(root).cheques.note() == {"format": FORMAT, "card_rule": r"^\d{13}$"}
    assert Tables.at(root).card_rule() == r"^\d{13}$"


def test_each_commit_tells_its_load_oldest_first(tmp_path: Path, root: Path) -> None:
    told = Tables.at(root).cheques.loads()
    counts = [(n["load"], n["read"], n["stored"], n["rejected"], n["months"]) for n in told]
    assert counts == [(1, 6, 4, 2, ["2022-01"]), (2, 2, 2, 0, ["2022-02"])]
    assert [note["source"] for note in told] == [str(tmp_path / "t.csv"), str(tmp_path / "u.csv")]
    assert told[0]["rejected_by_rule"] == {"amount_finer_than_kopeck": 1, "at_unreadable": 1}
    assert all(abs(datetime.now() - note["at"]) < timedelta(minutes=5) for note in told)


def test_the_last_load_and_the_version_rise_with_every_commit(root: Path) -> None:
    tables = Tables.at(root)
    assert (tables.cheques.last_load(), tables.cheques.version()) == (2, 2)
    assert (tables.rejected.last_load(), tables.rejected.version()) == (1, 1)


def test_the_size_is_that_of_the_files_of_the_version(root: Path) -> None:
    table = Tables.at(root).cheques
    on_disk = [Path(table.uri, file.path).stat().st_size for file in table.files()]
    assert table.octets() == sum(on_disk) > 0
    assert [file.octets for file in table.files()] == on_disk
    assert Table(str(root / "no"), "cheques").octets() == 0


def test_a_table_that_was_never_made_has_no_load(tmp_path: Path) -> None:
    table = Table(str(tmp_path), "cheques")
    assert not table.exists()
    assert table.last_load() == 0


def test_creating_a_store_again_changes_nothing(root: Path) -> None:
    Tables.at(root).create("^x$")
    assert Tables.at(root).card_rule() == r"^\d{13}$"
    assert open_snapshot(root).rows == 6


def test_a_slash_at_the_end_of_the_path_does_not_matter(root: Path) -> None:
    assert Tables.at(f"{root}/").root == str(root)
    assert open_snapshot(f"{root}/").paths() == open_snapshot(root).paths()


@pytest.mark.parametrize(("other", "key"), [(1, "store.newer"), (-1, "store.older")])
def test_a_store_of_another_format_is_refused(tmp_path: Path, other: int, key: str) -> None:
    note = {"format": FORMAT + other, "card_rule": "^x$"}
    Table(str(tmp_path / "other"), "cheques").create(note)
    source = write_csv(tmp_path / "t.csv", [row()])
    with refused(key, tmp_path / "other", FORMAT + other):
        open_snapshot(tmp_path / "other")
    with refused(key, tmp_path / "other"):
        ingest(tmp_path / "other", [source])


@pytest.mark.parametrize("description", [None, "{}", "[1]", "somebody's table"])
def test_a_delta_table_of_somebody_else_is_refused(tmp_path: Path, description: str | None) -> None:
    frame = pl.DataFrame({"a": [1]}).to_arrow()
    write_deltalake(str(tmp_path / "theirs/cheques"), frame, description=description)
    with refused("store.foreign", tmp_path / "theirs"):
        open_snapshot(tmp_path / "theirs")
