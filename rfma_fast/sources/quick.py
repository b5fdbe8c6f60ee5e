"""The quick reader of CSV: Polars on a plain file, until a line is no proper CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
from polars import selectors

from rfma_fast.sources.batches import numbered
from rfma_fast.sources.dialect import Dialect

_HOLLOW, _BLANK = "*hollow", "*blank"


class Ragged(Exception):
    """A line has fewer fields than the header."""


def quick_rows(
    path: Path, names: Sequence[str], columns: Mapping[str, str], dialect: Dialect
) -> Iterator[pl.DataFrame]:
    """Yield batches of ``line`` and the mapped fields as text; blank lines count and are left out.

    Raises ``Ragged``, or an error of Polars, where the file needs the careful reader.
    """
    rows = pl.scan_csv(
        path,
        infer_schema=False,
        glob=False,
        separator=dialect.delimiter,
        quote_char=dialect.quote or None,
        empty_string_is_null=False,
    )
    fields = [pl.col(column).alias(field) for field, column in columns.items()]
    mapped = columns.values()
    every = rows.collect_schema().names()
    others = [name for name in every if name not in mapped]
    hollow = (pl.col(every[-1]) == "").alias(_HOLLOW)
    nothing = pl.all_horizontal(selectors.by_name(others) == "") if others else pl.lit(True)
    checked = False
    for batch in numbered(rows.select(*fields, hollow, nothing.alias(_BLANK)), 2):
        if not batch.get_column(_HOLLOW).any():
            yield batch.drop(_HOLLOW, _BLANK)
            continue
        told = pl.any_horizontal(pl.col(field) != "" for field in columns)
        whole = batch.filter(~pl.col(_BLANK) | told)
        if not checked and whole.get_column(_HOLLOW).any():
            # An empty last field may be one that a cut line lacks: Polars gives both the same.
            if _has_ragged_lines(path, len(names), dialect):
                raise Ragged
            checked = True
        yield whole.drop(_HOLLOW, _BLANK)


def _has_ragged_lines(path: Path, fields: int, dialect: Dialect) -> bool:
    """Tell whether a line has more or fewer fields than the header, or may be one of several.

    What stands between quotes parts no fields; a line whose quotes do not close is for the careful
    reader to join with the next ones.
    """
    line, quote = pl.col("line"), re.escape(dialect.quote)
    bare = line.str.replace_all(f"{quote}[^{quote}]*{quote}", "") if quote else line
    wrong = bare.str.count_matches(dialect.delimiter, literal=True) != fields - 1
    if quote:
        wrong |= bare.str.contains(quote)
    told = line.str.strip_chars() != ""
    found = pl.scan_lines(path, name="line", glob=False).filter(told & wrong).head(1)
    return found.collect(engine="streaming").height > 0
