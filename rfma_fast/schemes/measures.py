"""What an axis measures of a card. Each measure is a whole number: its value times ``scale``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rfma_fast.schemes.keys import Choice, Ref, Whole, key

COUNTED = ("cheques", "documents", "days")
WINDOW = Whole(1, 36_500)
_WINDOW_MEANING = "Count only what lies within so many days up to the as-of date."


@dataclass(frozen=True)
class BorderRef:
    """A border of an axis: ``R1`` is the border between the first and the second grade of R."""

    axis: str
    number: int
    """From 1."""

    def __str__(self) -> str:
        """Return the form in which a scheme file writes it."""
        return f"{self.axis}{self.number}"


@dataclass(frozen=True)
class Recency:
    """Time from the last purchase to the as-of date."""

    KIND: ClassVar[str] = "recency"
    scale: ClassVar[int] = 1

    unit: str = key(
        Choice(("days", "24h")),
        "Calendar days, or whole 24-hour periods up to the moment of the as-of date: that of its"
        " last cheque, so many days later where the date lies after it, or the midnight that the"
        " scheme names.",
        "days",
    )


@dataclass(frozen=True)
class Age:
    """Days from the first purchase to the as-of date."""

    KIND: ClassVar[str] = "age"
    scale: ClassVar[int] = 1


@dataclass(frozen=True)
class Count:
    """How many cheques, different documents or days with a purchase."""

    KIND: ClassVar[str] = "count"
    scale: ClassVar[int] = 1

    of: str = key(Choice(COUNTED), "What is counted.", "cheques")
    window: int | None = key(WINDOW, _WINDOW_MEANING, None)


@dataclass(frozen=True)
class Rate:
    """Purchases per base interval over the activity period, to hundredths, halves away from zero.

    The period starts at the first purchase, at the latest one base interval before the as-of date,
    and ends one churn period after the last purchase, at the latest at the as-of date.
    """

    KIND: ClassVar[str] = "rate"
    scale: ClassVar[int] = 100

    base: BorderRef = key(Ref(), "The border that is the base interval in days; at least 1.")
    churn: BorderRef = key(Ref(), "The border that is the churn period in days; at least 1.")
    of: str = key(Choice(COUNTED), "What is counted.", "cheques")
    window: int | None = key(
        WINDOW, _WINDOW_MEANING + " The activity period starts no earlier.", None
    )


@dataclass(frozen=True)
class Money:
    """Money of the purchases, rounded halves away from zero."""

    KIND: ClassVar[str] = "money"

    of: str = key(Choice(("total", "mean", "max", "median")), "Which figure of the cheques.")
    over: str = key(
        Choice(("amount", "paid")), "The amount before discounts, or what was paid.", "amount"
    )
    round: str = key(
        Choice(("auto", "rouble", "kopeck")),
        "To what it is rounded; `auto`: to whole roubles where every amount of the store is whole,"
        " else to kopecks.",
        "auto",
    )
    window: int | None = key(WINDOW, _WINDOW_MEANING, None)

    @property
    def scale(self) -> int:
        """Return 1 for roubles, 100 for kopecks."""
        return 100 if self.round == "kopeck" else 1


@dataclass(frozen=True)
class Silence:
    """Recency in mean gaps of the card's own purchase days, rounded up to hundredths.

    Missing for a card that bought on one day only.
    """

    KIND: ClassVar[str] = "silence"
    scale: ClassVar[int] = 100


@dataclass(frozen=True)
class MeanGap:
    """Mean days between the card's purchase days, rounded up to hundredths.

    Missing for a card that bought on one day only.
    """

    KIND: ClassVar[str] = "mean_gap"
    scale: ClassVar[int] = 100


@dataclass(frozen=True)
class Shops:
    """In how many different shops the card bought."""

    KIND: ClassVar[str] = "shops"
    scale: ClassVar[int] = 1

    window: int | None = key(WINDOW, _WINDOW_MEANING, None)


Measure = Recency | Age | Count | Rate | Money | Silence | MeanGap | Shops
MEASURES: tuple[type[Measure], ...] = (
    Recency, Age, Count, Rate, Money, Silence, MeanGap, Shops,
)  # fmt: skip


def revenue_over(measures: Iterable[Measure]) -> str:
    """Return the column that revenue is the sum of: ``paid`` where all money measures are of it."""
    columns = {measure.over for measure in measures if isinstance(measure, Money)}
    return "paid" if columns == {"paid"} else "amount"


def measure_needs(measure: Measure) -> tuple[BorderRef, ...]:
    """Return the borders that must be known before the measure can be taken."""
    return (measure.base, measure.churn) if isinstance(measure, Rate) else ()


def rounds_up(measure: Measure) -> bool:
    """Tell whether the measure is rounded up, so that only ≤ and > compare it exactly."""
    return isinstance(measure, Silence | MeanGap)


def can_be_missing(measure: Measure) -> bool:
    """Tell whether some cards have no such measure."""
    if isinstance(measure, Money):
        return measure.window is not None and measure.of != "total"
    return isinstance(measure, Silence | MeanGap)
