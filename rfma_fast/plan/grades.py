"""From measures to grades, from grades to the number of the class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from rfma_fast.plan.terms import Term, choose, equal, is_missing, small, whole
from rfma_fast.schemes.borders import Borders, Keep
from rfma_fast.schemes.codebook import Codebook
from rfma_fast.schemes.model import Axis


def class_of(
    axes: Sequence[Axis], values: Mapping[str, Term], borders: Borders, codebook: Codebook
) -> Term:
    """Return the number of a card's class from the measures of its axes."""
    grades = {axis.code: grade_of(axis, values[axis.code], borders[axis.code]) for axis in axes}
    return class_number(axes, grades, codebook)


def grade_of(axis: Axis, value: Term, borders: Sequence[Fraction]) -> Term:
    """Return the place of the grade, from 1: the first whose border the value keeps, else the last.

    A missing value and, where the axis says so, zero have grades of their own.
    """
    place = small(len(axis.grades))
    kept = zip(axis.borders, borders, strict=True)
    for number, (border, edge) in reversed(list(enumerate(kept, start=1))):
        keeps = _keeps(value, border.keep, edge * axis.measure.scale)
        place = choose(keeps, small(number), place)
    if axis.zero is not None:
        place = choose(equal(value, whole(0)), small(axis.digits.index(axis.zero) + 1), place)
    if axis.missing is not None:
        place = choose(is_missing(value), small(axis.digits.index(axis.missing) + 1), place)
    return place


def class_number(axes: Sequence[Axis], grades: Mapping[str, Term], codebook: Codebook) -> Term:
    """Return the class's number in the codebook from the places of the grades."""
    number = small(-sum(codebook.strides))
    for axis, stride in zip(axes, codebook.strides, strict=True):
        number = number + grades[axis.code] * small(stride)
    return number


def _keeps(value: Term, keep: Keep, edge: Fraction) -> Term:
    """Compare a whole number with an exact border, which need not be whole."""
    if keep == "<=":
        return value <= whole(floor(edge))
    if keep == "<":
        return value < whole(ceil(edge))
    if keep == ">=":
        return value >= whole(ceil(edge))
    return value > whole(floor(edge))
