"""Runs the PostgreSQL contender through psql on a server that is already loaded."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from kit.postgres import DATABASE, server_memory_mb
from kit.question import Answer

SQL = Path(__file__).with_suffix(".sql")
BETWEEN_LOOKS = 0.1
_peak = [0.0]


def server_mb() -> float:
    """Return the most memory that the server was seen to use."""
    return _peak[0]


def windows(server: str, as_of: str, **_: object) -> Answer:
    """Answer with one query."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(server, done))
    watcher.start()
    try:
        command = ["psql", "-X", "-q", "-A", "-t", "-F", ",", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", server, "-U", "postgres", "-d", DATABASE]
        command += ["-v", f"as_of={as_of}", "-f", str(SQL)]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    finally:
        done.set()
        watcher.join()
    return [list(map(int, line.split(","))) for line in said.split()]


def _watch(server: str, done: threading.Event) -> None:
    while not done.wait(BETWEEN_LOOKS):
        _peak[0] = max(_peak[0], server_memory_mb(server))
