"""Many readers while a load lands: no error, no page of two versions, memory bounded."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from support.figures import record

from rfma_fast import open_store
from rfma_fast.synth import ChainSpec, write_cheques

VERSION = re.compile(r"Store version (\d+)")
CHEQUES = re.compile(r'<div class="name">Cheques</div><div class="figure">([\d,]+)</div>')


@dataclass
class Seen:
    """What the readers of a server have seen."""

    pages: Counter[tuple[int, int]] = field(default_factory=Counter)
    """(version, cheques) → pages."""
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def peak(self) -> int:
        """Return the most memory that it has held, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0


def running(store: Path) -> Running:
    command = [sys.executable, "-c", "from rfma_fast.cli import main; main()", "serve",
               "--store", str(store), "--port", "0", "--no-open", "--lang", "en"]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = process.stderr.readline()
    found = re.search(r"http://\S+", told)
    assert found, told
    return Running(process, found[0])


@pytest.fixture
def halves(tmp_path: Path) -> tuple[Path, list[Path]]:
    """A store with the first part of a chain, and the parts that come later."""
    source = tmp_path / "all.parquet"
    write_cheques(ChainSpec(cheques=8_000, months=6, seed=11), source)
    rows = pl.read_parquet(source)
    parts = []
    for place in range(4):
        part = tmp_path / f"{place}.parquet"
        rows.gather_every(4, place).write_parquet(part)
        parts.append(part)
    store = tmp_path / "store"
    open_store(store).ingest(parts[0])
    return store, parts[1:]


def read(address: str, until: float, seen: Seen) -> None:
    """Read the overview again and again."""
    parts = urlsplit(address)
    with closing(
        http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    ) as asking:
        _read(asking, until, seen)


def _read(connection: http.client.HTTPConnection, until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        try:
            connection.request("GET", "/overview")
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            with seen.lock:
                seen.faults.append(repr(error))
            return
        version, cheques = VERSION.search(text), CHEQUES.search(text)
        with seen.lock:
            if answer.status != 200 or not version or not cheques:
                seen.faults.append(f"{answer.status}: {text[:200]}")
                return
            seen.pages[int(version[1]), int(cheques[1].replace(",", ""))] += 1


def under_load(
    store: Path, parts: list[Path], readers: int, seconds: float
) -> tuple[Seen, dict[int, int], int, int]:
    """Return what the readers saw, version → cheques as ingested, and memory before and after."""
    server = running(store)
    try:
        seen = Seen()
        before = open_store(store).status()
        known = {before.version: before.cheques}
        read(server.address, time.monotonic() + 0.5, seen)
        calm = server.peak
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=read, args=(server.address, until, seen))
            for _ in range(readers)
        ]
        for thread in threads:
            thread.start()
        for part in parts:
            report = open_store(store).ingest(part)
            known[report.version] = known[max(known)] + report.stored
        for thread in threads:
            thread.join()
        # The page that is asked for last, a look later, is of the last version.
        time_of_last_look(server.address, max(known), seen)
        return seen, known, calm, server.peak
    finally:
        server.process.send_signal(signal.SIGINT)
        told = server.process.communicate(timeout=20)
        assert server.process.returncode == 130, told
        assert "Traceback" not in told[1]


def time_of_last_look(address: str, version: int, seen: Seen) -> None:
    """Read until the newest version is shown, at most ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        before = set(seen.pages)
        read(address, time.monotonic() + 0.01, seen)
        if any(shown == version for shown, _ in set(seen.pages) | before):
            return
    raise AssertionError(f"version {version} was never shown")


def hold(seen: Seen, known: dict[int, int]) -> None:
    assert seen.faults == []
    assert dict(seen.pages.keys()) == {version: known[version] for version, _ in seen.pages}
    assert len(seen.pages) == len({version for version, _ in seen.pages})


def test_readers_see_one_version_a_page_while_loads_land(halves: tuple[Path, list[Path]]) -> None:
    store, parts = halves
    seen, known, _, _ = under_load(store, parts, readers=8, seconds=3)
    hold(seen, known)
    assert max(known) in {version for version, _ in seen.pages}


@pytest.mark.slow
def test_fifty_readers_for_twenty_seconds(halves: tuple[Path, list[Path]]) -> None:
    store, parts = halves
    seen, known, calm, peak = under_load(store, parts, readers=50, seconds=20)
    hold(seen, known)
    pages = sum(seen.pages.values())
    assert pages > 500
    assert peak < calm + 400_000_000
    record(
        "pages read while loads land",
        {
            "pages": pages,
            "faults": len(seen.faults),
            "versions seen": len(seen.pages),
            "mixed versions": sum(known.get(version) != cheques for version, cheques in seen.pages),
            "MB more at the peak": (peak - calm) // 1_000_000,
        },
    )


def test_ctrl_c_ends_a_server_cleanly(chain: Path) -> None:
    server = running(chain)
    server.process.send_signal(signal.SIGINT)
    _, told = server.process.communicate(timeout=20)
    assert server.process.returncode == 130
    assert "Traceback" not in told


def test_a_taken_port_is_told_in_a_sentence(chain: Path) -> None:
    server = running(chain)
    port = urlsplit(server.address).port
    command = [sys.executable, "-c", "from rfma_fast.cli import main; main()", "serve",
               "--store", str(chain), "--port", str(port), "--no-open"]  # fmt: skip
    told = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, "LANG": "C"}
    )
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=20)
    assert told.returncode == 1
    assert str(port) in told.stderr
    assert "Hint: " in told.stderr
    assert "Traceback" not in told.stderr


def test_ctrl_c_ends_a_server_that_still_computes(chain: Path) -> None:
    for _ in range(5):
        server = running(chain)
        read(server.address, time.monotonic() + 0.01, Seen())
        server.process.send_signal(signal.SIGINT)
        _, told = server.process.communicate(timeout=20)
        assert (server.process.returncode, "Traceback" in told) == (130, False), told
