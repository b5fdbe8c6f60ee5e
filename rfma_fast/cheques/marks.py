"""The mark before a text that a spreadsheet would take for a formula, put on and taken off."""

from __future__ import annotations

import re

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


def _is_formula(text: pl.Series) -> pl.Series:
    return text.str.contains(_TO_MARK).fill_null(False)
