"""The loads of a store as their commits tell of them, and what one found of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rfma_fast.store.tables import Tables


@dataclass(frozen=True)
class Overlap:
    """What a load brought that an older load had brought before."""

    cheques: int
    digest: int
    """A number that the same cheques give in any order."""
    rejected: int
    """Rows of the quarantine."""


@dataclass(frozen=True)
class Entry:
    """One load, undone or not."""

    load: int
    at: datetime
    source: str
    stored: int
    already_there: int
    rejected: int
    months: tuple[str, ...]
    quarantined: int
    """Rows that it added to the quarantine."""
    overlaps: dict[int, Overlap] | None
    """Older load → what this one brought of it, too; ``None`` where nothing was noted."""
    undone: bool = False

    def brings(self) -> dict[int, Overlap]:
        """Return of which load this one brought what, itself included."""
        own = {self.load: Overlap(self.stored, 0, self.quarantined)}
        return (self.overlaps or {}) | (own if self.stored or self.quarantined else {})


@dataclass(frozen=True)
class Ledger:
    """All loads in the order of their numbers."""

    entries: tuple[Entry, ...]
    whole: bool
    """Whether the notes of all commits are still there."""

    @classmethod
    def of(cls, tables: Tables) -> Ledger:
        """Read the notes of all commits."""
        notes = tables.cheques.loads()
        undone = {note["undo"] for note in notes if "undo" in note}
        told = notes + (tables.rejected.loads() if tables.rejected.exists() else [])
        entries = [_entry(note, undone) for note in told if "undo" not in note]
        whole = tables.cheques.commits() == tables.cheques.version() + 1
        return cls(tuple(sorted(entries, key=lambda entry: entry.load)), whole)

    @property
    def live(self) -> tuple[Entry, ...]:
        """Return the loads that are not undone."""
        return tuple(entry for entry in self.entries if not entry.undone)

    def find(self, load: int) -> Entry | None:
        """Return the load of a number."""
        return next((entry for entry in self.entries if entry.load == load), None)

    def has_brought(self, overlaps: dict[int, Overlap]) -> bool:
        """Tell whether some load brought exactly these rows of the loads before, and no others.

        Where notes are gone nothing can be undone, and nobody needs to know.
        """
        return not self.whole or any(_same(entry, overlaps) for entry in self.live)


def _same(entry: Entry, overlaps: dict[int, Overlap]) -> bool:
    brings = entry.brings()
    if brings.keys() != overlaps.keys():
        return False
    return all(
        (one.cheques, one.rejected) == (overlaps[load].cheques, overlaps[load].rejected)
        # All that a load stored is all of it, whatever its digest.
        and (load == entry.load or one.digest == overlaps[load].digest)
        for load, one in brings.items()
    )


def overlaps_as_note(overlaps: dict[int, Overlap]) -> dict[str, list[int]]:
    """Return overlaps as a commit's note keeps them."""
    return {str(load): [one.cheques, one.digest, one.rejected] for load, one in overlaps.items()}


def _entry(note: dict[str, Any], undone: Sequence[int] | set[int]) -> Entry:
    overlaps = note.get("overlaps")
    return Entry(
        load=note["load"],
        at=note["at"],
        source=note["source"],
        stored=note["stored"],
        already_there=note["already_there"],
        rejected=note["rejected"],
        months=tuple(note["months"]),
        quarantined=note.get("quarantined", 0),
        overlaps=None
        if overlaps is None
        else {int(load): Overlap(*figures) for load, figures in overlaps.items()},
        undone=note["load"] in undone,
    )
