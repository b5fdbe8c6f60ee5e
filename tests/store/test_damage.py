"""A damaged store: one sentence that names the file, and never a wrong number."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake
from sources.handmade import BAD, FEBRUARY, JANUARY, refused, row, write_csv
from support.damage import (
    checkpoint,
    copy,
    cut,
    entry,
    flip,
    month_file,
    rewrite,
    rot,
    tell_other_rows,
    write_checkpoint,
)
from support.figures import record

from rfma_fast.api import Store
from rfma_fast.cli import run
from rfma_fast.errors import RfmaError
from rfma_fast.sources.ingest import ingest
from rfma_fast.store.damage import told_checksum

MARCH = (row("2022-03-01", doc_id="m1"), row("2022-03-02", doc_id="m2"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three loads; the last one replaces the month of the first."""
    home = tmp_path_factory.mktemp("sound")
    late = row("2022-01-20", doc_id="late")
    for name, rows in (("a", (*JANUARY, *BAD)), ("b", FEBRUARY), ("c", (*MARCH, late))):
        Store(home / "store").ingest(write_csv(home / f"{name}.csv", rows), max_rejects=None)
    return home / "store"


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    return copy(sound, tmp_path / "store")


def answers(root: Path) -> list[object]:
    """Ask everything that reads the store; return what is said, refusals as their sentences."""
    told: list[object] = []
    for checkpoints in (True, False):
        try:
            found = Store(root, checkpoints=checkpoints).segment()
            told.append((found.thresholds, found.sizes.rows(), found.table().rows()))
        except RfmaError as error:
            told.append(error.message)
    return told


Damage = Callable[[Path], Path]
LOGS: dict[str, tuple[str, Damage]] = {
    "half of the newest entry": ("store.log_damaged", lambda root: _cut(entry(root), 0.5)),
    "half of the first entry": ("store.log_damaged", lambda root: _cut(_first(root), 0.5)),
    "an empty first entry": ("store.log_damaged", lambda root: _cut(_first(root), 0)),
    "an empty entry in between": ("store.log_rows", lambda root: _cut(entry(root, version=2), 0)),
    "an empty newest entry": ("store.log_foreign", lambda root: _cut(entry(root), 0)),
    "garbage in the newest entry": ("store.log_damaged", lambda root: _garbage(entry(root))),
    "garbage in the middle": ("store.log_damaged", lambda root: _garbage(entry(root, version=1))),
    "no first entry": ("store.log_gap", lambda root: _removed(_first(root))),
    "no entry in the middle": ("store.log_gap", lambda root: _removed(entry(root, version=2))),
    "a log of keys cut short": ("store.log_damaged", lambda root: _cut(entry(root, "keys"), 0.5)),
    "lines lost at the end": ("store.log_rows", lambda root: _lines_lost(entry(root))),
    "a pointer to nothing": (
        "store.shortcut_damaged",
        lambda root: _pointer(entry(root).with_name("_last_checkpoint")),
    ),
}  # fmt: skip


def _first(root: Path) -> Path:
    return entry(root, version=0)


def _cut(path: Path, share: float) -> Path:
    cut(path, int(path.stat().st_size * share))
    return path


def _garbage(path: Path) -> Path:
    path.write_bytes(b"\x00\xffgarbage")
    return path


def _removed(path: Path) -> Path:
    path.unlink()
    return path


def _lines_lost(path: Path) -> Path:
    rewrite(path, lambda text: "\n".join(text.splitlines()[:2]))
    return path


def _pointer(path: Path) -> Path:
    path.write_text('{"version":2,"size":3}')
    return path


@pytest.mark.parametrize("damage", LOGS)
def test_a_damaged_log_is_named(store: Path, damage: str) -> None:
    key, harm = LOGS[damage]
    path = harm(store)
    named = store if key == "store.log_rows" else path
    with refused(key, named):
        Store(store).segment().table()


@pytest.mark.parametrize("text", ["garbage", ""])
def test_a_last_checkpoint_that_is_no_json_is_not_needed(
    sound: Path, store: Path, text: str
) -> None:
    entry(store).with_name("_last_checkpoint").write_text(text)
    assert answers(store) == answers(sound)


def test_a_log_that_tells_other_rows_than_its_commit_is_named(store: Path) -> None:
    tell_other_rows(store)
    with refused("store.log_rows", store / "cheques"):
        Store(store).segment()


@pytest.mark.parametrize("octets", [0, 1, 600])
def test_a_file_of_another_size_is_named(store: Path, octets: int) -> None:
    path = month_file(store)
    cut(path, octets)
    for checkpoints in (True, False):
        with refused("store.file_size", path, octets):
            Store(store, checkpoints=checkpoints).segment()


def test_a_file_that_is_gone_is_named(store: Path) -> None:
    path = month_file(store)
    path.unlink()
    with refused("store.file_missing", path):
        Store(store).segment()


def test_key_files_and_quarantine_are_named_too(store: Path) -> None:
    keys = next((store / "keys").rglob("*.rfma"))
    cut(keys, 10)
    with refused("store.file_size", keys):
        Store(store).segment().table()
    with refused("store.file_size", keys):
        Store(store).ingest(write_csv(store.with_name("d.csv"), MARCH))
    rejected = next((store / "rejected").rglob("*.rfma"))
    rejected.unlink()
    with refused("store.file_missing", rejected):
        Store(store).status()


def test_what_cannot_be_read_because_of_rotten_bits_is_named(store: Path) -> None:
    path = month_file(store, 0)
    size = path.stat().st_size
    for place in (4, 10, size - 5, size - 6):
        rot(path, place)
        with refused("store.file_changed", path):
            Store(store, checkpoints=False).segment()
        rot(path, place)
    assert all(not isinstance(told, str) for told in answers(store))


@pytest.mark.figures
def test_no_change_of_a_month_gives_another_answer(sound: Path, store: Path) -> None:
    right = answers(sound)
    path = month_file(store, 0)
    refusals = 0
    for place in range(0, path.stat().st_size, 41):
        flip(path, place, 1 << place % 8)
        with refused("store.file_changed", path):
            Store(store).overview()
        flip(path, place, 1 << place % 8)
        refusals += 1
    assert answers(store) == right
    record("bits flipped in a month", {"flips": refusals, "wrong answers": 0})


def test_a_file_that_was_only_touched_is_read_once_and_gets_its_time_again(
    sound: Path, store: Path
) -> None:
    path = month_file(store)
    written = path.stat().st_mtime_ns // 1_000_000
    os.utime(path)
    assert path.stat().st_mtime_ns // 1_000_000 != written
    assert answers(store) == answers(sound)
    assert path.stat().st_mtime_ns // 1_000_000 == written


@pytest.mark.figures
def test_no_flipped_bit_of_a_checkpoint_gives_another_answer(sound: Path, store: Path) -> None:
    right = cast("tuple[object, ...]", answers(sound)[0])
    flips = refusals = 0
    for part in ("core", "counts"):
        path = checkpoint(store, part)
        for place in range(0, path.stat().st_size, 37):
            flip(path, place, 1 << place % 8)
            try:
                found = Store(store).segment()
                assert (found.thresholds, found.sizes.rows()) == right[:2], (part, place)
            except RfmaError as error:
                assert str(path) in error.message
                refusals += 1
            flips += 1
            flip(path, place, 1 << place % 8)
    assert refusals > 20
    record(
        "bits flipped in a checkpoint",
        {"flips": flips, "refused by name": refusals, "wrong answers": 0},
    )


@pytest.mark.parametrize("part", ["core", "counts"])
@pytest.mark.parametrize("octets", [0, 100])
def test_a_checkpoint_cut_short_is_named_and_written_anew(
    sound: Path, store: Path, part: str, octets: int
) -> None:
    path = checkpoint(store, part)
    cut(path, octets)
    with refused("checkpoint.unreadable", path):
        Store(store).segment()
    Store(store).checkpoint()
    assert answers(store) == answers(sound)


def test_a_checkpoint_with_other_values_is_no_checkpoint(store: Path) -> None:
    path = checkpoint(store, "core")
    frame = pl.read_parquet(path, glob=False)
    written = pl.read_parquet_metadata(path)
    changed = frame.with_columns(total=pl.col("total") + 1)
    changed.write_parquet(path, metadata={k: v for k, v in written.items() if "rfma" in k})
    with refused("checkpoint.unreadable", path):
        Store(store).segment()
    write_checkpoint(path, lambda rows: rows.with_columns(total=pl.col("total") - 1))
    assert not isinstance(answers(store)[0], str)


def test_the_command_tells_damage_in_two_lines_and_ends_with_1(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = month_file(store, 0)
    shutil.rmtree(store / "checkpoints")
    flip(path, 10)
    for line in (["segment"], ["overview"], ["query", "select sum(amount) from cheques"]):
        assert run([*line, "--store", str(store)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "Traceback" not in told.err
        first, second = told.err.splitlines()
        assert first.startswith("Error: ")
        assert str(path) in first
        assert second.startswith("Hint: ")


def test_the_name_of_a_file_tells_its_checksum(store: Path) -> None:
    paths = [path for path in store.rglob("*.rfma") if path.parent.name != "checkpoints"]
    assert len(paths) > 4
    assert all(told_checksum(str(path)) for path in paths)
    assert told_checksum("month=2022-01/cheques-000001-fe39e878215c.parquet") is None


def test_a_failure_that_no_file_explains_passes_as_it_is(sound: Path) -> None:
    def broken(month: str) -> None:
        raise ZeroDivisionError(month)

    with pytest.raises(ZeroDivisionError):
        Store(sound).checkpoint(rebuild=True, written=broken)


def test_a_lost_log_is_named_and_nothing_is_put_in_its_place(store: Path, tmp_path: Path) -> None:
    shutil.rmtree(store / "cheques/_delta_log")
    with refused("store.log_lost", store / "cheques"):
        Store(store).segment()
    with refused("store.log_lost", store / "cheques"):
        Store(store).ingest(write_csv(tmp_path / "d.csv", MARCH))


def test_a_table_or_a_directory_of_files_is_no_store(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1]})
    write_deltalake(str(tmp_path / "table"), frame.to_arrow())
    (tmp_path / "files").mkdir()
    frame.write_parquet(tmp_path / "files/a.parquet")
    source = write_csv(tmp_path / "t.csv", MARCH)
    for name, key in (("table", "store.is_table"), ("files", "store.is_directory")):
        with refused(key, tmp_path / name):
            Store(tmp_path / name).segment()
        with refused(key, tmp_path / name):
            ingest(tmp_path / name, [source])


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ('"minReaderVersion":1', '"minReaderVersion":9'),
        (
            '"minReaderVersion":1,"minWriterVersion":2',
            '"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["madeUp"],'
            '"writerFeatures":["madeUp"]',
        ),
    ],
    ids=["a later protocol", "a feature that nobody knows"],
)
def test_a_protocol_that_is_not_known_is_refused(store: Path, known: str, other: str) -> None:
    first = entry(store, version=0)
    assert known in first.read_text()
    rewrite(first, lambda text: text.replace(known, other))
    with refused("store.protocol", store / "cheques"):
        Store(store).segment()


def test_a_commit_of_another_program_is_refused(store: Path) -> None:
    DeltaTable(str(store / "cheques")).delete("day = '2022-02-01'")
    with refused("store.log_foreign", entry(store)):
        Store(store).segment()
