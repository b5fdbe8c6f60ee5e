"""How other borders look beside those in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.segmentation import name_of
from rfma_fast.analyses.what_if import WhatIf
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share, signed
from rfma_fast.reports import plain
from rfma_fast.reports.fitting import fits
from rfma_fast.reports.names import axis_name, edges, level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.segmentation import NARROW
from rfma_fast.reports.tables import (
    Cell,
    Column,
    clean,
    heading,
    note,
    swatch,
    table,
    text_column,
)

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

MOVES_SHOWN = 20


def report(trial: WhatIf, level: str | None = None) -> Report:
    """Return the forms of a trial at one level."""
    chosen = trial.before.level_asked(level)
    return Report(
        json=lambda: as_json(trial, chosen),
        frames=lambda: {"groups": trial.groups(chosen), "changes": trial.cells(chosen)},
        show=lambda width: show(trial, chosen, width),
    )


def as_json(trial: WhatIf, level: str) -> dict[str, Any]:
    """Return both sets of borders, the groups before and after, the moves and their matrix."""
    before, scheme = trial.before, trial.before.scheme
    cards, revenue = trial.moved(level)
    return {
        "as_of": plain.plain(before.as_of),
        **scheme_json(scheme),
        "cards": before.cards,
        "level": level,
        "thresholds": plain.plain(before.thresholds.by_name(scheme)),
        "new_thresholds": plain.plain(trial.after.thresholds.by_name(scheme)),
        "set": [axis.name for axis in scheme.axes if axis.code in trial.changed],
        "follow": trial.follow,
        "moved": {
            "cards": cards,
            "share": cards / max(before.cards, 1),
            "revenue": plain.plain(revenue),
        },
        "groups": plain.records(trial.groups(level)),
        "cells": plain.records(trial.cells(level)),
        "notes": [say(_note(trial)), *plain.notes(trial.after.notes)],
        "provenance": plain.provenance(before.provenance),
    }


def show(trial: WhatIf, level: str, width: int) -> Sequence[RenderableType]:
    """Return the borders, the groups before and after, and who goes where."""
    before = trial.before
    cards, revenue = trial.moved(level)
    moved = say(
        "what_if.moved",
        cards=number(cards),
        share=share(Fraction(cards, max(before.cards, 1))),
        revenue=number(revenue),
    )
    return [
        heading(scheme_name(before.scheme), say("head.what_if")),
        heading(
            say("head.as_of", day=day(before.as_of)), say("head.cards", cards=number(before.cards))
        ),
        *(note(sentence) for sentence in plain.notes(trial.after.alarms)),
        _borders(trial),
        _groups(trial, level, width),
        clean(""),
        clean(moved),
        *_changes(trial, level, width),
        note(say(_note(trial))),
        *(note(sentence) for sentence in plain.notes(trial.after.remarks)),
    ]


def _note(trial: WhatIf) -> str:
    return "note.what_if_follows" if trial.follow else "note.what_if_stays"


def _borders(trial: WhatIf) -> Group:
    borders = trial.before.thresholds.borders
    rows = [
        [
            axis_name(axis),
            edges(borders[axis.code]),
            edges(trial.changed[axis.code]),
        ]
        for axis in trial.before.scheme.axes
        if axis.code in trial.changed
    ]
    columns = [
        text_column(say("column.axis")),
        Column(say("column.in_force")),
        Column(say("column.tried")),
    ]
    return table(say("title.tried"), columns, rows)


def _groups(trial: WhatIf, level: str, width: int) -> Group:
    """Return as many figures of the groups as fit: first shares are left out, then ± revenue."""
    title = say("title.what_if", level=level_name(trial.before.scheme, level))
    wide, narrow = {"share", "new_share"}, {"revenue_change"}
    left_out = [set[str](), wide, wide | narrow] if width >= NARROW else [wide, wide | narrow]
    for without in left_out:
        columns, rows, total = _groups_without(trial, level, without)
        if fits(width, columns, [*rows, total]):
            break
    return table(title, columns, rows, total)


def _groups_without(
    trial: WhatIf, level: str, without: set[str]
) -> tuple[list[Column], list[list[Cell]], list[Cell]]:
    figures = [figure for figure in _FIGURES if figure not in without]
    warmths, frame = trial.before.warmths(level), trial.groups(level)
    columns = [
        text_column(level_name(trial.before.scheme, level)),
        *(Column(say(_FIGURES[figure][0])) for figure in figures),
    ]
    rows: list[list[Cell]] = [
        [
            swatch(warmths[row["code"]], f"{row['code']} {row['name']}"),
            *(_FIGURES[figure][1](row[figure]) for figure in figures),
        ]
        for row in frame.iter_rows(named=True)
    ]
    sums = {figure: frame.get_column(figure).sum() for figure in figures}
    whole = {"share": 1, "new_share": 1}
    total: list[Cell] = [
        say("word.total"),
        *(_FIGURES[figure][1](whole.get(figure, sums[figure])) for figure in figures),
    ]
    return columns, rows, total


_FIGURES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "cards": ("column.cards_before", number),
    "new_cards": ("column.cards_after", number),
    "cards_change": ("column.cards_change", signed),
    "share": ("column.share", share),
    "new_share": ("column.cards_after", share),
    "revenue": ("column.revenue_before", number),
    "new_revenue": ("column.revenue_after", number),
    "revenue_change": ("column.revenue_change", signed),
}
"""Figure of a group → its heading and how it is shown."""


def _changes(trial: WhatIf, level: str, width: int) -> Iterator[RenderableType]:
    """Yield the matrix where it fits, else the greatest moves."""
    cells = trial.cells(level)
    places = {(row["from"], row["to"]): row["cards"] for row in cells.iter_rows(named=True)}
    codes = [code for code in trial.before.group_codes(level) if any(code in at for at in places)]
    columns, matrix, foot = _matrix(trial, level, codes, places)
    if fits(width, columns, [*matrix, foot]):
        yield table(say("title.regrading"), columns, matrix, foot)
        return
    moves = cells.filter(cells["from"] != cells["to"])
    greatest = moves.sort("cards", "from", "to", descending=[True, False, False])
    warmths, scheme = trial.before.warmths(level), trial.before.scheme
    rows = [
        [
            *(
                swatch(warmths[row[side]], f"{row[side]} {name_of(scheme, level, row[side])}")
                for side in ("from", "to")
            ),
            number(row["cards"]),
            share(row["share"]),
            number(row["revenue"]),
        ]
        for row in greatest.head(MOVES_SHOWN).iter_rows(named=True)
    ]
    columns = [
        text_column(say("column.from")),
        text_column(say("column.to")),
        Column(say("column.cards")),
        Column(say("column.row_share")),
        Column(say("column.revenue")),
    ]
    title = say("title.regraded_most", count=number(len(rows)), all=number(moves.height))
    yield table(title, columns, rows)


def _matrix(
    trial: WhatIf, level: str, codes: Sequence[str], places: dict[tuple[str, str], int]
) -> tuple[list[Column], list[list[Cell]], list[Cell]]:
    warmths = trial.before.warmths(level)

    def line(source: str) -> list[str]:
        row = [places.get((source, target), 0) for target in codes]
        return [*(number(count) if count else "·" for count in row), number(sum(row))]

    totals = [sum(places.get((source, target), 0) for source in codes) for target in codes]
    columns = [
        Column(say("column.from_short"), "left"),
        *map(Column, codes),
        Column(say("word.total")),
    ]
    rows: list[list[Cell]] = [[swatch(warmths[source], source), *line(source)] for source in codes]
    return columns, rows, [say("word.total"), *map(number, totals), number(sum(totals))]
