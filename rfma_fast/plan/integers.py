"""Whole-number division that gives the same bits on every engine."""

from __future__ import annotations

from rfma_fast.plan.terms import Term, choose, magnitude, whole

LARGEST_EXACT = 2**52
"""Below it even an engine that divides by way of a 64-bit float divides whole numbers exactly."""


def divide_half_away(dividend: Term, divisor: Term) -> Term:
    """Return dividend ÷ divisor rounded to a whole number, halves away from zero.

    The divisor is positive; twice the dividend's magnitude plus the divisor must stay below
    ``LARGEST_EXACT``.
    """
    quotient = (magnitude(dividend) * whole(2) + divisor) // (divisor * whole(2))
    return choose(dividend < whole(0), whole(0) - quotient, quotient)


def divide_up(dividend: Term, divisor: Term) -> Term:
    """Return dividend ÷ divisor rounded up; dividend not negative, divisor positive."""
    return (dividend + divisor - whole(1)) // divisor
