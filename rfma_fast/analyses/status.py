"""What is in the store: months, rows, cards, loads, quarantine, bytes on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from rfma_fast.store.snapshot import Snapshot


@dataclass(frozen=True)
class LoadEntry:
    """One load that is part of the store."""

    load: int
    at: datetime
    source: str
    stored: int
    already_there: int
    rejected: int
    months: int


@dataclass(frozen=True)
class Status:
    """The store's contents at its newest version."""

    store: str
    version: int
    card_rule: str
    first: date
    last: date
    cheques: int
    """Rows, returns included."""
    cards: int
    """Different identified cards."""
    months: pl.DataFrame
    """month, cheques, first, last, bytes."""
    loads: tuple[LoadEntry, ...]
    rejected: dict[str, int]
    """Rule → rows in quarantine."""
    octets: dict[str, int]
    """Table → bytes of the files in use."""


def status(snapshot: Snapshot) -> Status:
    """Return what is in the store; reads no cheque."""
    tables = snapshot.tables
    rejected = (
        snapshot.rejected().group_by("rule").agg(pl.len().alias("rows")).sort("rule").collect()
    )
    return Status(
        store=snapshot.root,
        version=snapshot.version,
        card_rule=snapshot.card_rule,
        first=snapshot.first_day,
        last=snapshot.last_day,
        cheques=snapshot.rows,
        cards=sum(file.rows for file in tables.keys.files()),
        months=pl.DataFrame(
            {
                "month": [file.month for file in snapshot.files],
                "cheques": [file.rows for file in snapshot.files],
                "first": [file.first for file in snapshot.files],
                "last": [file.last for file in snapshot.files],
                "bytes": [file.octets for file in snapshot.files],
            }
        ),
        loads=tuple(
            LoadEntry(
                note["load"],
                note["at"],
                note["source"],
                note["stored"],
                note["already_there"],
                note["rejected"],
                len(note["months"]),
            )
            for note in tables.cheques.loads()
        ),
        rejected={str(rule): int(rows) for rule, rows in rejected.iter_rows()},
        octets={
            table.name: table.octets() for table in (tables.cheques, tables.keys, tables.rejected)
        },
    )
