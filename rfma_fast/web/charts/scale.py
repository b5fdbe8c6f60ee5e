"""Axes: round marks from 0 to at least the largest value."""

from __future__ import annotations

from math import ceil, floor, log10

STEPS = (1, 2, 5, 10)


def marks(largest: float, about: int = 4) -> list[float]:
    """Return round marks from 0 upwards, the last one not below the largest value.

    >>> marks(644)
    [0, 200, 400, 600, 800]
    """
    if largest <= 0:
        return [0, 1]
    rough = largest / about
    power = 10 ** floor(log10(rough))
    step = next(power * of for of in STEPS if power * of >= rough * 0.999)
    return [_whole(step * place) for place in range(ceil(largest / step * 0.999999) + 1)]


def _whole(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
