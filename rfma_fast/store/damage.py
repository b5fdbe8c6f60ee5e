"""Damage in words: which file of a store is not as it was written, and what can be done."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from polars.exceptions import PolarsError

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.roots import is_local

ENDING = ".rfma"
"""How the names of data files end: no pattern for Parquet files finds those of a store, which are
right only together with the log (docs/adr/0017)."""
SUM = re.compile(r"\.([0-9a-f]{32})\.(?:rfma|parquet)$")
"""Where a file's name tells its checksum."""
NANOSECONDS = 1_000_000
"""In a millisecond."""
PIECE = 1 << 20
"""Bytes of a file that are read at a time."""
_ENTRY = re.compile(r"(\d{20})\.json")


def checksum_of(source: BinaryIO) -> str:
    """Return the first half of the SHA-256 of all bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()[:32]


def told_checksum(path: str) -> str | None:
    """Return the checksum that a file's name tells, ``None`` for files written before it did."""
    found = SUM.search(path)
    return found[1] if found else None


def file_problem(path: str, octets: int, modified: int) -> RfmaError | None:
    """Return what is wrong with a file that was written with so many bytes at a time.

    Where the file system says that it was modified since (``modified``: milliseconds since 1970),
    its checksum is compared; one that holds gets the time of its writing again.
    """
    try:
        found = os.stat(path)  # noqa: PTH116
        if found.st_size != octets:
            return problem("store.file_size", path=path, found=found.st_size, written=octets)
        if found.st_mtime_ns // NANOSECONDS == modified or told_checksum(path) is None:
            return None
        wrong = content_problem(path)
    except FileNotFoundError:
        return problem("store.file_missing", path=path)
    except OSError as error:
        return problem("store.file_unreadable", path=path, reason=error.strerror)
    if wrong is None:
        with suppress(OSError):
            os.utime(path, ns=(found.st_atime_ns, modified * NANOSECONDS))
    return wrong


def content_problem(path: str) -> RfmaError | None:
    """Return what is wrong with a file by the checksum that its name tells, if it tells one."""
    told = told_checksum(path)
    if told is None:
        return None
    with Path(path).open("rb") as source:
        return None if checksum_of(source) == told else problem("store.file_changed", path=path)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Tell in words why a file below a directory cannot be written."""
    try:
        yield
    except CommitFailedError:
        raise
    except (OSError, PolarsError, DeltaError) as error:
        raise problem("store.write_failed", path=path, reason=_reason(error)) from error


@contextmanager
def reading_log(table: str) -> Iterator[None]:
    """Tell in words which entry of a table's log is damaged, where it cannot be read."""
    try:
        yield
    except TableNotFoundError as error:
        raise problem("store.log_unreadable", path=table, reason=_reason(error)) from error
    except (DeltaError, OSError, ValueError) as error:
        raise _log_problem(table, error) from error


def commit_info(entry: str) -> dict[str, Any] | None:
    """Return what an entry of a log tells of its commit, ``None`` where the entry is gone."""
    try:
        lines = Path(entry).read_text(encoding="utf-8").splitlines()
        told = [json.loads(line).get("commitInfo") for line in lines]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError) as error:
        raise problem("store.log_damaged", path=entry) from error
    return next((info for info in told if isinstance(info, dict)), {})


def commit_infos(log: str, version: int, newest: int | None) -> list[dict[str, Any]]:
    """Return what the entries of a log up to a version tell of their commits, the newest first.

    Only so many of the ``newest``, where that is given; entries that are gone are passed over.
    """
    numbers = sorted(entry_numbers(Path(log)), reverse=True)
    told = []
    for number in [number for number in numbers if number <= version][:newest]:
        info = commit_info(f"{log}/{number:020d}.json")
        if info is not None:
            told.append(info | {"version": number})
    return told


def entry_numbers(log: Path) -> list[int]:
    """Return the versions of which a log has entries, in rising order."""
    return sorted(int(found[1]) for found in map(_ENTRY.fullmatch, _names(log)) if found)


def _names(directory: Path) -> list[str]:
    try:
        return os.listdir(directory)  # noqa: PTH208
    except OSError as error:
        raise problem("store.log_unreadable", path=directory, reason=_reason(error)) from error


def _log_problem(table: str, error: Exception) -> RfmaError:
    log = Path(table) / "_delta_log"
    reason = _reason(error)
    if "Unsupported" in reason:
        return problem("store.protocol", path=table, reason=reason)
    if is_local(table) and log.is_dir():
        hint = log / "_last_checkpoint"
        if "_last_checkpoint" in str(error):
            return problem("store.shortcut_damaged", path=hint)
        bad = _bad_entry(log)
        if bad:
            return bad
    return problem("store.log_unreadable", path=table, reason=reason)


def _bad_entry(log: Path) -> RfmaError | None:
    entries = sorted(path for path in log.iterdir() if _ENTRY.fullmatch(path.name))
    for entry in entries:
        try:
            lines = entry.read_text(encoding="utf-8").splitlines()
            actions = [json.loads(line) for line in lines]
        except (OSError, ValueError):
            return problem("store.log_damaged", path=entry)
        if not actions:
            return problem("store.log_damaged", path=entry)
    numbers = [int(entry.stem) for entry in entries]
    oldest = numbers[0] if numbers and any(log.glob("*.checkpoint*.parquet")) else 0
    for number in range(oldest, max(numbers, default=0) + 1):
        if number not in numbers:
            return problem("store.log_gap", path=log / f"{number:020d}.json")
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".")
