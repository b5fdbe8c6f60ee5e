"""What the analyses ask of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import polars as pl

from rfma_fast.engines.cards import Cards
from rfma_fast.engines.facts import Distributions, Facts
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.plan.shown import Shown

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame
    from rfma_fast.store.snapshot import Snapshot


class Engine(Protocol):
    """Reads cheques, measures cards, brings results home."""

    name: str
    local: bool
    """Whether this process reads the cheques."""

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        """Yield what the cheques of scopes leave, which differ in rising as-of dates only."""
        ...

    def distributions(self, scope: Scope) -> Distributions:
        """Return what is counted of the cheques of a scope, without the states of its cards."""
        ...

    def has_kopecks(self, snapshot: Snapshot, column: str) -> bool:
        """Tell whether any amount of a store, ``amount`` or ``paid``, is no whole rouble."""
        ...

    def scan(self, scope: Scope, columns: Sequence[str] = ()) -> Frame:
        """Return the cheques in scope: inside, card, day, amount, the unit's and more columns.

        In no order. ``inside`` is 1 for cheques of the population; ``card`` the key; days are
        days since 1970, amounts kopecks, all 64-bit integers.
        """
        ...

    def fetch(self, *frames: Frame) -> list[pl.DataFrame]:
        """Compute frames together and return them."""
        ...

    def table(self, graded: Frame, scope: Scope, columns: Sequence[Shown]) -> pl.DataFrame:
        """Return the per-card table here: card (as printed), perhaps shop, and the columns."""
        ...

    def write(self, graded: Frame, scope: Scope, columns: Sequence[Shown], path: str) -> None:
        """Write the per-card table as Parquet."""
        ...

    def keep(self, states: Frame, *frames: Frame) -> tuple[Cards, list[pl.DataFrame]]:
        """Compute card states, which the engine keeps, and more frames, which it returns."""
        ...
