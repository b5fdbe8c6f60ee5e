"""Several processes at one store: writers take turns, readers see one version each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.figures import record

from crashes.kit import TESTS, write_sources
from crashes.operations import state_of
from rfma_fast.api import Store
from rfma_fast.store.tables import Tables

WRITE = """
import sys
from rfma_fast.errors import RfmaError
from rfma_fast.sources.ingest import ingest
from rfma_fast.api import Store
store, source, locked = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
try:
    Store(store).ingest(source) if locked == "locked" else ingest(store, [source])
    print("stored")
except RfmaError as error:
    print(error.message)
"""
READ = """
import json, sys
from rfma_fast.api import Store
print("ready", flush=True)
sys.stdin.readline()
while not select.select([sys.stdin], [], [], 0)[0]:
    store = Store(sys.argv[1])
    found = store.segment()
    rows = store.snapshot.scan().collect().height
    told = [store.snapshot.version, store.snapshot.rows, rows, found.cards,
            int(found.sizes["cheques"].sum()), int(found.sizes["total"].sum()),
            found.table().height]
    print(json.dumps(told), flush=True)
"""


def process(code: str, *arguments: object) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    started = subprocess.Popen(
        [sys.executable, "-c", f"import select\n{code}", *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert started.stdout
    assert started.stdout.readline() == "ready\n"
    return started


def go(*waiting: subprocess.Popen[str]) -> None:
    for one in waiting:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()


def end(*running: subprocess.Popen[str]) -> list[list[str]]:
    told = [one.communicate("")[0].splitlines() for one in running]
    assert [one.returncode for one in running] == [0] * len(running)
    return told


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    write_sources(tmp_path / "sources")
    return tmp_path / "sources"


@pytest.fixture
def wanted(tmp_path: Path, sources: Path) -> Path:
    """A store in which both loads are, one after the other."""
    for name in ("history", "load"):
        Store(tmp_path / "wanted").ingest(sources / f"{name}.csv")
    return tmp_path / "wanted"


def test_two_loads_at_once_are_both_stored(tmp_path: Path, sources: Path, wanted: Path) -> None:
    store = tmp_path / "store"
    both = [process(WRITE, store, sources / f"{n}.csv", "locked") for n in ("history", "load")]
    go(*both)
    assert end(*both) == [["stored"], ["stored"]]
    assert state_of(store) == state_of(wanted)
    assert Store(store).verify(full=True).findings == ()


def test_without_a_lock_the_log_lets_one_win_and_the_other_repeat(
    tmp_path: Path, sources: Path, wanted: Path
) -> None:
    store = tmp_path / "store"
    Tables.at(store).create(r"^\d{13}$")
    both = [process(WRITE, store, sources / f"{n}.csv", "no") for n in ("history", "load")]
    go(*both)
    told = [line for lines in end(*both) for line in lines]
    assert "stored" in told
    assert all(line == "stored" or "nothing of this one was stored" in line for line in told)
    for name in ("history", "load"):
        Store(store).ingest(sources / f"{name}.csv")
    assert state_of(store) == state_of(wanted)
    assert Store(store).verify(full=True).findings == ()


def known_answers(root: Path, sources: Path) -> set[tuple[int, ...]]:
    """Return what a reader may be told: the store after the first load, or after the second."""
    told = set()
    for name in ("history", "load"):
        store = Store(root)
        store.ingest(sources / f"{name}.csv")
        found, rows = store.segment(), store.snapshot.rows
        sums = (int(found.sizes[column].sum()) for column in ("cheques", "total"))
        told.add((store.snapshot.version, rows, rows, found.cards, *sums, found.cards))
    return told


@pytest.mark.figures
def test_readers_see_one_version_each_while_others_write(tmp_path: Path, sources: Path) -> None:
    known = known_answers(tmp_path / "known", sources)
    store = tmp_path / "store"
    Store(store).ingest(sources / "history.csv")
    readers = [process(READ, store) for _ in range(2)]
    writer = process(WRITE, store, sources / "load.csv", "locked")
    go(*readers)
    for reader in readers:
        assert reader.stdout
        reader.stdout.readline()
    go(writer)
    assert end(writer) == [["stored"]]
    for _ in range(3):
        Store(store).checkpoint(rebuild=True)
        Store(store).gc(spare_minutes=0)
    for reader in readers:
        assert reader.stdout
        reader.stdout.readline()
    told = [tuple(json.loads(line)) for lines in end(*readers) for line in lines]
    assert set(told) <= known
    record("readers while others write", {"answers": len(told), "mixed versions": 0})


def test_loads_and_checkpoints_and_gc_take_turns(
    tmp_path: Path, sources: Path, wanted: Path
) -> None:
    store = tmp_path / "store"
    Store(store).ingest(sources / "history.csv")
    writer = process(WRITE, store, sources / "load.csv", "locked")
    go(writer)
    while writer.poll() is None:
        Store(store).checkpoint(rebuild=True)
        Store(store).gc(keep_days=0, spare_minutes=0)
    assert end(writer) == [["stored"]]
    assert state_of(store) == state_of(wanted)
    assert Store(store).verify(full=True).findings == ()
