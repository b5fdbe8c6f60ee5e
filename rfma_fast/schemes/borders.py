"""How a border is found from the data: each rule declares its keys and how it is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.measures import BorderRef

Keep = Literal["<=", "<", ">=", ">"]
Over = Literal["cards", "cheques", "identified_cheques"]
Borders = Mapping[str, tuple[Fraction, ...]]
"""Axis code → its borders from grade 1 on, in the unit of the axis (days, roubles, purchases)."""


class Facts(Protocol):
    """What the data can tell while borders are fitted."""

    def metric(self, axis: str, known: Borders) -> Histogram:
        """Return the distribution of an axis' measure over cards, in its whole numbers."""
        ...

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        ...

    def cheques(self, identified_only: bool) -> Histogram:
        """Return the distribution of the amounts of purchases, in kopecks."""
        ...

    def gaps(self) -> Histogram:
        """Return the distribution of days between a card's consecutive purchases."""
        ...


@dataclass(frozen=True)
class Fixed:
    """A value given in the file."""

    value: Fraction

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the value itself."""
        return self.value


@dataclass(frozen=True)
class PercentileDisc:
    """The exact discrete percentile of cards' values, or of cheque amounts in roubles."""

    p: Fraction
    over: Over

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the percentile; 0 where there is nothing to take it of."""
        if self.over == "cards":
            value = facts.metric(axis, known).percentile_disc(self.p)
            return Fraction(value or 0, facts.scale(axis))
        amounts = facts.cheques(identified_only=self.over == "identified_cheques")
        return Fraction(amounts.percentile_disc(self.p) or 0, 100)


@dataclass(frozen=True)
class Churn:
    """The discrete percentile of all gaps between purchases: the churn period in days."""

    p: Fraction

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the percentile, at least 1 day, and 1 day where nobody came twice yet."""
        return Fraction(max(1, facts.gaps().percentile_disc(self.p) or 1))


@dataclass(frozen=True)
class Ratio:
    """One border divided by another, each taken as at least 1."""

    of: BorderRef
    by: BorderRef

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the exact quotient."""
        return at_least_one(known, self.of) / at_least_one(known, self.by)


Rule = Fixed | PercentileDisc | Churn | Ratio


@dataclass(frozen=True)
class Border:
    """The edge of a grade: a value stays in the grade while ``value keep border`` holds."""

    keep: Keep
    rule: Rule


def at_least_one(known: Borders, ref: BorderRef) -> Fraction:
    """Return a border that is used as a length of time: never below 1 day (spec, Metrics)."""
    return max(Fraction(1), known[ref.axis][ref.number - 1])


def rule_needs(rule: Rule) -> tuple[BorderRef, ...]:
    """Return the borders that must be known before the rule can be fitted."""
    return (rule.of, rule.by) if isinstance(rule, Ratio) else ()
