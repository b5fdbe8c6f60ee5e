"""Round numbers: what a person would have chosen in place of a fitted value."""

from __future__ import annotations

from fractions import Fraction

MANTISSAS = tuple(Fraction(tenths, 10) for tenths in (10, 15, 20, 25, 30, 40, 50, 60, 80))
DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 240, 270, 300, 365)
_YEAR = 365


def nearest_round(value: Fraction) -> Fraction:
    """Return the nearest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten; the smaller of two.

    Zero and less are left as they are.

    >>> nearest_round(Fraction(1202)), nearest_round(Fraction(96, 100))
    (Fraction(1000, 1), Fraction(1, 1))
    """
    if value <= 0:
        return value
    power = Fraction(1)
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return _nearest(value, [mantissa * power for mantissa in (*MANTISSAS, Fraction(10))])


def nearest_days(value: Fraction) -> Fraction:
    """Return the nearest number of days that people use: days, weeks, months, years.

    >>> nearest_days(Fraction(105)), nearest_days(Fraction(800))
    (Fraction(90, 1), Fraction(730, 1))
    """
    years = value // _YEAR
    known = [*map(Fraction, DAYS), *(Fraction(_YEAR * n) for n in (max(years, 1), years + 1))]
    return value if value <= 0 else _nearest(value, known)


def _nearest(value: Fraction, known: list[Fraction]) -> Fraction:
    return min(known, key=lambda number: (abs(number - value), number))
