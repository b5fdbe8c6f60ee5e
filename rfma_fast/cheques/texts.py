"""Names of shops, cards and documents."""

from __future__ import annotations

import polars as pl

_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
"""Signs that nobody sees and that copies from chats and pages bring along."""
_STARTS = (b"\xc2\xad", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf")
"""With which of their bytes they begin."""
_FORMULA = r'^="([^"]*)"$'
"""A text that a spreadsheet is to take for one, such as ``="0012"``."""
NOBODY = (
    "0", "-", "--", "—", "–", ".", "?", "null", "(null)", "<null>", "[null]", "<>", "<пусто>",
    "<не указан>", "\\n", "none", "nan", "na", "n/a", "#n/a", "nil", "undefined", "нет",
    "не указан", "без карты",
)  # fmt: skip
"""What programs and people write where there is no card, in small letters."""

_WHOLE = r"^([+-]?[0-9]+)\.0*$"
"""A number that has nothing but zeros behind its point."""


def texts(given: pl.Series) -> pl.Series:
    """Return texts without blanks around them; null where nothing is left.

    What a value becomes depends on nothing but itself: 15.0 of a column of numbers is 15, whatever
    stands in the other rows, and a number that is none (NaN) is a gap.
    """
    return _as_text(given).alias(given.name)


def somebody(ids: pl.Series) -> pl.Series:
    """Return ids without signs that nobody sees, formulas around them, and words for nobody."""
    ids = _bare(ids)
    ids = ids.set(ids == "", None)
    short = ids.str.len_chars() <= max(map(len, NOBODY))
    if not short.any():
        return ids
    return ids.set((short & ids.str.to_lowercase().is_in(NOBODY)).fill_null(False), None)


def has_bytes(texts: pl.Series, *wanted: bytes) -> bool:
    """Tell whether any text may hold some bytes; one search for all of them."""
    buffer = texts.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    return buffer is not None and any(one in bytes(buffer) for one in wanted)


def _bare(text: pl.Series) -> pl.Series:
    """Return texts without signs that nobody sees, and out of the formula around them."""
    if has_bytes(text, *_STARTS):
        text = text.str.replace_all(_INVISIBLE, "")
    if has_bytes(text, b'="'):
        text = text.str.replace(_FORMULA, "$1")
    return text.str.strip_chars()


def _as_text(given: pl.Series) -> pl.Series:
    if given.dtype.is_float():
        # What held whole numbers and gaps became floats on the way here.
        number = given.cast(pl.Int64, strict=False)
        whole = (number.cast(given.dtype) == given).fill_null(False)
        if not whole.all():
            return number.cast(pl.String).zip_with(whole, given.fill_nan(None).cast(pl.String))
        given = number
    text = given.cast(pl.String)
    if isinstance(given.dtype, pl.Decimal):
        return text.str.replace(_WHOLE, "$1")
    text = text.str.strip_chars()
    return text.set(text == "", None)
