"""How sure a counted share is: Wilson's interval."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: 2.5 % lie beyond either end of the interval."""

Interval = tuple[float, float]


def wilson(part: float, whole: float, z: float = Z_95) -> Interval | None:
    """Return the interval in which a share lies, by default with 95 %; ``None`` of nothing.

    (2k + z² ∓ z·√(z² + 4k(n − k)/n)) / (2(n + z²)) for k of n (Wilson 1927). It is for shares of
    things that are counted each for itself, such as cards; a share of revenue has no such interval.

    >>> wilson(0, 10)
    (0.0, 0.2775327998628892)
    """
    if not whole:
        return None
    square = z * z
    centre = 2 * part + square
    spread = z * sqrt(square + 4 * part * (whole - part) / whole)
    scale = 2 * (whole + square)
    least = 0.0 if part == 0 else (centre - spread) / scale
    greatest = 1.0 if part == whole else (centre + spread) / scale
    return least, greatest


def shares_interval(share: float, variance: float, outcomes: int, cards: int) -> Interval:
    """Return the 95 % interval of a share of outcomes of which one card may have several.

    Wilson's, of as many independent outcomes as would have the variance: outcomes ÷ design effect,
    where the effect is taken as at least 1. Where nobody or everybody did it, or there is one card,
    the variance tells nothing, and cards are counted instead of outcomes.
    """
    once = share * (1 - share) / outcomes
    alone = cards < 2 or once <= 0
    independent = cards if alone else outcomes / max(1.0, variance / once)
    square = Z_95 * Z_95
    spread = Z_95 * sqrt(square + 4 * independent * share * (1 - share))
    centre, scale = 2 * independent * share + square, 2 * (independent + square)
    least = 0.0 if share == 0 else (centre - spread) / scale
    greatest = 1.0 if share == 1 else (centre + spread) / scale
    return least, greatest
