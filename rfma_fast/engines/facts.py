"""What a pass over the cheques of a scope leaves, and the way in which it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from rfma_fast.engines.cards import Cards
from rfma_fast.engines.scope import Scope
from rfma_fast.plan.fields import Field
from rfma_fast.quantiles import Histogram

Reason = tuple[str, dict[str, Any]]
"""A key of words, and what they need."""


@dataclass(frozen=True)
class Way:
    """How states were come by: a checkpoint and some months, months alone, or the whole plan."""

    months: tuple[str, ...]
    """The months whose cheques were read."""
    checkpoint: str | None = None
    """The month at whose end the states were kept."""
    reason: Reason | None = None
    """Why no checkpoint was used."""


@dataclass(frozen=True)
class Distributions:
    """What is counted of the cheques of one scope."""

    amounts: Histogram
    """Kopecks of all cheques, returns included."""
    population_amounts: Histogram
    """Kopecks of the population's cheques, returns included."""
    gaps: Histogram
    """Days between consecutive purchases of a unit."""

    def minus(self, earlier: Distributions) -> Distributions:
        """Return what was added since an earlier day of the same scope."""
        return Distributions(
            self.amounts.minus(earlier.amounts),
            self.population_amounts.minus(earlier.population_amounts),
            self.gaps.minus(earlier.gaps),
        )


@dataclass(frozen=True)
class Facts(Distributions):
    """Card states and distributions of one scope."""

    kept: Cards
    """The unit's columns and the fields, one row per unit that has a cheque or a return."""
    last_moment: int
    """In microseconds since 1970, 0 where no field asks for it."""
    way: Way

    @property
    def states(self) -> pl.DataFrame:
        """Return the card states here; refused where they stay on a cluster."""
        return self.kept.here


def why_no_arrays(scope: Scope, fields: Sequence[Field]) -> Reason | None:
    """Return why the states of a scope cannot be held by card key, or ``None`` if they can."""
    from rfma_fast.dense.fields import can_hold

    if scope.unit != ("card",):
        return ("explain.unit", {})
    for field in fields:
        if not can_hold(field):
            return ("explain.field", {"field": field.column})
    return None


def why_no_checkpoint(scope: Scope) -> Reason | None:
    """Return why checkpoints, which hold all cheques, do not answer for a scope."""
    if scope.shops:
        return ("explain.shops", {})
    if scope.since:
        return ("explain.since", {"since": scope.since})
    if scope.population.returns != "net":
        return ("explain.returns", {"returns": scope.population.returns})
    return None
