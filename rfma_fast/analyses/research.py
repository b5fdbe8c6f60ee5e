"""Research of thresholds: how each measure is distributed, and what the borders make of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.breaks import natural_breaks
from rfma_fast.schemes.model import Axis

DECILES = tuple(Fraction(tenth, 10) for tenth in range(1, 11))
CHURN_LEVELS = (Fraction(80, 100), Fraction(90, 100), Fraction(95, 100))


@dataclass(frozen=True)
class Capacity:
    """What falls into one grade."""

    grade: int
    cards: int
    cheques: int
    total: int
    """Kopecks."""


@dataclass(frozen=True)
class AxisResearch:
    """One axis: the distribution of its measure over cards, its borders, its grades."""

    axis: Axis
    values: Histogram
    """In whole numbers: the value times the measure's scale."""
    borders: tuple[Fraction, ...]
    """In the unit of the axis."""
    ties: tuple[int, ...]
    """By border, the cards whose value is exactly the border."""
    capacities: tuple[Capacity, ...]
    natural: tuple[Fraction, ...]
    """Natural breaks into as many groups as there are grades, in rising order: a proposal."""

    def in_unit(self, value: Fraction | int | None) -> Fraction | None:
        """Return one of the distribution's whole numbers in the unit of the axis."""
        return None if value is None else Fraction(value) / self.axis.measure.scale

    @property
    def deciles(self) -> list[Fraction | None]:
        """Return the discrete percentiles 10, 20 … 100 in the unit of the axis."""
        return [self.in_unit(self.values.percentile_disc(p)) for p in DECILES]


@dataclass(frozen=True)
class Research:
    """What is behind the borders of a segmentation."""

    segmentation: Segmentation
    axes: tuple[AxisResearch, ...]
    gaps: Histogram
    """Days between consecutive purchases of a card."""

    @property
    def churn_periods(self) -> list[tuple[Fraction, int | None]]:
        """Return the gap that 80, 90 and 95 % of the returns do not exceed."""
        return [(p, self.gaps.percentile_disc(p)) for p in CHURN_LEVELS]


def research(segmentation: Segmentation) -> Research:
    """Return the distributions, ties and capacities behind a segmentation's borders."""
    scheme, borders = segmentation.scheme, segmentation.thresholds.borders
    facts = CardFacts(scheme, segmentation.history)
    axes = []
    for place, axis in enumerate(scheme.axes):
        values = facts.metric(axis.code, borders)
        scaled = [border * axis.measure.scale for border in borders[axis.code]]
        axes.append(
            AxisResearch(
                axis=axis,
                values=values,
                borders=borders[axis.code],
                ties=tuple(
                    values.count_at(int(edge)) if edge.denominator == 1 else 0 for edge in scaled
                ),
                capacities=_capacities(segmentation, place),
                natural=tuple(
                    Fraction(edge, axis.measure.scale)
                    for edge in natural_breaks(values, len(axis.grades))
                ),
            )
        )
    return Research(segmentation, tuple(axes), segmentation.history.gaps)


def _capacities(segmentation: Segmentation, place: int) -> tuple[Capacity, ...]:
    """Add the classes up by their grade on one axis."""
    stride = segmentation.codebook.strides[place]
    count = len(segmentation.scheme.axes[place].grades)
    sizes = segmentation.sizes.with_columns(grade=pl.col("class") // stride % count + 1)
    summed = {
        row[0]: row[1:]
        for row in sizes.group_by("grade")
        .agg(pl.col("cards", "cheques", "total").sum())
        .iter_rows()
    }
    return tuple(Capacity(grade, *summed.get(grade, (0, 0, 0))) for grade in range(1, count + 1))
