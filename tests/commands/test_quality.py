"""``rfma rejects``, ``rfma undo``, and what ``rfma ingest`` says of strange rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from reports.screens import widest

from commands.fixtures import Rfma, whole, write_rows
from rfma_fast.cheques.rulebook import RULES

CARD = "2000000000015"
GOOD = [(f"2022-01-{day:02d} 09:00:00", "Shop 1", CARD, day, f"d{day}") for day in range(1, 29)]
BAD = [("yesterday", "Shop 1", CARD, "10", "b1"), ("2022-01-05", "Shop 1", "2.00001E+12", 7, "b2")]


@pytest.fixture
def store(rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path / "t.csv", [*GOOD, *BAD])
    rfma("ingest", "t.csv", "--store", "s", "--max-rejects", "10%").done()
    return tmp_path / "s"


def test_a_load_with_too_many_rejects_stops_with_the_rules_and_the_first_rows(
    rfma: Rfma, store: Path
) -> None:
    before = whole(store)
    told = rfma("ingest", "t.csv", "--store", store)
    told.failed(1, "2 of 30", "6.67%", "5.00%", "at_unreadable 1", "card_digits_lost 1")
    told.failed(1, "t.csv:30 at_unreadable 'yesterday'", "Hint: look with --dry-run")
    assert whole(store) == before


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--max-rejects", "many"),
        ("--identical", "twice"),
        ("--floor", "soon"),
        ("--max-amount", "x"),
    ],
)
def test_a_setting_that_is_none_is_wrong_usage(
    rfma: Rfma, store: Path, option: str, value: str
) -> None:
    before = whole(store)
    rfma("ingest", "t.csv", "--store", store, option, value).failed(2, value)
    assert whole(store) == before


def test_settings_of_a_load_reach_its_rows(rfma: Rfma, tmp_path: Path) -> None:
    source = write_rows(tmp_path / "t.csv", [*GOOD, GOOD[0]])
    asked = ["--floor", "2022-01-03", "--max-amount", "27", "--max-rejects", "100%"]
    told = rfma("ingest", source, "--store", tmp_path / "s", *asked, "--format", "json").done().json
    assert told["rejected_by_rule"] == {"amount_above_limit": 1, "at_before_floor": 3}
    tomorrow = date.today() + timedelta(days=1)
    later = [(f"{tomorrow + timedelta(n)}", "Shop 1", CARD, 1, f"n{n}") for n in range(2)]
    source = write_rows(tmp_path / "u.csv", later)
    told = rfma("ingest", source, "--store", tmp_path / "s", *asked, "--format", "json").done().json
    assert (told["stored"], told["rejected_by_rule"]) == (1, {"at_in_future": 1})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_load_tells_its_warnings_in_words_and_in_json(
    rfma: Rfma, tmp_path: Path, language: str
) -> None:
    back = ("2022-01-07", "Shop 1", CARD, "-7", "r")
    source = write_rows(
        tmp_path / "t.csv", [*GOOD, back, back, ("2022-01-08", "S", "20000", 0, "")]
    )
    store = tmp_path / "s"
    told = rfma("ingest", source, "--store", store, "--lang", language).done().out
    again = rfma("ingest", source, "--store", store, "--lang", language, "--format", "json").done()
    names = [one["rule"] for one in again.json["warnings"]]
    assert names == ["amount_negative", "amount_zero", "row_identical"]
    assert again.json["identical"] == 1
    assert again.json["warnings"][0]["rows"] == 2
    for one in again.json["warnings"]:
        assert f"- {one['text']} [{one['rule']}]" in told
    assert "[month_partial]" in told
    assert bool(re.search("[а-я]", told)) == (language == "ru")


def test_every_warning_has_a_sentence_for_its_figures() -> None:
    from rfma_fast.cheques.rulebook import Warned
    from rfma_fast.reports.quality import sentence

    named = {one.name for one in RULES if one.severity == "warn"}
    assert "row_mended" in named
    assert sentence(Warned("row_mended", {"rows": 1200})).endswith("1,200")


def test_rejects_are_listed_by_rule_and_by_load(rfma: Rfma, store: Path) -> None:
    told = rfma("rejects", "--store", store).done().out
    assert "at_unreadable" in told
    assert "yesterday · Shop 1" in told
    said = rfma("rejects", "--store", store, "--format", "json").done().json
    assert (said["rejected"], said["rejected_by_rule"]) == (
        2, {"at_unreadable": 1, "card_digits_lost": 1},
    )  # fmt: skip
    assert said["loads"] == [{"load": 1, "source": "t.csv", "rows": 2}]
    assert [row["line"] for row in said["rows"]] == [30, 31]
    only = rfma("rejects", "--store", store, "--rule", "card_digits_lost", "--format", "json").json
    assert [row["card"] for row in only["rows"]] == ["2.00001E+12"]
    assert rfma("rejects", "--store", store, "--load", 2, "--format", "json").json["rows"] == []
    one = rfma("rejects", "--store", store, "--limit", 1, "--format", "json").json
    assert (one["rejected"], len(one["rows"])) == (2, 1)
    assert "0" in rfma("rejects", "--store", store, "--load", 2).done().out
    assert "1 more rows" in rfma("rejects", "--store", store, "--limit", 1).done().out


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_rejects_are_written_mended_and_taken_in(rfma: Rfma, store: Path, suffix: str) -> None:
    file = store.parent / f"mend.{suffix}"
    rfma("rejects", "--store", store, "-o", file).done()
    read = {"csv": pl.read_csv, "xlsx": pl.read_excel, "parquet": pl.read_parquet}[suffix]
    rows = read(file).with_columns(at=pl.lit("2022-01-30"), card=pl.lit(CARD))  # type: ignore[operator]
    getattr(rows, {"xlsx": "write_excel"}.get(suffix, f"write_{suffix}"))(file)
    told = rfma("rejects", "--store", store, "--retry", file, "--format", "json").done().json
    assert (told["read"], told["stored"], told["mended"], told["rejected"]) == (2, 2, 2, 0)
    assert rfma("rejects", "--store", store, "--format", "json").json["rejected"] == 0
    assert rfma("status", "--store", store, "--format", "json").json["cheques"] == 30
    assert "Left the quarantine" not in rfma("rejects", "--store", store, "--retry", file).out


def test_rejects_are_checked_again_under_other_settings(rfma: Rfma, tmp_path: Path) -> None:
    store = tmp_path / "s"
    old = ("1999-05-05", "Shop 1", CARD, 5, "old")
    rfma("ingest", write_rows(tmp_path / "t.csv", [*GOOD, old]), "--store", store).done()
    told = rfma("rejects", "--store", store, "--recheck", "--floor", "1999-01-01").done().out
    assert re.search(r"Left the quarantine +1\n", told)
    assert rfma("rejects", "--store", store, "--format", "json").json["rejected"] == 0


def test_with_a_file_no_rows_can_be_chosen_otherwise(rfma: Rfma, store: Path) -> None:
    for more in (["--recheck"], ["--rule", "at_unreadable"], ["--load", 1]):
        rfma("rejects", "--store", store, "--retry", "t.csv", *more).failed(2, "--retry")


def test_undo_tells_what_left_and_status_shows_it(rfma: Rfma, store: Path) -> None:
    more = [("2022-02-03", "Shop 1", CARD, 10, "m1")]
    write_rows(store.parent / "u.csv", more)
    rfma("ingest", "u.csv", "--store", store).done()
    told = rfma("undo", 2, "--store", store, "--format", "json").done().json
    assert (told["undo"], told["cheques"], told["rejected"], told["months"]) == (
        2, 1, 0, ["2022-02"],
    )  # fmt: skip
    status = rfma("status", "--store", store, "--format", "json").done().json
    assert [(load["load"], load["undone"]) for load in status["loads"]] == [(1, False), (2, True)]
    assert status["checkpoints"]["fresh"] is True
    assert re.search(r"u\.csv +undone", rfma("status", "--store", store).done().out)
    rfma("undo", 2, "--store", store).failed(1, "undone already")
    rfma("undo", 9, "--store", store).failed(1, "no load 9")
    assert rfma("undo", "x", "--store", store).code == 2
    assert rfma("undo", 1, "--store", store, "--lang", "ru").done().out.startswith("Отменена")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_wider_than_the_terminal(
    rfma: Rfma, store: Path, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    more = ["--store", store, "--lang", language]
    for command in (("rejects",), ("ingest", "t.csv", "--max-rejects", "1"), ("undo", 1)):
        out = rfma(*command, *more).done().out
        assert widest(out) <= width
        assert not re.search(r"\d…", out)
