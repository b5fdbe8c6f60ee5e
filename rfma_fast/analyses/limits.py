"""Where the shares of a chain tend, and how far that depends on single steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from rfma_fast.analyses import markov

FEWEST_STEPS = 6
"""With fewer whole steps no limit is told: each of them would decide where it lies."""
WATCHED = 120
"""For how many steps the way to the limit is followed."""
_SINGULAR = 1e12
"""A condition number above which a system is taken to have no single solution."""


@dataclass(frozen=True)
class Step:
    """One step of the chain, by places of groups."""

    cells: list[list[int]]
    known: int
    """Cards at its start."""
    new: tuple[int, ...]
    """Cards that came, by group."""
    gone: int
    """Cards that were left without a group."""


@dataclass(frozen=True)
class Limit:
    """Where the shares of the groups tend if every month goes on as the months seen did."""

    growth: Fraction
    """New cards a month for each known one."""
    entrants: tuple[Fraction, ...]
    """Into which groups new cards fall."""
    now: tuple[Fraction, ...]
    """The shares at the last date."""
    shares: tuple[Fraction, ...] | None
    """The shares that a month leaves as they are, new cards coming; ``None`` if not unique."""
    closed: tuple[Fraction, ...] | None
    """The same if no new card comes."""
    spread: tuple[float, ...] | None
    """The standard error of each share, by the jackknife over steps; ``None`` where some step left
    out leaves no limit."""
    distances: tuple[float, ...]
    """How far the shares are from the limit after 0, 1, 2 … months: the part of the cards that is
    in another group."""


def limit_of(chain: markov.Shares, last: Sequence[int], steps: Sequence[Step]) -> Limit:
    """Return where a chain of steps tends, from the cards of each group at the last date."""
    new = [sum(column) for column in zip(*(step.new for step in steps), strict=True)]
    growth = Fraction(sum(new), sum(step.known for step in steps))
    entrants = [Fraction(count, sum(new) or 1) for count in new]
    opened = markov.with_entrants(chain, growth, entrants) if growth else chain
    now = [Fraction(cards, sum(last) or 1) for cards in last]
    end = markov.stationary(opened)
    return Limit(
        growth,
        tuple(entrants),
        tuple(now),
        _frozen(end),
        _frozen(markov.stationary(chain)),
        spread(steps) if end else None,
        tuple(markov.distances(opened, now, end, WATCHED)) if end else (),
    )


def spread(steps: Sequence[Step]) -> tuple[float, ...] | None:
    """Return the jackknife's standard errors: how the limits without one step each differ.

    √((n − 1) ÷ n · Σ (limit − mean)²) of every share; in floating numbers, since the exact
    solution would be dear and says no more.
    """
    limits = []
    for left_out in range(len(steps)):
        limit = _nearly_stationary([*steps[:left_out], *steps[left_out + 1 :]])
        if limit is None:
            return None
        limits.append(limit)
    count = len(limits)
    errors = []
    for shares in zip(*limits, strict=True):
        mean = sum(shares) / count
        errors.append(sqrt((count - 1) / count * sum((share - mean) ** 2 for share in shares)))
    return tuple(errors)


def _nearly_stationary(steps: Sequence[Step]) -> list[float] | None:
    """Return what steps leave as it is; ``None`` where a row is empty, or no single limit."""
    import numpy as np

    cells = np.array([step.cells for step in steps], float).sum(axis=0)
    rows, known = cells.sum(axis=1, keepdims=True), sum(step.known for step in steps)
    if not known or not rows.all():
        return None
    new = np.array([step.new for step in steps], float).sum(axis=0) / known
    system = ((cells / rows + new) / (1 + new.sum())).T - np.eye(len(cells))
    # The equations add up to zero: the sum of all shares takes the place of the last one.
    system[-1] = 1
    if np.linalg.cond(system) > _SINGULAR:
        return None
    found: list[float] = np.linalg.solve(system, np.eye(len(cells))[-1]).tolist()
    return found


def _frozen(shares: list[Fraction] | None) -> tuple[Fraction, ...] | None:
    return tuple(shares) if shares is not None else None
