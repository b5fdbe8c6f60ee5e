"""Facts by arrays: checkpoints and the months since, without a sort or a hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.dense.counts import Counts
from rfma_fast.dense.fields import Ints, names_of
from rfma_fast.dense.reading import Found, Reading, counts_of_day, states_of_days
from rfma_fast.dense.states import States
from rfma_fast.engines.cards import LocalCards
from rfma_fast.engines.facts import Distributions, Facts, Reason, Way, why_no_checkpoint
from rfma_fast.engines.scope import Scope
from rfma_fast.periods import shifted
from rfma_fast.plan.fields import Field
from rfma_fast.quantiles import Histogram


def facts_of_arrays(
    scopes: Sequence[Scope], fields: Sequence[Field], *, checkpoints: bool
) -> Iterator[Facts]:
    """Yield the facts of scopes that differ in nothing but rising as-of dates.

    The fields are such that arrays hold them (``dense.fields.can_hold``).
    """
    first = scopes[0]
    reason = why_no_checkpoint(first) if checkpoints else ("explain.off", {})
    reading = Reading(
        first.snapshot, names_of(fields), first.since, first.shops, first.population.returns
    )
    windows = sorted({field.window for field in fields if field.window is not None})
    wanted = [_days(scope, windows) for scope in scopes]
    days = sorted({day for of_scope in wanted for day in of_scope})
    found = states_of_days(reading, days, checkpoints=reason is None)
    summed = {field.what for field in fields if field.window is not None}
    seen: dict[date, Found] = {}
    for place, of_scope in enumerate(wanted, start=1):
        while max(of_scope) not in seen:
            step = next(found)
            seen[step.day] = step
        yield _facts(seen, of_scope, windows, fields, reason)
        seen = _still_needed(seen, wanted[place:], summed)


def _still_needed(
    seen: dict[date, Found], wanted: Sequence[tuple[date, ...]], summed: set[str]
) -> dict[date, Found]:
    """Return what later scopes need: of a day before a window only the sums since then.

    A year's window over month ends keeps twelve of them.
    """
    whole = {of_scope[0] for of_scope in wanted}
    before = {day for of_scope in wanted for day in of_scope[1:]}
    return {
        day: step if day in whole else replace(step, states=step.states.only(summed))
        for day, step in seen.items()
        if day in whole | before
    }


def distributions_of_arrays(scope: Scope, *, checkpoints: bool) -> Distributions:
    """Return what is counted of the cheques of a scope, of states as narrow as that allows."""
    reading = Reading(scope.snapshot, (), scope.since, scope.shops, scope.population.returns)
    use = checkpoints and why_no_checkpoint(scope) is None
    return _distributions(
        counts_of_day(reading, scope.period.until or scope.as_of, checkpoints=use)
    )


def _days(scope: Scope, windows: Sequence[int]) -> tuple[date, ...]:
    """Return the last day whose cheques count, then the days just before each window."""
    until = scope.period.until or scope.as_of
    return (until, *(min(until, shifted(scope.as_of, -window)) for window in windows))


def _facts(
    seen: dict[date, Found],
    days: tuple[date, ...],
    windows: Sequence[int],
    fields: Sequence[Field],
    reason: Reason | None,
) -> Facts:
    here = seen[days[0]]
    counted = _distributions(here.states)
    before = zip(windows, (seen[day].states for day in days[1:]), strict=True)
    states = here.states.frame(dict(before))
    months = dict.fromkeys(month for day in sorted(days) for month in seen[day].months)
    if reason is None and here.checkpoint is None:
        reason = ("explain.none_yet", {})
    return Facts(
        counted.amounts,
        counted.population_amounts,
        counted.gaps,
        LocalCards(states.select("card", *(field.column for field in fields))),
        here.states.moment or 0,
        Way(tuple(months), here.checkpoint, reason),
    )


def _distributions(states: States) -> Distributions:
    amounts = states.amounts()
    return Distributions(
        _histogram(amounts, amounts.count),
        _histogram(amounts, amounts.inside),
        _histogram_of(states.gaps),
    )


def _histogram(amounts: Counts, counts: Ints) -> Histogram:
    some = counts > 0
    values = {"value": amounts.values[some], "count": counts[some]}
    return Histogram(pl.DataFrame(values, schema=dict.fromkeys(values, pl.Int64)))


def _histogram_of(occurrences: Ints) -> Histogram:
    values = np.flatnonzero(occurrences)
    return _histogram(Counts(values, occurrences[values], values), occurrences[values])
