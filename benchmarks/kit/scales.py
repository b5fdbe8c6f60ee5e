"""How many cheques, cards and months a contest is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A size of a chain's history."""

    name: str
    cheques: int
    cards: int | None = None
    """As many as is plausible where ``None``."""
    months: int = 36


SCALES = {
    scale.name: scale
    for scale in (
        Scale("1M", 1_000_000),
        Scale("10M", 10_000_000),
        Scale("20M", 20_000_000, 900_000),
        Scale("100M", 100_000_000),
        Scale("1000M", 1_000_000_000),
    )
}
