"""How proposed borders look: side by side, their groups, and what lies at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.research import Research
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, number, share
from rfma_fast.reports.fitting import fits
from rfma_fast.reports.names import edge, edges, level_name
from rfma_fast.reports.tables import Cell, Column, note, swatch, table, text_column

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


def proposal_tables(research: Research, level: str, width: int) -> Iterator[RenderableType]:
    """Yield each method's borders, its groups at a level, and what lies at every border."""
    yield _borders(research)
    yield from _groups(research, level, width)
    yield note(say("note.no_proposal"))
    yield _candidates(research)


def _borders(research: Research) -> Group:
    rows = []
    for one in research.proposals:
        proposed = [one.borders[axis.axis.code] for axis in research.axes]
        texts = [MISSING if borders is None else edges(borders) for borders in proposed]
        rows.append([say(f"method.{one.method}"), *texts])
    columns = [
        Column(say("column.proposal_method"), "left"),
        *(Column(axis.axis.code) for axis in research.axes),
    ]
    return table(say("title.proposals"), columns, rows)


def _groups(research: Research, level: str, width: int) -> Iterator[Group]:
    """Yield the cards, then the revenue, or its share, of each group under each method."""
    segmentation, proposals = research.segmentation, research.proposals
    levels = [one.graded.level(level) for one in proposals]
    found = [{row["code"]: row for row in frame.iter_rows(named=True)} for frame in levels]
    codes = [c for c in segmentation.group_codes(level) if any(c in groups for groups in found)]
    warmths, name = segmentation.warmths(level), level_name(segmentation.scheme, level)
    columns = [
        text_column(name),
        *(Column(say(f"method.{one.method}")) for one in proposals),
    ]

    def rows(figure: str, shown: Callable[[Any], str]) -> list[list[Cell]]:
        return [
            [
                swatch(warmths[code], f"{code} {name_of(segmentation.scheme, level, code)}"),
                *(shown(groups[code][figure] if code in groups else 0) for groups in found),
            ]
            for code in codes
        ]

    def totals(figure: str) -> list[Cell]:
        return [say("word.total"), *(number(frame.get_column(figure).sum()) for frame in levels)]

    cards = rows("cards", number)
    yield table(say("title.proposed_cards", level=name), columns, cards, totals("cards"))
    revenue = rows("revenue", number)
    if fits(width, columns, [*revenue, totals("revenue")]):
        title = say("title.proposed_revenue", level=name)
        yield table(title, columns, revenue, totals("revenue"))
        return
    whole = research.pareto.total
    shares = rows("revenue", lambda sum_: share(Fraction(sum_) * 100 / whole if whole else None))
    yield table(say("title.proposed_share", level=name), columns, shares)


def _candidates(research: Research) -> Group:
    rows = [
        [
            axis.axis.code,
            edge(tie.value),
            share(tie.below),
            share(tie.through),
            number(tie.cards),
            share(tie.share),
            ", ".join(say(f"method.{method}") for method in methods),
        ]
        for axis, tie, methods in research.candidates
    ]
    columns = [
        Column(say("column.axis"), "left"),
        Column(say("column.candidate")),
        Column(say("column.below")),
        Column(say("column.through")),
        Column(say("column.exactly")),
        Column(say("column.share")),
        text_column(say("column.whose")),
    ]
    return table(say("title.candidates"), columns, rows)
