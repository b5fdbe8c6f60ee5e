"""How segmentations at many dates look: sizes by date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports import segmentation as one_segmentation
from rfma_fast.reports.names import level_name, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import COLUMN_GAP, Column, heading, note, table

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

    from rfma_fast.schemes.model import Scheme

_DAY = 13


@dataclass(frozen=True)
class _Sizes:
    """What is kept of the segmentation at one date."""

    as_of: date
    cards: int
    levels: dict[str, pl.DataFrame]
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


def _level_rows(sizes: Sequence[_Sizes]) -> pl.DataFrame:
    import polars as pl

    return pl.concat(
        frame.select(pl.lit(one.as_of).alias("as_of"), pl.lit(level).alias("level"), pl.all())
        for one in sizes
        for level, frame in one.levels.items()
    )


def _show_sizes(scheme: Scheme, sizes: Sequence[_Sizes], width: int) -> Sequence[RenderableType]:
    dates = f"{day(sizes[0].as_of)} … {day(sizes[-1].as_of)}"
    shown: list[RenderableType] = [heading(scheme_name(scheme), dates)]
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
