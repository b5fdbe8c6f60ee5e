"""Research of thresholds: how each measure is distributed, and what the borders make of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import polars as pl

from rfma_fast.analyses.pareto import Pareto, pareto
from rfma_fast.analyses.proposals import Proposal, proposals
from rfma_fast.analyses.regrading import Regrading
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n.formats import compact, number, share
from rfma_fast.periods import day_number, shifted
from rfma_fast.plan.terms import column, whole
from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.bins import Bin, bins_of
from rfma_fast.quantiles.survival import Survival
from rfma_fast.schemes.borders import Churn as ChurnRule
from rfma_fast.schemes.measures import MeanGap, Money, Rate, Silence
from rfma_fast.schemes.model import Axis

DECILES = tuple(Fraction(tenth, 10) for tenth in range(1, 11))
CROWDED = Fraction(5, 100)
"""Of the cards, within one step of a threshold: worth a note."""
GROWING = Fraction(5, 100)
"""Of a churn period, between four fifths of the history and all of it: worth a note."""
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
class Tie:
    """A value and the observations that have exactly it."""

    value: Fraction
    """In the unit of the axis."""
    cards: int
    """How many have exactly the value."""
    share: Fraction
    """The same, of all that have a value."""
    below: Fraction
    """The share of smaller values."""
    through: Fraction
    """The share of values up to this one, itself included."""


@dataclass(frozen=True)
class Churn:
    """A churn period: the days that a share of all repeat purchases do not exceed."""

    level: Fraction
    days: int | None
    within: int
    """Repeat purchases that came no later."""
    later: int
    """Repeat purchases that came later all the same."""
    without_next: float | None
    """The share of all purchases that have no next one within the days (Kaplan–Meier)."""


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

    def in_unit(self, value: Fraction | int | None) -> Fraction | None:
        """Return one of the distribution's whole numbers in the unit of the axis."""
        return None if value is None else Fraction(value) / self.axis.measure.scale

    @cached_property
    def deciles(self) -> list[Fraction | None]:
        """Return the discrete percentiles 10, 20 … 100 in the unit of the axis."""
        return [self.in_unit(self.values.percentile_disc(p)) for p in DECILES]

    @property
    def bins(self) -> list[Bin]:
        """Return the distribution in bins of equal width and a tail, in whole numbers."""
        return bins_of(self.values)

    def tie(self, value: Fraction) -> Tie:
        """Return what lies at a value and below it; the value need not occur."""
        return tie_at(self.values, value, self.axis.measure.scale)

    @cached_property
    def heaviest(self) -> Tie | None:
        """Return the value that most cards have, the smallest of several."""
        return heaviest(self.values, self.axis.measure.scale)


@dataclass(frozen=True)
class Research:
    """What is behind the borders of a segmentation."""

    segmentation: Segmentation
    axes: tuple[AxisResearch, ...]
    gaps: Histogram
    """Days between consecutive purchases of a card, the later of which lies in the window."""
    regrading: Regrading

    @cached_property
    def notes(self) -> list[tuple[str, dict[str, object]]]:
        """Return what weakens the thresholds in force, as keys of words."""
        return [*self._crowded, *self._growing]

    @property
    def _crowded(self) -> list[tuple[str, dict[str, object]]]:
        """Return the thresholds that many cards lie so near that a rounding moves them."""
        found: list[tuple[str, dict[str, object]]] = []
        for axis in self.axes:
            if not isinstance(axis.axis.measure, Rate | Money | Silence | MeanGap):
                continue  # days and counts are steps by themselves
            scale = axis.axis.measure.scale
            size = max(axis.values.size, 1)
            for place, threshold in enumerate(axis.borders, start=1):
                near = (pl.col("value") - int(threshold * scale)).abs() <= 1
                cards = int(axis.values.frame.filter(near).get_column("count").sum())
                if Fraction(cards, size) >= CROWDED:
                    name = f"{axis.axis.code}{place}"
                    figures: dict[str, object] = {
                        "threshold": name,
                        "step": compact(Fraction(1, scale)),
                        "cards": number(cards),
                        "share": share(Fraction(cards, size)),
                    }
                    found.append(("note.crowded", figures))
        return found

    @property
    def _growing(self) -> list[tuple[str, dict[str, object]]]:
        """Return the churn periods that still grow with the history."""
        segmentation = self.segmentation
        history, fitted = segmentation.history, segmentation.thresholds.borders
        last = history.scope.last_seen
        days = (last - history.scope.first_day).days
        earlier = history.gaps_until(shifted(last, -(days // 5)))
        found: list[tuple[str, dict[str, object]]] = []
        if segmentation.frozen or earlier is None:
            return found
        for axis in segmentation.scheme.axes:
            for place, border in enumerate(axis.borders):
                if isinstance(border.rule, ChurnRule):
                    now = int(fitted[axis.code][place])
                    then = earlier.percentile_disc(border.rule.p) or 1
                    if abs(now - then) > GROWING * now:
                        name = f"{axis.code}{place + 1}"
                        figures = {"days": days, "then": then, "now": now}
                        found.append(("note.churn_grows", {"threshold": name, **figures}))
        return found

    @property
    def churn_periods(self) -> list[tuple[Fraction, int | None]]:
        """Return the gap that 80, 90 and 95 % of the repeat purchases do not exceed."""
        return [(p, self.gaps.percentile_disc(p)) for p in CHURN_LEVELS]

    @cached_property
    def churns(self) -> list[Churn]:
        """Return the same with how many repeat purchases came within it, and how many later."""
        found = []
        for level, days in self.churn_periods:
            later = 0 if days is None else self.gaps.above(days).size
            without = None if days is None else self.until_next.beyond(days)
            found.append(Churn(level, days, self.gaps.size - later, later, without))
        return found

    @cached_property
    def until_next(self) -> Survival:
        """Return how long purchases wait for the card's next one, over the whole history.

        A gap ends with the next purchase; after its last one a card has been watched up to the
        as-of date, and nobody knows what comes then.
        """
        history = self.segmentation.history
        silent = whole(day_number(history.scope.as_of)) - column("last")
        watched = history.kept.measured("silent", silent).counts("silent")
        return Survival.of(history.gaps, Histogram.of(watched))

    @cached_property
    def cheques_of_card(self) -> Histogram:
        """Return how many cheques the cards have."""
        return Histogram.of(self.segmentation.kept.counts("cheques"))

    @cached_property
    def pareto(self) -> Pareto:
        """Return which share of the cards brings which share of the revenue."""
        return pareto(Histogram.of(self.segmentation.kept.counts("total")))

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Return the borders in force and those that other rules propose, with their groups."""
        return proposals(self.regrading)

    @property
    def natural(self) -> dict[str, tuple[Fraction, ...] | None]:
        """Return the natural breaks of each axis as thresholds, as they are proposed."""
        (found,) = (one for one in self.proposals if one.method == "natural")
        return dict(found.borders)

    @cached_property
    def candidates(self) -> list[tuple[AxisResearch, Tie, tuple[str, ...]]]:
        """Return each border that is in force or proposed, what lies at it, and whose it is."""
        found = []
        for axis in self.axes:
            methods: dict[Fraction, list[str]] = {}
            for proposal in self.proposals:
                for border in proposal.borders[axis.axis.code] or ():
                    whose = methods.setdefault(border, [])
                    if proposal.method not in whose:
                        whose.append(proposal.method)
            found += [
                (axis, axis.tie(border), tuple(methods[border])) for border in sorted(methods)
            ]
        return found


def research(segmentation: Segmentation) -> Research:
    """Return the distributions, ties and capacities behind a segmentation's borders."""
    scheme, borders = segmentation.scheme, segmentation.thresholds.borders
    regrading = Regrading(segmentation)
    axes = []
    for place, axis in enumerate(scheme.axes):
        values = regrading.facts.of_every_card(axis.code, borders)
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
            )
        )
    gaps = segmentation.history.trailing(scheme.fitting.days).gaps
    return Research(segmentation, tuple(axes), gaps, regrading)


def tie_at(values: Histogram, value: Fraction, scale: int = 1) -> Tie:
    """Return how many observations equal a value, and which shares lie below and up to it."""
    size, edge = max(values.size, 1), value * scale
    below = int(values.frame.filter(pl.col("value") < edge.__ceil__()).get_column("count").sum())
    here = values.count_at(int(edge)) if edge.denominator == 1 else 0
    return Tie(value, here, *(Fraction(n, size) for n in (here, below, below + here)))


def heaviest(values: Histogram, scale: int = 1) -> Tie | None:
    """Return the value that occurs most often, the smallest of several."""
    if not values.size:
        return None
    place = values.frame.get_column("count").arg_max() or 0
    return tie_at(values, Fraction(int(values.frame.item(place, "value")), scale), scale)


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
