"""How stable fitted borders are: refitted at each month end, and over resampled data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from rfma_fast.analyses.resampling import Resampler
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import misuse
from rfma_fast.schemes.borders import Borders, Fixed
from rfma_fast.schemes.model import Axis
from rfma_fast.schemes.thresholds import fit

CONFIDENCE = Fraction(90, 100)
RESAMPLES, SEED = 1_000, 1
MOST_RESAMPLES = 100_000


@dataclass(frozen=True)
class Refitted:
    """The borders of one day."""

    as_of: date
    cards: int
    borders: Borders


@dataclass(frozen=True)
class Interval:
    """Where a fitted border lies in 90 % of the resamples."""

    axis: Axis
    number: int
    """From 1, the first grade's border."""
    fitted: Fraction
    low: Fraction
    """The smallest value that at least 5 % of the resamples do not exceed."""
    high: Fraction
    """The smallest value that at least 95 % of the resamples do not exceed."""
    same: Fraction
    """The share of resamples that give the fitted value itself."""
    fixed: bool
    """Whether the scheme sets the value, so that no data move it."""


@dataclass(frozen=True)
class Stability:
    """Borders over months and over resamples."""

    segmentation: Segmentation
    """As of the last day, with fitted borders."""
    series: tuple[Refitted, ...]
    resamples: int
    seed: int
    intervals: tuple[Interval, ...]

    def series_frame(self) -> pl.DataFrame:
        """Return as_of, cards, axis, number, border: a row a day and border."""
        rows = [
            (found.as_of, found.cards, axis.name, number, float(border))
            for found in self.series
            for axis in self.segmentation.scheme.axes
            for number, border in enumerate(found.borders[axis.code], start=1)
        ]
        schema = {
            "as_of": pl.Date,
            "cards": pl.Int64,
            "axis": pl.String,
            "number": pl.Int64,
            "border": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def intervals_frame(self) -> pl.DataFrame:
        """Return axis, number, fitted, low, high, same, fixed: a row a border."""
        rows = [
            {
                "axis": of.axis.name,
                "number": of.number,
                "fitted": float(of.fitted),
                "low": float(of.low),
                "high": float(of.high),
                "same": float(of.same),
                "fixed": of.fixed,
            }
            for of in self.intervals
        ]
        return pl.DataFrame(rows)


def stability(
    segmentations: Iterator[Segmentation], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Stability:
    """Gather the borders of rising days and resample the last day's data.

    The segmentations have fitted borders; there is at least one.
    """
    if not 1 <= resamples <= MOST_RESAMPLES:
        raise misuse("stability.resamples", got=resamples, most=MOST_RESAMPLES)
    if seed < 0:
        raise misuse("stability.seed", got=seed)
    series = []
    for found in segmentations:
        series.append(Refitted(found.as_of, found.cards, found.thresholds.borders))
        last = found
    intervals = _intervals(last, resamples, seed)
    return Stability(last, tuple(series), resamples, seed, intervals)


def resampled_borders(segmentation: Segmentation, resamples: int, seed: int) -> Iterator[Borders]:
    """Yield the borders that the scheme's own rules fit to each resample, always the same ones.

    Cards are drawn with all their cheques, those without a card by their ids. All borders are
    fitted to the buyers drawn, measures that are built on borders with those of the resample.
    """
    drawn = Resampler(segmentation, seed)
    for facts in drawn.resamples(resamples):
        yield fit(segmentation.scheme, segmentation.as_of, facts).borders


def _intervals(segmentation: Segmentation, resamples: int, seed: int) -> tuple[Interval, ...]:
    drawn = list(resampled_borders(segmentation, resamples, seed))
    return tuple(
        _interval(axis, place, fitted, [borders[axis.code][place] for borders in drawn])
        for axis in segmentation.scheme.axes
        for place, fitted in enumerate(segmentation.thresholds.borders[axis.code])
    )


def _interval(axis: Axis, place: int, fitted: Fraction, found: list[Fraction]) -> Interval:
    ordered = sorted(found)
    tail = (1 - CONFIDENCE) / 2
    low, high = (ordered[_rank(share, len(ordered)) - 1] for share in (tail, 1 - tail))
    same = Fraction(Counter(ordered)[fitted], len(ordered))
    fixed = isinstance(axis.borders[place].rule, Fixed)
    return Interval(axis, place + 1, fitted, low, high, same, fixed)


def _rank(share: Fraction, count: int) -> int:
    return max(1, -(-share.numerator * count // share.denominator))
