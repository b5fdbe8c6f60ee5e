"""What is in the store: months, rows, cards, loads, quarantine, bytes on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from rfma_fast.store.checkpoints import COUNTS, PARTS, Checkpoints
from rfma_fast.store.ledger import Ledger
from rfma_fast.store.snapshot import Snapshot


@dataclass(frozen=True)
class LoadEntry:
    """One load of the store; where it is undone, its rows have left."""

    load: int
    at: datetime
    source: str
    stored: int
    already_there: int
    rejected: int
    months: int
    undone: bool


@dataclass(frozen=True)
class Kept:
    """Card states that are kept at one month's end."""

    month: str
    last: date
    """The last day in them."""
    parts: tuple[str, ...]
    """``core``: what every scheme needs; ``more``: times, payments and largest cheques."""
    octets: int


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
    checkpoints: tuple[Kept, ...]

    @property
    def fresh(self) -> bool:
        """Tell whether the checkpoints reach the newest month."""
        months = self.months.get_column("month")
        return bool(self.checkpoints) and self.checkpoints[-1].month == months[-1]


def status(snapshot: Snapshot) -> Status:
    """Return what is in the store; reads no cheque."""
    tables = snapshot.tables
    rejected = (
        snapshot.rejected().group_by("rule").agg(pl.len().alias("rows")).sort("rule").collect()
    )
    checkpoints = kept_checkpoints(snapshot)
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
                entry.load,
                entry.at,
                entry.source,
                entry.stored,
                entry.already_there,
                entry.rejected,
                len(entry.months),
                entry.undone,
            )
            for entry in Ledger.of(tables).entries
        ),
        rejected={str(rule): int(rows) for rule, rows in rejected.iter_rows()},
        octets={
            table.name: table.octets() for table in (tables.cheques, tables.keys, tables.rejected)
        }
        | {"checkpoints": sum(kept.octets for kept in checkpoints)},
        checkpoints=tuple(checkpoints),
    )


def kept_checkpoints(snapshot: Snapshot) -> list[Kept]:
    """Return the checkpoints that hold for a version, in the order of their months."""
    checkpoints = Checkpoints.of(snapshot.root, snapshot.files)
    having = {part: checkpoints.existing([part]) for part in PARTS}
    kept = []
    for one in checkpoints.existing([COUNTS]):
        parts = tuple(part for part in PARTS if one in having[part])
        octets = sum(one.octets(part) for part in (COUNTS, *parts))
        kept.append(Kept(one.month, one.last, parts, octets))
    return kept
