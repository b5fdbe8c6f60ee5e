"""Names of shops, cards and documents."""

from __future__ import annotations

import polars as pl


def texts(given: pl.Series) -> pl.Series:
    """Return texts without blanks around them; null where nothing is left."""
    if given.dtype.is_float():
        # What held whole numbers and gaps became floats on the way here: 15.0 is 15.
        whole = given.cast(pl.Int64, strict=False)
        if (whole.cast(given.dtype) == given).all():
            given = whole
    text = given.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)
