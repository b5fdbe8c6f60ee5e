"""A store may lie at any path, or is refused at once; nothing of it is ever lost to ``gc``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from sources.handmade import FEBRUARY, JANUARY, refused, row, stored, write_csv

from rfma_fast.api import Store
from rfma_fast.store import history
from rfma_fast.store.history import History
from rfma_fast.store.tables import Tables

NAMES = [
    "C#", "a?b", "?x=1#y", "#", "100%", "a b", " ", "тест", "😀", "~", "~x", "file:", "s3:", "a:b",
    "a*b", "[a]", "{a,b}", "$HOME", "-x", "..x", ".x", "a'b", 'a"b', "a;b&c|d<e>", "month=2022-01",
    "\u2028", "я" * 127,
]  # fmt: skip
UNFIT = ["a%20b", "%2F", "a\\b", "a\nb", "a\tb", "\x7f", os.fsdecode(b"\xff")]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with two months; all that is done is done in a directory of its own."""
    path = write_csv(tmp_path / "cheques.csv", (*JANUARY, *FEBRUARY))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_gc_removes_nothing_of_a_store_at_any_path(tmp_path: Path, source: Path, name: str) -> None:
    path = f"./{name}/" if name == "~" else name
    Store(path).ingest(source)
    before = stored(tmp_path / "here" / path)
    assert len(before) == len(JANUARY) + len(FEBRUARY)
    swept = Store(f"./{name}/").gc(keep_days=0, spare_minutes=0)
    assert (swept.removed, swept.spared) == ((), ())
    assert stored(tmp_path / "here" / path) == before
    again = Store(tmp_path / "here" / path)
    assert [load.load for load in again.status().loads] == [1]
    assert again.query("select count(*) from cheques").rows() == [(len(before),)]
    assert again.ingest(source).already_there == len(before)
    assert [one.name for one in (tmp_path / "here").iterdir()] == [name]


@pytest.mark.parametrize("name", UNFIT)
def test_a_path_that_delta_would_take_for_another_is_refused_at_once(
    tmp_path: Path, source: Path, name: str
) -> None:
    for path in (name, f"{name}/st", tmp_path / "here" / name):
        for ask in (lambda store: store.ingest(source), Store.gc, Store.overview):
            with refused("store.bad_name"):
                ask(Store(path))
    assert list((tmp_path / "here").iterdir()) == []


def test_a_link_to_such_a_path_is_refused_too(tmp_path: Path, source: Path) -> None:
    (tmp_path / "a%20b").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a%20b")
    with refused("store.bad_name", tmp_path / "link", "%20"):
        Store(tmp_path / "link").ingest(source)
    (tmp_path / "st").mkdir()
    (tmp_path / "st/cheques").symlink_to(tmp_path / "a%20b")
    with refused("store.bad_name", "%20"):
        Store(tmp_path / "st").ingest(source)
    assert list((tmp_path / "a%20b").iterdir()) == []


def test_a_store_below_a_directory_with_a_bad_name_is_refused(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a\\b").mkdir()
    monkeypatch.chdir(tmp_path / "a\\b")
    with refused("store.bad_name", "st"):
        Store("st").ingest(source)
    assert list((tmp_path / "a\\b").iterdir()) == []


def test_an_object_store_takes_no_part_of_an_address_for_a_name(source: Path) -> None:
    for address in ("s3://bucket/a#b", "s3://bucket/a?b", "s3://bucket/a%20b"):
        with refused("store.bad_name", address):
            Store(address).ingest(source)


def test_a_path_that_is_too_long_is_refused_in_words(source: Path) -> None:
    with refused("store.long_name", "255"):
        Store("ж" * 128).ingest(source)
    with refused("store.long_name", "255"):
        Store("st/" + "a" * 256).overview()
    with refused("store.long_path"):
        Store("/".join(["a" * 250] * 16)).ingest(source)
    with refused("store.no_path"):
        Store("").ingest(source)


def test_the_home_directory_is_one_place_for_all_parts_of_a_store(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    Store("~/st").ingest(source)
    assert list((tmp_path / "here").iterdir()) == []
    inside = {path.name for path in (tmp_path / "home/st").iterdir()}
    assert {"cheques", "keys", "rejected"} <= inside
    assert Store(tmp_path / "home/st").verify().findings == ()
    assert len(stored(Path("~/st"))) == len(stored(tmp_path / "home/st")) == 6
    monkeypatch.setenv("RFMA_STORE", "~/st")
    assert Store("~/st").gc(keep_days=0, spare_minutes=0).removed == ()


def test_gc_stops_where_the_log_lacks_the_newest_version(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store("st").ingest(source)
    before = sorted(Path("st").rglob("*"))
    for found in ([], [0]):
        monkeypatch.setattr(history, "entry_numbers", lambda log, found=found: found)
        with refused("store.log_short", "st/keys/_delta_log"):
            Store("st").gc(keep_days=0, spare_minutes=0)
    assert sorted(Path("st").rglob("*")) == before


def test_gc_reads_each_entry_of_a_log_once(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        day = f"2022-01-{number + 1:02d}"
        Store("st").ingest(write_csv(Path(f"{number}.csv"), [row(day, doc_id=f"n{number}")]))
    read: list[str] = []
    found = json.loads

    def counted(line: str) -> Any:
        read.append(line)
        return found(line)

    monkeypatch.setattr("rfma_fast.store.history.json.loads", counted)
    History.of(Tables.at("st").cheques)
    # Two commits have three lines of schema, the others commitInfo, add, remove and txn.
    assert len(read) < 12 * 6
    swept = Store("st").gc(keep_days=0, spare_minutes=0)
    assert [one.kind for one in swept.removed if one.kind == "version"] == ["version"] * 11
    assert len(stored(Path("st"))) == 12


def test_a_file_is_needed_as_long_as_some_version_of_late_has_it(source: Path) -> None:
    told = History()
    told._add(0, [{"commitInfo": {"timestamp": 100}}, {"add": {"path": "a"}}])
    told._add(1, [{"commitInfo": {"timestamp": 200}}, {"add": {"path": "b"}}])
    told._add(2, [{"commitInfo": {"timestamp": 300}}, {"remove": {"path": "a"}}])
    told._add(3, [{"commitInfo": {"timestamp": 400}}, {"remove": {"path": "b"}}])
    told._add(4, [{"commitInfo": {"timestamp": 500}}, {"remove": {"path": "before the log"}}])
    assert told.known == {"a", "b", "before the log"}
    assert told.needed_since(0) == {"a", "b", "before the log"}
    assert told.needed_since(301) == {"b", "before the log"}
    assert told.needed_since(401) == {"before the log"}
    assert told.needed_since(501) == set()
