"""From measures to grades, from grades to the number of the class."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.integers import small, whole
from rfma_fast.schemes.borders import Borders, Keep
from rfma_fast.schemes.codebook import Codebook
from rfma_fast.schemes.model import Axis


def grade_of(axis: Axis, borders: Sequence[Fraction]) -> nw.Expr:
    """Return the place of the grade, from 1: the first whose border the value keeps, else the last.

    A missing value and, where the axis says so, zero have grades of their own.
    """
    value = nw.col(axis.name)
    place = small(len(axis.grades))
    kept = zip(axis.borders, borders, strict=True)
    for number, (border, edge) in reversed(list(enumerate(kept, start=1))):
        keeps = _keeps(value, border.keep, edge * axis.measure.scale)
        place = nw.when(keeps).then(small(number)).otherwise(place)
    if axis.zero is not None:
        zero = small(axis.digits.index(axis.zero) + 1)
        place = nw.when(value == whole(0)).then(zero).otherwise(place)
    if axis.missing is not None:
        missing = small(axis.digits.index(axis.missing) + 1)
        place = nw.when(value.is_null()).then(missing).otherwise(place)
    return place


def class_number(axes: Sequence[Axis], codebook: Codebook) -> nw.Expr:
    """Return the class's number in the codebook from the columns that hold the places."""
    number = small(-sum(codebook.strides))
    for axis, stride in zip(axes, codebook.strides, strict=True):
        number = number + nw.col(axis.code) * small(stride)
    return number


def with_grades(cards: Frame, axes: Sequence[Axis], borders: Borders) -> Frame:
    """Add one column of places an axis, named by the axis' letter."""
    return cards.with_columns(grade_of(axis, borders[axis.code]).alias(axis.code) for axis in axes)


def _keeps(value: nw.Expr, keep: Keep, edge: Fraction) -> nw.Expr:
    """Compare a whole number with an exact border, which need not be whole."""
    if keep == "<=":
        return value <= whole(floor(edge))
    if keep == "<":
        return value < whole(ceil(edge))
    if keep == ">=":
        return value >= whole(ceil(edge))
    return value > whole(floor(edge))
