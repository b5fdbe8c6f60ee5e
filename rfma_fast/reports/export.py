"""Writing answers: to the terminal, to a pipe, to a file, never half a file."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from rfma_fast.i18n import misuse, problem
from rfma_fast.reports.report import Report

if TYPE_CHECKING:
    import polars as pl

Format = Literal["table", "json", "csv", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".txt": "table",
}
FILE_ONLY = ("parquet", "xlsx")
PIPE_WIDTH = 120
_SHEET_NAME = 31


def chosen_format(given: Format | None, file: Path | None) -> Format:
    """Return the format asked for, else the one of the file's suffix, else the table."""
    if given is None:
        if file is None:
            return "table"
        if file.suffix.lower() not in SUFFIXES:
            raise misuse("format.unknown_suffix", file=file, known=", ".join(SUFFIXES))
        return SUFFIXES[file.suffix.lower()]
    if given in FILE_ONLY and file is None:
        raise misuse("format.needs_file", format=given)
    return given


def write(report: Report, form: Format, file: Path | None) -> None:
    """Write a report to stdout or to a file; a file appears whole or not at all."""
    if form == "table":
        _print_table(report, file)
    elif form == "json":
        text = json.dumps(report.json(), ensure_ascii=False, indent=2)
        write_text(text + "\n", file)
    elif form == "csv":
        write_text(_first(report.frames()).write_csv(), file)
    elif file is not None:
        write_frames(report.frames(), form, file)


def write_frames(frames: Mapping[str, pl.DataFrame], form: Format, file: Path) -> None:
    """Write tables to a file: the first one as CSV, Parquet or JSON, all of them as a workbook."""
    if form == "xlsx":
        _replace(file, lambda path: _write_workbook(frames, path))
    elif form == "parquet":
        _replace(file, lambda path: _first(frames).write_parquet(path))
    elif form == "csv":
        _replace(file, lambda path: _first(frames).write_csv(path))
    else:
        raise misuse("format.not_for_cards", format=form)


def _first(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return next(iter(frames.values()))


def _print_table(report: Report, file: Path | None) -> None:
    from rich.console import Console

    if file is None:
        width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
        console = Console(width=width, highlight=False, soft_wrap=False)
        for part in report.show(console.width):
            console.print(part)
        return

    def to(path: Path) -> None:
        with path.open("w", encoding="utf-8") as text:
            console = Console(file=text, width=PIPE_WIDTH, highlight=False)
            for part in report.show(PIPE_WIDTH):
                console.print(part)

    _replace(file, to)


def write_text(text: str, file: Path | None) -> None:
    """Write a text to stdout or to a file."""
    if file is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        _replace(file, lambda path: path.write_text(text, encoding="utf-8"))


def _write_workbook(frames: Mapping[str, pl.DataFrame], path: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        for name, frame in frames.items():
            frame.write_excel(
                workbook=book, worksheet=name[:_SHEET_NAME], freeze_panes=(1, 0), autofit=True
            )


def _replace(file: Path, write_to: Callable[[Path], object]) -> None:
    """Let ``write_to`` fill a temporary file beside the target, then put it in its place."""
    try:
        handle, name = tempfile.mkstemp(
            dir=file.parent, prefix=f".{file.name}.", suffix=file.suffix
        )
        os.close(handle)
    except OSError as error:
        raise problem("file.unwritable", path=file, reason=error.strerror) from error
    temporary = Path(name)
    try:
        write_to(temporary)
        temporary.chmod(0o644)
        temporary.replace(file)
    except OSError as error:
        raise problem("file.unwritable", path=file, reason=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)
