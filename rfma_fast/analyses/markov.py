"""Chains of groups: matrices of exact shares, their powers, and where they tend."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

Counts = Sequence[Sequence[int]]
Shares = list[list[Fraction]]


def row_shares(counts: Counts) -> Shares:
    """Return each row divided by its sum; a row without a count stays zero."""
    return [[Fraction(count, sum(row) or 1) for count in row] for row in counts]


def power(shares: Shares, steps: int) -> Shares:
    """Return a matrix multiplied with itself so many times, exactly.

    >>> power([[Fraction(1, 2), Fraction(1, 2)], [Fraction(0), Fraction(1)]], 2)[0]
    [Fraction(1, 4), Fraction(3, 4)]
    """
    whole = lcm(*(share.denominator for row in shares for share in row))
    base = [[int(share * whole) for share in row] for row in shares]
    columns = list(zip(*base, strict=True))
    found = [[int(row == column) for column in range(len(base))] for row in range(len(base))]
    for _ in range(steps):
        found = [
            [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
            for row in found
        ]
    return [[Fraction(number, whole**steps) for number in row] for row in found]


def with_entrants(shares: Shares, rate: Fraction, entrants: Sequence[Fraction]) -> Shares:
    """Return the chain of shares where each step brings ``rate`` new ones for each known one.

    The new ones fall into the groups as ``entrants``; all is measured against the larger whole.
    """
    return [
        [(share + rate * new) / (1 + rate) for share, new in zip(row, entrants, strict=True)]
        for row in shares
    ]


def stationary(shares: Shares) -> list[Fraction] | None:
    """Return the shares that a step leaves as they are; ``None`` where there are several.

    The linear system is solved exactly: every share times (chain − identity) is zero, and all
    shares add up to one.
    """
    size = len(shares)
    rows = [
        [shares[column][row] - (row == column) for column in range(size)] + [Fraction(0)]
        for row in range(size)
    ]
    # The equations add up to zero, so that one of them says nothing: the sum takes its place.
    rows[-1] = [Fraction(1)] * (size + 1)
    for place in range(size):
        pivot = next((row for row in range(place, size) if rows[row][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        head = rows[place][place]
        rows[place] = [value / head for value in rows[place]]
        for row in range(size):
            factor = rows[row][place]
            if row != place and factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[place], strict=True)]
    return [row[-1] for row in rows]


def distances(
    shares: Shares, start: Sequence[Fraction], end: Sequence[Fraction], steps: int
) -> list[float]:
    """Return how far the shares are from the end after 0, 1, 2 … steps: half the differences."""
    chain = [[float(share) for share in row] for row in shares]
    now, goal = [float(share) for share in start], [float(share) for share in end]
    found = []
    for _ in range(steps + 1):
        found.append(sum(abs(a - b) for a, b in zip(now, goal, strict=True)) / 2)
        now = [
            sum(share * row[column] for share, row in zip(now, chain, strict=True))
            for column in range(len(now))
        ]
    return found
