"""What becomes of cards that do not buy: the calendar alone moves their grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import read_histories
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.engines import LocalCards
from rfma_fast.periods import shifted
from rfma_fast.plan.fields import MICROSECONDS_A_DAY
from rfma_fast.plan.grades import class_of
from rfma_fast.plan.measures import Moment, measure_of
from rfma_fast.plan.terms import column
from rfma_fast.schemes.borders import Borders, at_least_one
from rfma_fast.schemes.measures import Count, MeanGap, Measure, Money, Rate, Shops


@dataclass(frozen=True)
class Change:
    """The cards whose class is another one than on the day before."""

    day: date
    cards: pl.DataFrame
    """The unit, from, to (class numbers), total (kopecks)."""


def changes_ahead(found: Segmentation, days: int) -> Iterator[Change]:
    """Yield who changes class on each of the days after a segmentation if nobody buys.

    The borders are those of the segmentation.
    """
    unit = list(found.history.scope.unit)
    states, before = _who_may_change(found, days)
    later = _reread(found, states.select(unit), days) if _has_windows(found) else None
    for ahead in range(1, days + 1):
        now = next(later) if later else _classes_after(found, states, ahead)
        changed = before.with_columns(to=now).filter(pl.col("class") != pl.col("to"))
        if changed.height:
            renamed = changed.select(*unit, pl.col("class").alias("from"), "to", "total")
            yield Change(shifted(found.as_of, ahead), renamed)
            before = before.with_columns(now.alias("class"))


def _who_may_change(found: Segmentation, days: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the states and the classes of the cards that do not stay as they are for sure.

    Where every measure only ever moves one way, a card that has the same class on the last day has
    it on all days.
    """
    states, classed = found.history.segmented, found.classed
    timeless = [axis for axis in found.scheme.axes if _stands_still(axis.measure)]
    for axis in timeless:
        term = measure_of(axis.measure, found.history.moment, found.thresholds.borders)
        states = LocalCards(states).measured(axis.code, term).here
    one_way = all(
        _moves_one_way(axis.measure, found.thresholds.borders) for axis in found.scheme.axes
    )
    if not one_way:
        return states, classed
    moves = _classes_after(found, states, days) != classed.get_column("class")
    return states.filter(moves), classed.filter(moves)


def _classes_after(found: Segmentation, states: pl.DataFrame, ahead: int) -> pl.Series:
    """Return the classes of states that many days later."""
    now = found.history.moment
    moment = Moment(now.as_of + ahead, now.at + ahead * MICROSECONDS_A_DAY)
    borders = found.thresholds.borders
    values = {
        axis.code: column(axis.code)
        if _stands_still(axis.measure)
        else measure_of(axis.measure, moment, borders)
        for axis in found.scheme.axes
    }
    number = class_of(found.scheme.axes, values, borders, found.codebook)
    return LocalCards(states).measured("class", number).here.get_column("class")


def _reread(found: Segmentation, units: pl.DataFrame, days: int) -> Iterator[pl.Series]:
    """Yield the classes of the days ahead where a measure looks at a trailing window only."""
    scope = found.history.scope
    until = scope.period.until
    scopes = [
        replace(scope, as_of=shifted(found.as_of, ahead), until=until)
        for ahead in range(1, days + 1)
    ]
    for history in read_histories(found.history.engine, scopes, fields_for(found.scheme)):
        classed = grade(history, found.scheme, found.thresholds).classed
        joined = units.join(classed, on=units.columns, how="left", maintain_order="left")
        yield joined.get_column("class")


def _has_windows(found: Segmentation) -> bool:
    return any(getattr(axis.measure, "window", None) for axis in found.scheme.axes)


def _stands_still(measure: Measure) -> bool:
    """Tell whether a measure stays as it is while time passes without a purchase."""
    bare = getattr(measure, "window", None) is None
    return bare and isinstance(measure, Count | Money | MeanGap | Shops)


def _moves_one_way(measure: Measure, borders: Borders) -> bool:
    """Tell whether a measure, as time passes, never comes back to where it was."""
    if getattr(measure, "window", None) is not None:
        return False
    if isinstance(measure, Rate):
        # A period that starts later and does not end later would make the rate rise.
        return at_least_one(borders, measure.base) <= at_least_one(borders, measure.churn)
    return True
