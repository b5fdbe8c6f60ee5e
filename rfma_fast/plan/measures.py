"""How each measure of the scheme language is taken of a card's state: its translation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from rfma_fast.i18n import problem
from rfma_fast.plan.fields import ALWAYS, MICROSECONDS_A_DAY, Field
from rfma_fast.plan.integers import (
    divide_down,
    divide_half_away,
    divide_half_up,
    divide_up,
    whole,
)
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
    last_cheque: int = 0
    """The last moment that has a cheque, in microseconds since 1970; used by 24-hour recency."""


@dataclass(frozen=True)
class _Translation:
    fields: Callable[[Any], tuple[Field, ...]]
    """Which fields of a state the measure needs, beside those that every state has."""
    value: Callable[[Any, Moment, Borders], nw.Expr]
    """The measure as a whole number, null where a card has none."""


def fields_of(measures: list[Measure]) -> tuple[Field, ...]:
    """Return the fields that states must hold for the measures."""
    asked = {field for of in measures for field in _TRANSLATIONS[type(of)].fields(of)}
    more = sorted(asked - set(ALWAYS), key=lambda field: field.column)
    return (*ALWAYS, *more)


def measure_of(measure: Measure, moment: Moment, borders: Borders) -> nw.Expr:
    """Return the measure as a whole number (its value times its scale), null where there is none.

    ``borders`` must hold those that the measure needs.
    """
    return _TRANSLATIONS[type(measure)].value(measure, moment, borders)


def _recency(measure: Recency, moment: Moment, borders: Borders) -> nw.Expr:
    if measure.unit == "days":
        return whole(moment.as_of) - nw.col("last")
    passed = whole(moment.last_cheque) - nw.col("last_at")
    return divide_down(passed, whole(MICROSECONDS_A_DAY))


def _age(measure: Age, moment: Moment, borders: Borders) -> nw.Expr:
    return whole(moment.as_of) - nw.col("first")


def _counted(measure: Count | Rate | Shops) -> Field:
    return Field(measure.of if not isinstance(measure, Shops) else "shops", measure.window)


def _count(measure: Count | Shops, moment: Moment, borders: Borders) -> nw.Expr:
    return nw.col(_counted(measure).column)


def _rate(measure: Rate, moment: Moment, borders: Borders) -> nw.Expr:
    lengths = at_least_one(borders, measure.base), at_least_one(borders, measure.churn)
    if any(length.denominator > 1 for length in lengths):
        raise problem("scope.part_of_a_day", base=lengths[0], churn=lengths[1])
    base, churn = map(int, lengths)
    as_of = moment.as_of
    start = nw.min_horizontal(nw.col("first"), whole(as_of - base))
    if measure.window is not None:
        start = nw.max_horizontal(start, whole(as_of - measure.window))
    stop = nw.min_horizontal(nw.col("last") + whole(churn), whole(as_of))
    span = stop - start
    if measure.window is not None:
        # Only a window can make the period empty: nothing lies in it then.
        span = nw.max_horizontal(span, whole(1))
    return divide_half_up(nw.col(_counted(measure).column) * whole(base * measure.scale), span)


def _money_field(measure: Money) -> Field:
    if measure.of in ("total", "mean"):
        return Field("total" if measure.over == "amount" else "paid_total", measure.window)
    return Field(f"{measure.over}_{measure.of}", measure.window)


def _money_fields(measure: Money) -> tuple[Field, ...]:
    unpaid = (Field("unpaid"),) if measure.over == "paid" else ()
    count = (Field("cheques", measure.window),) if measure.of == "mean" else ()
    return (_money_field(measure), *count, *unpaid)


def _money(measure: Money, moment: Moment, borders: Borders) -> nw.Expr:
    kopecks = nw.col(_money_field(measure).column)
    unit = 100 // measure.scale
    if measure.of == "median":
        return divide_half_away(kopecks, whole(2 * unit))
    if measure.of != "mean":
        return divide_half_away(kopecks, whole(unit))
    count = nw.col(Field("cheques", measure.window).column)
    if measure.window is None:
        return divide_half_away(kopecks, count * whole(unit))
    some = nw.when(count > 0).then(count).otherwise(whole(1))
    return nw.when(count > 0).then(divide_half_away(kopecks, some * whole(unit)))


def _silence(measure: Silence, moment: Moment, borders: Borders) -> nw.Expr:
    between, span = nw.col("days") - whole(1), nw.col("last") - nw.col("first")
    silent = (whole(moment.as_of) - nw.col("last")) * between * whole(measure.scale)
    return nw.when(between > 0).then(divide_up(silent, nw.max_horizontal(span, whole(1))))


def _mean_gap(measure: MeanGap, moment: Moment, borders: Borders) -> nw.Expr:
    between = nw.col("days") - whole(1)
    span = (nw.col("last") - nw.col("first")) * whole(measure.scale)
    return nw.when(between > 0).then(divide_up(span, nw.max_horizontal(between, whole(1))))


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
