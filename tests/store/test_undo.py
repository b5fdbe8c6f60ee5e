"""Undoing a load leaves what the other loads brought, or is refused with a sentence."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.handmade import (
    ANNA,
    BAD,
    BORIS,
    FEBRUARY,
    JANUARY,
    VERA,
    Row,
    every_byte,
    months_of,
    printed,
    refused,
    row,
    stored,
    write_csv,
)  # fmt: skip
from support.figures import record

from rfma_fast import open_store
from rfma_fast.cheques.rulebook import Demands, Identical
from rfma_fast.sources.ingest import ingest
from rfma_fast.store import quarantine
from rfma_fast.store.loads import LoadReport
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Table, Tables
from rfma_fast.store.undo import undo


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


Take = Callable[..., LoadReport]


@pytest.fixture
def take(tmp_path: Path, root: Path) -> Take:
    def take_rows(*rows: Row, name: str = "t.csv", identical: Identical = "once") -> LoadReport:
        path = write_csv(tmp_path / name, rows)
        return ingest(root, [path], demands=Demands(identical=identical))

    return take_rows


def quarantined(root: Path) -> list[tuple[Any, ...]]:
    rows = quarantine.waiting(Tables.at(root)).select("source", "line", "rule", "raw").collect()
    return sorted(rows.rows())


# --- the law -------------------------------------------------------------------------------------

GOOD = [row(f"2022-0{1 + n % 2}-0{1 + n}", card=(ANNA, "")[n % 2], doc_id=str(n)) for n in range(4)]
WRONG = row("yesterday")


@dataclass
class Model:
    """What the store must hold, by the plainest of rules: the most copies that a load brings."""

    brought: dict[int, tuple[Counter[Row], frozenset[int]]] = field(default_factory=dict)
    """Live load → copies of its good rows, and lines of its wrong ones."""

    @property
    def cheques(self) -> Counter[Row]:
        every: Counter[Row] = Counter()
        for good, _ in self.brought.values():
            every |= good
        return every

    @property
    def wrong(self) -> set[int]:
        return {line for _, lines in self.brought.values() for line in lines}

    def first_bringer(self, load: int) -> tuple[Counter[Row], set[int]]:
        """Return what a load was the first to bring."""
        before: Counter[Row] = Counter()
        lines: set[int] = set()
        for number, (good, wrong) in self.brought.items():
            if number < load:
                before |= good
                lines |= wrong
        good, wrong = self.brought[load]
        return good - before, set(wrong) - lines

    def would_lose(self, load: int) -> bool:
        """Tell whether a later load brought some of what a load brought first."""
        own, lines = self.first_bringer(load)
        before = self.brought[load][0] - own
        for number, (good, wrong) in self.brought.items():
            if number > load and (lines & wrong or any((good - before)[one] for one in own)):
                return True
        return False


def hold(root: Path, model: Model) -> None:
    tables = Tables.at(root)
    cheques = printed(open_snapshot(root)) if tables.cheques.files() else []
    assert Counter(str(cheque[-1]) for cheque in cheques) == Counter(
        {told[7]: count for told, count in model.cheques.items()}
    )
    assert {line for _, line, _, _ in quarantined(root)} == model.wrong
    assert len(quarantined(root)) == len(model.wrong)


loads = st.tuples(
    st.just("load"),
    st.lists(st.sampled_from([*GOOD, *GOOD, WRONG]), min_size=1, max_size=5),
    st.sampled_from(["once", "all"]),
)
steps = st.lists(loads | st.tuples(st.just("undo"), st.integers(0, 9), st.just("")), max_size=8)


@settings(max_examples=12, deadline=None)
@given(steps)
def test_a_load_that_is_undone_leaves_what_all_the_others_brought(
    told: list[tuple[str, Any, Any]],
) -> None:
    follow(told)


@pytest.mark.slow
def test_a_load_that_is_undone_leaves_what_all_the_others_brought_at_length() -> None:
    followed: Counter[str] = Counter()

    @settings(max_examples=1000, deadline=None)
    @given(steps)
    def law(told: list[tuple[str, Any, Any]]) -> None:
        follow(told)
        followed["histories"] += 1
        followed["loads and undoings"] += len(told)

    law()
    record("loads undone", dict(followed))


def follow(told: list[tuple[str, Any, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, model = Path(folder) / "store", Model()
        for what, given_rows, identical in told:
            if what == "load":
                path = write_csv(Path(folder) / "t.csv", given_rows)
                report = ingest(root, [path], demands=Demands(identical=identical))
                copies = Counter(one for one in given_rows if one != WRONG)
                if identical == "once":
                    copies = Counter(set(copies))
                lines = frozenset(n for n, one in enumerate(given_rows, 2) if one == WRONG)
                if report.load:
                    model.brought[report.load] = (copies, lines)
                else:
                    assert (copies, lines) in model.brought.values(), (
                        "only a repeat leaves no trace"
                    )
            elif model.brought:
                load = list(model.brought)[given_rows % len(model.brought)]
                if model.would_lose(load):
                    before = every_byte(root)
                    with refused("undo.shared", load):
                        undo(root, load)
                    assert every_byte(root) == before
                else:
                    undo(root, load)
                    del model.brought[load]
            if root.exists():
                hold(root, model)


# --- cases ---------------------------------------------------------------------------------------


def test_the_rows_of_a_load_leave_and_nothing_else_does(take: Take, root: Path) -> None:
    take(*JANUARY)
    before, there = stored(root), months_of(root)
    take(*FEBRUARY, row("2022-01-20", card=VERA, doc_id="late"), *BAD, name="wrong.csv")
    report = undo(root, 2)
    assert (report.undo, report.cheques, report.rejected) == (2, 3, 2)
    assert report.months == ("2022-01", "2022-02")
    assert report.source.endswith("wrong.csv")
    assert stored(root) == before
    assert months_of(root).keys() == {"2022-01"}
    assert months_of(root)["2022-01"].equals(there["2022-01"])
    assert quarantined(root) == []
    assert report.version == open_snapshot(root).version


def test_the_first_load_can_leave_before_the_second(take: Take, root: Path) -> None:
    take(*JANUARY, row("2022-02-03", doc_id="x"))
    take(*FEBRUARY, *BAD)
    undo(root, 1)
    assert sorted(str(cheque[-1]) for cheque in stored(root)) == ["f1", "f2"]
    assert len(quarantined(root)) == 2


def test_what_was_undone_can_be_loaded_again_and_has_the_keys_that_it_had(
    take: Take, root: Path
) -> None:
    take(*JANUARY, *BAD)
    keys, before = open_snapshot(root).keys().collect().rows(), stored(root)
    undo(root, 1)
    again = take(*JANUARY, *BAD)
    assert (again.load, again.stored, again.rejected, again.new_cards) == (3, 4, 2, 0)
    assert stored(root) == before
    assert open_snapshot(root).keys().collect().rows() == keys
    assert len(quarantined(root)) == 2


def test_a_load_whose_rows_another_one_brought_too_is_not_undone(take: Take, root: Path) -> None:
    take(*JANUARY)
    take(*JANUARY[:3], *FEBRUARY, name="both.csv")
    before = every_byte(root)
    with refused("undo.shared", "both.csv", "Load 2", "load 1", "3 cheques"):
        undo(root, 1)
    assert every_byte(root) == before
    undo(root, 2)
    undo(root, 1)
    assert Tables.at(root).cheques.files() == []
    take(*JANUARY[:3], *FEBRUARY, name="both.csv")
    assert len(stored(root)) == 5


def test_a_load_that_brought_nothing_new_counts_unless_it_is_a_repetition(
    take: Take, root: Path
) -> None:
    take(*JANUARY, *FEBRUARY)
    assert take(*FEBRUARY, *JANUARY, name="copy.csv").load == 0
    mended = take(*JANUARY, name="mended.csv")
    assert (mended.load, mended.stored, mended.already_there) == (2, 0, 4)
    before = every_byte(root)
    assert take(*JANUARY, name="mended.csv").load == 0
    assert every_byte(root) == before
    with refused("undo.shared", "mended.csv", 4):
        undo(root, 1)
    undo(root, 2)
    undo(root, 1)


def test_a_repetition_of_a_load_that_found_older_rows_is_known_by_which_it_found(
    take: Take, root: Path
) -> None:
    take(*JANUARY)
    take(JANUARY[0], FEBRUARY[0])
    assert take(FEBRUARY[0], JANUARY[0]).load == 0
    assert take(JANUARY[1], FEBRUARY[0]).load == 3
    with refused("undo.shared", "Load 3"):
        undo(root, 2)


def test_copies_of_a_row_leave_with_the_load_that_brought_them(take: Take, root: Path) -> None:
    take(JANUARY[0])
    take(*[JANUARY[0]] * 3, identical="all", name="more.csv")
    assert len(stored(root)) == 3
    with refused("undo.shared", "more.csv", "1 cheques"):
        undo(root, 1)
    assert undo(root, 2).cheques == 2
    assert len(stored(root)) == 1


def test_a_load_of_rejected_rows_only_can_be_undone(take: Take, root: Path) -> None:
    take(*BAD)
    report = undo(root, 1)
    assert (report.cheques, report.rejected, report.months) == (0, 2, ())
    assert quarantined(root) == []
    assert take(*BAD).load == 3


def test_rejected_rows_that_another_load_brought_too_are_not_lost(take: Take, root: Path) -> None:
    take(*BAD)
    assert take(*BAD, *JANUARY).load == 2
    with refused("undo.shared", "Load 2", "0 cheques", "2 rejected rows"):
        undo(root, 1)
    undo(root, 2)
    assert len(quarantined(root)) == 2


@pytest.mark.parametrize(("load", "key"), [(0, "undo.unknown"), (3, "undo.unknown")])
def test_an_unknown_load_is_refused_and_the_known_ones_are_named(
    take: Take, root: Path, load: int, key: str
) -> None:
    take(*JANUARY)
    take(*FEBRUARY)
    with refused(key, load, "1, 2"):
        undo(root, load)


def test_an_undone_load_is_not_undone_again(take: Take, root: Path) -> None:
    take(*JANUARY)
    take(*FEBRUARY, name="twice.csv")
    undo(root, 2)
    with refused("undo.done", 2, "twice.csv"):
        undo(root, 2)
    with refused("undo.unknown", 3):
        undo(root, 3)


def test_where_the_notes_of_loads_are_gone_nothing_is_undone(
    take: Take, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*JANUARY)
    take(*FEBRUARY)
    monkeypatch.setattr(Table, "commits", lambda table: 2)
    with refused("undo.history_gone", root, 1):
        undo(root, 1)


def test_there_is_nothing_to_undo_where_there_is_no_store(root: Path) -> None:
    with refused("store.missing", root):
        undo(root, 1)


# --- all or nothing ------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["cheques", "rejected"])
def test_an_undo_that_is_stopped_is_done_or_not_done_at_all(
    take: Take, root: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    take(*JANUARY)
    take(*FEBRUARY, *BAD, name="wrong.csv")
    commit, both = Table.commit, (stored(root), quarantined(root))

    def fail(table: Table, *rest: object) -> None:
        if table.name == broken:
            raise OSError("the machine stops")
        commit(table, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Table, "commit", fail)
        with pytest.raises(OSError, match="the machine stops"):
            undo(root, 2)
    if broken == "cheques":
        assert (stored(root), quarantined(root)) == both
        undo(root, 2)
    assert [str(cheque[-1]) for cheque in stored(root)] == ["j3", "j1", "j2", "j4"]
    assert quarantined(root) == []
    assert open_store(root).query("select count(*) as n from rejected").item() == 0
    take(row("2022-03-01", doc_id="next"), BAD[1], name="next.csv")
    assert len(quarantined(root)) == 1
    files = {file.path for file in Tables.at(root).rejected.files()}
    assert files == {file.path for file in quarantine.files(Tables.at(root))}


def test_a_load_committed_meanwhile_stops_an_undo(
    take: Take, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*JANUARY)
    rewritten = quarantine.rewritten

    def meanwhile(*rest: Any) -> Any:
        monkeypatch.setattr(quarantine, "rewritten", rewritten)
        take(*FEBRUARY, JANUARY[0], name="other.csv")
        return rewritten(*rest)

    monkeypatch.setattr(quarantine, "rewritten", meanwhile)
    with refused("undo.conflict", root):
        undo(root, 1)
    assert len(stored(root)) == 6
    with refused("undo.shared", "other.csv"):
        undo(root, 1)


def test_an_undo_committed_meanwhile_stops_a_load(
    take: Take, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*JANUARY)
    settle = quarantine.settle

    def meanwhile(tables: Tables) -> None:
        settle(tables)
        monkeypatch.setattr(quarantine, "settle", settle)
        tables.cheques.version()
        undo(root, 1)

    monkeypatch.setattr(quarantine, "settle", meanwhile)
    with refused("load.conflict", root):
        take(JANUARY[0], FEBRUARY[0], name="other.csv")
    take(JANUARY[0], FEBRUARY[0], name="other.csv")
    assert len(stored(root)) == 2


# --- what follows --------------------------------------------------------------------------------


def test_answers_after_an_undo_are_those_of_a_store_that_never_had_the_load(
    tmp_path: Path, root: Path
) -> None:
    right = [
        row(f"2022-0{1 + n % 3}-1{n}", card=(ANNA, BORIS)[n % 2], doc_id=str(n)) for n in range(8)
    ]
    wrong = [
        row(f"2022-0{1 + n % 3}-2{n}", card=VERA, amount="9", doc_id=f"w{n}") for n in range(6)
    ]
    paths = [
        write_csv(tmp_path / f"{name}.csv", rows) for name, rows in (("r", right), ("w", wrong))
    ]
    store, calm = open_store(root), open_store(tmp_path / "calm")
    for path in paths:
        store.ingest(path)
    calm.ingest(paths[0])
    assert store.undo(2).cheques == 6
    assert store.segment().table().equals(calm.segment().table())
    assert open_store(root, checkpoints=False).segment().table().equals(calm.segment().table())
    assert store.status().fresh
    assert [load.undone for load in store.status().loads] == [False, True]
    assert not [p for p in (root / "checkpoints").iterdir() if p.name not in _wanted(root)]


def _wanted(root: Path) -> set[str]:
    from rfma_fast.store.checkpoints import COUNTS, PARTS, Checkpoints

    possible = Checkpoints.of(str(root), open_snapshot(root).files).possible
    return {Path(one.path(part)).name for one in possible for part in (*PARTS, COUNTS)}


def test_a_store_may_become_empty_again(tmp_path: Path, root: Path) -> None:
    store = open_store(root)
    store.ingest(write_csv(tmp_path / "t.csv", JANUARY))
    store.undo(1)
    with refused("store.empty", root):
        store.status()
    assert store.ingest(write_csv(tmp_path / "t.csv", FEBRUARY)).stored == 2
    assert store.status().cheques == 2
