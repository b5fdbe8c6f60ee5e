"""The same cheques as files of every kind that the store takes."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
from language.kit import Cheque

KINDS = ("csv", "semicolons", "gz", "parquet", "arrow", "xlsx")
HEADER = ("at", "shop", "card", "amount", "paid", "doc_id")


NOBODY = ("", "NULL", "0", "-", "nan")


def spelt(row: Cheque, place: int) -> str:
    """Return a card as some program writes it, nobody's too."""
    if row.card is None:
        return NOBODY[place % len(NOBODY)]
    if re.fullmatch("[0-9]{13}", row.card) is None:
        return row.card
    return (row.card, f"{row.card}.0", f'="{row.card}"', f"{row.card}\u200b")[place % 4]


def roubles(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{Decimal(kopecks) / 100:f}"


def write(
    path: Path, kind: str, rows: Sequence[Cheque], spoilt: Mapping[int, str] | None = None
) -> Path:
    """Write rows as a file of a kind; ``spoilt`` amounts, by the row's place, only in a CSV."""
    if kind in ("csv", "semicolons", "gz"):
        return _text(path, kind, rows, spoilt or {})
    frame = frame_of(rows)
    target = path.with_suffix(f".{kind}")
    if kind == "parquet":
        frame.write_parquet(target)
    elif kind == "arrow":
        frame.write_ipc(target)
    else:
        frame.write_excel(target)
    return target


def frame_of(rows: Sequence[Cheque]) -> pl.DataFrame:
    """Return rows as a table with the types that they have."""
    return pl.DataFrame(
        {
            "at": [row.at for row in rows],
            "shop": [row.shop for row in rows],
            "card": [spelt(row, place) or None for place, row in enumerate(rows)],
            "amount": [Decimal(row.amount) / 100 for row in rows],
            "paid": [None if row.paid is None else Decimal(row.paid) / 100 for row in rows],
            "doc_id": [row.doc for row in rows],
        },
        schema={
            "at": pl.Datetime("us"), "shop": pl.String, "card": pl.String,
            "amount": pl.Decimal(18, 2), "paid": pl.Decimal(18, 2), "doc_id": pl.String,
        },
    )  # fmt: skip


def _text(path: Path, kind: str, rows: Sequence[Cheque], spoilt: Mapping[int, str]) -> Path:
    target = path.with_suffix(".csv.gz" if kind == "gz" else ".csv")
    comma = kind == "semicolons"
    opened = gzip.open if kind == "gz" else open
    with opened(target, "wt", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=";" if comma else ",")
        writer.writerow(HEADER)
        for place, row in enumerate(rows):
            money = [spoilt.get(place, roubles(row.amount)), roubles(row.paid)]
            if comma:
                money = [amount.replace(".", ",") for amount in money]
            at = row.at.strftime("%d.%m.%Y %H:%M:%S" if comma else "%Y-%m-%d %H:%M:%S")
            writer.writerow((at, row.shop, spelt(row, place), *money, row.doc or ""))
    return target
