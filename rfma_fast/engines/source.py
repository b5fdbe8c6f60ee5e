"""Cheques that lie on a cluster as a data platform keeps them: what is to be known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rfma_fast.cheques.rulebook import FLOOR
from rfma_fast.i18n.formats import number
from rfma_fast.settings import DEFAULT_CARD_RULE

BROKEN = "broken"
"""The column that names the first rule that a row breaks."""

Counted = Literal["once", "all"]


@dataclass(frozen=True)
class Source:
    """A directory of Parquet files or a table of the cluster's catalog, and how it is read."""

    place: str
    """A path if it has a slash, else the name of a table."""
    columns: Callable[[Sequence[str]], Mapping[str, str]]
    """From the names of its columns to field → column."""
    last: date
    """The last day that a cheque may have."""
    floor: date = FLOOR
    """The first day that a cheque may have."""
    zone: str | None = None
    """Where the shops' clocks are, for moments that are points in time."""
    card_rule: str = DEFAULT_CARD_RULE
    identical: Counted = "once"
    """How often rows count that agree in all fields."""

    @property
    def is_path(self) -> bool:
        """Tell whether it is a directory rather than a table of a catalog."""
        return "/" in self.place


@dataclass(frozen=True)
class Survey:
    """What the first look at a source found: rows = counted + repeated + rejected."""

    place: str
    rows: int
    counted: int
    repeated: int
    """Rows that agree in all fields with another one, which counts."""
    rejected: Mapping[str, int]
    """Rule → rows that break it, which count nowhere."""

    @property
    def left_out(self) -> int:
        """Return how many rows break a rule."""
        return sum(self.rejected.values())

    @property
    def rules(self) -> str:
        """Return the rules that are broken, each with its rows, to be told."""
        return ", ".join(f"{rule} {number(rows)}" for rule, rows in self.rejected.items())
