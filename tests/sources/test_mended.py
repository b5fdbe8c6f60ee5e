"""Rows of the quarantine become cheques after all: mended, or under other demands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rfma_fast import open_store
from rfma_fast.api import Store
from rfma_fast.store.loads import LoadReport
from rfma_fast.store.quarantine import waiting
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Table, Tables
from sources.handmade import (
    ANNA,
    BORIS,
    JANUARY,
    every_byte,
    refused,
    row,
    stored,
    write_csv,
)  # fmt: skip

WRONG = (
    row("yesterday", doc_id="w1"),
    row("2022-01-10", amount="twelve", doc_id="w2"),
    row("1999-12-31", card=BORIS, doc_id="w3"),
)
MENDED = {"w1": {"at": "2022-01-09 10:00"}, "w2": {"amount": "12.5"}, "w3": {"at": "2022-02-01"}}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    one = open_store(tmp_path / "store")
    one.ingest(write_csv(tmp_path / "t.csv", [*JANUARY, *WRONG]), max_rejects=None)
    return one


def mended(store: Store, *documents: str, file: str = "mend.csv", **more: Any) -> Path:
    """Write the rejected rows to a file, some of them mended."""
    rows = store.rejects().to_dicts()
    for told in rows:
        if told["doc_id"] in documents:
            told.update(MENDED[told["doc_id"]])
            told.update(more)
    path = Path(store.path).parent / file
    frame = pl.DataFrame(rows, schema=store.rejects().schema)
    if path.suffix == ".xlsx":
        frame.write_excel(path)
    elif path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
    return path


def documents(store: Store) -> list[str]:
    return store.rejects().get_column("doc_id").sort().to_list()


def counts(report: LoadReport) -> tuple[int, int, int, int, int]:
    return (
        report.read, report.stored, report.already_there, report.rejected, report.mended,
    )  # fmt: skip


# --- listing -------------------------------------------------------------------------------------


def test_rejected_rows_are_told_with_their_fields_as_they_were_given(
    store: Store, tmp_path: Path
) -> None:
    rows = store.rejects()
    assert rows.columns[:4] == ["load", "source", "line", "rule"]
    assert rows.columns[4:] == [
        "at", "shop", "card", "amount", "paid", "bonus_earned", "bonus_spent", "doc_id",
    ]  # fmt: skip
    assert rows.select("line", "rule", "at", "amount", "doc_id").rows() == [
        (6, "at_unreadable", "yesterday", "100", "w1"),
        (7, "amount_unreadable", "2022-01-10", "twelve", "w2"),
        (8, "at_before_floor", "1999-12-31", "100", "w3"),
    ]
    assert set(rows.get_column("source")) == {str(tmp_path / "t.csv")}


def test_rejected_rows_are_chosen_by_rule_and_by_load(store: Store, tmp_path: Path) -> None:
    store.ingest(write_csv(tmp_path / "u.csv", [row("never", doc_id="u1")]), max_rejects=None)
    both = ("at_unreadable", "at_before_floor")
    assert store.rejects(rules=both).get_column("doc_id").to_list() == ["w1", "w3", "u1"]
    assert store.rejects(load=2).get_column("doc_id").to_list() == ["u1"]
    assert store.rejects(rules=["at_before_floor"], load=2).height == 0
    with refused("store.missing"):
        open_store(tmp_path / "none").rejects()


# --- retrying ------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["mend.csv", "mend.xlsx", "mend.parquet"])
def test_mended_rows_become_cheques_and_leave_the_quarantine(store: Store, file: str) -> None:
    report = store.retry(mended(store, "w1", "w2", file=file))
    assert counts(report) == (3, 2, 0, 1, 2)
    assert report.rejected_by_rule == {"at_before_floor": 1}
    assert (report.load, report.months) == (2, ("2022-01",))
    assert documents(store) == ["w3"]
    assert [cheque[7] for cheque in stored(Path(store.path)) if cheque[9] in ("w1", "w2")] == [
        None, None,
    ]  # fmt: skip
    amounts = {cheque[9]: cheque[5] for cheque in stored(Path(store.path))}
    assert (amounts["w1"], amounts["w2"]) == (10_000, 1_250)
    assert [load.stored for load in store.status().loads] == [4, 2]
    assert store.status().rejected == {"at_before_floor": 1}


def test_a_file_as_a_russian_spreadsheet_writes_it_is_read(store: Store) -> None:
    path = mended(store, "w1", "w2", "w3")
    frame = pl.read_csv(path, infer_schema=False)
    path.write_bytes(frame.write_csv(separator=";").encode("cp1251"))
    assert counts(store.retry(path)) == (3, 3, 0, 0, 3)
    assert documents(store) == []
    assert {cheque[4] for cheque in stored(Path(store.path))} == {"Аптека 1"}


def test_the_same_file_taken_twice_changes_nothing(store: Store) -> None:
    path = mended(store, "w1", "w2")
    store.retry(path)
    before = every_byte(Path(store.path))
    again = store.retry(path)
    assert counts(again) == (3, 0, 2, 1, 0)
    assert [(one.rule, one.figures) for one in again.warnings] == [("row_mended", {"rows": 2})]
    assert every_byte(Path(store.path)) == before


def test_rows_left_out_of_the_file_wait_on(store: Store) -> None:
    path = mended(store, "w1")
    only = pl.read_csv(path, infer_schema=False).filter(pl.col("doc_id") == "w1")
    only.write_csv(path)
    assert counts(store.retry(path)) == (1, 1, 0, 0, 1)
    assert documents(store) == ["w2", "w3"]


def test_a_mended_row_that_is_stored_already_leaves_the_quarantine_and_is_not_doubled(
    store: Store,
) -> None:
    at, shop, card, amount, *_ = JANUARY[0]
    path = mended(store, "w1", at=at, shop=shop, card=card, amount=amount, paid="", doc_id="j1")
    assert counts(store.retry(path)) == (3, 0, 1, 2, 1)
    assert documents(store) == ["w2", "w3"]
    assert len(stored(Path(store.path))) == len(JANUARY)


def test_the_source_ingested_again_does_not_bring_mended_rows_back_to_the_quarantine(
    store: Store, tmp_path: Path
) -> None:
    store.retry(mended(store, "w1", "w2"))
    again = store.ingest(tmp_path / "t.csv", max_rejects=None)
    assert (again.load, again.stored, again.rejected) == (0, 0, 3)
    assert documents(store) == ["w3"]


def test_what_was_mended_can_be_undone_and_waits_again(store: Store) -> None:
    store.retry(mended(store, "w1", "w2"))
    with refused("undo.mended", "Load 2", "load 1", 2):
        store.undo(1)
    report = store.undo(2)
    assert (report.cheques, report.rejected, report.returned) == (2, 0, 2)
    assert documents(store) == ["w1", "w2", "w3"]
    assert len(stored(Path(store.path))) == len(JANUARY)
    assert store.undo(1).rejected == 3


def test_rows_as_they_are_pass_under_other_demands(store: Store) -> None:
    assert counts(store.retry()) == (3, 0, 0, 3, 0)
    report = store.retry(floor="1995-01-01")
    assert counts(report) == (3, 1, 0, 2, 1)
    assert report.source == "rejected"
    assert documents(store) == ["w1", "w2"]
    assert counts(store.retry(floor="1995-01-01", rules=["at_missing"])) == (0, 0, 0, 0, 0)


def test_a_row_that_was_cut_wrongly_passes_only_after_somebody_changed_it(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    path = write_csv(tmp_path / "t.csv", [*JANUARY])
    path.write_text(path.read_text() + f"2022-01-20,Shop, the second,{ANNA},5,,,,x\n")
    store.ingest(path, max_rejects=None)
    assert store.rejects().get_column("rule").to_list() == ["fields_extra"]
    file = tmp_path / "mend.csv"
    store.rejects().with_columns(card=pl.lit(ANNA), amount=pl.lit("5")).write_csv(file)
    untouched = store.rejects()
    assert counts(store.retry()) == (1, 0, 0, 1, 0)
    assert store.rejects().equals(untouched)
    assert counts(store.retry(file)) == (1, 1, 0, 0, 1)


def test_a_repeated_row_that_was_rejected_stays_so_until_it_is_changed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    path = write_csv(tmp_path / "t.csv", [JANUARY[0], JANUARY[0]])
    store.ingest(path, identical="reject", max_rejects=None)
    assert counts(store.retry()) == (1, 0, 0, 1, 0)
    assert counts(store.retry(identical="reject")) == (1, 0, 0, 1, 0)
    file = tmp_path / "mend.csv"
    store.rejects().with_columns(doc_id=pl.lit("another")).write_csv(file)
    assert counts(store.retry(file, identical="reject")) == (1, 1, 0, 0, 1)


# --- refusals ------------------------------------------------------------------------------------


def test_a_file_with_a_row_that_is_not_in_the_quarantine_is_refused(store: Store) -> None:
    path = mended(store, "w1")
    rows = pl.read_csv(path, infer_schema=False)
    rows.with_columns(line=pl.lit("99")).head(1).write_csv(path)
    before = every_byte(Path(store.path))
    with refused("retry.unknown", path, "t.csv:99", 1):
        store.retry(path)
    assert every_byte(Path(store.path)) == before


def test_a_file_that_tells_a_row_twice_is_refused(store: Store) -> None:
    path = mended(store, "w1")
    rows = pl.read_csv(path, infer_schema=False)
    pl.concat([rows, rows.head(1)]).write_csv(path)
    with refused("retry.twice", path, "t.csv:6"):
        store.retry(path)


@pytest.mark.parametrize("column", ["load", "source", "line", "card", "amount"])
def test_a_file_that_lost_a_column_is_refused(store: Store, column: str) -> None:
    path = mended(store, "w1")
    pl.read_csv(path, infer_schema=False).drop(column).write_csv(path)
    with refused("retry.no_place", path, column):
        store.retry(path)


def test_a_file_that_is_missing_or_none_is_refused(store: Store, tmp_path: Path) -> None:
    with refused("source.unreadable", "none.csv"):
        store.retry(tmp_path / "none.csv")
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    with refused("source.unreadable", "bad.xlsx"):
        store.retry(tmp_path / "bad.xlsx")


# --- all or nothing ------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["keys", "cheques", "rejected"])
def test_a_stopped_retry_is_done_or_not_done_and_a_repeat_completes_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    root, path = Path(store.path), mended(store, "w1", "w2", card="2000000000053")
    commit: Callable[..., None] = Table.commit

    def fail(table: Table, *rest: object) -> None:
        if table.name == broken:
            raise OSError("the machine stops")
        commit(table, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Table, "commit", fail)
        with pytest.raises(OSError, match="the machine stops"):
            store.retry(path)
    done = broken == "rejected"
    assert len(stored(root)) == len(JANUARY) + 2 * done
    assert waiting(Tables.at(root)).collect().height == 3 - 2 * done
    assert open_store(root).query("select count(*) as n from rejected").item() == 3 - 2 * done
    report = store.retry(path)
    assert (report.stored, report.already_there) == ((0, 2) if done else (2, 0))
    assert len(stored(root)) == len(JANUARY) + 2
    assert documents(store) == ["w3"]
    assert open_snapshot(root).rejected().collect().height == 1
