"""How a migration looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from rfma_fast.analyses.migration import NEW, NO_PURCHASE, Migration
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import palette, plain
from rfma_fast.reports.names import level_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import (
    Column,
    clean,
    frame,
    heading,
    note,
    swatch,
    table,
    text_column,
    titled,
)

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

GREATEST_FLOWS = 20
_CELL = 6
_CODE_LABEL, _NAME_LABEL = 8, 25


def report(migration: Migration, level: str) -> Report:
    """Return the forms of a migration at one level."""
    return Report(
        json=lambda: as_json(migration, level),
        frames=lambda: {"cells": migration.cells(level)},
        show=lambda width: show(migration, level, width),
    )


def as_json(migration: Migration, level: str) -> dict[str, Any]:
    """Return the contract's keys, and where the result comes from."""
    before, after = migration.before, migration.after
    return {
        "from": plain.plain(before.as_of),
        "to": plain.plain(after.as_of),
        "level": level,
        "thresholds": migration.borders,
        "between": migration.between,
        "borders": {
            "from": plain.plain(before.thresholds.by_name(before.scheme)),
            "to": plain.plain(after.thresholds.by_name(after.scheme)),
        },
        "cards": {"from": before.cards, "to": after.cards, "new": migration.new},
        "cells": plain.records(migration.cells(level)),
        "notes": plain.notes(after.notes),
        "scheme": before.scheme.code,
        "provenance": plain.provenance(after.provenance),
    }


def show(migration: Migration, level: str, width: int) -> Sequence[RenderableType]:
    """Return the matrix, or the greatest flows where the terminal is too narrow for it."""
    before, after = migration.before, migration.after
    parts: list[RenderableType] = [
        heading(
            say("title.migration", level=level_name(before.scheme, level)),
            f"{day(before.as_of)} → {day(after.as_of)}",
            say(f"head.borders_{migration.borders}"),
        ),
        clean(
            say(
                "head.migration_cards",
                before=number(before.cards),
                after=number(after.cards),
                new=number(migration.new),
            )
        ),
    ]
    cells = migration.cells(level)
    columns = _codes(migration, level, cells, "to")
    cell = max(_CELL, len(number(migration.flows.get_column("cards").sum())))
    needed = _CODE_LABEL + (cell + 1) * (len(columns) + 1)
    if needed <= width:
        named = needed - _CODE_LABEL + _NAME_LABEL <= width
        parts.append(_matrix(migration, level, cells, columns, named, cell))
    else:
        parts += [_flows(migration, level, cells), note(say("note.too_narrow", needed=needed))]
    return [*parts, *(note(sentence) for sentence in plain.notes(after.notes))]


def _matrix(
    migration: Migration,
    level: str,
    cells: pl.DataFrame,
    columns: list[str],
    named: bool,
    width: int,
) -> Group:
    built = frame(show_footer=True, gap=0)
    by_place = {(row["from"], row["to"]): row for row in cells.iter_rows(named=True)}
    sums: dict[str, int] = dict(cells.group_by("to").agg(cells=_cards()).iter_rows())
    corner = say("column.from_to" if named else "column.from_short")
    built.add_column(corner, say("word.total"), no_wrap=True, max_width=_NAME_LABEL - 1)
    for code in columns:
        head = swatch(_warmth(migration, level, code), _short(code))
        built.add_column(head, number(sums.get(code, 0)), justify="right", min_width=_CELL - 1)
    built.add_column(say("word.total"), number(sum(sums.values())), justify="right")
    for source in _codes(migration, level, cells, "from"):
        row = [by_place.get((source, target)) for target in columns]
        total = sum(cell["cards"] for cell in row if cell)
        name = _label(migration, level, source) if named else _short(source)
        label = swatch(_warmth(migration, level, source), name)
        built.add_row(
            label,
            *(
                _cell(cell, source == target, width)
                for cell, target in zip(row, columns, strict=True)
            ),
            number(total),
        )
    return titled(say("title.matrix"), built)


def _cell(cell: dict[str, Any] | None, stayed: bool, width: int) -> Text:
    if cell is None:
        return Text("·", style="dim")
    ground, ink = palette.tint(cell["share"])
    style = f"{ink} on {ground}" + (" bold underline" if stayed else "")
    count, part = number(cell["cards"]), share(cell["share"], 0)
    return Text(f"{count.rjust(width)}\n{part.rjust(width)}", style=style)


def _flows(migration: Migration, level: str, cells: pl.DataFrame) -> Group:
    greatest = cells.sort("cards", "from", "to", descending=[True, False, False])
    rows = [
        [
            swatch(_warmth(migration, level, row["from"]), _label(migration, level, row["from"])),
            swatch(_warmth(migration, level, row["to"]), _label(migration, level, row["to"])),
            number(row["cards"]),
            share(row["share"]),
            number(row["revenue"]),
        ]
        for row in greatest.head(GREATEST_FLOWS).iter_rows(named=True)
    ]
    columns = [
        text_column(say("column.from")),
        text_column(say("column.to")),
        Column(say("column.cards")),
        Column(say("column.row_share")),
        Column(say("column.revenue")),
    ]
    return table(say("title.flows", count=len(rows), all=cells.height), columns, rows)


def _codes(migration: Migration, level: str, cells: pl.DataFrame, side: str) -> list[str]:
    """Return the codes of a side in the order of the scheme, the outsiders last."""
    present = set(cells.get_column(side))
    known = sorted(set(migration.before.codebook.codes(level)))
    return [code for code in [*known, NEW, NO_PURCHASE] if code in present]


def _warmth(migration: Migration, level: str, code: str) -> int | None:
    return migration.before.warmths(level).get(code)


def _label(migration: Migration, level: str, code: str) -> str:
    if code in (NEW, NO_PURCHASE):
        return _short(code)
    return f"{code} {name_of(migration.before.scheme, level, code)}"


def _short(code: str) -> str:
    return say(f"word.{code}") if code in (NEW, NO_PURCHASE) else code


def _cards() -> pl.Expr:
    import polars as pl

    return pl.col("cards").sum()
