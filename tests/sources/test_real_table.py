"""The real table goes in whole: every row a cheque, every cheque once."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from oracles.real import REAL, needs_real
from polars.testing import assert_frame_equal

from rfma_fast.sources.files import opened
from rfma_fast.sources.ingest import ingest
from rfma_fast.store.loads import LoadReport
from rfma_fast.store.snapshot import open_snapshot
from sources.handmade import every_byte

pytestmark = needs_real


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LoadReport]:
    root = tmp_path_factory.mktemp("real") / "store"
    return root, ingest(root, [REAL])


def test_all_rows_of_the_real_table_are_stored(loaded: tuple[Path, LoadReport]) -> None:
    root, report = loaded
    assert (report.read, report.stored, report.already_there, report.rejected) == (
        38_486, 38_486, 0, 0,
    )  # fmt: skip
    assert report.new_cards == 5_926
    months = ("2021-07", "2021-08", "2021-09", "2021-10", "2021-11", "2021-12",
              "2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06")  # fmt: skip
    assert report.months == months
    snapshot = open_snapshot(root)
    assert snapshot.rows == 38_486
    assert len(snapshot.files) == 12
    assert (snapshot.first_day, snapshot.last_day) == (date(2021, 7, 12), date(2022, 6, 9))
    assert snapshot.last_identified_day == date(2022, 6, 9)
    assert snapshot.shops() == [
        "Аптека 1",
        "Аптека 10",
        "Аптека 11",
        *(f"Аптека {n}" for n in (2, 4, 6, 7, 8)),
    ]


def test_the_stored_cheques_add_up_to_the_published_sums(loaded: tuple[Path, LoadReport]) -> None:
    rows = open_snapshot(loaded[0]).scan().collect()
    assert rows.get_column("amount").sum() == 3_220_260_800
    identified = rows.filter(pl.col("card") > 0)
    assert (identified.height, identified.get_column("amount").sum()) == (21_075, 1_919_684_000)
    assert identified.get_column("card").n_unique() == 5_926
    others = rows.filter(pl.col("card") == 0)
    assert (others.height, others.get_column("unidentified_id").n_unique()) == (17_411, 3_468)
    assert rows.get_column("doc_id").n_unique() == 38_480


def test_the_keys_of_the_real_cards_are_dense(loaded: tuple[Path, LoadReport]) -> None:
    keys = open_snapshot(loaded[0]).keys().collect()
    assert keys.get_column("key").to_list() == list(range(1, 5_927))
    assert keys.get_column("card").n_unique() == 5_926


def test_the_real_table_a_second_time_changes_nothing(loaded: tuple[Path, LoadReport]) -> None:
    root, _ = loaded
    before = every_byte(root)
    again = ingest(root, [REAL])
    assert (again.read, again.stored, again.already_there, again.rejected) == (38_486, 0, 38_486, 0)
    assert (again.load, again.version) == (0, 1)
    assert every_byte(root) == before


def _wild(path: Path, encoding: str = "cp1251") -> Path:
    """Write the real table as an export of 1C: semicolons, day first, decimal commas, packed."""
    names = {
        "datetime": "Дата",
        "shop": "Магазин",
        "card": "Дисконтная карта",
        "bonus_earned": "Начислено бонусов",
        "bonus_spent": "Списано бонусов",
        "summ": "Сумма",
        "summ_with_disc": "Сумма со скидкой",
        "doc_id": "Номер",
    }
    with REAL.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(names.values())
    for row in rows:
        at = datetime.fromisoformat(row["datetime"])
        money = {name: f"{int(row[name]):,}".replace(",", "\u00a0") + ",00" for name in (
            "bonus_earned", "bonus_spent", "summ", "summ_with_disc")}  # fmt: skip
        row |= money | {"datetime": at.strftime("%d.%m.%Y %H:%M:%S")}
        writer.writerow(row[name] for name in names)
    path.write_bytes(gzip.compress(text.getvalue().encode(encoding), 1))
    return path


def _typed(path: Path) -> Path:
    """Write the real table with types: moments, numbers, cards as text."""
    frame = pl.read_csv(REAL, infer_schema=False).with_columns(
        pl.col("datetime").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us"),
        pl.col("summ", "summ_with_disc", "bonus_earned", "bonus_spent").cast(pl.Int64),
    )
    if path.suffix == ".parquet":
        frame.with_columns(pl.col("shop").cast(pl.Categorical)).write_parquet(path)
    elif path.suffix == ".arrow":
        frame.with_columns(pl.col("summ").cast(pl.Decimal(12, 2))).write_ipc(path)
    else:
        number = pl.col("card").str.contains(r"^\d{13}$")
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            form = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
            sheet.write_row(0, 0, frame.columns)
            told = frame.with_columns(number=number)
            for place, (at, shop, card, *rest, number) in enumerate(told.iter_rows(), 1):
                sheet.write_datetime(place, 0, at, form)
                sheet.write(place, 1, shop)
                sheet.write(place, 2, int(card) if number else card)
                sheet.write_row(place, 3, rest)
    return path


@pytest.mark.parametrize("name", ["t.csv.gz", "t.parquet", "t.arrow", "t.xlsx"])
def test_the_real_table_in_any_form_is_the_same_store(
    loaded: tuple[Path, LoadReport], tmp_path: Path, name: str
) -> None:
    path = (_wild if name == "t.csv.gz" else _typed)(tmp_path / name)
    report = ingest(tmp_path / "store", [path])
    assert (report.read, report.stored, report.rejected) == (38_486, 38_486, 0)
    there, here = (open_snapshot(root).scan() for root in (loaded[0], tmp_path / "store"))
    assert_frame_equal(there.collect(), here.collect())
    keys = [open_snapshot(root).keys().collect() for root in (loaded[0], tmp_path / "store")]
    assert_frame_equal(*keys)


def test_the_real_table_in_koi8_is_known_by_its_letters(tmp_path: Path) -> None:
    path = _wild(tmp_path / "t.csv", "koi8-r")
    said = opened(path).dialect
    assert (said.encoding, said.decimal, said.date) == ("koi8-r", ",", "day-first")
    assert (said.compression, said.delimiter) == ("gzip", ";")
