"""Options that all commands share: format, output, store, language, quiet."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from commands.fixtures import EARLIER, Rfma

READING: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "overview": ("overview",),
    "thresholds": ("thresholds",),
    "segment": ("segment",),
    "migrate": ("migrate", "--from", EARLIER),
    "query": ("query", "select * from segments"),
    "scheme list": ("scheme", "list"),
    "scheme show": ("scheme", "show", "rfma"),
    "scheme check": ("scheme", "check", "rfma"),
}
FEW = ("status", "migrate", "scheme show")
verbs = pytest.mark.parametrize("verb", READING.values(), ids=READING.keys())
a_few_verbs = pytest.mark.parametrize("verb", [READING[name] for name in FEW], ids=FEW)


@verbs
def test_data_goes_to_stdout_and_nothing_to_stderr(
    rfma: Rfma, chain: Path, verb: Sequence[str]
) -> None:
    for form in ("json", "csv"):
        told = rfma(*verb, "--store", chain, "--format", form).done()
        assert told.out
        assert told.err == ""


def rows_of(file: Path, form: str) -> Any:
    match form:
        case "json":
            return json.loads(file.read_text(encoding="utf-8"))
        case "csv":
            return pl.read_csv(file, infer_schema=False)
        case "parquet":
            return pl.read_parquet(file)
        case "xlsx":
            return fastexcel.read_excel(file).load_sheet(0).to_polars()
        case _:
            return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["json", "csv", "parquet", "xlsx"])
@a_few_verbs
def test_the_suffix_of_the_file_and_the_option_choose_the_same_format(
    rfma: Rfma, chain: Path, tmp_path: Path, verb: Sequence[str], form: str
) -> None:
    by_suffix, by_option = tmp_path / f"a.{form}", tmp_path / "b"
    told = rfma(*verb, "--store", chain, "-o", by_suffix).done()
    assert (told.out, told.err) == ("", f"Written: {by_suffix}\n")
    rfma(*verb, "--store", chain, "--format", form, "-o", by_option).done()
    if form in ("json", "csv"):
        assert rfma(*verb, "--store", chain, "--format", form).out.encode() == (
            by_suffix.read_bytes()
        )
    one, other = rows_of(by_suffix, form), rows_of(by_option, form)
    assert one.equals(other) if isinstance(one, pl.DataFrame) else one == other
    assert len(one) > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((f"a.{form}", "b"))


@verbs
def test_every_answer_makes_a_workbook(
    rfma: Rfma, chain: Path, tmp_path: Path, verb: Sequence[str]
) -> None:
    rfma(*verb, "--store", chain, "-o", tmp_path / "a.xlsx").done()
    book = fastexcel.read_excel(tmp_path / "a.xlsx")
    heights = [book.load_sheet(name).to_polars().height for name in book.sheet_names]
    assert heights
    assert min(heights) > 0


def test_a_suffix_in_capitals_names_its_format_too(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    rfma("segment", "--store", chain, "-o", tmp_path / "A.JSON").done()
    assert rows_of(tmp_path / "A.JSON", "json")["scheme"] == "rfma"


def test_a_text_file_holds_the_table(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    rfma("overview", "--store", chain, "-o", file).done()
    shown = rfma("overview", "--store", chain).out
    assert file.read_text(encoding="utf-8") == shown
    assert "By shop" in shown


def test_a_workbook_holds_every_table_and_codes_stay_texts(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    rfma("segment", "--store", chain, "-o", tmp_path / "a.xlsx").done()
    book = fastexcel.read_excel(tmp_path / "a.xlsx")
    assert book.sheet_names == ["levels", "class", "cluster", "region", "warmth"]
    region = book.load_sheet("region").to_polars()
    found = rfma("segment", "--store", chain, "--format", "json").json["levels"]["region"]
    assert region.schema["code"] == pl.String
    assert region.get_column("code").to_list() == [group["code"] for group in found]
    assert region.get_column("cards").to_list() == [group["cards"] for group in found]


def test_codes_are_texts_in_parquet(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    rfma("segment", "--store", chain, "-o", tmp_path / "a.parquet").done()
    levels = pl.read_parquet(tmp_path / "a.parquet")
    assert levels.schema["code"] == pl.String
    assert levels.columns[:4] == ["level", "code", "name", "cards"]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
@a_few_verbs
def test_a_format_of_files_needs_a_file(
    rfma: Rfma, chain: Path, verb: Sequence[str], form: str
) -> None:
    rfma(*verb, "--store", chain, "--format", form).failed(2, form, "Hint: ", f"-o FILE.{form}")


@a_few_verbs
def test_an_unknown_format_or_suffix_lists_the_known_ones(
    rfma: Rfma, chain: Path, tmp_path: Path, verb: Sequence[str]
) -> None:
    rfma(*verb, "--store", chain, "--format", "yaml").failed(
        2, "'yaml'", "table, json, csv, csv-excel, parquet, xlsx"
    )
    for name in ("a.yaml", "a"):
        rfma(*verb, "--store", chain, "-o", tmp_path / name).failed(
            2, tmp_path / name, ".json, .csv, .parquet, .xlsx", "Hint: "
        )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_refused(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    missing, folder = tmp_path / "none" / "a.json", tmp_path / "a.json"
    folder.mkdir()
    for file in (missing, folder):
        rfma("segment", "--store", chain, "-o", file).failed(1, file, "cannot be written")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_pipe_with_a_name_is_written_to_and_not_replaced(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    thread.start()
    told = rfma("status", "--store", chain, "--format", "json", "-o", pipe)
    thread.join(timeout=10)
    told.done()
    assert pipe.is_fifo()
    assert json.loads(b"".join(read))["cheques"] == 3000


@verbs
def test_a_missing_store_is_named_with_the_way_to_make_one(
    rfma: Rfma, tmp_path: Path, verb: Sequence[str]
) -> None:
    if verb[0] == "scheme":
        return
    told = rfma(*verb, "--store", tmp_path / "none").failed(1, tmp_path / "none", "Hint: ")
    assert f"rfma ingest FILE.csv --store {tmp_path / 'none'}" in told.err
    assert not (tmp_path / "none").exists()


def test_the_store_may_come_from_the_environment(
    rfma: Rfma, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RFMA_STORE", str(chain))
    assert rfma("status", "--format", "json").done().json["cheques"] == 3000
    rfma("status", "--store", tmp_path).failed(1, tmp_path)
    monkeypatch.setenv("RFMA_STORE", "")
    monkeypatch.chdir(tmp_path)
    rfma("status").failed(1, "data/parquet")


def test_the_language_comes_from_the_option_the_environment_or_the_locale(
    rfma: Rfma, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def title(*arguments: str) -> str:
        shown = rfma("overview", "--store", chain, *arguments).done().out
        return shown.partition(" ")[0]

    assert title() == "Overview"
    assert title("--lang", "ru") == title("--lang=ru") == "Обзор"
    assert rfma("--lang", "ru", "overview", "--store", chain).out.startswith("Обзор")
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert title() == "Обзор"
    monkeypatch.setenv("RFMA_LANG", "en")
    assert title() == "Overview"
    monkeypatch.setenv("RFMA_LANG", "ru")
    assert title("--lang", "en") == "Overview"
    assert title() == "Обзор"
    monkeypatch.setenv("RFMA_LANG", "C")
    assert title() == "Overview"


def test_a_language_named_last_speaks_also_in_errors(rfma: Rfma, chain: Path) -> None:
    told = rfma("segment", "--as-of", "x", "--store", chain, "--lang", "ru").failed(2)
    assert told.err == (
        "Ошибка: 'x' — не дата.\nПодсказка: пишите год, месяц и день: 2022-06-09.\n"
    )


@pytest.mark.parametrize(
    "arguments", [["--lang", "fr", "status"], ["status", "--lang", "fr"], ["status", "--lang=fr"]]
)
def test_an_unknown_language_lists_the_known_ones(
    rfma: Rfma, chain: Path, arguments: list[str]
) -> None:
    rfma(*arguments, "--store", chain).failed(2, "'fr'", "en, ru")


def test_quiet_says_nothing_of_the_file_but_fails_aloud(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    told = rfma("segment", "--store", chain, "-o", file, "--quiet").done()
    assert (told.out, told.err) == ("", "")
    told = rfma(
        "segment", "--store", chain, "-q", "--cards", tmp_path / "c.csv", "--format", "json"
    ).done()
    assert told.err == ""
    assert told.json["scheme"] == "rfma"
    rfma("segment", "--store", tmp_path / "none", "--quiet").failed(1, "none")
