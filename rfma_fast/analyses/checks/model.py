"""What a check looks at, and what it finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import polars as pl

from rfma_fast.analyses.rounding import rounded_by_data
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.engines import PolarsEngine
from rfma_fast.schemes.loader import load_scheme
from rfma_fast.schemes.model import Scheme
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile, Table

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be."""

    check: str
    where: str
    """A file, a load, a day, a card: what the user can look for."""
    expected: str
    found: str


@dataclass(frozen=True)
class Checked:
    """What one check looked at."""

    check: str
    looked_at: int
    """Files, rows, cards or days; 0 where it could not be run after what others found."""
    findings: tuple[Finding, ...] = ()


@dataclass
class Look:
    """One version of a store under examination."""

    snapshot: Snapshot
    full: bool
    seed: int
    damaged: set[str] = field(default_factory=set)
    """Files whose content is not looked at any more."""

    @cached_property
    def scheme(self) -> Scheme:
        """Return the scheme by which answers are checked."""
        engine = PolarsEngine(checkpoints=False)
        return rounded_by_data(engine, self.snapshot, load_scheme("rfma"))

    @cached_property
    def newest(self) -> Segmentation:
        """Return the segmentation as of the last identified day."""
        return segment(PolarsEngine(), self.snapshot, self.scheme)

    @cached_property
    def table(self) -> pl.DataFrame:
        """Return the per-card table of that day."""
        return self.newest.table()

    def sample(self, things: Sequence[Thing], at_most: int, what: str) -> list[Thing]:
        """Return all things where everything is asked for, else some of them, in their order.

        The same seed gives the same ones.
        """
        if self.full or len(things) <= at_most:
            return list(things)
        chosen = random.Random(f"{self.seed} {what}").sample(range(len(things)), at_most)
        return [things[place] for place in sorted(chosen)]

    def sound(self, table: Table) -> list[tuple[DataFile, str]]:
        """Return the files of a table that no check found damaged, each with its path."""
        paths = ((file, f"{table.uri}/{file.path}") for file in table.listed())
        return [(file, path) for file, path in paths if path not in self.damaged]


Check = Callable[[Look], Checked]


def findings_of(check: str, looked_at: int, told: Sequence[tuple[str, object, object]]) -> Checked:
    """Return a check with its findings, given as where, expected, found."""
    return Checked(
        check,
        looked_at,
        tuple(Finding(check, where, str(expected), str(found)) for where, expected, found in told),
    )
