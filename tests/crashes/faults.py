"""Steps in the file system, counted; at one of them the process is killed.

Python tells of its own steps (audit events). What Polars and Delta do to files lies beyond Python:
the calls that write are wrapped, and the states in which they may be killed are made by hand: a
Parquet file of which a half is written, a log entry that is written but not yet linked to its
name, one that is linked but still has its first name, too.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import DeltaTable

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.truncate", "os.link"}


class Steps:
    """Counts steps below a directory, and dies at one of them."""

    def __init__(self, root: Path, last: int | None) -> None:
        self.root = str(root)
        self.last = last
        self.taken: list[str] = []

    def __call__(self, step: str, before_death: Callable[[], object] = lambda: None) -> None:
        self.taken.append(step)
        if len(self.taken) == self.last:
            before_death()
            os.kill(os.getpid(), signal.SIGKILL)

    def below(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.root)


def intercept(steps: Steps) -> None:
    """Let every step of this process in the file system be counted, from now on and for good."""
    sys.addaudithook(lambda event, arguments: _audited(steps, event, arguments))
    _wrap_bytes(steps)
    _wrap_frames(steps, "write_parquet")
    _wrap_frames(steps, "write_ipc")
    _wrap_commits(steps)


def _audited(steps: Steps, event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & WRITES
        if writes and steps.below(path):
            steps(f"open {mode or flags}")
    elif event in EVENTS and steps.below(arguments[0]):
        steps(event)


def _wrap_bytes(steps: Steps) -> None:
    whole = Path.write_bytes

    def write_bytes(path: Path, data: Any) -> int:
        if steps.below(path):
            steps("half of the bytes", lambda: whole(path, bytes(data[: len(data) // 2])))
        written = whole(path, data)
        if steps.below(path):
            steps("all bytes")
        return written

    Path.write_bytes = write_bytes  # type: ignore[method-assign,assignment]


def _wrap_frames(steps: Steps, name: str) -> None:
    whole = getattr(pl.DataFrame, name)

    def write(frame: pl.DataFrame, file: Any, *given: Any, **named: Any) -> Any:
        if not steps.below(file):
            return whole(frame, file, *given, **named)

        def half() -> None:
            whole(frame, file, *given, **named)
            os.truncate(file, Path(file).stat().st_size // 2)

        steps(f"half of {name}", half)
        answer = whole(frame, file, *given, **named)
        steps(name)
        return answer

    setattr(pl.DataFrame, name, write)


def _wrap_commits(steps: Steps) -> None:
    whole = DeltaTable.create_write_transaction

    def commit(table: DeltaTable, *given: Any, **named: Any) -> None:
        log = Path(table.table_uri.removeprefix("file://")) / "_delta_log"
        first_name = log / f"{table.version() + 1:020d}.json#1"
        steps("commit")
        steps("half of a commit", lambda: first_name.write_text('{"commitInfo":{"tim'))
        whole(table, *given, **named)
        entry = first_name.with_name(first_name.name.removesuffix("#1"))
        steps("a commit with two names", lambda: os.link(entry, first_name))
        steps("a commit done")

    DeltaTable.create_write_transaction = commit  # type: ignore[method-assign,assignment]
    create = DeltaTable.create

    def created(uri: Any, *given: Any, **named: Any) -> DeltaTable:
        steps("create")
        table = create(uri, *given, **named)
        steps("created")
        return table

    DeltaTable.create = created  # type: ignore[method-assign,assignment]
