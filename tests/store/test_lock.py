"""One writer at a time; the lock of a dead one is nobody's."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sources.handmade import refused

from rfma_fast.store.lock import NAME, only_writer

HOLDS = """
import sys
from rfma_fast.store.lock import only_writer
with only_writer(sys.argv[1], "ingest"):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    told: list[str] = []
    with holder(tmp_path) as process:
        lock = only_writer(str(tmp_path), "gc", wait=0.1, waiting=told.append)
        with refused("store.locked", tmp_path, "rfma ingest", f"PID {process.pid}"):
            lock.__enter__()
        process.communicate("")
    assert len(told) == 1
    assert f"PID {process.pid}" in told[0]
    with only_writer(str(tmp_path), "gc", wait=0, waiting=told.append):
        assert len(told) == 1


def test_a_second_writer_waits_for_the_first_to_end(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        assert process.stdin
        release = process.stdin.close
        with only_writer(str(tmp_path), "gc", wait=60, waiting=lambda holder: release()):
            assert process.wait(60) == 0


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.kill()
        process.wait(60)
    assert (tmp_path / NAME).exists()
    with only_writer(str(tmp_path), "gc", wait=0):
        assert str(os.getpid()) in (tmp_path / NAME).read_text()
    assert not (tmp_path / NAME).exists()


def test_threads_take_turns(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def write() -> None:
        for _ in range(5):
            with only_writer(str(tmp_path), "test"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == ([0], [1])
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_was_made_for_the_lock_goes_with_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_writer(str(tmp_path / "a/b"), "test"):
        raise ZeroDivisionError
    assert not (tmp_path / "a").exists()
    with only_writer(str(tmp_path / "a/b"), "test"):
        (tmp_path / "a/b/kept").touch()
    assert (tmp_path / "a/b/kept").exists()


def test_where_there_are_no_locks_the_work_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    with only_writer(str(tmp_path), "test", wait=0), only_writer(str(tmp_path), "test", wait=0):
        assert (tmp_path / NAME).exists()


def test_a_store_elsewhere_has_no_lock() -> None:
    with only_writer("s3://bucket/store", "test"):
        assert not Path("s3:").exists()
