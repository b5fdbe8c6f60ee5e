"""Whether the steps of a chain are alike: the likelihood-ratio test of constant transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, fsum, lgamma, log, sqrt

Counts = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Homogeneity:
    """How improbable it is that steps as unlike as these come from one chain."""

    g: float
    """Twice the logarithm of the likelihood ratio: one chain a step against one for all."""
    freedom: int
    p: float
    """The part of a chi-squared distribution beyond ``g``: near for many cards a cell."""


def homogeneity(steps: Sequence[Counts]) -> Homogeneity | None:
    """Test whether the shares of every row are those of all steps (Anderson and Goodman 1957).

    G = 2 Σ n·ln(n ÷ expected); a row that c groups were reached from and that was seen in t steps
    leaves (t − 1)(c − 1) degrees of freedom. ``None`` where nothing can differ.
    """
    terms: list[float] = []
    freedom = 0
    for rows in zip(*steps, strict=True):
        seen = [row for row in rows if any(row)]
        columns = [sum(column) for column in zip(*seen, strict=True)]
        whole = sum(columns)
        freedom += max(len(seen) - 1, 0) * max(sum(map(bool, columns)) - 1, 0)
        terms += [
            count * log(count * whole / (sum(row) * column))
            for row in seen
            for count, column in zip(row, columns, strict=True)
            if count
        ]
    if not freedom:
        return None
    g = max(2 * fsum(terms), 0.0)
    return Homogeneity(g, freedom, beyond(g, freedom))


def beyond(value: float, freedom: int) -> float:
    """Return the part of a chi-squared distribution beyond a value, by its finite sum.

    >>> round(beyond(3.841458820694124, 1), 12), round(beyond(5.991464547107979, 2), 12)
    (0.05, 0.05)
    >>> round(beyond(7.814727903251179, 3), 12)
    0.05
    """
    half = value / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    start = erfc(sqrt(half)) if odd else 0.0
    powers = (number + odd / 2 for number in range(freedom // 2))
    return min(start + fsum(exp(k * log(half) - half - lgamma(k + 1)) for k in powers), 1.0)
