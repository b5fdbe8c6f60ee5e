"""Small tables of cheques, schemes written from plain dictionaries, and stores without files."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from support.stores import Held

from rfma_fast.analyses.rounding import rounded_by_data
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.api import Store
from rfma_fast.cheques.schema import STORED
from rfma_fast.engines import PolarsEngine
from rfma_fast.schemes.loader import read_scheme
from rfma_fast.schemes.model import Scheme
from rfma_fast.store.snapshot import Snapshot

HERE = Path(__file__).parent
CARD_RULE = r"^\d{13}$"
HEADER = ("at", "shop", "card", "amount", "paid", "bonus_earned", "bonus_spent", "doc_id")


class Cheque(NamedTuple):
    """One row of a till: money in kopecks."""

    at: datetime
    shop: str
    card: str | None
    amount: int
    paid: int | None = None
    doc: str | None = None


Document = dict[str, Any]
"""A scheme as a parsed TOML document."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def toml(document: Mapping[str, Any]) -> str:
    """Write a document as TOML, one top-level key a line."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in document.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key} = {_value(of)}" for key, of in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def axis(
    code: str,
    measure: Mapping[str, Any],
    borders: Sequence[Mapping[str, Any]],
    **more: object,
) -> dict[str, Any]:
    """Return an axis with one grade more than borders."""
    grades = [{"en": f"grade {number}"} for number in range(1, len(borders) + 2)]
    name = f"axis_{code.lower()}"
    return {
        "code": code, "name": name, "measure": dict(measure), "grades": grades,
        "borders": [dict(border) for border in borders], **more,
    }  # fmt: skip


def fixed(keep: str, *values: object, **more: object) -> list[dict[str, Any]]:
    return [{"rule": "fixed", "keep": keep, "value": str(value), **more} for value in values]


def document_of(axes: Sequence[Mapping[str, Any]], **more: object) -> Document:
    return {"format": 1, "code": "t", "name": {"en": "t"}, "axis": [dict(a) for a in axes], **more}


def scheme_of(document: Mapping[str, Any]) -> Scheme:
    return read_scheme(toml(document), "t.toml")


def memory(cheques: Iterable[Cheque]) -> Snapshot:
    rows = list(cheques)
    cards = sorted({row.card for row in rows if row.card and re.search(CARD_RULE, row.card)})
    keys = {card: number for number, card in enumerate(cards, start=1)}
    epoch = datetime(1970, 1, 1)
    stored = [
        {
            "card": keys.get(row.card or "", 0),
            "unidentified_id": None if row.card in keys else row.card,
            "day": row.at.date(),
            "time": (row.at - epoch) % timedelta(days=1) // timedelta(microseconds=1),
            "shop": row.shop,
            "amount": row.amount,
            "paid": row.paid,
            "doc_id": row.doc,
            "load": 1,
        }
        for row in rows
    ]
    printed = pl.DataFrame(
        {"key": list(keys.values()), "card": list(keys)},
        schema={"key": STORED["card"], "card": pl.String},
    )
    return Held.of(pl.DataFrame(stored, schema=STORED), printed, CARD_RULE)


def store_of(path: Path, cheques: Iterable[Cheque]) -> Store:
    """Take cheques into a store on the disk, by way of a CSV."""

    def roubles(kopecks: int | None) -> str:
        return "" if kopecks is None else str(Decimal(kopecks) / 100)

    path.mkdir(parents=True, exist_ok=True)
    with (path / "cheques.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for row in cheques:
            paid, doc = roubles(row.paid), row.doc or ""
            at, card = row.at.isoformat(sep=" "), row.card or ""
            writer.writerow((at, row.shop, card, roubles(row.amount), paid, "", "", doc))
    store = Store(path / "store")
    store.ingest(path / "cheques.csv", card_rule="13-digits", no_cards=True)
    return store


def segmented(
    document: Mapping[str, Any], cheques: Iterable[Cheque] | Snapshot, as_of: date | None = None
) -> Segmentation:
    given = cheques if isinstance(cheques, Snapshot) else memory(cheques)
    # Tables by chance end long before some of the days that are asked for.
    snapshot = replace(given, future=True)
    scheme = rounded_by_data(PolarsEngine(), snapshot, scheme_of(document))
    return segment(PolarsEngine(), snapshot, scheme, as_of=as_of)
