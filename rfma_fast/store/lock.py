"""One writer at a time: an advisory lock on the store's directory, which death releases."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from rfma_fast.i18n import problem
from rfma_fast.settings import WAIT
from rfma_fast.store.roots import is_local

_BREATH = 0.05
NAME = ".lock"
"""The file that is locked; it lies in the store while somebody writes."""


@contextmanager
def only_writer(
    root: str,
    work: str,
    *,
    wait: float = WAIT,
    waiting: Callable[[str], None] = lambda holder: None,
) -> Iterator[None]:
    """Hold the store's lock while the block runs; the kernel releases it when a process dies.

    Another writer is waited for ``wait`` seconds, then the error names it; ``waiting`` hears once
    whom. Stores that are not local have no lock: there the log alone lets one of two commits win.
    """
    if not is_local(root):
        yield
        return
    directory = Path(root)
    made = _make(directory)
    path = directory / NAME
    lock = _locked(path, wait, waiting)
    try:
        _sign(lock, work)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)
        _remove_empty(directory, made)


def _make(directory: Path) -> list[Path]:
    """Create a directory and those above it; return those that were not there, deepest first."""
    missing = [one for one in (directory, *directory.parents) if not one.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise problem("store.unwritable", path=directory, reason=error.strerror) from error
    return missing


def _remove_empty(directory: Path, made: list[Path]) -> None:
    for one in made:
        try:
            one.rmdir()
        except OSError:
            return


def _locked(path: Path, wait: float, waiting: Callable[[str], None]) -> int:
    until, told = time.monotonic() + wait, False
    while True:
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise problem("store.write_failed", path=path.parent, reason=error.strerror) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_there(path, lock):
                return lock
            os.close(lock)
            continue
        except BlockingIOError:
            holder = _holder(path)
            os.close(lock)
        except OSError:
            # This file system knows no locks: there, too, the log decides between two commits.
            return lock
        if not told:
            waiting(holder)
            told = True
        if time.monotonic() >= until:
            raise problem("store.locked", path=path.parent, holder=holder, seconds=f"{wait:g}")
        time.sleep(_BREATH)


def _sign(lock: int, work: str) -> None:
    """Write into the locked file who holds it; on a full disk it is held without."""
    note = {"pid": os.getpid(), "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}", "work": work}
    with suppress(OSError):
        os.ftruncate(lock, 0)
        os.write(lock, json.dumps(note).encode())


def _still_there(path: Path, lock: int) -> bool:
    """Tell whether the locked file is the one that others find, not one removed meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(lock))
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return f"rfma {note['work']}, PID {note['pid']}, {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "rfma"
