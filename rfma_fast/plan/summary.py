"""From graded cards to sizes of classes and to flows between two dates."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from rfma_fast.plan.frame import Frame
from rfma_fast.plan.grades import class_number, with_grades
from rfma_fast.plan.measures import measure_of
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.codebook import Codebook
from rfma_fast.schemes.model import Axis

NONE = -1
"""The class number of a card that has no class at a date."""


def graded_cards(
    states: Frame,
    axes: Sequence[Axis],
    as_of: int,
    borders: Borders,
    codebook: Codebook,
) -> Frame:
    """Add to card states a column a measure, a column a grade, and the class number ``class``."""
    measured = states.with_columns(
        measure_of(axis.measure, as_of, borders).alias(axis.name) for axis in axes
    )
    graded = with_grades(measured, axes, borders)
    return graded.with_columns(class_number(axes, codebook).alias("class"))


def class_sizes(graded: Frame) -> Frame:
    """Return class, cards, cheques, total of the classes that have a card."""
    return graded.group_by("class").agg(
        cards=nw.len().cast(nw.Int64),
        cheques=nw.col("cheques").sum().cast(nw.Int64),
        total=nw.col("total").sum().cast(nw.Int64),
    )


def class_flows(graded_from: Frame, graded_to: Frame) -> Frame:
    """Return from, to, cards, total_from, total_to of all cards known at either date.

    Classes are numbers; ``NONE`` stands where a card has no class at that date.
    """
    return (
        paired(graded_from, graded_to)
        .group_by("from", "to")
        .agg(
            cards=nw.len().cast(nw.Int64),
            total_from=nw.col("total_from").sum().cast(nw.Int64),
            total_to=nw.col("total_to").sum().cast(nw.Int64),
        )
    )


def paired(graded_from: Frame, graded_to: Frame) -> Frame:
    """Return card, from, to, total_from, total_to, one row a card known at either date."""
    before = graded_from.select(
        "card", nw.col("class").alias("from"), nw.col("total").alias("total_from")
    )
    after = graded_to.select(
        nw.col("card").alias("card_to"),
        nw.col("class").alias("to"),
        nw.col("total").alias("total_to"),
    )
    both = before.join(after, left_on="card", right_on="card_to", how="full")
    return both.select(
        nw.coalesce("card", "card_to").alias("card"),
        nw.col("from").fill_null(NONE),
        nw.col("to").fill_null(NONE),
        nw.col("total_from").fill_null(0),
        nw.col("total_to").fill_null(0),
    )
