"""Checkpoints are made of month files, replaced with them, thinned, and never trusted blindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from language.kit import Cheque, store_of
from support.stores import ANNA, BORIS, GLEB, VERA

from dense.kit import same
from rfma_fast.api import Store, open_store
from rfma_fast.dense import checkpoints as module
from rfma_fast.dense.checkpoints import within_budget
from rfma_fast.errors import RfmaError
from rfma_fast.store.checkpoints import Checkpoint


def cheque(month: int, day: int, card: str, amount: int = 100_00) -> Cheque:
    return Cheque(datetime(2022, month, day, 10), "s1", card, amount)


MONTHS = [
    cheque(month, day, card)
    for month in range(1, 7)
    for day, card in ((3, ANNA), (9, BORIS), (20, ANNA))
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(tmp_path, MONTHS)


def files(store: Store, month: str) -> dict[str, int]:
    """Return a month's checkpoint files and when they were written."""
    found = Path(store.path, "checkpoints").glob(f"_{month}*")
    return {path.name: path.stat().st_mtime_ns for path in found}


def cold(store: Store) -> Store:
    return open_store(store.path, checkpoints=False)


def test_an_ingest_leaves_a_checkpoint_at_every_months_end(store: Store) -> None:
    kept = store.checkpoint()
    assert [one.month for one in kept] == [f"2022-0{month}" for month in range(1, 7)]
    assert all(one.parts == ("core", "more") for one in kept)
    assert kept[1].last == date(2022, 2, 20)
    assert store.status().fresh
    assert [len(files(store, one.month)) for one in kept] == [3] * 6


def test_a_checkpoint_has_a_row_for_every_card_known_by_then_and_no_more(
    store: Store, tmp_path: Path
) -> None:
    later = store_of(tmp_path, [cheque(7, 1, VERA), cheque(8, 1, GLEB)])
    heights = {
        path.name[1:8]: pl.read_parquet(path).height
        for path in Path(later.path, "checkpoints").glob("*.core.rfma")
    }
    # The place of key 0, which is nobody's, and one a card.
    assert [heights[f"2022-0{month}"] for month in (1, 6, 7, 8)] == [3, 3, 4, 5]


def test_a_late_cheque_rewrites_only_its_month_and_what_comes_after(
    store: Store, tmp_path: Path
) -> None:
    before = {month: files(store, f"2022-0{month}") for month in range(1, 7)}
    late = store_of(tmp_path, [cheque(4, 11, VERA)])
    after = {month: files(late, f"2022-0{month}") for month in range(1, 7)}
    assert [month for month in before if before[month] != after[month]] == [4, 5, 6]
    assert not before[4].keys() & after[4].keys()
    found = late.segment("2022-04-30")
    assert found.cards == 3
    assert same(found, cold(late).segment("2022-04-30"))


def test_a_checkpoint_of_another_version_is_not_looked_at(store: Store, tmp_path: Path) -> None:
    old = open_store(store.path)
    wanted = old.segment("2022-04-30")
    store_of(tmp_path, [cheque(4, 11, VERA)])
    found = old.segment("2022-04-30")
    assert found.history.facts.way.checkpoint == "2022-03"
    assert same(found, wanted)


def test_a_day_takes_the_newest_checkpoint_before_it(store: Store) -> None:
    def way(day: str) -> tuple[str | None, tuple[str, ...]]:
        found = store.segment(day).history.facts.way
        return found.checkpoint, found.months

    assert way("2022-03-31") == ("2022-03", ())
    assert way("2022-03-20") == ("2022-03", ())
    assert way("2022-03-19") == ("2022-02", ("2022-03",))
    assert way("2022-01-19") == (None, ("2022-01",))
    assert way("2022-07-15") == ("2022-06", ())


def test_what_checkpoints_cannot_answer_the_history_does_and_says_why(store: Store) -> None:
    def reason(found: Store, **more: object) -> str | None:
        said = found.segment(**more).history.facts.way.reason  # type: ignore[arg-type]
        return said[0] if said else None

    assert reason(store) is None
    assert reason(store, shops=["s1"]) == "explain.shops"
    assert reason(store, since="2022-01-02") == "explain.since"
    assert reason(store, scheme="rfm8") == "explain.field"
    assert reason(store, as_of="2022-01-05") == "explain.none_yet"
    assert reason(cold(store)) == "explain.off"


def test_lost_checkpoints_cost_time_and_nothing_else(store: Store) -> None:
    wanted = store.segment("2022-05-15")
    for path in Path(store.path, "checkpoints").glob("_2022-04-*"):
        path.unlink()
    found = store.segment("2022-05-15")
    assert found.history.facts.way.checkpoint == "2022-03"
    assert found.history.facts.way.months == ("2022-04", "2022-05")
    assert same(found, wanted)
    rebuilt = store.checkpoint(rebuild=True)
    assert [one.month for one in rebuilt] == [f"2022-0{month}" for month in range(1, 7)]


def test_a_damaged_checkpoint_is_named_and_can_be_made_anew(store: Store) -> None:
    wanted = store.segment("2022-05-31")
    (core,) = Path(store.path, "checkpoints").glob("_2022-05-*.core.rfma")
    core.write_bytes(core.read_bytes()[:-100])
    with pytest.raises(RfmaError, match=core.name) as caught:
        store.segment("2022-05-31")
    assert "rfma checkpoint --rebuild" in (caught.value.hint or "")
    store.checkpoint(rebuild=True)
    assert same(store.segment("2022-05-31"), wanted)


def test_a_rebuild_writes_every_month_and_a_refresh_only_new_ones(store: Store) -> None:
    told: list[str] = []
    store.checkpoint(written=told.append)
    assert told == []
    store.checkpoint(rebuild=True, written=told.append)
    assert told == [f"2022-0{month}" for month in range(1, 7)]


def test_files_of_no_use_are_removed(store: Store) -> None:
    home = Path(store.path, "checkpoints")
    # The second one is as they were called before.
    strays = ["_2022-01-0123456789abcdef.core.rfma", "2022-01-0123456789abcdef.core.parquet"]
    for name in strays:
        (home / name).write_bytes(b"")
    store.checkpoint()
    assert not any((home / name).exists() for name in strays)
    assert len(list(home.iterdir())) == 18


def test_the_refresh_of_an_old_version_leaves_the_newer_checkpoints(
    store: Store, tmp_path: Path
) -> None:
    old = open_store(store.path)
    assert old.snapshot.is_newest()
    newer = store_of(tmp_path, [cheque(3, 11, VERA)])
    assert not old.snapshot.is_newest()
    wanted = files(newer, "2022-0")
    old.checkpoint()
    assert wanted.items() <= files(newer, "2022-0").items()
    assert newer.status().fresh


# --- the rule that bounds their bytes ------------------------------------------------------------


class Sized(Checkpoint):
    """A checkpoint whose every part has 100 bytes."""

    def octets(self, part: str) -> int:
        return 100


def months(count: int) -> list[Checkpoint]:
    """Return checkpoints of so many months up to 2023-12."""
    ends = [date(2024, 1, 1) - timedelta(days=1)]
    while len(ends) < count:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return [
        Sized("x", f"{end:%Y-%m}", "d", place, end)
        for place, end in enumerate(reversed(ends), start=1)
    ]


@pytest.mark.parametrize(
    ("budget", "older", "recent"),
    [(3600, 24, 12), (3599, 8, 12), (1999, 4, 12), (1599, 2, 12), (1399, 2, 1), (299, 0, 1)],
)
def test_old_checkpoints_are_thinned_until_they_fit(
    monkeypatch: pytest.MonkeyPatch, budget: int, older: int, recent: int
) -> None:
    monkeypatch.setattr(module, "SMALLEST_BUDGET", 1)
    monkeypatch.setitem(module.SHARE_OF_CHEQUES, "core", Fraction(1))
    every = months(36)
    kept = [one.month for one in within_budget(every, "core", budget)]
    assert kept[-recent:] == [one.month for one in every][-recent:]
    assert len(kept) == older + recent or (budget, kept) == (
        1399,
        ["2021-12", "2022-12", "2023-12"],
    )
    if 0 < older < 24:
        assert {month[5:] for month in kept[:-recent]} <= {"03", "06", "09", "12"}


def test_a_small_store_keeps_all_of_them() -> None:
    every = months(36)
    assert within_budget(every, "core", 0) == every


def test_a_thinned_history_answers_as_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = store.segment("2022-04-15")
    monkeypatch.setattr(module, "SMALLEST_BUDGET", 1)
    kept = store.checkpoint()
    assert [one.month for one in kept] == ["2022-06"]
    thinned = store.segment("2022-04-15")
    assert thinned.history.facts.way.months == tuple(f"2022-0{month}" for month in range(1, 5))
    assert same(thinned, wanted)
    assert replace(kept[0], octets=0).parts == ("core", "more")
