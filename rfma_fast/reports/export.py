"""Writing answers: to the terminal, to a pipe, to a file, never half a file."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rfma_fast.errors import ReaderGone
from rfma_fast.i18n import misuse, problem
from rfma_fast.i18n.formats import number, printable_lines
from rfma_fast.outputs import replace
from rfma_fast.reports import palette
from rfma_fast.reports.forms import Format
from rfma_fast.reports.plain import escaped, plain
from rfma_fast.reports.report import Report
from rfma_fast.settings import RUN, RUN_KEY
from rfma_fast.streams import write_data

if TYPE_CHECKING:
    from io import BytesIO

    import polars as pl
    from polars.selectors import Selector

PIPE_WIDTH = 120
_SHARE_SCALE = {
    "type": "2_color_scale",
    "min_color": palette.TINTS[0],
    "max_color": palette.TINTS[3],
}
_SHEET_NAME = 31
MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its head."""
_ROWS_MEASURED = 200
"""Rows by which the width of a column is found: all of many would take longer than writing them."""
_LETTER, _PADDING, _WIDEST = 7, 24, 60
"""Pixels that a letter takes and that a column has beside them; letters of the widest column."""


def write(report: Report, form: Format, file: Path | None) -> None:
    """Write a report to stdout or to a file; a file appears whole or not at all.

    Raises ``ReaderGone`` where nobody reads stdout any more.
    """
    if form == "table":
        _print_table(report, file)
    elif form == "json":
        text = json.dumps(report.json(), ensure_ascii=False, indent=2, allow_nan=False)
        write_text(escaped(text) + "\n", file)
    elif form in ("csv", "csv-excel"):
        write_text(_csv(report.frames(), form), file)
    elif file is not None:
        write_frames(report.frames(), form, file)


def write_frames(
    frames: Mapping[str, pl.DataFrame],
    form: Format,
    file: Path,
    run: Mapping[str, Any] | None = None,
) -> None:
    """Write tables to a file: the first one as CSV, Parquet or JSON, all of them as a workbook.

    ``run`` is the JSON of the answer they belong to: it goes into the metadata of Parquet and onto
    a sheet of a workbook, so that ``rfma diff`` can read it again.
    """
    if form == "xlsx":
        refuse_too_many(max(frame.height for frame in frames.values()), form, file)
        sheets = dict(frames) if run is None else {**frames, RUN: _run_sheet(run)}
        replace(file, lambda path: path.write_bytes(as_bytes(sheets, form)))
    elif form == "parquet":
        noted = None if run is None else {RUN_KEY: json.dumps(run, ensure_ascii=False)}
        replace(file, lambda path: _write_parquet(_first(frames), path, noted))
    elif form in ("csv", "csv-excel"):
        replace(file, lambda path: path.write_bytes(_csv(frames, form).encode()))
    else:
        raise misuse("format.not_for_cards", format=form)


def refuse_too_many(rows: int, form: Format, file: Path) -> None:
    """Refuse a workbook whose sheet cannot hold so many rows."""
    if form == "xlsx" and rows > MOST_ROWS:
        raise problem("format.too_many_rows", file=file, rows=number(rows), most=number(MOST_ROWS))


def as_bytes(frames: Mapping[str, pl.DataFrame], form: Format) -> bytes:
    """Return the file that ``write_frames`` would write as CSV or as a workbook."""
    if form != "xlsx":
        return _csv(frames, form).encode()
    from io import BytesIO

    book = BytesIO()
    _write_workbook(frames, book)
    return book.getvalue()


def _csv(frames: Mapping[str, pl.DataFrame], form: Format) -> str:
    """Return the first table as CSV: as programs read it, or as a Russian Excel opens it."""
    from rfma_fast.cheques.marks import marked_frame

    sheet = marked_frame(_flat(_first(frames)))
    if form == "csv":
        return sheet.write_csv()
    return sheet.write_csv(
        separator=";", decimal_comma=True, include_bom=True, line_terminator="\r\n"
    )


def _run_sheet(run: Mapping[str, Any]) -> pl.DataFrame:
    """Return the lines of a JSON text: a cell of a workbook holds only so many letters."""
    import polars as pl

    return pl.DataFrame({RUN: json.dumps(run, ensure_ascii=False, indent=1).split("\n")})


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose lists, structures and bytes are texts."""
    import polars as pl

    nested = [
        name
        for name, dtype in frame.schema.items()
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object)
    ]

    def as_text(name: str) -> pl.Series:
        values = (plain(value) for value in frame.get_column(name))
        texts = [
            value if value is None or isinstance(value, str) else json.dumps(value, default=str)
            for value in values
        ]
        return pl.Series(name, texts, dtype=pl.String)

    return frame.with_columns(as_text(name) for name in nested) if nested else frame


def _first(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return next(iter(frames.values()))


def _print_table(report: Report, file: Path | None) -> None:
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise ReaderGone

    if file is None:
        width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
        console = Terminal(width=width, highlight=False, soft_wrap=False)
        for part in report.show(console.width):
            console.print(part, crop=False)
        return

    def to(path: Path) -> None:
        with path.open("w", encoding="utf-8") as text:
            console = Console(file=text, width=PIPE_WIDTH, highlight=False)
            for part in report.show(PIPE_WIDTH):
                console.print(part, crop=False)

    replace(file, to)


def write_text(text: str, file: Path | None) -> None:
    """Write a text to stdout or to a file; on a terminal no character of it steers."""
    if file is None:
        try:
            if sys.stdout.isatty():
                sys.stdout.write(printable_lines(text))
                sys.stdout.flush()
            else:
                write_data(text, sys.stdout)
        except BrokenPipeError as error:
            raise ReaderGone from error
    else:
        replace(file, lambda path: path.write_text(text, encoding="utf-8"))


def _write_parquet(frame: pl.DataFrame, path: Path, noted: dict[str, str] | None) -> None:
    # Polars tells a full disk in words of its own, or in none: Python's file says what it was.
    with path.open("wb") as file:
        octets = io.BytesIO()
        frame.write_parquet(octets, metadata=noted)
        file.write(octets.getbuffer())


def _of_the_disk(error: Exception) -> Exception:
    """Return what the system said, which writers wrap in errors of their own."""
    said = str(error)
    number = next((one for one in errno.errorcode if os.strerror(one) in said), None)
    return error if number is None else OSError(number, os.strerror(number))


def _write_workbook(frames: Mapping[str, pl.DataFrame], path: BytesIO) -> None:
    """Write a sheet a table: real dates and numbers, heads that stay, scales behind shares."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    names: list[str] = []
    try:
        with xlsxwriter.Workbook(path, options) as book:
            for name, frame in frames.items():
                names.append(_sheet_name(name, names))
                flat = _flat(frame)
                shares = [column for column in flat.columns if column.endswith("share")]
                flat.write_excel(
                    workbook=book,
                    worksheet=names[-1],
                    freeze_panes=(1, 0),
                    column_widths=_widths(flat),
                    conditional_formats=dict.fromkeys(shares, _SHARE_SCALE),
                    column_formats=dict.fromkeys(shares, "0.0%"),
                )
    except FileCreateError as error:
        raise _of_the_disk(error) from error


def _widths(frame: pl.DataFrame) -> dict[str | Selector, tuple[str, ...] | int]:
    """Return each column's width in pixels, by its name and the first rows."""
    import polars as pl

    texts = frame.head(_ROWS_MEASURED).select(pl.all().cast(pl.String).fill_null(""))
    return {
        name: _PADDING
        + _LETTER * min(max(len(text) for text in (name, *texts.get_column(name))), _WIDEST)
        for name in frame.columns
    }


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Return a name that a workbook allows and that no sheet before has, in whatever case."""
    wanted = re.sub(r"[\[\]:*?/\\']", "_", name)[:_SHEET_NAME] or "_"
    count, unique = 2, wanted
    while unique.lower() in (other.lower() for other in taken):
        unique = f"{wanted[: _SHEET_NAME - 4]}_{count}"
        count += 1
    return unique
