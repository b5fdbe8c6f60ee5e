"""How stable fitted borders are: refitted at each month end, and over resampled data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import misuse
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders, Fixed
from rfma_fast.schemes.model import Axis
from rfma_fast.schemes.thresholds import fit

CONFIDENCE = Fraction(90, 100)
RESAMPLES, SEED = 1_000, 1
MOST_RESAMPLES = 100_000

_Key = tuple[str, ...]


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

    Each distribution that a rule asks for is drawn anew with as many observations as it has: a
    multinomial draw over its values. So the metrics are resampled by cards, the amounts by
    cheques, the days between purchases by repeat purchases, each for itself. A measure that is
    built on borders keeps the fitted ones; a ratio follows its two borders, resample by resample.
    """
    facts = CardFacts(segmentation.scheme, segmentation.history)
    source = _Source(facts, segmentation.thresholds.borders)
    draw = np.random.default_rng(seed)
    for _ in range(resamples):
        drawn = _Resample(source, draw)
        yield fit(segmentation.scheme, segmentation.as_of, drawn).borders


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


@dataclass(frozen=True)
class _Drawable:
    """A distribution ready to be drawn from."""

    values: NDArray[np.int64]
    size: int
    chances: NDArray[np.float64]

    def draw(self, by: np.random.Generator) -> Histogram:
        counts = by.multinomial(self.size, self.chances)
        some = counts > 0
        return Histogram(pl.DataFrame({"value": self.values[some], "count": counts[some]}))


@dataclass(frozen=True)
class _Source:
    """The distributions behind the rules, each found once."""

    facts: CardFacts
    borders: Borders
    _found: dict[_Key, _Drawable] = field(default_factory=dict)

    def of(self, key: _Key, find: Callable[[], Histogram]) -> _Drawable:
        if key not in self._found:
            frame = find().frame
            counts = frame.get_column("count").to_numpy()
            size = int(counts.sum())
            values = frame.get_column("value").to_numpy()
            self._found[key] = _Drawable(values, size, counts / max(size, 1))
        return self._found[key]


@dataclass(frozen=True)
class _Resample:
    """One resample as the facts that rules are fitted to; a distribution is drawn once in it."""

    source: _Source
    by: np.random.Generator
    _drawn: dict[_Key, Histogram] = field(default_factory=dict)

    def metric(self, axis: str, known: Borders, within: str) -> Histogram:
        facts, fitted = self.source.facts, self.source.borders
        return self._of(("metric", axis, within), lambda: facts.metric(axis, fitted, within))

    def scale(self, axis: str) -> int:
        return self.source.facts.scale(axis)

    def cheques(self, identified_only: bool, within: str) -> Histogram:
        facts = self.source.facts
        key = ("identified" if identified_only else "cheques", within)
        return self._of(key, lambda: facts.cheques(identified_only, within))

    def gaps(self, within: str) -> Histogram:
        return self._of(("gaps", within), lambda: self.source.facts.gaps(within))

    def _of(self, key: _Key, find: Callable[[], Histogram]) -> Histogram:
        if key not in self._drawn:
            drawable = self.source.of(key, find)
            self._drawn[key] = drawable.draw(self.by) if drawable.size else find()
        return self._drawn[key]
