"""What a card's state can hold: each field is asked for by name and folded in one group-by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WHATS = (
    "cheques",
    "total",
    "first",
    "last",
    "last_at",
    "documents",
    "days",
    "shops",
    "paid_total",
    "amount_max",
    "paid_max",
    "amount_median",
    "paid_median",
    "unpaid",
)
MICROSECONDS_A_DAY = 86_400_000_000


@dataclass(frozen=True)
class Field:
    """One figure of a card's state, perhaps over the last days only."""

    what: str
    """One of ``WHATS``."""
    window: int | None = None
    """Days up to the as-of date; all days where ``None``."""

    @property
    def column(self) -> str:
        """Return the name of its column."""
        return self.what if self.window is None else f"{self.what}_{self.window}"


ALWAYS = tuple(Field(what) for what in ("cheques", "total", "first", "last"))
"""What every state holds."""

SOURCES = {
    "last_at": ("time",),
    "documents": ("doc_id",),
    "shops": ("shop",),
    "paid_total": ("paid",),
    "paid_max": ("paid",),
    "paid_median": ("paid",),
    "unpaid": ("paid",),
}
"""Stored columns that a field needs beside card, day and amount."""


def sources_of(fields: Iterable[Field]) -> tuple[str, ...]:
    """Return the stored columns that fields need beside card, day and amount."""
    return tuple(sorted({name for field in fields for name in SOURCES.get(field.what, ())}))
