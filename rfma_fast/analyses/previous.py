"""The pair of dates just before a migration's, as long: what its mean change is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from rfma_fast.analyses.history import read_history
from rfma_fast.analyses.migration import Migration, flows_between
from rfma_fast.analyses.movements import Movements, movements
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem


@dataclass(frozen=True)
class Previous:
    """The migration that ends where another one begins, and is as long."""

    now: Migration
    since: date
    until: date
    flows: pl.DataFrame | None
    """As those of a migration, the thresholds found as its own; ``None`` where none can be told."""
    reason: str
    """Why there is none; empty where there is one."""

    def movements(self, level: str) -> Movements | None:
        """Return the movements of the earlier pair at one level."""
        if self.flows is None:
            return None
        return movements(replace(self.now, flows=self.flows), level)


def previous(now: Migration) -> Previous:
    """Look at the dates just before; refused where the history before them is shorter than they.

    Thresholds fitted on less would be those of the store's opening.
    """
    before = now.before
    scope = before.history.scope
    length = now.after.as_of - before.as_of
    flows, reason = None, ""
    try:
        if before.as_of - scope.first_day < 2 * length:
            raise problem(
                "previous.too_early", first=scope.first_day, until=before.as_of, days=length.days
            )
        since = before.as_of - length
        early = grade(
            read_history(before.history.engine, replace(scope, as_of=since), before.history.fields),
            before.scheme,
        )
        flows = flows_between(early, _middle(now, early))
    except RfmaError as error:
        reason = error.message
    return Previous(now, before.as_of - length, before.as_of, flows, reason)


def _middle(now: Migration, early: Segmentation) -> Segmentation:
    """Return the first date as it ends the earlier pair."""
    before = now.before
    history = before.history
    if now.between:
        since = early.as_of + timedelta(days=1)
        scope = replace(history.scope, since=since)
        history = read_history(history.engine, scope, history.fields)
    elif now.borders == "refit":
        return before
    frozen = early.thresholds if now.borders == "frozen" else None
    return grade(history, before.scheme, frozen, may_be_empty=now.between)
