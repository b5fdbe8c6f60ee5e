"""How each measure of the scheme language is taken of a card's state: its translation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rfma_fast.i18n import problem
from rfma_fast.plan.fields import ALWAYS, MICROSECONDS_A_DAY, Field
from rfma_fast.plan.integers import divide_half_away, divide_up
from rfma_fast.plan.terms import Term, choose, column, greatest, least, whole
from rfma_fast.schemes.borders import Borders, at_least_one
from rfma_fast.schemes.measures import (
    Age,
    Count,
    MeanGap,
    Measure,
    Money,
    Rate,
    Recency,
    Shops,
    Silence,
)


@dataclass(frozen=True)
class Moment:
    """The point in time from which cards are looked at."""

    as_of: int
    """Days since 1970."""
    at: int = 0
    """The same in microseconds since 1970; used by 24-hour recency."""


@dataclass(frozen=True)
class _Translation:
    fields: Callable[[Any], tuple[Field, ...]]
    """Which fields of a state the measure needs, beside those that every state has."""
    value: Callable[[Any, Moment, Borders], Term]
    """The measure as a whole number, missing where a card has none."""


def fields_of(measures: list[Measure]) -> tuple[Field, ...]:
    """Return the fields that states must hold for the measures."""
    asked = {field for of in measures for field in _TRANSLATIONS[type(of)].fields(of)}
    more = sorted(asked - set(ALWAYS), key=lambda field: field.column)
    return (*ALWAYS, *more)


def measure_of(measure: Measure, moment: Moment, borders: Borders) -> Term:
    """Return the measure as a whole number (its value times its scale), if there is one.

    ``borders`` must hold those that the measure needs.
    """
    return _TRANSLATIONS[type(measure)].value(measure, moment, borders)


def _recency(measure: Recency, moment: Moment, borders: Borders) -> Term:
    if measure.unit == "days":
        return whole(moment.as_of) - column("last")
    passed = whole(moment.at) - column("last_at")
    return passed // whole(MICROSECONDS_A_DAY)


def _age(measure: Age, moment: Moment, borders: Borders) -> Term:
    return whole(moment.as_of) - column("first")


def _counted(measure: Count | Rate | Shops) -> Field:
    return Field(measure.of if not isinstance(measure, Shops) else "shops", measure.window)


def _count(measure: Count | Shops, moment: Moment, borders: Borders) -> Term:
    return column(_counted(measure).column)


def _rate(measure: Rate, moment: Moment, borders: Borders) -> Term:
    lengths = at_least_one(borders, measure.base), at_least_one(borders, measure.churn)
    if any(length.denominator > 1 for length in lengths):
        raise problem("scope.part_of_a_day", base=lengths[0], churn=lengths[1])
    base, churn = map(int, lengths)
    as_of = moment.as_of
    start = least(column("first"), whole(as_of - base))
    if measure.window is not None:
        start = greatest(start, whole(as_of - measure.window))
    stop = least(column("last") + whole(churn), whole(as_of))
    span = stop - start
    if measure.window is not None:
        # Only a window can make the period empty: nothing lies in it then.
        span = greatest(span, whole(1))
    # Halves up: twice the dividend plus the divisor, by twice the divisor.
    twice = column(_counted(measure).column) * whole(2 * base * measure.scale)
    return (twice + span) // (span * whole(2))


def _money_field(measure: Money) -> Field:
    if measure.of in ("total", "mean"):
        return Field("total" if measure.over == "amount" else "paid_total", measure.window)
    return Field(f"{measure.over}_{measure.of}", measure.window)


def _money_fields(measure: Money) -> tuple[Field, ...]:
    unpaid = (Field("unpaid"),) if measure.over == "paid" else ()
    count = (Field("cheques", measure.window),) if measure.of == "mean" else ()
    return (_money_field(measure), *count, *unpaid)


def _money(measure: Money, moment: Moment, borders: Borders) -> Term:
    kopecks = column(_money_field(measure).column)
    unit = 100 // measure.scale
    if measure.of == "median":
        return divide_half_away(kopecks, whole(2 * unit))
    if measure.of != "mean":
        return divide_half_away(kopecks, whole(unit))
    count = column(Field("cheques", measure.window).column)
    if measure.window is None:
        return divide_half_away(kopecks, count * whole(unit))
    some = greatest(count, whole(1))
    return choose(count > whole(0), divide_half_away(kopecks, some * whole(unit)))


def _silence(measure: Silence, moment: Moment, borders: Borders) -> Term:
    between, span = column("days") - whole(1), column("last") - column("first")
    silent = (whole(moment.as_of) - column("last")) * between * whole(measure.scale)
    return choose(between > whole(0), divide_up(silent, greatest(span, whole(1))))


def _mean_gap(measure: MeanGap, moment: Moment, borders: Borders) -> Term:
    between = column("days") - whole(1)
    span = (column("last") - column("first")) * whole(measure.scale)
    return choose(between > whole(0), divide_up(span, greatest(between, whole(1))))


_TRANSLATIONS: dict[type[Any], _Translation] = {
    Recency: _Translation(lambda m: (Field("last_at"),) if m.unit == "24h" else (), _recency),
    Age: _Translation(lambda m: (), _age),
    Count: _Translation(lambda m: (_counted(m),), _count),
    Rate: _Translation(lambda m: (_counted(m),), _rate),
    Money: _Translation(_money_fields, _money),
    Silence: _Translation(lambda m: (Field("days"),), _silence),
    MeanGap: _Translation(lambda m: (Field("days"),), _mean_gap),
    Shops: _Translation(lambda m: (_counted(m),), _count),
}
