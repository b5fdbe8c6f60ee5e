"""How many dates at once look: sizes by date, and flows from each date to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.migration import NEW, Migration
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports import migration as one_migration
from rfma_fast.reports import segmentation as one_segmentation
from rfma_fast.reports.names import level_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import COLUMN_GAP, Column, heading, note, table

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

    from rfma_fast.schemes.model import Scheme

_DAY = 13
_DIRECTIONS = ("column.warmer", "column.stayed", "column.moved", "column.colder", "column.new")


@dataclass(frozen=True)
class _Sizes:
    """What is kept of the segmentation at one date."""

    as_of: date
    cards: int
    levels: dict[str, pl.DataFrame]
    json: dict[str, Any]


@dataclass(frozen=True)
class _Flows:
    """What is kept of the migration between two dates."""

    since: date
    until: date
    cards: int
    cells: pl.DataFrame
    json: dict[str, Any]


def segmentations_report(scheme: Scheme, found: Iterable[Segmentation]) -> Report:
    """Return the forms of segmentations at rising dates."""
    sizes = [
        _Sizes(
            one.as_of,
            one.cards,
            {level: one.level(level) for level in scheme.level_codes},
            one_segmentation.as_json(one),
        )
        for one in found
    ]
    return Report(
        json=lambda: [one.json for one in sizes],
        frames=lambda: {"levels": _level_rows(sizes)},
        show=lambda width: _show_sizes(scheme, sizes, width),
    )


def migrations_report(scheme: Scheme, level: str, found: Iterable[Migration]) -> Report:
    """Return the forms of the migrations from each date to the next, at one level."""
    flows, warmths = [], dict[str, int | None]()
    for one in found:
        warmths = one.before.warmths(level)
        json = one_migration.as_json(one, level)
        cells = one.cells(level)
        flows.append(_Flows(one.before.as_of, one.after.as_of, one.after.cards, cells, json))
    return Report(
        json=lambda: [one.json for one in flows],
        frames=lambda: {"cells": _cell_rows(flows)},
        show=lambda width: _show_flows(scheme, level, flows, warmths),
    )


def _level_rows(sizes: Sequence[_Sizes]) -> pl.DataFrame:
    import polars as pl

    return pl.concat(
        frame.select(pl.lit(one.as_of).alias("as_of"), pl.lit(level).alias("level"), pl.all())
        for one in sizes
        for level, frame in one.levels.items()
    )


def _cell_rows(flows: Sequence[_Flows]) -> pl.DataFrame:
    import polars as pl

    return pl.concat(
        one.cells.select(
            pl.lit(one.since).alias("since"), pl.lit(one.until).alias("until"), pl.all()
        )
        for one in flows
    )


def _show_sizes(scheme: Scheme, sizes: Sequence[_Sizes], width: int) -> Sequence[RenderableType]:
    dates = f"{day(sizes[0].as_of)} … {day(sizes[-1].as_of)}"
    shown: list[RenderableType] = [heading(local_name(scheme.names), dates)]
    left_out = []
    cell = COLUMN_GAP + len(number(max(one.cards for one in sizes)))
    for level in scheme.level_codes:
        codes = _codes(scheme, level, sizes)
        if _DAY + sum(max(cell, COLUMN_GAP + len(code)) for code in (*codes, "")) <= width:
            shown.append(_sizes_table(scheme, level, codes, sizes))
        else:
            left_out.append(level_name(scheme, level))
    if left_out:
        shown.append(note(say("note.levels_left_out", levels=", ".join(left_out))))
    return shown


def _codes(scheme: Scheme, level: str, sizes: Sequence[_Sizes]) -> list[str]:
    """Return the codes of a level's groups that have a card at any date, in the scheme's order."""
    present = {code for one in sizes for code in one.levels[level].get_column("code")}
    if level == "class":
        return sorted(present)
    return [group.code for group in scheme.level(level).groups if group.code in present]


def _sizes_table(
    scheme: Scheme, level: str, codes: Sequence[str], sizes: Sequence[_Sizes]
) -> Group:
    rows = []
    for one in sizes:
        cards = dict(one.levels[level].select("code", "cards").iter_rows())
        cells = [number(cards.get(code, 0)) for code in codes]
        rows.append([day(one.as_of), *cells, number(one.cards)])
    columns = [Column(say("column.as_of"), "left"), *map(Column, codes), Column(say("word.total"))]
    title = say("title.level", level=level_name(scheme, level))
    return table(title, columns, rows)


def _show_flows(
    scheme: Scheme, level: str, flows: Sequence[_Flows], warmths: dict[str, int | None]
) -> Sequence[RenderableType]:
    rows = []
    for one in flows:
        sums = dict.fromkeys(_DIRECTIONS, 0)
        for source, target, cards in one.cells.select("from", "to", "cards").iter_rows():
            sums[_direction(source, target, warmths)] += cards
        rows.append(
            [day(one.since), day(one.until), number(one.cards), *map(number, sums.values())]
        )
    columns = [
        Column(say("column.from"), "left"),
        Column(say("column.to"), "left"),
        Column(say("column.cards")),
        *(Column(say(key)) for key in _DIRECTIONS),
    ]
    title = say("title.migration", level=level_name(scheme, level))
    return [heading(local_name(scheme.names), title), table("", columns, rows)]


def _direction(source: str, target: str, warmths: dict[str, int | None]) -> str:
    """Return the heading under which cards are counted; the colder, the higher the warmth."""
    if source == NEW:
        return "column.new"
    if source == target:
        return "column.stayed"
    before, after = warmths.get(source), warmths.get(target)
    if before is None or after is None or before == after:
        return "column.moved"
    return "column.warmer" if after < before else "column.colder"
