"""How fragile each border is: which cards a small shift of it would move."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import polars as pl

from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.regrading import Regrading
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.engines import LocalCards
from rfma_fast.plan.grades import grade_of
from rfma_fast.plan.terms import column
from rfma_fast.schemes.model import Axis

SHIFTS = tuple(Fraction(percent, 100) for percent in (-20, -10, -5, 5, 10, 20))
RANKED_BY = Fraction(10, 100)


@dataclass(frozen=True)
class Shift:
    """One border moved, all others where they are."""

    by: Fraction
    border: Fraction
    """Where it goes: the border times 1 + ``by``, exactly, in the unit of the axis."""
    class_cards: int
    """Cards that change class."""
    class_total: int
    """Kopecks that they brought."""
    group_cards: int
    """Cards that change group at the level asked for."""
    group_total: int
    """Kopecks that they brought."""


@dataclass(frozen=True)
class BorderSensitivity:
    """One border and its shifts."""

    axis: Axis
    number: int
    """From 1, the first grade's border."""
    border: Fraction
    shifts: tuple[Shift, ...]
    """By ``SHIFTS``."""

    @property
    def fragility(self) -> tuple[int, int]:
        """Return the most cards that change group, and class, when it moves by 10 % either way."""
        tenth = [shift for shift in self.shifts if abs(shift.by) == RANKED_BY]
        return max(s.group_cards for s in tenth), max(s.class_cards for s in tenth)


@dataclass(frozen=True)
class Sensitivity:
    """All borders of a segmentation, the most fragile first."""

    segmentation: Segmentation
    level: str
    borders: tuple[BorderSensitivity, ...]

    def frame(self) -> pl.DataFrame:
        """Return axis, number, border, shift, shifted, class_cards … a row a shift, as ranked.

        Also rank, class_revenue, group_cards, group_share (of all cards), group_revenue; money in
        roubles.
        """
        cards = max(self.segmentation.cards, 1)
        rows = [
            {
                "rank": rank,
                "axis": of.axis.name,
                "number": of.number,
                "border": float(of.border),
                "shift": float(shift.by),
                "shifted": float(shift.border),
                "class_cards": shift.class_cards,
                "class_revenue": shift.class_total,
                "group_cards": shift.group_cards,
                "group_share": shift.group_cards / cards,
                "group_revenue": shift.group_total,
            }
            for rank, of in enumerate(self.borders, start=1)
            for shift in of.shifts
        ]
        return pl.DataFrame(rows).with_columns(map(roubles, ("class_revenue", "group_revenue")))


def sensitivity(segmentation: Segmentation, level: str | None = None) -> Sensitivity:
    """Move each border by 5, 10 and 20 % either way and count the cards that change place.

    A shifted border is not rounded: a whole number meets 22.05 as it would meet any border, so for
    days ``≤ 22.05`` is ``≤ 22``. Nothing else moves: measures keep the borders in force.
    """
    chosen = segmentation.level_asked(level)
    regrading = Regrading(segmentation)
    found = [
        BorderSensitivity(
            axis,
            number,
            border,
            tuple(_shift(regrading, chosen, axis, number, by) for by in SHIFTS),
        )
        for axis in segmentation.scheme.axes
        for number, border in enumerate(segmentation.thresholds.borders[axis.code], start=1)
    ]
    # Sorting keeps the order of the scheme among equals.
    found.sort(key=lambda of: of.fragility, reverse=True)
    return Sensitivity(segmentation, chosen, tuple(found))


def _shift(regrading: Regrading, level: str, axis: Axis, number: int, by: Fraction) -> Shift:
    """Grade only the values again that lie between the border and where it goes."""
    segmentation = regrading.segmentation
    borders = segmentation.thresholds.borders[axis.code]
    old = borders[number - 1]
    new = old * (1 + by)
    moved = (*borders[: number - 1], new, *borders[number:])
    low, high = (edge(old, new) * axis.measure.scale for edge in (min, max))
    between = pl.col("value").is_between(floor(low), ceil(high))
    rows = regrading.by_value(axis.code).filter(between)
    place = grade_of(axis, column("value"), moved)
    graded = LocalCards(rows).measured("place", place).here
    stride = segmentation.codebook.strides[segmentation.scheme.axes.index(axis)]
    before = pl.col("class").cast(pl.Int64)
    then = pl.col("place").cast(pl.Int64) - 1
    after = before + (then - before // stride % len(axis.grades)) * stride
    codes = pl.lit(pl.Series(segmentation.codebook.codes(level), dtype=pl.String))
    flips = graded.select(
        (before != after).alias("class"),
        (codes.gather(before) != codes.gather(after)).alias("group"),
        "cards",
        "total",
    )
    sums = flips.select(
        pl.col(what).filter(pl.col(at)).sum().alias(f"{at} {what}")
        for at in ("class", "group")
        for what in ("cards", "total")
    )
    return Shift(by, new, *map(int, sums.row(0)))
