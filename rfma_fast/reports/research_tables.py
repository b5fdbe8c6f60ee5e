"""How the research of thresholds looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rfma_fast.analyses.research import DECILES, AxisResearch, Research, heaviest
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import compact, day, number, share
from rfma_fast.quantiles.bins import bins_of
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, grade_texts, scheme_name
from rfma_fast.reports.proposal_tables import proposal_tables
from rfma_fast.reports.segmentation import NARROW, borders_table, fitted_on
from rfma_fast.reports.tables import (
    Column,
    bar,
    clean,
    heading,
    note,
    table,
    text_column,
)

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.text import Text

_HALF = Fraction(1, 2)
_HEAVY = Fraction(5, 100)
_PARETO = Fraction(80, 100)


def show(
    research: Research, level: str, width: int, *, brief: bool = False
) -> Sequence[RenderableType]:
    """Return what lies behind the borders; ``brief``: without proposals and distributions."""
    segmentation = research.segmentation
    head: list[RenderableType] = [
        heading(
            scheme_name(segmentation.scheme),
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
        ),
        *(note(sentence) for sentence in plain.notes(segmentation.alarms)),
        borders_table(segmentation),
        *fitted_on(segmentation),
        _statistics(research),
        _deciles(research),
    ]
    remarks = [*research.notes, *segmentation.remarks]
    notes = [note(sentence) for sentence in plain.notes(remarks)]
    if brief:
        grades = [_grades(axis, segmentation.cards, width) for axis in research.axes]
        return [*head, *grades, _gaps(research), note(say("note.without_next")), *notes]
    return [
        *head,
        clean(""),
        *_ties(research),
        *(
            part
            for axis in research.axes
            for part in (_histogram(axis), _grades(axis, segmentation.cards, width))
        ),
        *_pareto(research),
        _gaps(research),
        note(say("note.without_next")),
        _gap_histogram(research),
        *proposal_tables(research, level, width),
        *notes,
    ]


def summary(axis: AxisResearch) -> dict[str, Fraction | None]:
    """Return the smallest, largest, mean and median value in the unit of the axis."""
    values = axis.values
    return {
        "min": axis.in_unit(values.least),
        "max": axis.in_unit(values.greatest),
        "mean": axis.in_unit(values.mean),
        "median": axis.in_unit(values.percentile_cont(_HALF)),
    }


def _statistics(research: Research) -> Group:
    rows = [
        [axis_name(axis.axis), *(compact(value) for value in summary(axis).values())]
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


def _ties(research: Research) -> Iterator[Text]:
    """Yield a sentence for each axis on which one value holds many cards."""
    named = [(axis_name(axis.axis), axis.heaviest) for axis in research.axes]
    named.append((say("tie.cheques"), heaviest(research.cheques_of_card)))
    for axis, tie in named:
        if tie is not None and tie.share >= _HEAVY:
            values = {"axis": axis, "share": share(tie.share), "value": compact(tie.value)}
            yield clean(say("tie.heaviest", **values))


def _histogram(axis: AxisResearch) -> Group:
    ranges = [
        f"{compact(axis.in_unit(part.least))} … {compact(axis.in_unit(part.most))}"
        for part in axis.bins
    ]
    return _bars(
        say("title.histogram", axis=axis_name(axis.axis)),
        (say("column.values"), say("column.cards")),
        ranges,
        [part.count for part in axis.bins],
    )


def _gap_histogram(research: Research) -> Group:
    bins = bins_of(research.gaps)
    return _bars(
        say("title.gap_histogram"),
        (say("column.gap_days"), say("column.gap_returns")),
        [f"{number(part.least)} … {number(part.most)}" for part in bins],
        [part.count for part in bins],
    )


def _bars(
    title: str, heads: tuple[str, str], ranges: Sequence[str], counts: Sequence[int]
) -> Group:
    total, largest = sum(counts) or 1, max(counts, default=0) or 1
    rows = [
        [text, number(count), share(Fraction(count, total)), bar(count / largest, 30)]
        for text, count in zip(ranges, counts, strict=True)
    ]
    columns = [*map(Column, heads), Column(say("column.share")), Column("", "left")]
    return table(title, columns, rows)


def _grades(axis: AxisResearch, cards: int, width: int) -> Group:
    texts = grade_texts(axis.axis, axis.borders)
    ties = [number(tie) for tie in axis.ties]
    largest = max((grade.cards for grade in axis.capacities), default=0) or 1
    total = sum(grade.total for grade in axis.capacities)
    wide = width >= NARROW
    rows = [
        [
            f"{axis.axis.code}{grade.grade}",
            text,
            number(grade.cards),
            share(Fraction(grade.cards, cards) if cards else None),
            *([bar(grade.cards / largest)] if wide else []),
            number(Fraction(grade.total, 100)),
            share(Fraction(grade.total, total) if total else None),
            tie,
        ]
        for grade, text, tie in zip(axis.capacities, texts, [*ties, ""], strict=True)
    ]
    columns = [
        Column(say("column.code"), "left"),
        text_column(say("column.grades")),
        Column(say("column.cards")),
        Column(say("column.share")),
        *([Column("", "left")] if wide else []),
        Column(say("column.revenue")),
        Column(say("column.share")),
        Column(say("column.ties")),
    ]
    return table(say("title.capacities", axis=axis_name(axis.axis)), columns, rows)


def _pareto(research: Research) -> Iterator[RenderableType]:
    found, fifth = research.pareto, research.pareto.top_fifth
    if fifth is None:
        return
    yield table(
        say("title.pareto"),
        [
            Column(say("column.share_of_revenue")),
            Column(say("column.cards")),
            Column(say("column.share_of_cards")),
            Column(say("column.least_total")),
        ],
        [
            [
                share(one.share, 0),
                number(one.cards),
                share(Fraction(one.cards, found.cards)),
                number(Fraction(one.least_total, 100)),
            ]
            for one in found.levels
        ],
    )
    eighty = next(one for one in found.levels if one.share == _PARETO)
    cards = share(Fraction(eighty.cards, found.cards))
    yield clean(say("pareto.sentence", cards=cards, share=share(fifth)))
    yield table(
        say("title.tenths"),
        [
            Column(say("column.tenth")),
            Column(say("column.cards")),
            Column(say("column.revenue")),
            Column(say("column.share")),
            Column("", "left"),
            Column(say("column.cumulative_share")),
        ],
        [
            [
                number(one.number),
                number(one.cards),
                number(Fraction(one.total, 100)),
                share(Fraction(one.total, found.total)),
                bar(one.total / max(found.tenths[0].total, 1)),
                share(Fraction(one.reached, found.total)),
            ]
            for one in found.tenths
        ],
    )
    yield note(say("note.by_total"))


def _gaps(research: Research) -> Group:
    rows = [
        [
            share(churn.level, 0),
            number(churn.days),
            number(None if churn.days is None else churn.within),
            number(None if churn.days is None else churn.later),
            share(churn.without_next),
        ]
        for churn in research.churns
    ]
    columns = [
        Column(say("column.returned")),
        Column(say("column.within_days")),
        Column(say("column.returns_count")),
        Column(say("column.gap_longer")),
        Column(say("column.without_next")),
    ]
    return table(say("title.gaps", count=number(research.gaps.size)), columns, rows)
