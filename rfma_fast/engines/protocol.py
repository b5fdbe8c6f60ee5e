"""What the analyses ask of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import polars as pl

from rfma_fast.engines.facts import Facts
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.plan.terms import Term

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame


class Engine(Protocol):
    """Reads cheques, measures cards, brings results home."""

    name: str
    local: bool
    """Whether this process reads the cheques."""

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        """Yield what the cheques of scopes leave, which differ in rising as-of dates only."""
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

    def measured(self, states: pl.DataFrame, name: str, value: Term) -> pl.DataFrame:
        """Return the states with one more column, the value of a term."""
        ...

    def counts(self, states: pl.DataFrame, name: str) -> pl.DataFrame:
        """Return value, count of a column of states, blanks left out."""
        ...

    def sizes(self, classed: pl.DataFrame) -> pl.DataFrame:
        """Return class, cards, cheques, total of the classes that have a card, by number."""
        ...
