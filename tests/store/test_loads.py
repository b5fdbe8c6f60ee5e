"""Two loads at one time: one is committed, the other is told so, and no cheque is doubled."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from sources.handmade import (
    ANNA,
    BAD,
    BORIS,
    FEBRUARY,
    HEADER,
    JANUARY,
    VERA,
    Row,
    refused,
    row,
    stored,
    write_csv,
)  # fmt: skip

from rfma_fast.cheques.rules import check
from rfma_fast.sources.ingest import ingest
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Table, Tables

MARCH = (row("2022-03-01", card=ANNA, doc_id="m1"), row("2022-03-02", card=BORIS, doc_id="m2"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ingest(tmp_path / "store", [write_csv(tmp_path / "t.csv", JANUARY)])
    return tmp_path / "store"


def load_of(root: Path, *rows: Row, name: str = "t") -> Load:
    tables = Tables.at(root)
    load = Load(tables, name, tables.card_rule())
    raw = pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String), orient="row")
    both = check(raw.with_row_index("line", offset=2))
    load.add(both.accepted, both.rejected)
    return load


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (MARCH, MARCH),
        (MARCH, (row("2022-03-03", card=ANNA, doc_id="m3"),)),
        ((row("2022-03-03", card=VERA),), (row("2022-03-03", card=VERA),)),
        ((*MARCH, *BAD), MARCH),
        (MARCH, (*MARCH, *BAD)),
        ((row("2022-01-20", doc_id="late"),), (row("2022-01-20", doc_id="late"),)),
        ((row("2022-01-20", doc_id="late"),), FEBRUARY),
    ],
    ids=["same rows", "same month", "same new card", "winner has bad rows", "loser has bad rows",
         "same old month", "other months"],
)  # fmt: skip
def test_of_two_loads_at_one_time_one_is_refused_and_may_be_repeated(
    root: Path, winner: tuple[Row, ...], loser: tuple[Row, ...]
) -> None:
    first, second = load_of(root, *winner, name="first"), load_of(root, *loser, name="second")
    reports: list[LoadReport] = []
    won: list[int] = []

    def meanwhile(_: str) -> None:
        if not reports:
            reports.append(first.commit())
            won.append(open_snapshot(root).version)

    with refused("load.conflict", root):
        second.commit(meanwhile)
    after = stored(root)
    assert len(after) == len(set(after)) == len(JANUARY) + reports[0].stored
    assert open_snapshot(root).version == won[0] == 2

    report = load_of(root, *loser, name="second").commit()
    assert report.read == len(loser)
    whole = stored(root)
    good = {told for told in (*JANUARY, *winner, *loser) if told not in BAD}
    assert len(whole) == len(set(whole)) == len(good)
    keys = open_snapshot(root).keys().collect()
    assert keys.get_column("key").to_list() == list(range(1, keys.height + 1))
    assert keys.get_column("card").n_unique() == keys.height
    rejected = open_snapshot(root).rejected().collect()
    assert rejected.height == sum(told in BAD for told in (*winner, *loser))


def test_loads_that_gave_themselves_different_numbers_exclude_each_other_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The second has read the cheques, but not yet the quarantine, when the first is committed.
    first, second = load_of(root, *MARCH, *BAD, name="first"), load_of(root, *MARCH, name="second")
    last_load = Table.last_load
    reports: list[LoadReport] = []

    def meanwhile(table: Table) -> int:
        if table.name == "rejected":
            monkeypatch.setattr(Table, "last_load", last_load)
            reports.append(first.commit())
        return last_load(table)

    monkeypatch.setattr(Table, "last_load", meanwhile)
    with refused("load.conflict", root):
        second.commit()
    assert reports[0].stored == 2
    assert len(stored(root)) == len(set(stored(root))) == 6


def test_a_load_opened_before_another_but_committed_after_it_sees_its_rows(root: Path) -> None:
    second = load_of(root, *MARCH, *FEBRUARY)
    first = load_of(root, *MARCH, row("2022-03-09", card=VERA, doc_id="m9")).commit()
    report = second.commit()
    assert (first.load, report.load) == (2, 3)
    assert (report.stored, report.already_there) == (2, 2)
    assert len(stored(root)) == len(set(stored(root))) == 9


def test_a_load_of_nothing_commits_nothing(root: Path) -> None:
    report = load_of(root).commit()
    assert (report.read, report.stored, report.load, report.version) == (0, 0, 0, 1)


def test_several_batches_of_one_month_make_one_file(root: Path) -> None:
    load = load_of(root, MARCH[1])
    for told in (MARCH[0], MARCH[1], row("2022-03-03", card=VERA)):
        one = check(pl.DataFrame([told], schema=list(HEADER), orient="row").with_row_index("line"))
        load.add(one.accepted, one.rejected)
    report = load.commit()
    assert (report.read, report.stored, report.already_there) == (4, 3, 1)
    assert [(file.month, file.rows) for file in open_snapshot(root).files] == [
        ("2022-01", 4),
        ("2022-03", 3),
    ]


def test_leaving_the_block_removes_only_the_staging_of_its_own_load(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rfma_fast.store.loads.ROWS_IN_MEMORY", 0)
    with load_of(root, *MARCH):
        with load_of(root, *FEBRUARY):
            assert len(list((root / ".staging").iterdir())) == 2
        assert len(list((root / ".staging").iterdir())) == 1
    assert not (root / ".staging").exists()
