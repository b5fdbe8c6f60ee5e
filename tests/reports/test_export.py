"""A file appears whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.reports import export, plain
from rfma_fast.reports.export import write, write_frames, write_text
from rfma_fast.reports.forms import Format, chosen_format
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import table, text_column

FRAME = pl.DataFrame({"code": ["0110", "=1+1"], "cards": [1, 2]})
OLD = b"the old file, whole"


def report(frame: pl.DataFrame = FRAME) -> Report:
    return Report(
        json=lambda: plain.records(frame),
        frames=lambda: {"first": frame, "second": frame.head(1)},
        show=lambda width: [table("title", [text_column("code")], [["0110"]])],
    )


def failing(error: BaseException) -> Callable[..., Any]:
    """Return what writes half a file and then fails."""

    def fail(*arguments: Any, **_: Any) -> None:
        for argument in arguments:
            if isinstance(argument, str | Path) and Path(argument).exists():
                Path(argument).write_bytes(b"half")
        raise error

    return fail


WRITERS: dict[Format, tuple[Any, str]] = {
    "table": (export, "Report"),
    "json": (Path, "write_text"),
    "csv": (Path, "write_text"),
    "parquet": (pl.DataFrame, "write_parquet"),
    "xlsx": (xlsxwriter.Workbook, "close"),
}


@pytest.mark.parametrize("form", ["json", "csv", "parquet", "xlsx"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_written_over_stays_whole_if_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format, error: BaseException
) -> None:
    file = tmp_path / f"a.{form}"
    file.write_bytes(OLD)
    monkeypatch.setattr(*WRITERS[form], failing(error))
    with pytest.raises((RfmaError, KeyboardInterrupt)) as caught:
        write(report(), form, file)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == OLD
    if isinstance(error, OSError):
        assert isinstance(caught.value, RfmaError)
        assert "No space left on device" in caught.value.message
        assert str(file) in caught.value.message


def test_a_table_that_cannot_be_shown_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(OLD)
    broken = Report(
        json=dict, frames=dict, show=lambda width: failing(ZeroDivisionError("broken"))()
    )
    with pytest.raises(ZeroDivisionError):
        write(broken, "table", file)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("form", ["table", "json", "csv", "parquet", "xlsx"])
def test_a_file_is_replaced_by_the_new_one_and_may_be_read_by_all(
    tmp_path: Path, form: Format
) -> None:
    file = tmp_path / f"a.{form}"
    file.write_bytes(OLD)
    write(report(), form, file)
    assert OLD not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_long_name_of_a_file_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / ("я" * 120 + ".json")
    write_text("{}", file)
    assert file.read_text(encoding="utf-8") == "{}"


def test_a_directory_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "a.csv", tmp_path):
        with pytest.raises(RfmaError, match="cannot be written") as caught:
            write_text("x", target)
        assert str(target) in caught.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "file", "chosen"),
    [
        (None, None, "table"),
        (None, "a.json", "json"),
        (None, "a.b.CSV", "csv"),
        (None, "a.txt", "table"),
        (None, "a.parquet", "parquet"),
        (None, "a.xlsx", "xlsx"),
        ("json", None, "json"),
        ("csv", "a.json", "csv"),
        ("xlsx", "a", "xlsx"),
    ],
)
def test_the_option_comes_before_the_suffix(
    given: Format | None, file: str | None, chosen: Format
) -> None:
    assert chosen_format(given, Path(file) if file else None) == chosen


@pytest.mark.parametrize(
    ("given", "file"),
    [("xlsx", None), ("parquet", None), (None, "a.doc"), (None, "a"), (None, ".csv")],
)
def test_what_names_no_format_is_wrong_usage(given: Format | None, file: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        chosen_format(given, Path(file) if file else None)
    assert caught.value.hint


def test_cards_go_to_csv_parquet_and_workbooks_only(tmp_path: Path) -> None:
    for form in ("json", "table"):
        with pytest.raises(UsageError, match=form):
            write_frames({"cards": FRAME}, form, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_the_first_frame_is_what_csv_and_parquet_hold(tmp_path: Path) -> None:
    write(report(), "csv", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "code,cards\n0110,1\n'=1+1,2\n"
    write(report(), "parquet", tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").equals(FRAME)


def test_json_keeps_letters_and_ends_with_a_line_end(capsys: pytest.CaptureFixture[str]) -> None:
    write(report(pl.DataFrame({"имя": ["Аптека №1"]})), "json", None)
    told = capsys.readouterr().out
    assert json.loads(told) == [{"имя": "Аптека №1"}]
    assert "Аптека №1" in told
    assert told.endswith("]\n")


@pytest.mark.parametrize(
    ("kopecks", "roubles"),
    [
        (None, None),
        (0, 0),
        (100, 1),
        (105, 1.05),
        (Fraction(1, 2), 0.01),
        (Fraction(-1, 2), -0.01),
        (Fraction(1049, 10), 1.05),
        (Fraction(1, 3), 0),
        (-250, -2.5),
    ],
)
def test_kopecks_become_roubles_halves_away_from_zero(
    kopecks: Fraction | int | None, roubles: float | None
) -> None:
    told = plain.roubles(kopecks)
    assert told == roubles
    assert isinstance(told, int) == isinstance(roubles, int)


def test_a_pipe_gets_lines_of_120_columns_and_a_terminal_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def show(width: int) -> list[Any]:
        asked.append(width)
        return []

    seeing = Report(json=dict, frames=dict, show=show)
    monkeypatch.delenv("COLUMNS", raising=False)
    write(seeing, "table", None)
    monkeypatch.setenv("COLUMNS", "77")
    write(seeing, "table", None)
    assert asked == [120, 77]
    assert os.environ["COLUMNS"] == "77"
    assert capsys.readouterr().out == ""


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cards.xlsx"
    file.write_bytes(OLD)
    monkeypatch.setattr(export, "_write_workbook", failing(AssertionError("it was begun")))
    rows = pl.DataFrame({"n": pl.int_range(1_048_576, eager=True)})
    with pytest.raises(RfmaError, match="1,048,576 rows, and a sheet holds 1,048,575") as refused:
        write_frames({"small": FRAME, "cards": rows}, "xlsx", file)
    assert ".parquet" in str(refused.value.hint)
    assert file.read_bytes() == OLD
    write_frames({"cards": rows}, "parquet", tmp_path / "cards.parquet")
    export.refuse_too_many(1_048_575, "xlsx", file)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_takes_no_more_is_named() -> None:
    with pytest.raises(RfmaError, match="/dev/full") as failed:
        write_text("an answer", Path("/dev/full"))
    assert "stdout" not in failed.value.message
