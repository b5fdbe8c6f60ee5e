"""The copy for other programs: its readers get each cheque once, in roubles, with its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest
from commands.fixtures import Rfma, write_rows
from commands.fixtures import rfma as rfma
from support.damage import rot

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.store import plain

ANNA, BORIS = "2000000000015", "2000000000022"
FIRST = [
    ("2022-01-05 09:00:00", "Shop 1", ANNA, "10.50", "d1"),
    ("2022-01-20 10:15:30", "Shop 1", "till-7", "3", "d2"),
    ("2022-02-03 09:00:00", "Shop 2", BORIS, "100", "d3"),
]
SECOND = [
    ("2022-01-06 09:00:00", "Shop 2", BORIS, "-1.25", "d4"),
    ("2022-02-04 09:00:00", "Shop 2", ANNA, "7", "d5"),
    ("2022-03-01 23:59:59", "Shop 1", ANNA, "2", "d6"),
]
Seen = list[tuple[datetime, str | None, Decimal]]


def by_duckdb(place: Path, pattern: str) -> Seen:
    told = f"select moment, card, amount from read_parquet('{place}{pattern}') order by moment"
    rows = duckdb.connect().execute(told).fetchall()
    return [(moment, card, amount) for moment, card, amount in rows]


def by_polars(place: Path) -> Seen:
    return pl.read_parquet(place).sort("moment").select("moment", "card", "amount").rows()


def by_pandas(place: Path) -> Seen:
    frame = pd.read_parquet(place).sort_values("moment")
    cards = [card if isinstance(card, str) else None for card in frame["card"]]
    return list(zip(frame["moment"].dt.to_pydatetime(), cards, frame["amount"], strict=True))


def by_arrow(place: Path) -> Seen:
    rows = ds.dataset(place, partitioning="hive").to_table().sort_by("moment").to_pylist()
    return [(row["moment"], row["card"], row["amount"]) for row in rows]


READERS: dict[str, Callable[[Path], Seen]] = {
    "DuckDB, a directory": lambda place: by_duckdb(place, "/**"),
    "DuckDB, Parquet files": lambda place: by_duckdb(place, "/**/*.parquet"),
    "DuckDB, months": lambda place: by_duckdb(place, "/month=*/*"),
    "Polars": by_polars,
    "pandas": by_pandas,
    "Arrow": by_arrow,
}


def wanted(*rows: tuple[str, str, str, str, str]) -> Seen:
    return sorted(
        (datetime.fromisoformat(at), card if card.isdecimal() else None, Decimal(amount))
        for at, _, card, amount, _ in rows
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    store.ingest(write_rows(tmp_path / "first.csv", FIRST))
    return store


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_each_cheque_once_after_loads_and_undos(
    reader: str, store: Store, tmp_path: Path
) -> None:
    read, place = READERS[reader], tmp_path / "plain"
    store.export(place)
    assert read(place) == wanted(*FIRST)
    store.ingest(write_rows(tmp_path / "second.csv", SECOND))
    assert read(place) == wanted(*FIRST, *SECOND)
    store.ingest(tmp_path / "first.csv")
    assert read(place) == wanted(*FIRST, *SECOND)
    store.undo(2)
    assert read(place) == wanted(*FIRST)


def test_a_row_has_its_moment_its_card_and_roubles(store: Store, tmp_path: Path) -> None:
    store.export(tmp_path / "plain")
    rows = pl.read_parquet(tmp_path / "plain").sort("moment")
    assert rows.row(0, named=True) == {
        "moment": datetime(2022, 1, 5, 9), "day": datetime(2022, 1, 5).date(), "shop": "Shop 1",
        "card": ANNA, "unidentified_id": None, "amount": Decimal("10.50"), "paid": None,
        "bonus_earned": None, "bonus_spent": None, "doc_id": "d1", "month": "2022-01",
    }  # fmt: skip
    assert rows.row(1, named=True)["unidentified_id"] == "till-7"
    assert rows.schema["amount"] == pl.Decimal(18, 2)


def test_no_pattern_and_no_directory_of_the_store_gives_rows(store: Store, tmp_path: Path) -> None:
    """Before, cheques/**/*.parquet counted superseded months, **/*.parquet mixed tables."""
    store.ingest(write_rows(tmp_path / "second.csv", SECOND))
    root = Path(store.path)
    for pattern in ("/**", "/**/*.parquet", "/cheques/**", "/cheques/**/*.parquet", "/keys/**"):
        with pytest.raises((duckdb.IOException, duckdb.InvalidInputException)):
            duckdb.connect().execute(f"select count(*) from read_parquet('{root}{pattern}')")
    for directory in (root, root / "cheques", root / "keys", root / "checkpoints"):
        assert ds.dataset(directory).files == []
        assert not list(pl.DataFrame(pd.read_parquet(directory)).columns)
        with pytest.raises(pl.exceptions.PolarsError):
            pl.read_parquet(directory)


def test_a_reader_of_delta_sees_each_cheque_once(store: Store, tmp_path: Path) -> None:
    store.ingest(write_rows(tmp_path / "second.csv", SECOND))
    rows = pl.scan_delta(f"{store.path}/cheques").collect()
    assert (rows.height, rows.get_column("amount").sum()) == (6, 12125)


def test_only_months_that_changed_are_written(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "plain"
    assert store.export(place).written == ("2022-01", "2022-02")
    before = {path: path.stat().st_ino for path in place.rglob("*.parquet")}
    store.ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    after = {path: path.stat().st_ino for path in place.rglob("*.parquet")}
    assert len(after) == 3
    assert before.items() <= after.items()
    again = Store(store.path).export(place)
    assert (again.written, again.months) == ((), ("2022-01", "2022-02", "2022-03"))


def test_where_there_are_no_hard_links_files_are_copied(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    store.export(tmp_path / "plain")
    monkeypatch.setattr("os.link", refuse)
    store.ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    assert by_polars(tmp_path / "plain") == wanted(*FIRST, SECOND[2])


def test_without_an_exchange_a_stopped_swap_is_mended(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two renames there is no directory: readers fail, the next load puts it there."""
    place = tmp_path / "plain"
    store.export(place)
    monkeypatch.setattr(plain, "_exchanged", lambda one, other: False)
    store.ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    assert by_polars(place) == wanted(*FIRST, SECOND[2])
    place.rename(place.with_name(".plain.rfma-0123456789ab-old"))
    with pytest.raises(duckdb.IOException):
        by_duckdb(place, "/**")
    store.ingest(tmp_path / "march.csv")
    assert by_polars(place) == wanted(*FIRST, SECOND[2])
    assert [path.name for path in tmp_path.iterdir() if "rfma-" in path.name] == []


def test_a_directory_that_is_removed_is_forgotten(store: Store, tmp_path: Path) -> None:
    store.export(tmp_path / "a")
    store.export(tmp_path / "b")
    shutil.rmtree(tmp_path / "a")
    store.ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    assert not (tmp_path / "a").exists()
    assert by_polars(tmp_path / "b") == wanted(*FIRST, SECOND[2])
    told = json.loads((Path(store.path) / "_exports.json").read_text(encoding="utf-8"))
    assert told["directories"] == [str(tmp_path / "b")]


def test_a_copied_store_leaves_the_copy_of_the_first_one_alone(
    store: Store, tmp_path: Path
) -> None:
    store.export(tmp_path / "plain")
    shutil.copytree(store.path, tmp_path / "backup")
    Store(tmp_path / "backup").ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    assert by_polars(tmp_path / "plain") == wanted(*FIRST)


def test_what_is_no_copy_of_this_store_is_refused_and_kept(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "month=2022-01").mkdir(parents=True)
    (mine / "month=2022-01/notes.txt").write_text("kept")
    other = Store(tmp_path / "other")
    other.ingest(write_rows(tmp_path / "other.csv", SECOND))
    other.export(tmp_path / "others")
    inside = Path(store.path) / "plain"
    for place in (mine, tmp_path / "others", tmp_path / "first.csv", inside, Path(store.path)):
        with pytest.raises(RfmaError, match=str(place)):
            store.export(place)
    assert (mine / "month=2022-01/notes.txt").read_text() == "kept"
    assert by_polars(tmp_path / "others") == wanted(*SECOND)
    assert not inside.exists()


def test_a_copy_that_cannot_follow_is_told_and_the_load_stands(
    store: Store, tmp_path: Path
) -> None:
    place = tmp_path / "plain"
    store.export(place)
    (place / "notes.txt").write_text("somebody else's")
    with pytest.raises(RfmaError, match=r"The cheques are stored, but .*notes\.txt") as caught:
        store.ingest(write_rows(tmp_path / "march.csv", SECOND[2:]))
    assert f"rfma export {place}" in (caught.value.hint or "")
    assert Store(store.path).status().cheques == 4
    (place / "notes.txt").unlink()
    assert Store(store.path).export(place).written == ("2022-03",)


def test_a_damaged_store_gives_no_copy(store: Store, tmp_path: Path) -> None:
    month = Path(store.snapshot.paths()[0])
    rot(month, month.stat().st_size - 30)
    with pytest.raises(RfmaError, match=month.name):
        Store(store.path).export(tmp_path / "plain")
    assert not (tmp_path / "plain").exists()


def test_the_command_tells_what_it_wrote(rfma: Rfma, store: Store, tmp_path: Path) -> None:
    line = ("export", tmp_path / "plain", "--store", store.path)
    told = rfma(*line, "--format", "json").done().json
    assert (told["cheques"], told["months"]) == (3, ["2022-01", "2022-02"])
    assert (told["written"], told["kept"]) == (["2022-01", "2022-02"], True)
    shown = " ".join(rfma(*line).done().out.split())
    assert "Months written now 0" in shown
    assert "later loads and undos keep it current" in shown
    rfma("export", "s3://bucket/x", "--store", store.path).failed(2, "s3://bucket/x")
