"""How a migration looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.text import Text

from rfma_fast.analyses.migration import NEW, NO_PURCHASE, Migration
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import bridge, flows, movement, palette, plain, spending
from rfma_fast.reports.names import level_name, scheme_json
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import (
    clean,
    frame,
    heading,
    note,
    swatch,
    titled,
)

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

    from rfma_fast.analyses.season import Season
    from rfma_fast.analyses.spending import Spending

GREATEST_FLOWS = 20
FEW_FLOWS = 10
_CELL = 6
_CODE_LABEL, _NAME_LABEL = 8, 25


@dataclass(frozen=True)
class Asked:
    """What is asked of a migration beside its matrix; it then stands in the matrix's place."""

    by: str | None = None
    """``shop`` or ``cohort``."""
    effects: bool = False
    """People against borders."""
    season: Season | None = None
    window: int | None = None
    """Over how many days up to each date money is added up; those between where ``None``."""

    @property
    def nothing(self) -> bool:
        """Tell whether the matrix itself is asked for."""
        return not (self.by or self.effects or self.season)


def report(migration: Migration, level: str, asked: Asked = Asked()) -> Report:
    """Return the forms of a migration at one level."""
    return Report(
        json=lambda: (
            as_json(migration, level)
            | {
                "bridge": bridge.as_json(migration, level),
                "previous": movement.previous_json(migration, level),
                "money": spending.as_json(migration.spending(asked.window), level),
            }
            | _asked_json(migration, level, asked)
        ),
        frames=lambda: _frames(migration, level, asked),
        show=lambda width: show(migration, level, width, asked),
    )


def _asked_json(migration: Migration, level: str, asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if asked.by:
        found["by"] = {asked.by: plain.records(migration.by(asked.by, level))}
    if asked.effects:
        found["effects"] = plain.records(migration.effects.frame(level))
    if asked.season:
        found["season"] = movement.season_json(asked.season, level)
    return found


def _frames(migration: Migration, level: str, asked: Asked) -> dict[str, pl.DataFrame]:
    frames = {}
    if asked.by:
        frames[asked.by] = migration.by(asked.by, level)
    if asked.effects:
        frames["effects"] = migration.effects.frame(level)
    if asked.season:
        frames["season"] = asked.season.frame(level)
        frames["season_sizes"] = asked.season.sizes(level)
    return frames | {
        "cells": migration.cells(level),
        "movements": migration.movements(level).counts,
        "sizes": migration.sizes(level),
        "greatest": migration.greatest(),
        **({} if migration.between else {"bridge": migration.effects.bridge(level)}),
        **spending.frames(migration.spending(asked.window), level),
    }


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
        "movements": movement.movements_json(migration, level),
        "sizes": plain.records(migration.sizes(level)),
        "greatest": plain.records(migration.greatest().head(GREATEST_FLOWS)),
        "notes": plain.notes(after.notes),
        **scheme_json(before.scheme),
        "provenance": plain.provenance(after.provenance),
    }


def show(
    migration: Migration, level: str, width: int, asked: Asked = Asked()
) -> Sequence[RenderableType]:
    """Return the matrix, movements and sizes, or what is asked for in their place."""
    return [
        *_head(migration, level),
        *(note(sentence) for sentence in plain.notes(migration.after.alarms)),
        *(
            _matrix_and_more(migration, level, width, migration.spending(asked.window))
            if asked.nothing
            else _asked_shown(migration, level, asked)
        ),
        *(note(sentence) for sentence in plain.notes(migration.after.remarks)),
    ]


def _head(migration: Migration, level: str) -> Sequence[RenderableType]:
    before, after = migration.before, migration.after
    return [
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


def _asked_shown(migration: Migration, level: str, asked: Asked) -> Sequence[RenderableType]:
    parts: list[RenderableType] = []
    if asked.by:
        found = migration.by(asked.by, level)
        parts += movement.by_shown(migration, level, asked.by, found)
    if asked.effects:
        parts += movement.effects_shown(migration, level)
    if asked.season:
        if asked.season.earlier is None:
            spent = migration.spending(asked.window)
            parts += movement.movements_shown(migration, level, spent)
        parts += movement.season_shown(asked.season, level)
    return parts


def _matrix_and_more(
    migration: Migration, level: str, width: int, spent: Spending
) -> Sequence[RenderableType]:
    """Return the matrix, or the greatest flows where the terminal is too narrow for it."""
    cells = migration.cells(level)
    columns = _codes(migration, level, cells, "to")
    cell = max(_CELL, len(number(migration.flows.get_column("cards").sum())))
    needed = _CODE_LABEL + (cell + 1) * (len(columns) + 1)
    parts: list[RenderableType]
    if needed <= width:
        named = needed - _CODE_LABEL + _NAME_LABEL <= width
        parts = [_matrix(migration, level, cells, columns, named, cell)]
    else:
        parts = [
            flows.flows_shown(spent, level, GREATEST_FLOWS),
            note(say("note.too_narrow", needed=needed)),
        ]
    between_sizes = bridge.sentence(migration, level)
    if between_sizes:
        parts += ["", clean(between_sizes)]
    parts += movement.movements_shown(migration, level, spent)
    if level == "class":
        return parts
    return [
        *parts,
        spending.groups_shown(spent, level),
        movement.sizes_shown(migration, level),
        flows.flows_shown(spent, "class", FEW_FLOWS),
    ]


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
        head = swatch(flows.warmth(migration, level, code), flows.short(code))
        built.add_column(head, number(sums.get(code, 0)), justify="right", min_width=_CELL - 1)
    built.add_column(say("word.total"), number(sum(sums.values())), justify="right")
    for source in _codes(migration, level, cells, "from"):
        row = [by_place.get((source, target)) for target in columns]
        total = sum(cell["cards"] for cell in row if cell)
        name = flows.label(migration, level, source) if named else flows.short(source)
        label = swatch(flows.warmth(migration, level, source), name)
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


def _codes(migration: Migration, level: str, cells: pl.DataFrame, side: str) -> list[str]:
    """Return the codes of a side from hot to cold, the outsiders last."""
    present = set(cells.get_column(side))
    warmths = migration.before.warmths(level)
    known = sorted(migration.before.group_codes(level), key=lambda code: warmths[code] or 0)
    return [code for code in [*known, NEW, NO_PURCHASE] if code in present]


def _cards() -> pl.Expr:
    import polars as pl

    return pl.col("cards").sum()
