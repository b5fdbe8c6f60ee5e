"""Ways to damage a store: files, tables that a wrong program wrote, and the log."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl

from rfma_fast.cheques.schema import STORED
from rfma_fast.store.checkpoints import Checkpoints, sums_of
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import KEYS, Table, Tables


def copy(store: Path, to: Path) -> Path:
    shutil.copytree(store, to)
    return to


def month_file(root: Path, place: int = 1) -> Path:
    return Path(open_snapshot(root).paths()[place])


def entry(root: Path, table: str = "cheques", version: int | None = None) -> Path:
    number = Table(str(root), table).version() if version is None else version
    return root / table / "_delta_log" / f"{number:020d}.json"


def flip(path: Path, place: int, bit: int = 0x10) -> None:
    octets = bytearray(path.read_bytes())
    octets[place] ^= bit
    path.write_bytes(octets)


def rot(path: Path, place: int, bit: int = 0x10) -> None:
    """Flip a bit as a failing disk does: the file system knows nothing of it."""
    before = path.stat()
    flip(path, place, bit)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def cut(path: Path, octets: int) -> None:
    path.write_bytes(path.read_bytes()[:octets])


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def write_month(root: Path, change: Callable[[pl.DataFrame], pl.DataFrame], place: int = 1) -> None:
    """Commit a month changed as a wrong program would: the log and the checksum agree with it."""
    tables = Tables.at(root)
    file = open_snapshot(root).files[place]
    path = f"{tables.cheques.uri}/{file.path}"
    rows = pl.read_parquet(path, schema=STORED, hive_partitioning=False, glob=False)
    add = tables.cheques.write("wrong", change(rows), file.month)
    note = tables.cheques.loads()[-1]
    note.pop("at")
    tables.cheques.commit([add], [file], tables.cheques.last_load() + 1, note)


def write_keys(root: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    keys = Tables.at(root).keys
    files = keys.files()
    paths = [f"{keys.uri}/{file.path}" for file in files]
    rows = change(pl.read_parquet(paths, schema=KEYS, glob=False).sort("key"))
    keys.commit([keys.write("wrong", rows)], files, keys.last_load() + 1)


def write_rejected(root: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    rejected = Tables.at(root).rejected
    files = rejected.files()
    rows = change(pl.read_parquet([f"{rejected.uri}/{file.path}" for file in files], glob=False))
    rejected.commit([rejected.write("wrong", rows)], files, rejected.last_load())


def checkpoint(root: Path, part: str, place: int = -1) -> Path:
    snapshot = open_snapshot(root)
    return Path(Checkpoints.of(snapshot.root, snapshot.files).existing([part])[place].path(part))


def write_checkpoint(path: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Change a checkpoint as a wrong program would: its checksums agree with it."""
    frame = change(pl.read_parquet(path, glob=False))
    frame.write_parquet(path, metadata=dict(sums_of(frame)))


def tell_other_rows(root: Path, table: str = "cheques") -> None:
    """Let the newest entry of a log add a row to the first file that it adds."""
    path = entry(root, table)
    lines = path.read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        action = json.loads(line)
        if "add" in action:
            stats = json.loads(action["add"]["stats"])
            stats["numRecords"] += 1
            action["add"]["stats"] = json.dumps(stats)
            lines[place] = json.dumps(action)
            break
    path.write_text("\n".join(lines), encoding="utf-8")
