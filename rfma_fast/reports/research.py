"""How the research of thresholds looks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.research import DECILES, AxisResearch, Research
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import compact, day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, grade_texts
from rfma_fast.reports.report import Report
from rfma_fast.reports.segmentation import borders_table
from rfma_fast.reports.tables import Column, bar, heading, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

_HALF = Fraction(1, 2)


def report(research: Research) -> Report:
    """Return the forms of the research."""
    return Report(
        json=lambda: as_json(research),
        frames=lambda: frames(research),
        show=lambda width: show(research),
    )


def as_json(research: Research) -> dict[str, Any]:
    """Return, by axis: borders, statistics, deciles, ties, capacities; and the gaps."""
    segmentation = research.segmentation
    return {
        "as_of": plain.plain(segmentation.as_of),
        "scheme": segmentation.scheme.code,
        "cards": segmentation.cards,
        "thresholds": plain.plain(segmentation.thresholds.by_name(segmentation.scheme)),
        "frozen": segmentation.frozen,
        "axes": {axis.axis.name: _axis_json(axis) for axis in research.axes},
        "gaps": {
            "count": research.gaps.size,
            "churn_periods": [
                {"share": float(p), "days": days} for p, days in research.churn_periods
            ],
        },
        "notes": plain.notes(segmentation.notes),
        "provenance": plain.provenance(segmentation.provenance),
    }


def frames(research: Research) -> dict[str, pl.DataFrame]:
    """Return grade capacities, deciles and the distributions of all axes."""
    import polars as pl

    capacities = [
        {"axis": axis.axis.name, **row} for axis in research.axes for row in _capacities(axis)
    ]
    deciles = [
        {"axis": axis.axis.name, "share": float(p), "value": plain.plain(value)}
        for axis in research.axes
        for p, value in zip(DECILES, axis.deciles, strict=True)
    ]
    values = pl.concat(
        axis.values.frame.select(
            pl.lit(axis.axis.name).alias("axis"),
            (pl.col("value") / axis.axis.measure.scale).alias("value"),
            pl.col("count").alias("cards"),
        )
        for axis in research.axes
    )
    gaps = research.gaps.frame.rename({"value": "days", "count": "returns"})
    return {
        "capacities": pl.DataFrame(capacities, schema_overrides={"revenue": pl.Float64}),
        "deciles": pl.DataFrame(deciles, schema_overrides={"value": pl.Float64}),
        "distributions": values,
        "gaps": gaps,
    }


def show(research: Research) -> Sequence[RenderableType]:
    """Return borders, statistics, deciles, capacities, and the gaps between purchases."""
    segmentation = research.segmentation
    return [
        heading(
            local_name(segmentation.scheme.names),
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
        ),
        borders_table(segmentation),
        _statistics(research),
        _deciles(research),
        *(_capacity_table(axis, segmentation.cards) for axis in research.axes),
        _proposals(research),
        _gaps(research),
        *(note(sentence) for sentence in plain.notes(segmentation.notes)),
    ]


def _statistics(research: Research) -> Group:
    rows = [
        [axis_name(axis.axis), *(compact(value) for value in _summary(axis).values())]
        for axis in research.axes
    ]
    columns = [
        text_column(say("column.axis")),
        *(Column(say(f"column.{name}")) for name in ("min", "max", "mean", "median")),
    ]
    return table(say("title.statistics"), columns, rows)


def _deciles(research: Research) -> Group:
    columns = [Column("", "left"), *(Column(f"{int(p * 100)}%") for p in DECILES)]
    rows = [[axis.axis.code, *(compact(value) for value in axis.deciles)] for axis in research.axes]
    return table(say("title.deciles"), columns, rows)


def _capacity_table(axis: AxisResearch, cards: int) -> Group:
    texts = grade_texts(axis.axis, axis.borders)
    ties = [number(tie) for tie in axis.ties]
    largest = max((grade.cards for grade in axis.capacities), default=0) or 1
    rows = [
        [
            f"{axis.axis.code}{grade.grade}",
            text,
            number(grade.cards),
            share(Fraction(grade.cards, cards) if cards else None),
            bar(grade.cards / largest),
            number(Fraction(grade.total, 100)),
            tie,
        ]
        for grade, text, tie in zip(axis.capacities, texts, [*ties, ""], strict=True)
    ]
    columns = [
        Column(say("column.code"), "left"),
        text_column(say("column.grades")),
        Column(say("column.cards")),
        Column(say("column.share")),
        Column("", "left"),
        Column(say("column.revenue")),
        Column(say("column.ties")),
    ]
    return table(say("title.capacities", axis=axis_name(axis.axis)), columns, rows)


def _proposals(research: Research) -> Group:
    rows = [
        [
            axis_name(axis.axis),
            " / ".join(compact(border) for border in axis.borders),
            " / ".join(compact(border) for border in axis.natural),
        ]
        for axis in research.axes
    ]
    columns = [
        text_column(say("column.axis")),
        Column(say("column.in_force")),
        Column(say("column.natural")),
    ]
    return table(say("title.proposals"), columns, rows)


def _gaps(research: Research) -> Group:
    rows = [
        [share(p, 0), number(days), number(_within(research, days))]
        for p, days in research.churn_periods
    ]
    columns = [
        Column(say("column.returned")),
        Column(say("column.within_days")),
        Column(say("column.returns_count")),
    ]
    return table(say("title.gaps", count=number(research.gaps.size)), columns, rows)


def _within(research: Research, days: int | None) -> int | None:
    """Return how many returns came within so many days."""
    return None if days is None else research.gaps.size - research.gaps.above(days).size


def _axis_json(axis: AxisResearch) -> dict[str, Any]:
    return {
        **plain.plain({name: _to_cents(value) for name, value in _summary(axis).items()}),
        "deciles": plain.plain(axis.deciles),
        "borders": plain.plain(axis.borders),
        "ties": list(axis.ties),
        "natural_breaks": plain.plain(axis.natural),
        "grades": _capacities(axis),
    }


def _to_cents(value: Fraction | None) -> Fraction | None:
    """Return a statistic rounded to hundredths, halves away from zero."""
    if value is None:
        return None
    rounded = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Fraction(rounded if value >= 0 else -rounded, 100)


def _summary(axis: AxisResearch) -> dict[str, Fraction | None]:
    values = axis.values
    return {
        "min": axis.in_unit(values.least),
        "max": axis.in_unit(values.greatest),
        "mean": axis.in_unit(values.mean),
        "median": axis.in_unit(values.percentile_cont(_HALF)),
    }


def _capacities(axis: AxisResearch) -> list[dict[str, Any]]:
    cards = sum(grade.cards for grade in axis.capacities) or 1
    return [
        {
            "grade": grade.grade,
            "cards": grade.cards,
            "share": grade.cards / cards,
            "cheques": grade.cheques,
            "revenue": plain.roubles(grade.total),
        }
        for grade in axis.capacities
    ]
