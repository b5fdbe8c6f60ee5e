"""Whole-number arithmetic that gives the same bits on every engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw

LARGEST_EXACT = 2**52
"""Below it an engine's division of a whole number by its divisor is exact."""


def whole(value: int) -> nw.Expr:
    """Return a 64-bit literal."""
    return nw.lit(value, dtype=nw.Int64)


def divide_half_away(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded to a whole number, halves away from zero.

    The divisor is positive; twice the dividend's magnitude plus the divisor must stay below
    ``LARGEST_EXACT``.
    """
    quotient = divide_half_up(dividend.abs(), divisor)
    return nw.when(dividend < 0).then(whole(0) - quotient).otherwise(quotient)


def divide_half_up(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded to a whole number, halves up; dividend not negative."""
    return divide_down(dividend * whole(2) + divisor, divisor * whole(2))


def divide_up(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded up; dividend not negative, divisor positive."""
    return divide_down(dividend + divisor - whole(1), divisor)


def divide_down(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded down; dividend not negative, divisor positive."""
    # Below 2**52 a quotient that is not whole lies further from the next whole number than half
    # a step of a double, so that rounding cannot lift it there (docs/adr/0008).
    return (dividend / divisor).floor().cast(nw.Int64)
