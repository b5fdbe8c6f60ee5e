"""The mark before a text that a spreadsheet would take for a formula, put on and taken off."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

MARK = "'"
"""An apostrophe: spreadsheets take what follows for text."""

_TO_MARK = r"""^[\s\p{C}"']*[=+\-@＝＋－＠]|^[ "']*[\t\r\n]"""
_HEAD_TO_MARK = re.compile(r"""[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff"']*[=+\-@＝＋－＠\t\r\n]""")


def marked(text: pl.Series) -> pl.Series:
    """Return texts with a mark before each that begins as a formula does.

    It does so with ``= + - @``, a tab or a new line, perhaps behind blanks, quotes and marks, so
    that ``unmarked`` gives every text back as it was.
    """
    return (MARK + text).zip_with(_is_formula(text), text).alias(text.name)


def unmarked(text: pl.Series) -> pl.Series:
    """Return texts without the mark that ``marked`` put before them."""
    rest = text.str.strip_prefix(MARK)
    return rest.zip_with(text.str.starts_with(MARK).fill_null(False) & _is_formula(rest), text)


def marked_name(name: str) -> str:
    """Return a column's name, with a mark before it where it begins as a formula does.

    >>> marked_name("=1+1"), marked_name("amount")
    ("'=1+1", 'amount')
    """
    return MARK + name if _HEAD_TO_MARK.match(name) else name


def marked_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table as CSV holds it: no text and no name of a column in it is a formula."""
    safe = _texts_of(frame, marked)
    return safe.rename(dict(zip(safe.columns, map(marked_name, safe.columns), strict=True)))


def unmarked_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table as it was before ``marked_frame``: for whatever reads our own CSV files."""
    plain = _texts_of(frame, unmarked)
    return plain.rename(dict(zip(plain.columns, map(_unmarked_name, plain.columns), strict=True)))


def _texts_of(frame: pl.DataFrame, made: Callable[[pl.Series], pl.Series]) -> pl.DataFrame:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(made(frame.get_column(name)) for name in texts)


def _unmarked_name(name: str) -> str:
    rest = name.removeprefix(MARK)
    return rest if name != rest and _HEAD_TO_MARK.match(rest) else name


def _is_formula(text: pl.Series) -> pl.Series:
    return text.str.contains(_TO_MARK).fill_null(False)
