"""What lies in a store's directory and is of no use: left by dead writers, or by old versions."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from rfma_fast.settings import KEEP_DAYS, SPARE_MINUTES
from rfma_fast.store import quarantine
from rfma_fast.store.checkpoints import COUNTS, PARTS, Checkpoints
from rfma_fast.store.copies import NAME as EXPORTS
from rfma_fast.store.damage import ENDING, writing
from rfma_fast.store.history import History
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import Table

Kind = Literal["staging", "unfinished", "version", "checkpoint"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a load put aside; files that were never committed; files of old versions; checkpoints that
were never finished or that no longer hold."""


@dataclass(frozen=True)
class Leftover:
    """A file, or a directory, that can go."""

    path: str
    kind: Kind
    octets: int


@dataclass(frozen=True)
class Swept:
    """What was found to be of no use, and what became of it."""

    store: str
    keep_days: float
    removed: tuple[Leftover, ...]
    """In a dry run: what would be removed."""
    spared: tuple[Leftover, ...]
    """Too young: another machine's load might still be writing them."""
    dry_run: bool

    @property
    def octets(self) -> int:
        """Return the bytes of what was removed."""
        return sum(one.octets for one in self.removed)


def sweep(
    snapshot: Snapshot,
    *,
    keep_days: float = KEEP_DAYS,
    spare_minutes: float = SPARE_MINUTES,
    dry_run: bool = False,
) -> Swept:
    """Remove what no version of the last ``keep_days`` days needs.

    To be called with the store's lock held: then no load of this machine is at work. What no
    version ever knew is spared for ``spare_minutes``, since the lock may not reach as far as a
    shared directory does.
    """
    young = time.time() - spare_minutes * 60
    removed: list[Leftover] = []
    spared: list[Leftover] = []
    for one in _leftovers(snapshot, keep_days):
        written = max((path.stat().st_mtime for path in _files(Path(one.path))), default=0.0)
        spare = one.kind in ("staging", "unfinished") and written > young
        (spared if spare else removed).append(one)
    if not dry_run:
        with writing(snapshot.root):
            for one in removed:
                _remove(Path(one.path))
    return Swept(snapshot.root, keep_days, tuple(removed), tuple(spared), dry_run)


def _leftovers(snapshot: Snapshot, keep_days: float) -> Iterator[Leftover]:
    staging = snapshot.tables.staging
    if staging.is_dir():
        yield from (_leftover(path, "staging") for path in sorted(staging.iterdir()))
    for path in sorted(Path(snapshot.root).glob(f"{EXPORTS}.*")):
        yield _leftover(path, "unfinished")
    for table in snapshot.tables.all:
        kept, known = _files_of_versions(table, keep_days)
        if table is snapshot.tables.rejected:
            # A change that came with cheques and is not made yet is in no version of its table.
            kept |= {file.path for file in quarantine.files(snapshot.tables)}
        for path in sorted(_data_files(Path(table.uri))):
            name = str(path.relative_to(table.uri))
            if not name.startswith("_delta_log/") and name not in kept:
                yield _leftover(path, "version" if name in known else "unfinished")
        # Delta writes an entry under another name first, then links it to its own.
        for path in sorted((Path(table.uri) / "_delta_log").glob("*.json#*")):
            yield _leftover(path, "unfinished")
    checkpoints = Checkpoints.of(snapshot.root, snapshot.files)
    holding = {Path(one.path(part)) for one in checkpoints.possible for part in (COUNTS, *PARTS)}
    for path in sorted(_data_files(Path(checkpoints.directory))):
        if path not in holding:
            yield _leftover(path, "checkpoint")


def _files_of_versions(table: Table, keep_days: float) -> tuple[set[str], set[str]]:
    """Return the files that versions of the last days need, and those that any version names."""
    oldest = (time.time() - keep_days * 86_400) * 1000
    history = History.of(table)
    newest = {file.path for file in table.listed()}
    return history.needed_since(oldest) | newest, history.known | newest


def _data_files(directory: Path) -> Iterator[Path]:
    """Yield the files of rows below a directory, half written ones too, of both layouts."""
    for ending in (".parquet", ENDING):
        yield from directory.rglob(f"*{ending}*")


def _leftover(path: Path, kind: Kind) -> Leftover:
    return Leftover(str(path), kind, sum(file.stat().st_size for file in _files(path)))


def _files(path: Path) -> list[Path]:
    return [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    above = path.parent
    if above.name.startswith((".staging", "month=")) and not any(above.iterdir()):
        above.rmdir()
