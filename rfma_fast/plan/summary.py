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
Window = tuple[Frame | None, Frame]
"""The states before the first and after the last day of a window; none where nothing is older."""


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
    window_from: Window,
    window_to: Window,
    unit: Sequence[str] = CARD,
) -> Frame:
    """Return from, to, cards, spent_before, spent_after of all cards known at either date.

    What a card spent is its ``total`` at the end of a window less that at its start.
    """
    pairs = paired(graded_from, graded_to, unit).select(*unit, "from", "to")
    spent = {}
    for name, (start, end) in {"spent_before": window_from, "spent_after": window_to}.items():
        for side, states in ((f"{name}_start", start), (f"{name}_end", end)):
            if states is None:
                pairs = pairs.with_columns(nw.lit(0, dtype=nw.Int64).alias(side))
                continue
            own = states.select(*unit, nw.col("total").cast(nw.Int64).alias(side))
            pairs = pairs.join(own, on=list(unit), how="left")
        at_end, at_start = (nw.col(f"{name}_{side}").fill_null(0) for side in ("end", "start"))
        spent[name] = at_end - at_start
    return pairs.group_by("from", "to").agg(
        nw.len().cast(nw.Int64).alias("cards"),
        *(figure.sum().cast(nw.Int64).alias(name) for name, figure in spent.items()),
    )
