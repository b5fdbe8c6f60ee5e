"""No room, no right to write: one sentence, the store as it was, a repeated load completes."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crashes.kit import write_sources
from crashes.operations import state_of

from rfma_fast.api import Store

MS_RDONLY, MS_REMOUNT = 1, 32
LIMIT = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    " resource.setrlimit(resource.RLIMIT_FSIZE, ({octets}, {octets})); "
)
LIBC = ctypes.CDLL(None, use_errno=True)


@contextmanager
def small_disk(at: Path, octets: int) -> Iterator[Path]:
    """Mount a file system in memory of so many bytes; skip where that is not allowed."""
    at.mkdir()
    options = f"size={octets}".encode()
    if LIBC.mount(b"tmpfs", str(at).encode(), b"tmpfs", 0, options):
        pytest.skip(f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")
    try:
        yield at
    finally:
        assert LIBC.umount2(str(at).encode(), 2) == 0


def remounted(at: Path, flags: int, options: str) -> None:
    assert not LIBC.mount(
        b"tmpfs", str(at).encode(), b"tmpfs", MS_REMOUNT | flags, options.encode()
    )


def rfma(*arguments: object, octets: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, no file of which may be larger than ``octets``."""
    # The process sets its limit itself: code that runs between fork and exec would meet what other
    # tests have opened here (a cluster's client writes to stderr and ends the process).
    limit = "" if octets is None else LIMIT.format(octets=octets)
    program = f"{limit}from rfma_fast.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "RFMA_LANG": "en"},
    )  # fmt: skip


def told_in_words(ended: subprocess.CompletedProcess[str], *named: str) -> None:
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 2, ended.stderr
    first, second = ended.stderr.splitlines()
    assert first.startswith("Error: "), ended.stderr
    assert second.startswith("Hint: "), ended.stderr
    assert [name for name in named if name not in first] == [], first


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    write_sources(tmp_path / "sources")
    return tmp_path / "sources"


def used(at: Path) -> int:
    disk = os.statvfs(at)
    return (disk.f_blocks - disk.f_bavail) * disk.f_bsize


@pytest.mark.parametrize("room", [0, 16_000, 60_000])
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, sources: Path, room: int) -> None:
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        store = disk / "store"
        Store(store).ingest(sources / "history.csv")
        before = state_of(store)
        filler = disk / "filler"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
        filler.write_bytes(b"x" * (free - room))
        ended = rfma("ingest", sources / "load.csv", "--store", store)
        told_in_words(ended, str(store), "No space left")
        # Where only the checkpoints found no room, the sentence says so.
        stored = "the cheques are stored" in ended.stderr
        assert (state_of(store).cheques != before.cheques) == stored
        filler.unlink()
        assert Store(store).verify().findings == ()
        Store(store).ingest(sources / "load.csv")
        Store(tmp_path / "other").ingest(sources / "history.csv")
        Store(tmp_path / "other").ingest(sources / "load.csv")
        assert state_of(store) == state_of(tmp_path / "other")
        Store(store).gc(spare_minutes=0)
        assert Store(store).verify(full=True).findings == ()


def test_a_file_that_may_not_grow_leaves_the_store_as_it_was(tmp_path: Path, sources: Path) -> None:
    store = tmp_path / "store"
    Store(store).ingest(sources / "history.csv")
    before = state_of(store)
    told_in_words(
        rfma("ingest", sources / "load.csv", "--store", store, octets=2_000),
        str(store),
        "File too large",
    )
    assert state_of(store).cheques == before.cheques
    assert Store(store).verify(full=True).findings == ()


def test_a_read_only_store_answers_and_refuses_to_be_written(tmp_path: Path, sources: Path) -> None:
    with small_disk(tmp_path / "disk", 8_000_000) as disk:
        store = disk / "store"
        Store(store).ingest(sources / "history.csv")
        before = state_of(store)
        remounted(disk, MS_RDONLY, "size=8000000")
        for line in (["ingest", sources / "load.csv"], ["checkpoint", "--rebuild"], ["gc"]):
            told_in_words(rfma(*line, "--store", store), str(store), "Read-only file system")
        new = rfma("ingest", sources / "load.csv", "--store", disk / "new")
        told_in_words(new, str(disk / "new"), "Read-only file system")
        assert state_of(store) == before
        assert rfma("segment", "--store", store).returncode == 0
        assert rfma("verify", "--store", store).returncode == 0
        remounted(disk, 0, "size=8000000")
