"""How a border is found from the data: each rule declares its keys and how it is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from rfma_fast.schemes.keys import Choice, Exact, Ref, key
from rfma_fast.schemes.measures import BorderRef

if TYPE_CHECKING:
    from rfma_fast.quantiles import Histogram

Keep = Literal["<=", "<", ">=", ">"]
Borders = Mapping[str, tuple[Fraction, ...]]
"""Axis code → its borders from the first grade on, in the unit of the axis."""

OVER = ("cards", "cheques", "identified_cheques")
WITHIN = ("filter", "everything")
KEEP = Choice(("<=", "<", ">=", ">"))
_SHARE = Exact(above=Fraction(0), most=Fraction(1))
_OVER: Mapping[str, Literal["cards", "cheques", "identified_cheques"]] = {
    "cards": "cards", "cheques": "cheques", "identified_cheques": "identified_cheques",
}  # fmt: skip
_OVER_MEANING = (
    "Over cards' values, or over amounts in roubles: of all cheques, or of the population's own."
)
_WITHIN_MEANING = (
    "Over what the population's filters leave, or over everything up to the as-of date."
)


class Facts(Protocol):
    """What the data can tell while borders are fitted."""

    def metric(self, axis: str, known: Borders, within: str) -> Histogram:
        """Return the distribution of an axis' measure over cards, in its whole numbers."""
        ...

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        ...

    def cheques(self, identified_only: bool, within: str) -> Histogram:
        """Return the distribution of the amounts of purchases, in kopecks."""
        ...

    def gaps(self, within: str) -> Histogram:
        """Return the distribution of days between a card's consecutive purchases."""
        ...


@dataclass(frozen=True)
class FittedOn:
    """What a threshold was found from."""

    what: Literal["fixed", "thresholds", "cards", "cheques", "identified_cheques", "gaps"]
    count: int | None = None
    """How many of them lie in the fitting window; ``None`` where the data was not asked."""


@dataclass(frozen=True)
class Fixed:
    """A value given in the file."""

    KIND: ClassVar[str] = "fixed"

    value: Fraction = key(Exact(), "The value, in the unit of the axis.")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the value itself."""
        return self.value

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return that no data was asked."""
        return FittedOn("fixed")


@dataclass(frozen=True)
class PercentileDisc:
    """The smallest value whose cumulative count reaches p·N."""

    KIND: ClassVar[str] = "percentile_disc"

    p: Fraction = key(_SHARE, "The share of values at or below the border.")
    over: str = key(Choice(OVER), _OVER_MEANING, "cards")
    within: str = key(Choice(WITHIN), _WITHIN_MEANING, "filter")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the percentile; 0 where there is nothing to take it of."""
        values, scale = _values(self, axis, known, facts)
        return Fraction(values.percentile_disc(self.p) or 0, scale)

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return the cards or cheques whose percentile it is."""
        return FittedOn(_OVER[self.over], _values(self, axis, known, facts)[0].size)


@dataclass(frozen=True)
class PercentileCont:
    """The linear interpolation at rank (N−1)·p."""

    KIND: ClassVar[str] = "percentile_cont"

    p: Fraction = key(_SHARE, "The place between the smallest (0) and the largest (1) value.")
    over: str = key(Choice(OVER), _OVER_MEANING, "cards")
    within: str = key(Choice(WITHIN), _WITHIN_MEANING, "filter")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the percentile; 0 where there is nothing to take it of."""
        values, scale = _values(self, axis, known, facts)
        return (values.percentile_cont(self.p) or Fraction(0)) / scale

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return the cards or cheques whose percentile it is."""
        return FittedOn(_OVER[self.over], _values(self, axis, known, facts)[0].size)


@dataclass(frozen=True)
class Churn:
    """The churn period: the gap that the share p of all gaps does not exceed, in days."""

    KIND: ClassVar[str] = "churn"

    p: Fraction = key(_SHARE, "The share of gaps.")
    within: str = key(Choice(WITHIN), _WITHIN_MEANING, "filter")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the percentile, at least 1 day, and 1 day where nobody came twice yet."""
        return Fraction(max(1, facts.gaps(self.within).percentile_disc(self.p) or 1))

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return the gaps whose percentile it is."""
        return FittedOn("gaps", facts.gaps(self.within).size)


@dataclass(frozen=True)
class Ratio:
    """One border divided by another, each taken as at least 1."""

    KIND: ClassVar[str] = "ratio"

    of: BorderRef = key(Ref(), "The border that is divided.")
    by: BorderRef = key(Ref(), "The border that divides.")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the exact quotient."""
        return at_least_one(known, self.of) / at_least_one(known, self.by)

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return that it follows from other thresholds."""
        return FittedOn("thresholds")


@dataclass(frozen=True)
class CumulativeShare:
    """The smallest value among the best cards that together bring the share p of the sum (ABC).

    Cards are taken from the largest value down until their sum reaches p of the whole; a card with
    the value at which it is reached belongs to them.
    """

    KIND: ClassVar[str] = "cumulative_share"

    p: Fraction = key(_SHARE, "The share of the sum of all cards' values.")

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the value; 0 where there is no card."""
        values = facts.metric(axis, known, "filter")
        return Fraction(values.value_at_share_of_total(self.p) or 0, facts.scale(axis))

    def fitted_on(self, axis: str, known: Borders, facts: Facts) -> FittedOn:
        """Return the cards whose sum it divides."""
        return FittedOn("cards", facts.metric(axis, known, "filter").size)


Rule = Fixed | PercentileDisc | PercentileCont | Churn | Ratio | CumulativeShare
RULES: tuple[type[Rule], ...] = (
    Fixed, PercentileDisc, PercentileCont, Churn, Ratio, CumulativeShare,
)  # fmt: skip


@dataclass(frozen=True)
class Border:
    """The edge of a grade: a value stays in the grade while ``value keep border`` holds."""

    rule: Rule
    keep: Keep = key(KEEP, "A value stays in the grade while it stands so to the border.")
    least: Fraction | None = key(Exact(), "A border that falls below this is lifted to it.", None)

    def fit(self, axis: str, known: Borders, facts: Facts) -> Fraction:
        """Return the border's value; one that is fitted has no more digits than its measure.

        A measure is rounded, so values that are equal before rounding stay on one side of a border
        only if the border is rounded alike (spec, Scheme rfma).
        """
        value = self.rule.fit(axis, known, facts)
        if not isinstance(self.rule, Fixed):
            value = rounded(value, facts.scale(axis))
        return value if self.least is None else max(value, self.least)


def rounded(value: Fraction, scale: int) -> Fraction:
    """Round to a multiple of 1/scale, halves away from zero.

    >>> rounded(Fraction(18, 86), 100)
    Fraction(21, 100)
    """
    steps = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return Fraction(steps if value >= 0 else -steps, scale)


def at_least_one(known: Borders, ref: BorderRef) -> Fraction:
    """Return a border that is used as a length of time: never below 1 day (spec, Metrics)."""
    return max(Fraction(1), known[ref.axis][ref.number - 1])


def rule_needs(rule: Rule) -> tuple[BorderRef, ...]:
    """Return the borders that must be known before the rule can be fitted."""
    return (rule.of, rule.by) if isinstance(rule, Ratio) else ()


def _values(
    rule: PercentileDisc | PercentileCont, axis: str, known: Borders, facts: Facts
) -> tuple[Histogram, int]:
    if rule.over == "cards":
        return facts.metric(axis, known, rule.within), facts.scale(axis)
    return facts.cheques(rule.over == "identified_cheques", rule.within), 100
