"""What cards did in the windows after past dates, from their states at the dates and at the ends.

A state sums up all cheques so far, so that the difference of two states is what lies between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import History, read_histories
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.sums import Summed, sums_of_days
from rfma_fast.periods import shifted
from rfma_fast.plan.fields import ALWAYS

_KEPT = ("class", "cheques", "total")


@dataclass(frozen=True)
class Outcome:
    """What every card of a date did in the days after it; one place a card in each array."""

    day: date
    window: int
    cards: Ints
    """Numbers of the cards (``Numbered``)."""
    classes: Ints
    """Their classes on the date, by number."""
    cheques: Ints
    revenue: Ints
    """Kopecks, returns netted."""


class Numbered:
    """Gives every unit of a scope a number that is the same on all dates."""

    def __init__(self, last: History) -> None:
        unit = list(last.scope.unit)
        by_key = unit == ["card"]
        units = last.kept.here.select(unit)
        self._known = None if by_key else units.with_row_index("number")
        largest = units.get_column("card").max() if by_key else units.height
        self.size = int(largest or 0) + 1 if isinstance(largest, int) else 1

    def of(self, frame: pl.DataFrame) -> Ints:
        """Return the number of each row's unit."""
        if self._known is None:
            return frame.get_column("card").to_numpy()
        unit = [name for name in self._known.columns if name != "number"]
        joined = frame.select(unit).join(self._known, on=unit, how="left", maintain_order="left")
        return joined.get_column("number").to_numpy()


@dataclass(frozen=True)
class _Standing:
    """The cards of a date, as they were on it."""

    cards: Ints
    classes: Ints
    cheques: Ints
    total: Ints

    @classmethod
    def of(cls, found: Segmentation, numbered: Numbered) -> _Standing:
        frame = found.classed
        # Copies: a view would keep all columns of the day's states until its last window ends.
        columns = (frame.get_column(name).to_numpy().copy() for name in _KEPT)
        return cls(numbered.of(frame).copy(), *columns)


def outcomes_after(
    found: Segmentation, last: History, windows: Mapping[date, Sequence[int]]
) -> Iterator[Outcome]:
    """Yield what the cards of dates did in windows of so many days, in the order of their ends.

    The scheme, the shops and the engine are those of a segmentation; its thresholds, too, where
    they are frozen, else they are fitted on each date. ``last`` holds the cards of the last end.
    """
    numbered = Numbered(last)
    dates, ends = sorted(windows), _ends(windows)
    given = found.thresholds if found.frozen else None
    histories = iter(_read(found, dates, whole=False))
    sums = _sums(found, sorted(ends), numbered)
    open_dates: dict[date, _Standing] = {}
    begun = 0
    for end in sorted(ends):
        while begun < len(dates) and dates[begun] < end:
            history = next(histories)
            graded = grade(history, found.scheme, given, may_be_empty=True)
            open_dates[dates[begun]] = _Standing.of(graded, numbered)
            begun += 1
        after = next(sums)
        for day in ends[end]:
            standing = open_dates[day]
            cheques, total = (values[standing.cards] for values in after)
            yield Outcome(
                day,
                (end - day).days,
                standing.cards,
                standing.classes,
                cheques - standing.cheques,
                total - standing.total,
            )
            if (end - day).days == max(windows[day]):
                del open_dates[day]


def whole_history(found: Segmentation, until: date) -> History:
    """Return the state of every card that ever bought up to a day, however often."""
    return next(iter(_read(found, [until], whole=True)))


def _ends(windows: Mapping[date, Sequence[int]]) -> dict[date, list[date]]:
    """Return the dates of the windows that end on each day."""
    ends: dict[date, list[date]] = {}
    for day in sorted(windows):
        for window in set(windows[day]):
            ends.setdefault(shifted(day, window), []).append(day)
    return ends


def _read(found: Segmentation, days: Sequence[date], *, whole: bool) -> Iterator[History]:
    """Read the states of rising days, ``whole`` without what the scheme's measures need."""
    scope = found.history.scope
    scopes = [replace(scope, as_of=day) for day in days]
    fields = ALWAYS if whole else fields_for(found.scheme)
    engine = found.history.engine
    return read_histories(engine, scopes, fields, limited=not whole) if scopes else iter(())


def _sums(
    found: Segmentation, days: Sequence[date], numbered: Numbered
) -> Iterator[tuple[Ints, Ints]]:
    """Yield cheques and sums of all cards by their numbers as of rising days.

    The arrays hold until the next day is asked for.
    """
    scope = found.history.scope
    if scope.unit == ("card",):
        periods = [replace(scope, as_of=day).period for day in days]
        summed = Summed(
            scope.snapshot, periods[-1], scope.shops, scope.population.returns, scope.revenue
        )
        upto = [period.until or day for period, day in zip(periods, days, strict=True)]
        yield from sums_of_days(summed, upto, numbered.size)
    else:
        for history in _read(found, days, whole=True):
            yield _by_number(history.kept.here, numbered)


def _by_number(states: pl.DataFrame, numbered: Numbered) -> tuple[Ints, Ints]:
    """Return cheques and sums of all cards by their numbers."""
    places = numbered.of(states)
    cheques, total = (np.zeros(numbered.size, np.int64) for _ in range(2))
    cheques[places] = states.get_column("cheques").to_numpy()
    total[places] = states.get_column("total").to_numpy()
    return cheques, total
