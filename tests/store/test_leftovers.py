"""What ``gc`` removes, what it keeps, and what it leaves alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from deltalake import DeltaTable
from sources.handmade import FEBRUARY, JANUARY, refused, row, stored, write_csv

from rfma_fast.api import Store
from rfma_fast.store import loads
from rfma_fast.store.leftovers import KINDS, Swept

DAY = 86_400


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """January was replaced by a second load."""
    late = row("2022-01-20", doc_id="late")
    for name, rows in (("a", (*JANUARY, *FEBRUARY)), ("b", (late,))):
        Store(tmp_path / "store").ingest(write_csv(tmp_path / f"{name}.csv", rows))
    return tmp_path / "store"


def leave(root: Path, name: str, age: float = 2 * 3600) -> Path:
    """Leave a file as a load that died so many seconds ago would."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * 10)
    os.utime(path, (time.time() - age,) * 2)
    return path


def kinds(swept: Swept) -> list[str]:
    return sorted(one.kind for one in swept.removed)


def test_a_tidy_store_has_nothing_to_remove(root: Path) -> None:
    before = stored(root)
    swept = Store(root).gc()
    assert (swept.removed, swept.spared, swept.octets) == ((), (), 0)
    assert stored(root) == before


def test_everything_that_dead_loads_leave_is_removed(root: Path) -> None:
    left = [
        leave(root, ".staging/0123456789ab/202201-0.arrow"),
        leave(root, "cheques/_files/month=2022-01/cheques-000009-0123456789ab.rfma"),
        leave(root, "cheques/_files/month=2029-01/cheques-000009-0123456789ab.rfma"),
        leave(root, "cheques/month=2029-01/cheques-000009-0123456789ab.parquet"),
        leave(root, "keys/_files/000009-0123456789ab.rfma"),
        leave(root, "rejected/000009-0123456789ab.parquet"),
        leave(root, "cheques/_delta_log/00000000000000000009.json#1"),
        leave(root, "checkpoints/_2022-01-0123.core.rfma.0123456789ab"),
        leave(root, "checkpoints/2022-01-0123456789abcdef.core.parquet"),
    ]
    before = stored(root)
    trial = Store(root).gc(dry_run=True)
    assert all(path.exists() for path in left)
    swept = Store(root).gc()
    assert swept.removed == trial.removed
    assert kinds(swept) == ["checkpoint"] * 2 + ["staging"] + ["unfinished"] * 6
    assert swept.octets == 10 * len(left)
    assert not any(path.exists() for path in left)
    assert not (root / ".staging").exists()
    assert not (root / "cheques/_files/month=2029-01").exists()
    assert not (root / "cheques/month=2029-01").exists()
    assert stored(root) == before
    assert Store(root).verify(full=True).findings == ()


def test_what_may_still_be_written_is_spared(root: Path) -> None:
    young = leave(root, "cheques/month=2022-01/cheques-000009-0123456789ab.parquet", age=60)
    staged = leave(root, ".staging/0123456789ab/202201-0.arrow", age=60)
    swept = Store(root).gc()
    assert swept.removed == ()
    assert sorted(one.kind for one in swept.spared) == ["staging", "unfinished"]
    assert young.exists()
    assert staged.exists()
    assert kinds(Store(root).gc(spare_minutes=0.5)) == ["staging", "unfinished"]


def test_versions_within_the_retention_stay_readable(root: Path) -> None:
    old = DeltaTable(str(root / "cheques"), version=1)
    paths = [Path(path) for path in old.file_uris()]
    assert Store(root).gc(keep_days=1, spare_minutes=0).removed == ()
    assert all(path.exists() for path in paths)
    before = stored(root)
    swept = Store(root).gc(keep_days=0, spare_minutes=0)
    assert kinds(swept) == ["version"]
    assert [path.exists() for path in sorted(paths)] == [False, True]
    assert stored(root) == before
    assert Store(root).verify(full=True).findings == ()


def test_a_version_counts_as_long_as_it_was_the_newest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 6 * DAY)
    assert Store(root).gc(spare_minutes=0).removed == ()
    monkeypatch.setattr(time, "time", lambda: now + 8 * DAY)
    assert kinds(Store(root).gc(spare_minutes=0)) == ["version"]


def test_a_load_in_staging_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "ROWS_IN_MEMORY", 1)
    told: list[str] = []

    def meanwhile(rows: int) -> None:
        with pytest.raises(Exception, match="ingest"):
            Store(root).gc(spare_minutes=0, wait=0, waiting=told.append)

    march = [row("2022-03-01", doc_id="m1"), row("2022-04-02", doc_id="m2")]
    source = write_csv(root.with_name("c.csv"), march)
    report = Store(root).ingest(source, rows_read=meanwhile)
    assert report.stored == 2
    assert len(told) == 1
    assert told[0].startswith(f"rfma ingest, PID {os.getpid()}, ")


def test_a_store_elsewhere_is_not_swept() -> None:
    with refused("store.not_local", "s3://bucket/store"):
        Store("s3://bucket/store").gc()


def test_every_kind_of_leftover_is_known() -> None:
    assert KINDS == ("staging", "unfinished", "version", "checkpoint")
