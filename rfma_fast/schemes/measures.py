"""What an axis measures of a card. Each measure is a whole number: its value times ``SCALE``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class BorderRef:
    """A border of another axis: ``R1`` is the border between grades 1 and 2 of axis R."""

    axis: str
    number: int
    """From 1."""

    def __str__(self) -> str:
        """Return the form in which a scheme file writes it."""
        return f"{self.axis}{self.number}"


@dataclass(frozen=True)
class Recency:
    """Days from the card's last purchase to the as-of date."""

    KIND: ClassVar[str] = "recency"
    SCALE: ClassVar[int] = 1


@dataclass(frozen=True)
class Age:
    """Days from the card's first purchase to the as-of date."""

    KIND: ClassVar[str] = "age"
    SCALE: ClassVar[int] = 1


@dataclass(frozen=True)
class Rate:
    """Purchases per base interval over the card's activity period, to hundredths.

    The activity period starts at the first purchase, at the latest one base interval before the
    as-of date, and ends one churn period after the last purchase, at the latest at the as-of date.
    """

    KIND: ClassVar[str] = "rate"
    SCALE: ClassVar[int] = 100

    base: BorderRef
    """The base interval in days; at least 1."""
    churn: BorderRef
    """The churn period in days; at least 1."""


@dataclass(frozen=True)
class MeanCheque:
    """The card's total divided by its purchases, rounded to a whole rouble."""

    KIND: ClassVar[str] = "mean_cheque"
    SCALE: ClassVar[int] = 1


Measure = Recency | Age | Rate | MeanCheque
MEASURES: dict[str, type[Measure]] = {kind.KIND: kind for kind in (Recency, Age, Rate, MeanCheque)}


def measure_needs(measure: Measure) -> tuple[BorderRef, ...]:
    """Return the borders that must be known before the measure can be taken."""
    return (measure.base, measure.churn) if isinstance(measure, Rate) else ()
