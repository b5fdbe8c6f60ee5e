"""Whole-number arithmetic that gives the same bits on every engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw

LARGEST_EXACT = 2**52
"""Below it an engine's division of a whole number by its divisor is exact."""


def whole(value: int) -> nw.Expr:
    """Return a 64-bit literal."""
    return nw.lit(value, dtype=nw.Int64)


def small(value: int) -> nw.Expr:
    """Return a 32-bit literal: for places and numbers of classes, which are few."""
    return nw.lit(value, dtype=nw.Int32)


def divide_half_away(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded to a whole number, halves away from zero.

    The divisor is positive; twice the dividend's magnitude plus the divisor must stay below
    ``LARGEST_EXACT``.
    """
    quotient = divide_down(dividend.abs() * whole(2) + divisor, divisor * whole(2))
    return nw.when(dividend < 0).then(whole(0) - quotient).otherwise(quotient)


def divide_up(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded up; dividend not negative, divisor positive."""
    return divide_down(dividend + divisor - whole(1), divisor)


def divide_down(dividend: nw.Expr, divisor: nw.Expr) -> nw.Expr:
    """Return dividend ÷ divisor rounded down; dividend not negative, divisor positive."""
    return dividend // divisor
