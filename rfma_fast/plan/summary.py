"""From card states to graded cards, and from two dates to the flows between them."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.grades import class_number, grade_of
from rfma_fast.plan.measures import Moment, measure_of
from rfma_fast.plan.states import CARD
from rfma_fast.plan.terms import column, expression
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.codebook import Codebook
from rfma_fast.schemes.model import Axis

NONE = -1
"""The class number of a card that has no class at a date."""


def graded_cards(
    states: Frame, axes: Sequence[Axis], moment: Moment, borders: Borders, codebook: Codebook
) -> Frame:
    """Add to card states a column a measure, a column a grade, and the class number ``class``."""
    measures = {axis.name: expression(measure_of(axis.measure, moment, borders)) for axis in axes}
    grades = {
        axis.code: expression(grade_of(axis, column(axis.name), borders[axis.code]))
        for axis in axes
    }
    places = {axis.code: column(axis.code) for axis in axes}
    number = expression(class_number(axes, places, codebook))
    return (
        states.with_columns(**measures).with_columns(**grades).with_columns(number.alias("class"))
    )


def class_flows(graded_from: Frame, graded_to: Frame, unit: Sequence[str] = CARD) -> Frame:
    """Return from, to, cards, total_from, total_to of all cards known at either date.

    Classes are numbers; ``NONE`` stands where a card has no class at that date.
    """
    flows = paired(graded_from, graded_to, unit).group_by("from", "to")
    return flows.agg(
        cards=nw.len().cast(nw.Int64),
        total_from=nw.col("total_from").sum().cast(nw.Int64),
        total_to=nw.col("total_to").sum().cast(nw.Int64),
    )


def paired(graded_from: Frame, graded_to: Frame, unit: Sequence[str] = CARD) -> Frame:
    """Return the unit, from, to, total_from, total_to, one row a unit known at either date."""
    before = graded_from.select(
        *unit, nw.col("class").alias("from"), nw.col("total").alias("total_from")
    )
    after = graded_to.select(
        *(nw.col(name).alias(f"{name}_to") for name in unit),
        nw.col("class").alias("to"),
        nw.col("total").alias("total_to"),
    )
    both = before.join(
        after, left_on=list(unit), right_on=[f"{name}_to" for name in unit], how="full"
    )
    return both.select(
        *(nw.coalesce(name, f"{name}_to").alias(name) for name in unit),
        nw.col("from").fill_null(NONE),
        nw.col("to").fill_null(NONE),
        nw.col("total_from").fill_null(0),
        nw.col("total_to").fill_null(0),
    )


def spent_flows(
    graded_from: Frame,
    graded_to: Frame,
    spent_before: Frame,
    spent_after: Frame,
    unit: Sequence[str] = CARD,
) -> Frame:
    """Return from, to, cards, spent_before, spent_after of all cards known at either date.

    What a card spent is the ``total`` of its state in ``spent_before`` and ``spent_after``.
    """
    pairs = paired(graded_from, graded_to, unit).select(*unit, "from", "to")
    sides = {"spent_before": spent_before, "spent_after": spent_after}
    for name, states in sides.items():
        own = states.select(*unit, nw.col("total").cast(nw.Int64).alias(name))
        pairs = pairs.join(own, on=list(unit), how="left")
    return pairs.group_by("from", "to").agg(
        nw.len().cast(nw.Int64).alias("cards"),
        *(nw.col(name).fill_null(0).sum().cast(nw.Int64).alias(name) for name in sides),
    )
