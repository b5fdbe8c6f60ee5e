"""Parquet of any engine, Arrow and Excel: the cheques come out exact, whatever holds them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from rfma_fast.sources import batches
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import opened
from rfma_fast.sources.ingest import ingest
from sources.handmade import ANNA, BORIS, refused, stored
from sources.writing import read

AT = datetime(2022, 6, 9, 14, 35, 10)
MOSCOW = ColumnMap({}, {"zone": "Europe/Moscow"})


def table(**columns: Any) -> pa.Table:
    given = {"at": pa.array([AT]), "shop": ["s"], "card": [ANNA], "amount": [1]} | columns
    return pa.table(given)


def only(path: Path, columns: ColumnMap | None = None) -> dict[str, Any]:
    both = read(path, columns=columns)
    assert both.rejected.height == 0
    (row,) = both.accepted.to_dicts()
    return row


def moment(row: dict[str, Any]) -> datetime:
    return datetime.combine(row["day"], datetime.min.time()) + timedelta(microseconds=row["time"])


def sheet(path: Path, rows: list[list[Any]], name: str = "Лист1", start: int = 0) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(name)
        form = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        for number, row in enumerate(rows, start):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, place, value, form)
                elif value is not None:
                    page.write(number, place, value)
    return path


HEADER = ["Дата", "Магазин", "Карта", "Сумма", "Номер"]


# --- Parquet -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("amount", pa.array([Decimal("12.34")], pa.decimal128(10, 2))),
        ("amount", pa.array([Decimal("12.3400")], pa.decimal128(38, 4))),
        ("amount", pa.array([12.34], pa.float64())),
        ("amount", pa.array([12.34], pa.float32())),
        ("amount", pa.array(["12.34"], pa.large_string())),
        ("amount", pa.array(["12.34"]).dictionary_encode()),
        ("amount", pa.array(["12,34"])),
    ],
)
def test_an_amount_of_any_type_is_the_same_kopecks(
    tmp_path: Path, column: str, kind: pa.Array
) -> None:
    for name in ("t.parquet", "t.arrow"):
        path = tmp_path / name
        write(path, table(**{column: kind}))
        assert only(path)["amount"] == 1234


def write(path: Path, data: pa.Table, *, stream: bool = False, **options: Any) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(data, path, **options)
        return path
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with pa.OSFile(str(path), "wb") as file, new(file, data.schema) as writer:
        writer.write_table(data, **options)
    return path


@pytest.mark.parametrize(
    "card",
    [
        pa.array([int(ANNA)], pa.int64()),
        pa.array([int(ANNA)], pa.uint64()),
        pa.array([float(ANNA)], pa.float64()),
        pa.array([ANNA], pa.large_string()),
        pa.array([ANNA], pa.string_view()),
        pa.array([ANNA]).dictionary_encode(),
        pa.array([Decimal(ANNA)], pa.decimal128(20, 0)),
    ],
    ids=lambda card: str(card.type),
)
def test_a_card_of_any_type_is_the_same_card(tmp_path: Path, card: pa.Array) -> None:
    assert only(write(tmp_path / "t.arrow", table(card=card)))["card"] == ANNA
    if card.type != pa.string_view():
        assert only(write(tmp_path / "t.parquet", table(card=card)))["card"] == ANNA


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_moment_of_any_unit_is_the_same_moment(tmp_path: Path, unit: str) -> None:
    at = pa.array([AT], pa.timestamp(unit))
    assert moment(only(write(tmp_path / "t.parquet", table(at=at)))) == AT
    assert moment(only(write(tmp_path / "t.arrow", table(at=at)))) == AT


def test_moments_as_old_engines_wrote_them_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "t.parquet", table(), use_deprecated_int96_timestamps=True)
    assert pq.ParquetFile(path).schema.column(0).physical_type == "INT96"
    assert moment(only(path)) == AT
    dates = pa.array([date(2022, 6, 9)], pa.date32())
    assert moment(only(write(path, table(at=dates)))) == datetime(2022, 6, 9)


@pytest.mark.parametrize("name", ["t.parquet", "t.arrow"])
def test_moments_with_a_zone_are_refused_until_it_is_told_where_the_clocks_are(
    tmp_path: Path, name: str
) -> None:
    at = pa.array([datetime(2022, 6, 9, 22, 30)], pa.timestamp("us", "UTC"))
    path = write(tmp_path / name, table(at=at))
    with refused("dates.zoned", path, "at", "UTC", 'zone = "Europe/Moscow"'):
        ingest(tmp_path / "store", [path])
    assert moment(only(path, MOSCOW)) == datetime(2022, 6, 10, 1, 30)


def test_nested_columns_are_left_alone_and_refused_only_as_a_field(tmp_path: Path) -> None:
    nested = pa.array([{"a": 1}])
    path = write(tmp_path / "t.parquet", table(items=nested, tags=pa.array([["x"]])))
    assert opened(path).unused == ["items", "tags"]
    assert only(path)["card"] == ANNA
    with refused("columns.unfit", path, "amount"):
        read(write(path, table(amount=nested)))


def test_a_text_column_of_dates_in_parquet_is_never_guessed(tmp_path: Path) -> None:
    path = write(tmp_path / "t.parquet", table(at=["09/06/2022"]))
    with refused("dates.ambiguous", path, "09/06/2022"):
        read(path)


# --- Arrow ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("name", ["t.arrow", "t.feather", "t.ipc"])
def test_arrow_comes_as_a_file_or_as_a_stream_in_small_batches(
    tmp_path: Path, name: str, stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 7)
    cards = [f"{number:013d}" for number in range(100)]
    many = table(at=pa.array([AT] * 100), shop=["s"] * 100, card=cards, amount=[1] * 100)
    path = write(tmp_path / name, many, stream=stream, max_chunksize=30)
    parts = list(opened(path).batches())
    assert max(part.height for part in parts) <= 7
    assert pl.concat(parts).get_column("line").to_list() == list(range(1, 101))
    assert read(path).accepted.get_column("card").to_list() == cards


def test_feather_of_polars_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({"at": [AT], "shop": ["s"], "card": [ANNA], "amount": [12.5]})
    frame.with_columns(pl.col("shop").cast(pl.Categorical)).write_ipc(
        tmp_path / "t.feather", compression="zstd"
    )
    assert only(tmp_path / "t.feather")["amount"] == 1250


@pytest.mark.parametrize("octets", [b"", b"ARROW1", b"ARROW1\0\0 and nothing more", b"FEA1 old"])
def test_a_file_that_only_claims_to_be_arrow_is_refused(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "t.arrow").write_bytes(octets)
    with refused("source.unreadable", tmp_path / "t.arrow"):
        read(tmp_path / "t.arrow")


def test_a_cut_arrow_file_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "t.arrow", table()).read_bytes()
    for size in range(8, len(whole), 97):
        (tmp_path / "t.arrow").write_bytes(whole[:size])
        with refused("source.unreadable", tmp_path / "t.arrow"):
            read(tmp_path / "t.arrow")


# --- Excel ---------------------------------------------------------------------------------------


def test_a_sheet_of_dates_numbers_and_texts_comes_out_exact(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "t.xlsx",
        [
            HEADER,
            [AT, "Аптека 1", int(ANNA), 12.34, "15#1"],
            [date(2022, 6, 10), 7, BORIS, "1 234,50", 15],
            ["11.06.2022 9:05", 7.5, None, 0.1 + 0.2, None],
            [AT, "s", "uuid", -3, "d"],
        ],
    )
    ingest(tmp_path / "store", [path])
    told = [(*row[:3], *row[4:6], row[-1]) for row in stored(tmp_path / "store")]
    assert told == [
        (ANNA, None, date(2022, 6, 9), "Аптека 1", 1234, "15#1"),
        (BORIS, None, date(2022, 6, 10), "7", 123_450, "15"),
        (None, "uuid", date(2022, 6, 9), "s", -300, "d"),
        (None, None, date(2022, 6, 11), "7.5", 30, None),
    ]


def test_rows_are_numbered_as_in_the_sheet_below_titles_and_blank_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Отчёт о продажах"],
        [None, "за июнь"],
        HEADER,
        [AT, "s", ANNA, 1, 1],
        [],
        ["вчера", "s", ANNA, 1, 2],
    ]
    both = read(sheet(tmp_path / "t.xlsx", rows, start=2))
    assert both.accepted.height == 1
    assert both.rejected.select("line", "rule").rows() == [(8, "at_unreadable")]


def test_a_card_that_a_number_of_excel_cannot_hold_is_rejected_by_name(tmp_path: Path) -> None:
    long = "2000200195023457"
    path = sheet(tmp_path / "t.xlsx", [HEADER, [AT, "s", int(long), 1], [AT, "s", int(ANNA), 1]])
    both = read(path)
    assert both.rejected.select("line", "rule").rows() == [(2, "card_digits_lost")]
    assert both.accepted.get_column("card").to_list() == [ANNA]
    path = sheet(tmp_path / "t.xlsx", [HEADER, [AT, "s", long, 1], [AT, "s", "2,0002E+12", 1]])
    both = read(path)
    assert both.accepted.get_column("card").to_list() == [long]
    assert both.rejected.select("line", "rule").rows() == [(3, "card_digits_lost")]


@pytest.mark.parametrize("start", [0, 3])
@pytest.mark.parametrize("other", ["Иванов", "20002001950231240", True, None, 15])
def test_a_long_number_is_cut_whatever_else_its_column_holds(
    tmp_path: Path, other: Any, start: int
) -> None:
    long = "20002001950231239"
    cards = [int(long), int(long) + 2, long, other, 2_000_000_000_015]
    rows = [["2022-06-09", "s", card, n, "1"] for n, card in enumerate(cards, 1)]
    both = read(sheet(tmp_path / "t.xlsx", [HEADER, *rows], start=start))
    rules = both.rejected.get_column("rule").to_list()
    assert rules == ["card_digits_lost", "card_digits_lost"]
    told = {True: "true", None: None, 15: "15"}.get(other, other)
    assert both.accepted.get_column("card").to_list() == [long, told, ANNA]


def test_an_error_in_a_cell_costs_its_row_only(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ["2022-06-09", "s", ANNA])
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        page.write_row(2, 0, ["2022-06-09", "s", ANNA, 2])
    both = read(path)
    assert both.rejected.select("line", "rule").rows() == [(2, "amount_missing")]
    assert both.accepted.get_column("amount").to_list() == [200]


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04 and nothing more", b"a,b\n1,2\n"])
def test_a_file_that_only_claims_to_be_a_workbook_is_refused(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(octets)
    with refused("source.unreadable", tmp_path / "t.xlsx"):
        read(tmp_path / "t.xlsx")


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    with refused("source.unreadable", tmp_path / "t.xlsx", "empty"):
        read(sheet(tmp_path / "t.xlsx", []))


def test_a_header_alone_is_a_sheet_without_rows(tmp_path: Path) -> None:
    assert read(sheet(tmp_path / "t.xlsx", [HEADER])).rows == 0


# --- kinds ---------------------------------------------------------------------------------------


def test_what_a_file_is_its_first_octets_tell_before_its_suffix(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", table())
    write(tmp_path / "b.arrow", table())
    sheet(tmp_path / "c.xlsx", [HEADER, [AT, "s", ANNA, 1]])
    for name in ("a.parquet", "b.arrow", "c.xlsx"):
        odd = (tmp_path / name).rename(tmp_path / f"{name}.csv")
        assert only(odd)["card"] == ANNA
