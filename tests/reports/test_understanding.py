"""A trial load tells what was understood before anything is written."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import Rfma

from reports.screens import widest
from rfma_fast.reports.understanding import FILES_SHOWN

ONE_C = (
    "Дата;Номер;Склад;Дисконтная карта;Сумма;Кассир\r\n"
    "09.06.2022 14:35:10;0001;Аптека первая;2000000000015;1 234,50;Иванова\r\n"
    "10.06.2022 09:05:00;0002;Аптека первая;0f8fad5b-d9cb-469f-a165-70867728950e;12,00;Ли\r\n"
    "вчера;0003;Аптека вторая;;5,00;Ли\r\n"
)
TRAITS = {
    "file", "kind", "compression", "encoding", "delimiter", "quote", "newline", "decimal",
    "thousands", "date", "zone", "sheet", "columns", "types", "unused",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "months"
    there.mkdir()
    (there / "2022-06.csv.gz").write_bytes(gzip.compress(ONE_C.encode("cp1251")))
    frame = pl.DataFrame({"at": [date(2022, 7, 1)], "shop": ["s"], "amount": [1.5]})
    frame.write_parquet(there / "2022-07.parquet")
    return there


def test_json_tells_of_each_file_how_it_is_written_and_what_is_what(
    rfma: Rfma, folder: Path
) -> None:
    told = rfma("ingest", folder, "--dry-run", "--format", "json").done().json
    wild, typed = told["files"]
    assert set(wild) == set(typed) == TRAITS
    assert wild["file"] == str(folder / "2022-06.csv.gz")
    traits = ("kind", "compression", "encoding", "delimiter", "newline", "decimal", "date")
    assert [wild[trait] for trait in traits] == [
        "csv", "gzip", "cp1251", ";", "\r\n", ",", "day-first",
    ]  # fmt: skip
    assert wild["unused"] == ["Кассир"]
    assert wild["columns"]["doc_id"] == "Номер"
    assert (typed["kind"], typed["encoding"], typed["delimiter"]) == ("parquet", None, None)
    assert typed["types"] == {"at": "moment", "shop": "text", "amount": "number"}
    assert (told["read"], told["rejected_by_rule"]) == (4, {"at_unreadable": 1})
    assert [row["amount"] for row in told["first"]] == [123_450, 1200]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["nothing was written", "cp1251", "gzip", "0,00", "day first", "year first",
                "Кассир", "2022-06-09 14:35:10", "2000000000015", "1,234.50", "at_unreadable"]),
        ("ru", ["ничего не записано", "cp1251", "gzip", "0,00", "сначала день", "сначала год",
                "Кассир", "2022-06-09 14:35:10", "2000000000015", "1\u00a0234,50",
                "at_unreadable"]),
    ],
)  # fmt: skip
def test_a_terminal_shows_it_in_both_languages(
    rfma: Rfma,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    said: list[str],
    width: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    store = folder.parent / "s"
    told = rfma("ingest", folder, "--dry-run", "--lang", language, "--store", store).done()
    assert [text for text in said if text not in told.out] == []
    assert widest(told.out) <= width
    assert not store.exists()


def test_files_with_other_columns_have_a_table_of_their_own(rfma: Rfma, folder: Path) -> None:
    told = rfma("ingest", folder, "--dry-run").done().out
    assert "Fields and columns of 2022-06.csv.gz" in told
    assert "Fields and columns of 2022-07.parquet" in told


def test_of_many_files_the_first_are_shown_and_the_rest_are_counted(
    rfma: Rfma, tmp_path: Path
) -> None:
    for number in range(FILES_SHOWN + 3):
        with (tmp_path / f"{number:02d}.csv").open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([("at", "shop", "amount"), ("2022-06-09", "s", number)])
    told = rfma("ingest", tmp_path, "--dry-run").done().out
    assert f"{FILES_SHOWN - 1:02d}.csv" in told
    assert f"{FILES_SHOWN:02d}.csv" not in told
    assert "3 more files" in told
    assert told.count("Fields and columns") == 1


def test_the_forms_of_a_file_hold_the_files_too(rfma: Rfma, folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "t.xlsx"
    rfma("ingest", folder, "--dry-run", "-o", book).done()
    sheet = pl.read_excel(book, sheet_name="files", engine="calamine")
    assert sheet.get_column("kind").to_list() == ["csv", "parquet"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_names_that_steer_a_terminal_are_shown_harmless(
    rfma: Rfma, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("at,shop,amount,\x1b[2J[red]x\n2022-06-09,\x1b[31ms[/],1,2\n", encoding="utf-8")
    told = rfma("ingest", path, "--dry-run", "--lang", language).done().out
    assert "\x1b" not in told
    (tmp_path / "\x1b[2Ju.csv").write_text("at,shop,amount\n2022-06-09,s,1\n", encoding="utf-8")
    assert "\x1b" not in rfma("ingest", tmp_path, "--dry-run", "--lang", language).done().out
    assert "[red]x" in told
