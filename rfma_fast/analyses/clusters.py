"""How sure a share is of things that come in clusters: cheques of one shop and day are alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rfma_fast.analyses.intervals import Interval, wilson

LEAST_CLUSTERS = 10
"""Of fewer clusters nobody can tell how far they differ."""


def clustered(clusters: Sequence[tuple[int, int]]) -> Interval | None:
    """Return the 95 % interval of a share of things that come in clusters of part, whole.

    Things of one cluster resemble each other, so they tell less than as many that do not: their
    number is divided by the design effect, which is the variance of the share between clusters by
    that of independent things, at least 1. ``None`` of fewer clusters than ``LEAST_CLUSTERS``.
    """
    some = [(part, whole) for part, whole in clusters if whole]
    if len(some) < LEAST_CLUSTERS:
        return None
    part, whole = (sum(of) for of in zip(*some, strict=True))
    size = whole / design_effect(some)
    return wilson(float(Fraction(part, whole)) * size if part < whole else size, size)


def design_effect(clusters: Sequence[tuple[int, int]]) -> float:
    """Return by how much clusters of part, whole widen the variance of a share, at least 1.

    m/(m − 1) · Σ(part − p·whole)² ÷ (p(1 − p)·Σwhole) for m clusters and the share p of all.

    >>> design_effect([(0, 10), (10, 10)])
    20.0
    """
    part, whole = (sum(of) for of in zip(*clusters, strict=True))
    if not 0 < part < whole:
        return 1.0
    # Whole numbers until the last division: Σ(part·W − P·whole)² ÷ W².
    spread = sum((own * whole - part * of) ** 2 for own, of in clusters)
    count = len(clusters)
    return float(
        max(Fraction(1), Fraction(count * spread, (count - 1) * part * (whole - part) * whole))
    )
