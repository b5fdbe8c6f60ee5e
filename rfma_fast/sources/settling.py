"""What the start of a file did not show, settled by reading all of it before it counts."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import polars as pl

from rfma_fast.i18n import problem
from rfma_fast.sources.dates import surveyed
from rfma_fast.sources.files import Damaged, File
from rfma_fast.sources.sniff import encoding_in_whole

Trait = Literal["date", "decimal"]


class Unsettled(Exception):
    """A row shows a trait of its file that the rows before it did not show."""

    def __init__(self, name: str, trait: Trait) -> None:
        super().__init__(name, trait)
        self.name = name
        self.trait = trait


def settled(file: File, trait: Trait) -> File:
    """Return a file with a trait as the whole of it shows it.

    Dates that may be read in two ways are refused.
    """
    if trait == "decimal":
        return replace(file, dialect=replace(file.dialect, decimal=","))
    order = surveyed(_moments(file), file.name, file.columns["at"])
    return replace(file, dialect=replace(file.dialect, date=order, surveyed=True))


def mended(file: File) -> File:
    """Return a file that is no proper CSV: in another encoding, or to be read with care."""
    dialect = file.dialect
    if "encoding" not in dialect.told and codecs.lookup(dialect.encoding).name == "utf-8":
        found = encoding_in_whole(file.path, dialect, file.name)
        if found is None:
            raise problem("csv.encoding", path=file.name)
        if found != "utf-8":
            return replace(file, dialect=replace(dialect, encoding=found))
    return replace(file, careful=True)


def _moments(file: File) -> Iterator[pl.DataFrame]:
    """Yield ``line`` and ``at`` of all rows; from the start again where the file is damaged."""
    while True:
        try:
            for batch in file.batches(only="at"):
                sound = pl.col("rule").is_null() if "rule" in batch.columns else pl.lit(True)
                yield batch.filter(sound)
            return
        except Damaged:
            file = mended(file)
