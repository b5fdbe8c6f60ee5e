"""What goes in is stored once, found already there, or rejected; nothing else ever happens."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.errors import RfmaError
from rfma_fast.sources import batches
from rfma_fast.sources.ingest import ingest
from rfma_fast.sources.understanding import understand
from rfma_fast.store import loads
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Table
from sources.handmade import (
    ANNA,
    BAD,
    BORIS,
    FEBRUARY,
    JANUARY,
    UUID,
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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def take(tmp_path: Path, root: Path) -> Callable[..., loads.LoadReport]:
    """Ingest rows from a file of that name."""

    def take_rows(*rows: Row, name: str = "t.csv") -> loads.LoadReport:
        return ingest(root, [write_csv(tmp_path / name, rows)])

    return take_rows


Take = Callable[..., loads.LoadReport]


def keys_of(root: Path) -> dict[int, str]:
    return dict(open_snapshot(root).keys().collect().select("key", "card").rows())


# --- the counts ----------------------------------------------------------------------------------


def test_every_row_is_stored_already_there_or_rejected(take: Take, root: Path) -> None:
    report = take(*JANUARY, *FEBRUARY, *BAD, JANUARY[0], JANUARY[0])
    assert (report.read, report.stored, report.already_there, report.rejected) == (10, 6, 2, 2)
    assert report.rejected_by_rule == {"amount_finer_than_kopeck": 1, "at_unreadable": 1}
    assert (report.load, report.new_cards) == (1, 2)
    assert report.months == ("2022-01", "2022-02")
    snapshot = open_snapshot(root)
    assert (snapshot.rows, snapshot.version) == (6, 1)
    assert len(stored(root)) == len(set(stored(root))) == 6
    assert snapshot.rejected().collect().height == 2


def test_a_second_load_tells_only_what_it_brought(take: Take) -> None:
    take(*JANUARY)
    report = take(*JANUARY, *FEBRUARY, row("2022-02-03", card=VERA, doc_id="f3"))
    assert (report.read, report.stored, report.already_there, report.rejected) == (7, 3, 4, 0)
    assert (report.load, report.new_cards) == (2, 1)
    assert report.months == ("2022-02",)


def test_a_report_tells_the_version_that_its_load_made(take: Take, root: Path) -> None:
    assert take(*JANUARY).version == open_snapshot(root).version == 1
    assert take(*FEBRUARY).version == open_snapshot(root).version == 2
    assert take(*FEBRUARY).version == open_snapshot(root).version == 2


def test_what_is_stored_is_what_the_file_says(take: Take, root: Path) -> None:
    take(row("2022-06-09 12:34:56.5", " Север ", ANNA, "12.30", "15#1", "10"), FEBRUARY[1])
    half = (12 * 3600 + 34 * 60 + 56) * 1_000_000 + 500_000
    assert stored(root) == [
        (ANNA, None, date(2022, 6, 9), half, "Север", 1230, 1000, None, None, "15#1"),
        (None, None, date(2022, 2, 14), 43_200_000_000, "Аптека 1", 6000, None, None, None, "f2"),
    ]


ATS = {
    "2022-01-31 23:59:59": (date(2022, 1, 31), 86_399_000_000),
    "2022-02-01": (date(2022, 2, 1), 0),
    "2022-02-01T00:00:00": (date(2022, 2, 1), 0),
    "2021-12-31 00:00:00.5": (date(2021, 12, 31), 500_000),
    "": "at_missing",
    "soon": "at_unreadable",
}
SHOPS = {"a": "a", " a": "a", "б\nв": "б\nв", " ": "shop_missing"}
CARDS = {ANNA: (ANNA, None), BORIS: (BORIS, None), UUID: (None, UUID), "": (None, None)}
AMOUNTS = {
    "10": 1000, "10.00": 1000, "-3.5": -350, "0": 0, "": "amount_missing", "x": "amount_unreadable",
    "1.234": "amount_finer_than_kopeck", "1000000000000": "amount_too_large",
}  # fmt: skip

PAID = {"": None, "9": 900, "9.5": 950}

any_row = st.builds(
    row,
    st.sampled_from(list(ATS)), st.sampled_from(list(SHOPS)), st.sampled_from(list(CARDS)),
    st.sampled_from(["10", *AMOUNTS]), st.sampled_from(["d1", "d2"]), st.sampled_from(list(PAID)),
)  # fmt: skip


def meaning(told: Row) -> tuple[object, ...] | str:
    """Say what a row must become: a stored cheque or the name of a rule."""
    at, shop, amount = ATS[told[0]], SHOPS[told[1]], AMOUNTS[told[3]]
    for value in (at, shop, amount):
        if isinstance(value, str) and "_" in value:
            return value
    return (*CARDS[told[2]], *at, shop, amount, PAID[told[4]], None, None, told[7])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(any_row, max_size=25), min_size=1, max_size=3))
def test_no_load_loses_or_doubles_a_row(parts: list[list[Row]]) -> None:
    there: set[tuple[object, ...]] = set()
    rejected = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, rows in enumerate(parts):
            path = write_csv(Path(folder) / f"{number}.csv", rows)
            report = ingest(Path(folder) / "store", [path])
            meanings = [meaning(told) for told in rows]
            good = {said for said in meanings if not isinstance(said, str)}
            broken = [said for said in meanings if isinstance(said, str)]
            assert report.read == len(rows)
            assert report.stored == len(good - there)
            assert report.rejected_by_rule == {rule: broken.count(rule) for rule in sorted(broken)}
            assert report.rejected == len(broken)
            assert report.read == report.stored + report.already_there + report.rejected
            there |= good
            rejected += len(broken)
        if there:
            snapshot = open_snapshot(Path(folder) / "store")
            assert sorted(there, key=repr) == printed(snapshot)
            assert snapshot.rejected().collect().height == rejected
            keys = snapshot.keys().collect()
            assert keys.get_column("key").to_list() == list(range(1, keys.height + 1))
            assert set(keys.get_column("card")) == {cheque[0] for cheque in there} - {None}


# --- repeating, halving, mixing ------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(take: Take, root: Path) -> None:
    take(*JANUARY, *FEBRUARY, *BAD)
    before = every_byte(root)
    again = take(*JANUARY, *FEBRUARY, *BAD)
    assert (again.read, again.stored, again.already_there, again.rejected) == (8, 0, 6, 2)
    assert (again.load, again.version, again.months, again.new_cards) == (0, 1, (), 0)
    assert every_byte(root) == before


def test_the_same_rows_from_another_file_change_no_cheque(take: Take, root: Path) -> None:
    take(*JANUARY)
    before = every_byte(root)
    take(*JANUARY, name="copy.csv")
    assert every_byte(root) == before


@pytest.mark.parametrize("first", [0, 1])
def test_two_halves_in_either_order_store_what_the_whole_stores(tmp_path: Path, first: int) -> None:
    rows = [*JANUARY, *FEBRUARY, *JANUARY[:2], row("2022-01-20", card=VERA, doc_id="j9")]
    halves = [rows[0::2], rows[1::2]]
    ingest(tmp_path / "whole", [write_csv(tmp_path / "w.csv", rows)])
    for half in (halves[first], halves[1 - first]):
        ingest(tmp_path / "halves", [write_csv(tmp_path / "h.csv", half)])
    assert stored(tmp_path / "halves") == stored(tmp_path / "whole")
    assert sorted(keys_of(tmp_path / "halves").values()) == [ANNA, BORIS, VERA]
    assert sorted(keys_of(tmp_path / "halves")) == [1, 2, 3]


@settings(max_examples=10, deadline=None)
@given(st.lists(any_row, min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_input_rows_does_not_matter(
    rows: list[Row], chance: random.Random
) -> None:
    rows = [*rows, JANUARY[0]]
    mixed = chance.sample(rows, len(rows))
    with tempfile.TemporaryDirectory() as folder:
        for name, told in (("one", rows), ("other", mixed)):
            ingest(Path(folder) / name, [write_csv(Path(folder) / "t.csv", told)])
        one, other = months_of(Path(folder) / "one"), months_of(Path(folder) / "other")
        assert one.keys() == other.keys()
        assert all(one[month].equals(other[month]) for month in one)
        assert keys_of(Path(folder) / "one") == keys_of(Path(folder) / "other")


def test_a_repeated_document_id_is_another_cheque(take: Take, root: Path) -> None:
    report = take(
        row("2022-06-09 10:00:00", doc_id="15#1"),
        row("2022-06-09 10:00:17", doc_id="15#1"),
        row("2022-06-09 10:00:00", card=BORIS, doc_id="15#1"),
        row("2022-06-09 10:00:00", amount="100.01", doc_id="15#1"),
        row("2022-06-09 10:00:00", shop="Аптека 2", doc_id="15#1"),
        row("2022-06-09 10:00:00", paid="99", doc_id="15#1"),
        row("2022-06-09 10:00:00", doc_id=""),
    )
    assert (report.stored, report.already_there) == (7, 0)
    assert len(stored(root)) == 7


def test_a_row_told_twice_in_one_load_is_stored_once(take: Take, root: Path) -> None:
    same = row("2022-06-09 10:00:00"), row("2022-06-09T10:00:00.000", amount="100.00")
    report = take(*same, *same)
    assert (report.stored, report.already_there) == (1, 3)
    assert len(stored(root)) == 1


def test_a_row_without_a_card_or_document_told_twice_is_stored_once(take: Take, root: Path) -> None:
    report = take(*[row(card="", doc_id="")] * 3)
    assert (report.stored, report.already_there) == (1, 2)


def test_a_row_already_there_keeps_the_number_of_its_first_load(take: Take, root: Path) -> None:
    take(*JANUARY[:2])
    take(*JANUARY)
    numbers = dict(open_snapshot(root).scan().select("doc_id", "load").collect().rows())
    assert numbers == {"j1": 1, "j2": 1, "j3": 2, "j4": 2}


def test_of_many_rows_already_there_each_keeps_the_number_of_its_first_load(
    take: Take, root: Path
) -> None:
    rows = [row(doc_id=str(n)) for n in range(2_000)]
    take(*rows[::2])
    take(*reversed(rows))
    numbers = open_snapshot(root).scan().select("load", pl.col("doc_id").cast(pl.Int64)).collect()
    assert all(number == 1 + document % 2 for number, document in numbers.rows())


def test_rows_that_differ_in_one_column_only_are_told_apart_in_any_order(tmp_path: Path) -> None:
    rows = [row(paid=str(n % 50)) for n in range(1_000)]
    for name, told in (("one", rows), ("other", rows[500:][::-1] + rows[:500])):
        report = ingest(tmp_path / name, [write_csv(tmp_path / "t.csv", told)])
        assert (report.stored, report.already_there) == (50, 950)
    assert months_of(tmp_path / "one")["2022-06"].equals(months_of(tmp_path / "other")["2022-06"])


# --- months, order, keys -------------------------------------------------------------------------


def test_a_late_row_rewrites_only_its_month(take: Take, root: Path) -> None:
    take(*JANUARY, *FEBRUARY)
    before = open_snapshot(root)
    report = take(row("2022-01-02", card=VERA, doc_id="late"))
    after = open_snapshot(root)
    assert report.months == ("2022-01",)
    assert after.version == before.version + 1
    assert after.files[1] == before.files[1]
    assert after.files[0].path != before.files[0].path
    assert [file.rows for file in after.files] == [5, 2]
    assert (after.first_day, after.last_day) == (date(2022, 1, 2), date(2022, 2, 14))
    assert len(printed(before)) == 6
    assert len(printed(after)) == 7


def test_a_months_rows_are_sorted_by_card_then_time(take: Take, root: Path) -> None:
    told = [
        row(f"2022-01-{day:02d} {hour:02d}:00", card=card, doc_id=f"{card}{day}{hour}")
        for day in (3, 1, 2) for hour in (12, 9, 23) for card in (VERA, ANNA, UUID, BORIS, "")
    ]  # fmt: skip
    take(*told[::2])
    take(*told)
    month = months_of(root)["2022-01"]
    order = month.select("card", "unidentified_id", "day", "time").rows()
    assert len(order) == 45
    assert order == sorted(order, key=lambda r: (r[0], r[1] is not None, r[1] or "", r[2], r[3]))
    assert sorted(set(month.get_column("card"))) == [0, 1, 2, 3]


def test_keys_are_dense_from_one_and_each_card_has_one(take: Take, root: Path) -> None:
    take(*JANUARY, *FEBRUARY)
    assert keys_of(root) == {1: ANNA, 2: BORIS}
    take(row("2021-12-01", card=VERA), row("2022-03-01", card=ANNA), row("2022-03-02", card=VERA))
    assert keys_of(root) == {1: ANNA, 2: BORIS, 3: VERA}
    assert {cheque[0] for cheque in stored(root)} == {ANNA, BORIS, VERA, None}


@pytest.mark.parametrize(
    "card",
    [UUID, "200000000001", "20000000000155", "2000000000015x", "x2000000000015", "2000 00000015"],
)
def test_what_is_no_card_is_unidentified_and_keeps_its_id(
    take: Take, root: Path, card: str
) -> None:
    take(row(card=card), row(card=ANNA))
    month = months_of(root)["2022-06"]
    assert month.select("card", "unidentified_id").rows() == [(0, card), (1, None)]
    assert keys_of(root) == {1: ANNA}


def test_no_card_at_all_is_unidentified_without_an_id(take: Take, root: Path) -> None:
    report = take(row(card=""), row(card="  ", doc_id="d2"))
    assert report.new_cards == 0
    assert months_of(root)["2022-06"].select("card", "unidentified_id").rows() == [(0, None)] * 2
    assert keys_of(root) == {}


def test_a_store_may_have_its_own_card_rule(tmp_path: Path, root: Path) -> None:
    rows = [row(card="K-17"), row(card=ANNA), row(card="k-17", doc_id="")]
    path = write_csv(tmp_path / "t.csv", rows)
    ingest(root, [path], card_rule=r"^K-\d+$")
    assert keys_of(root) == {1: "K-17"}
    assert open_snapshot(root).card_rule == r"^K-\d+$"
    write_csv(path, [row(card="K-18", doc_id="d2"), row(card=BORIS)])
    ingest(root, [path])
    assert keys_of(root) == {1: "K-17", 2: "K-18"}
    assert ingest(root, [path], card_rule=r"^K-\d+$").already_there == 2


def test_another_card_rule_than_the_stores_is_refused_and_changes_nothing(
    tmp_path: Path, root: Path, take: Take
) -> None:
    take(*JANUARY)
    before = every_byte(root)
    with refused("card_rule.differs", root, r"^\d{13}$", "^K"):
        ingest(root, [write_csv(tmp_path / "t.csv", FEBRUARY)], card_rule="^K")
    assert every_byte(root) == before


def test_a_card_rule_that_is_no_pattern_is_refused_before_anything_is_written(
    tmp_path: Path, root: Path
) -> None:
    path = write_csv(tmp_path / "t.csv", JANUARY)
    with refused("card_rule.unreadable", "([0-9"):
        ingest(root, [path], card_rule="([0-9")
    assert not root.exists()


# --- the quarantine ------------------------------------------------------------------------------


def test_a_rejected_row_tells_its_load_source_line_rule_and_what_it_was(
    tmp_path: Path, take: Take, root: Path
) -> None:
    take(*JANUARY)
    take(*FEBRUARY, *BAD, name="bad.csv")
    told = open_snapshot(root).rejected().sort("line").collect()
    assert told.select("load", "source", "line", "rule").rows() == [
        (2, str(tmp_path / "bad.csv"), 4, "at_unreadable"),
        (2, str(tmp_path / "bad.csv"), 5, "amount_finer_than_kopeck"),
    ]
    fields = json.loads(told.item(1, "raw"))
    assert (fields["amount"], fields["doc_id"], fields["card"]) == ("12.345", "b2", ANNA)


def test_a_rejected_row_of_several_files_names_its_own_file(tmp_path: Path, root: Path) -> None:
    paths = [write_csv(tmp_path / f"{n}.csv", [JANUARY[n], BAD[n]]) for n in (0, 1)]
    ingest(root, paths)
    told = open_snapshot(root).rejected().collect().select("source", "rule").rows()
    assert sorted(told) == [
        (str(paths[0]), "at_unreadable"),
        (str(paths[1]), "amount_finer_than_kopeck"),
    ]


def test_a_load_of_rejected_rows_only_adds_to_the_quarantine_and_to_nothing_else(
    take: Take, root: Path
) -> None:
    take(*JANUARY)
    before = open_snapshot(root)
    report = take(*BAD, name="bad.csv")
    assert (report.read, report.stored, report.rejected, report.new_cards) == (2, 0, 2, 0)
    assert (report.load, report.version, report.months) == (2, 1, ())
    after = open_snapshot(root)
    assert (after.version, after.files) == (before.version, before.files)
    assert after.rejected().collect().get_column("load").to_list() == [2, 2]
    there = every_byte(root)
    again = take(*BAD, name="bad.csv")
    assert (again.load, again.rejected) == (0, 2)
    assert every_byte(root) == there
    assert take(*FEBRUARY).load == 3


def test_a_new_store_may_get_rejected_rows_only(take: Take, root: Path) -> None:
    report = take(*BAD)
    assert (report.load, report.stored, report.rejected, report.version) == (1, 0, 2, 0)
    with refused("store.empty", root):
        open_snapshot(root)


def test_only_rows_that_are_not_yet_in_quarantine_are_added(take: Take, root: Path) -> None:
    take(*JANUARY, BAD[0])
    take(*JANUARY, *BAD)
    told = open_snapshot(root).rejected().sort("line").collect()
    assert told.select("load", "line").rows() == [(1, 6), (2, 7)]


# --- memory, failure, dry run --------------------------------------------------------------------


def test_rows_put_aside_on_disk_come_back_all(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [ANNA, BORIS, VERA, UUID, ""]
    rows = [
        row(f"2022-0{1 + n % 3}-{1 + n % 28:02d}", card=cards[n % 5], doc_id=str(n % 83))
        for n in range(200)
    ]
    path = write_csv(tmp_path / "t.csv", [*rows, *rows[:17]])
    told = ingest(tmp_path / "plain", [path])
    monkeypatch.setattr(loads, "ROWS_IN_MEMORY", 10)
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 7)
    aside: list[int] = []
    staging = root / ".staging"

    def count(_: int) -> None:
        heights = [pl.read_ipc(part).height for part in staging.rglob("*.arrow")]
        aside.append(sum(heights))

    report = ingest(root, [path], rows_read=count)
    assert 200 <= max(aside) <= report.read == 217
    assert (report.read, report.stored, report.months) == (told.read, told.stored, told.months)
    assert report.already_there == told.already_there == 17
    spilled, plain = months_of(root), months_of(tmp_path / "plain")
    assert spilled.keys() == plain.keys()
    assert all(spilled[month].equals(plain[month]) for month in plain)
    assert keys_of(root) == keys_of(tmp_path / "plain")
    assert not staging.exists()


@pytest.mark.parametrize("broken", ["keys", "rejected", "cheques"])
def test_a_failure_in_the_middle_leaves_the_old_version_and_a_repeat_completes_it(
    take: Take, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    take(*JANUARY)
    before = open_snapshot(root)
    told, commit = printed(before), Table.commit

    def fail(table: Table, *rest: object) -> None:
        if table.name == broken:
            raise OSError("the disk is full")
        commit(table, *rest)  # type: ignore[arg-type]

    more = [*FEBRUARY, row("2022-01-09", card=VERA), *BAD]
    with monkeypatch.context() as patch:
        patch.setattr(Table, "commit", fail)
        patch.setattr(loads, "ROWS_IN_MEMORY", 1)
        with pytest.raises(OSError, match="the disk is full"):
            take(*more, name="more.csv")
    assert open_snapshot(root).version == before.version
    assert stored(root) == told
    assert not (root / ".staging").exists()
    report = take(*more, name="more.csv")
    assert (report.stored, report.already_there, report.rejected) == (3, 0, 2)
    ingest(tmp_path / "calm", [write_csv(tmp_path / "c.csv", [*JANUARY, *more])])
    assert stored(root) == stored(tmp_path / "calm")
    assert sorted(keys_of(root)) == [1, 2, 3]
    assert sorted(keys_of(root).values()) == [ANNA, BORIS, VERA]
    assert open_snapshot(root).rejected().collect().height == 2


def test_a_source_that_breaks_off_leaves_no_staging_behind(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(tmp_path / "a.csv", JANUARY)
    pl.DataFrame({"at": ["2022-06-09"], "shop": ["s"], "amount": ["1"]}).write_parquet(
        tmp_path / "b.parquet"
    )
    monkeypatch.setattr(loads, "ROWS_IN_MEMORY", 1)

    def stop(_: int) -> None:
        assert list((root / ".staging").rglob("*.arrow"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(root, [tmp_path / "a.csv", tmp_path / "b.parquet"], rows_read=stop)
    assert not (root / ".staging").exists()
    with refused("store.empty", root):
        open_snapshot(root)


def test_progress_hears_of_every_row_and_every_month(tmp_path: Path, root: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [*JANUARY, *FEBRUARY, *BAD])
    rows: list[int] = []
    months: list[str] = []
    ingest(root, [path], rows_read=rows.append, month_written=months.append)
    assert sum(rows) == 8
    assert months == ["2022-01", "2022-02"]


def test_a_dry_run_says_what_a_load_would_do_and_writes_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [*JANUARY, *FEBRUARY, *BAD, BAD[0]])
    said = understand([path])
    assert (said.read, said.rejected) == (9, 3)
    assert said.rejected_by_rule == {"amount_finer_than_kopeck": 1, "at_unreadable": 2}
    assert said.first.get_column("doc_id").to_list() == ["j1", "j2", "j3", "j4", "f1"]
    assert said.columns["amount"] == "amount"
    assert list(tmp_path.iterdir()) == [path]


def test_a_dry_run_of_several_files_shows_the_first_rows_of_the_first(tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{n}.csv", rows) for n, rows in enumerate((JANUARY, FEBRUARY))]
    said = understand(paths)
    assert said.read == 6
    assert said.first.get_column("doc_id").to_list() == ["j1", "j2", "j3", "j4"]


def test_a_file_in_the_place_of_the_store_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", JANUARY)
    with pytest.raises(RfmaError):
        ingest(path, [path])


@pytest.mark.parametrize("name", ["with space", "аптека", "50%", "a#b?c", "s[1]*"])
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / "t.csv", JANUARY)
    assert ingest(tmp_path / name, [path]).stored == 4
    assert ingest(f"{tmp_path / name}/", [path]).already_there == 4
    assert len(stored(tmp_path / name)) == 4


def test_a_store_whose_path_delta_would_decode_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", JANUARY)
    with refused("store.bad_name", tmp_path / "a%20b"):
        ingest(tmp_path / "a%20b", [path])
    assert not (tmp_path / "a%20b").exists()
