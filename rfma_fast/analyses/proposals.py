"""Borders that other rules would set, side by side, and the groups that each would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import polars as pl

from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.regrading import Regrading
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.quantiles import Histogram
from rfma_fast.quantiles.breaks import natural_breaks
from rfma_fast.quantiles.round_numbers import nearest_days, nearest_round
from rfma_fast.schemes.borders import Keep
from rfma_fast.schemes.measures import Age, Count, Recency, Shops
from rfma_fast.schemes.model import Axis
from rfma_fast.schemes.thresholds import fit, in_order

METHODS = ("in_force", "rule", "equal", "pareto", "natural", "round")
_REST = Fraction(20, 100)

Proposed = tuple[Fraction, ...] | None


@dataclass(frozen=True)
class Proposal:
    """One method's borders, and the cards graded by them."""

    method: str
    """One of ``METHODS``."""
    borders: Mapping[str, Proposed]
    """Axis code → borders; ``None`` where the method has none for the axis: then those in force
    count, as they do where it would leave a grade empty of values."""
    graded: Segmentation


def proposals(regrading: Regrading) -> list[Proposal]:
    """Return what each method proposes for all axes at once; the borders in force come first.

    ``rule`` is what the scheme fits to the day, told where the borders in force are frozen ones.
    """
    now = regrading.segmentation
    found = [Proposal("in_force", now.thresholds.borders, now)]
    for method in METHODS[1:]:
        if method == "rule" and not now.frozen:
            continue
        borders = _proposed(regrading, method)
        known = {code: edges for code, edges in borders.items() if edges is not None}
        found.append(Proposal(method, borders, regrading.under(known)))
    return found


def _proposed(regrading: Regrading, method: str) -> dict[str, Proposed]:
    now = regrading.segmentation
    if method == "rule":
        facts = CardFacts(now.scheme, now.history)
        return dict(fit(now.scheme, now.as_of, facts).borders)
    found: dict[str, Proposed] = {}
    for axis in now.scheme.axes:
        borders = now.thresholds.borders[axis.code]
        if method == "round":
            edges: Proposed = tuple(_round(axis, border) for border in borders)
        else:
            edges = _by_values(axis, regrading, method)
        found[axis.code] = edges if edges is not None and _distinct(axis, edges) else None
    return found


def _by_values(axis: Axis, regrading: Regrading, method: str) -> Proposed:
    """Return the borders behind the last value of each grade but the last."""
    values = regrading.facts.of_every_card(axis.code, regrading.segmentation.thresholds.borders)
    rising = axis.borders[0].keep.startswith("<")
    if method == "pareto":
        lasts = _pareto(regrading.by_value(axis.code), len(axis.borders), rising=rising)
    else:
        lasts = _lowers(values, len(axis.grades), method)
        if not rising:
            lasts = [_next(values, low, 1) for low in reversed(lasts)]
    if len(lasts) != len(axis.borders):
        return None
    kept = zip(axis.borders, lasts, strict=True)
    edges = [_edge(values, last, border.keep) for border, last in kept]
    if None in edges:
        return None
    return tuple(Fraction(edge, axis.measure.scale) for edge in edges if edge is not None)


def _lowers(values: Histogram, groups: int, method: str) -> list[int | None]:
    """Return the greatest value of each group but the last, in rising order."""
    if method == "natural":
        return [*natural_breaks(values, groups)]
    return [values.percentile_disc(Fraction(part, groups)) for part in range(1, groups)]


def _pareto(by_value: pl.DataFrame, count: int, *, rising: bool) -> list[int | None]:
    """Return the last value of each grade but the last, from the first grade's side on.

    The first grade holds the cards that bring 80 % of the revenue, each further one 80 % of what is
    left of it; cards of one value stay together.
    """
    sums = by_value.group_by("value").agg(pl.col("total").sum())
    sums = sums.sort("value", descending=not rising)
    reached = sums.get_column("total").cum_sum()
    total = int(reached[-1]) if sums.height else 0
    lasts: list[int | None] = []
    for grade in range(1, count + 1):
        goal = (1 - _REST**grade) * total
        enough = (reached >= -(-goal.numerator // goal.denominator)).arg_true()
        lasts.append(int(sums.item(int(enough[0]), "value")) if total > 0 else None)
    return lasts


def _edge(values: Histogram, last: int | None, keep: Keep) -> int | None:
    """Return the border that a grade whose outermost value is ``last`` has."""
    if keep in ("<=", ">=") or last is None:
        return last
    return _next(values, last, 1 if keep == "<" else -1)


def _next(values: Histogram, value: int | None, step: int) -> int | None:
    """Return the neighbour of a value among those that occur."""
    if value is None:
        return None
    place = int(values.frame.get_column("value").search_sorted(value)) + step
    return int(values.frame.item(place, "value")) if 0 <= place < values.frame.height else None


def _round(axis: Axis, border: Fraction) -> Fraction:
    if isinstance(axis.measure, Recency | Age):
        return nearest_days(border)
    found = nearest_round(border)
    whole = isinstance(axis.measure, Count | Shops)
    return Fraction(round(found)) if whole else found


def _distinct(axis: Axis, borders: tuple[Fraction, ...]) -> bool:
    """Tell whether no two borders fall together or pass each other."""
    return in_order(axis, borders) and all(a != b for a, b in pairwise(borders))
