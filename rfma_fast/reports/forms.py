"""The forms in which an answer can be written, and how one is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from rfma_fast.i18n import misuse

Format = Literal["table", "json", "csv", "csv-excel", "parquet", "xlsx"]
"""``csv-excel`` is what a Russian Excel opens by itself: `;`, decimal comma, a byte order mark."""
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".txt": "table",
}
FILE_ONLY = ("parquet", "xlsx")


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
