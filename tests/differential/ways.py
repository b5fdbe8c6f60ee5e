"""The ways to an answer that must agree."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from differential.command import rfma
from differential.stores import Chain
from differential.tally import Tally, lines
from rfma_fast import Store

_MARK = re.compile(r"^'(?=[-+=@])")


def stores(chain: Chain) -> Mapping[str, Store]:
    """Return the stores that hold the same cheques, each read in its own way."""
    return {
        "checkpoints": Store(chain.crooked, future=True),
        "history": Store(chain.crooked, checkpoints=False, future=True),
        "one load": Store(chain.straight, future=True),
    }


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file, each cell plain."""
    if path.suffix == ".parquet":
        return lines(pl.read_parquet(path).iter_rows(named=True))
    if path.suffix == ".xlsx":
        return lines(pl.read_excel(path, infer_schema_length=None).iter_rows(named=True))
    return csv_lines(path.read_text(encoding="utf-8-sig"))


def csv_lines(text: str, delimiter: str = ",") -> list[dict[str, Any]]:
    """Return the rows of a CSV, without the marks before what a spreadsheet takes for a formula."""
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    return lines({name: _MARK.sub("", cell) for name, cell in row.items()} for row in rows)


def files(
    lot: Random, tally: Tally, asked: str, directory: Path, words: Sequence[object],
    wanted: list[dict[str, Any]],
) -> None:  # fmt: skip
    """Hold that a command writes the same rows to a file of a random kind."""
    kind = lot.choice(["csv", "parquet", "xlsx", "stdout"])
    if kind == "stdout":
        told = rfma(*words, "--format", "csv")
        tally.same("CSV on stdout and JSON", asked, csv_lines(told.out), wanted)
        return
    target = directory / f"answer.{kind}"
    told = rfma(*words, "-o", target, "-q")
    rows = read(target) if told.code == 0 else told.err
    tally.same(f"{kind} and JSON", asked, rows, wanted)
