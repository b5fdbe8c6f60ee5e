"""How migration over months looks: flows, sizes, retention, the chain and where it tends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.limits import FEWEST_STEPS, WATCHED
from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.transitions import Transitions, transitions
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import migration as one_migration
from rfma_fast.reports import plain
from rfma_fast.reports.movement import MOVEMENTS
from rfma_fast.reports.names import level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import (
    COLUMN_GAP,
    Column,
    clean,
    heading,
    note,
    swatch,
    table,
    text_column,
)

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

_DAY = 13
_THERE = 0.001
"""A distance from the limit that is none any more."""
_UNLIKE = 0.01
"""A probability below which the months are said not to be alike."""
_SMALLEST = 0.001
_SHOWN_STEPS = (0, 1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class _Step:
    """What is kept of the migration between two dates."""

    since: date
    until: date
    cards: int
    cells: pl.DataFrame
    movements: pl.DataFrame
    json: dict[str, Any]


def monthly_report(level: str, found: Iterable[Migration]) -> Report:
    """Return the forms of the migrations from each date to the next, at one level."""
    steps: list[_Step] = []

    def kept() -> Iterator[Migration]:
        for one in found:
            counts = one.movements(level).counts.select("movement", "cards")
            cells, json = one.cells(level), one_migration.as_json(one, level)
            steps.append(
                _Step(one.before.as_of, one.after.as_of, one.after.cards, cells, counts, json)
            )
            yield one

    chain = transitions(kept(), level)
    return Report(
        json=lambda: _json(chain, steps),
        frames=lambda: _frames(chain, steps),
        show=lambda width: _show(chain, steps, width),
    )


def _json(chain: Transitions, steps: Sequence[_Step]) -> dict[str, Any]:
    limit = chain.limit
    return {
        "level": chain.level,
        **scheme_json(chain.scheme),
        "months": [step.json for step in steps],
        "sizes": plain.records(chain.sizes),
        "retention": plain.records(chain.retention),
        "chain": {
            "steps": chain.steps,
            "known": chain.known,
            "new": sum(chain.new),
            "gone": chain.gone,
            "dead_ends": list(chain.dead_ends),
            "transitions": [
                {
                    "months": count,
                    "starts": chain.starts[count],
                    "elsewhere": plain.plain(chain.error(count)),
                    "cells": plain.records(chain.months(count)),
                }
                for count in sorted(chain.counts)
            ],
            "homogeneity": plain.plain(asdict(chain.homogeneity)) if chain.homogeneity else None,
            "history": chain.history,
            "growth": plain.plain(limit.growth) if limit else None,
            "limit": plain.records(chain.limits()),
            "distances": list(limit.distances) if limit else [],
        },
    }


def _frames(chain: Transitions, steps: Sequence[_Step]) -> dict[str, pl.DataFrame]:
    import polars as pl

    cells = pl.concat(
        step.cells.select(
            pl.lit(step.since).alias("since"), pl.lit(step.until).alias("until"), pl.all()
        )
        for step in steps
    )
    several = [
        chain.months(count).select(pl.lit(count).alias("months"), pl.all())
        for count in sorted(chain.counts)
    ]
    frames = {"cells": cells, "sizes": chain.sizes, "retention": chain.retention}
    if several:
        frames |= {"transitions": pl.concat(several), "limit": chain.limits()}
    return frames


def _show(chain: Transitions, steps: Sequence[_Step], width: int) -> Sequence[RenderableType]:
    scheme, level = chain.scheme, chain.level
    title = say("title.migration", level=level_name(scheme, level))
    parts: list[RenderableType] = [heading(scheme_name(scheme), title), _flows(steps)]
    codes = [code for code in chain.codes if code in set(chain.sizes.get_column("code"))]
    cell = COLUMN_GAP + max(len(number(max(step.cards for step in steps))), len(share(1, 0)))
    needed = _DAY + sum(max(cell, COLUMN_GAP + len(code)) for code in codes)
    if needed <= width:
        parts.append(_dated(say("move.title_month_sizes"), codes, chain.sizes, "as_of", _cards))
        kept = chain.retention
        parts.append(_dated(say("move.title_retention"), codes, kept, "until", _retained))
    else:
        parts.append(note(say("note.too_narrow", needed=needed)))
    return [*parts, *_chain(chain)]


def _flows(steps: Sequence[_Step]) -> Group:
    kinds = steps[0].movements.get_column("movement").to_list()
    rows = [
        [
            day(step.since),
            day(step.until),
            number(step.cards),
            *map(number, step.movements.get_column("cards")),
        ]
        for step in steps
    ]
    columns = [
        Column(say("column.from"), "left"),
        Column(say("column.to"), "left"),
        Column(say("column.cards")),
        *(Column(say(MOVEMENTS[kind])) for kind in kinds),
    ]
    return table("", columns, rows)


def _dated(
    title: str,
    codes: Sequence[str],
    frame: pl.DataFrame,
    dated: str,
    cell: Callable[[dict[str, Any]], str],
) -> Group:
    cells: dict[date, dict[str, str]] = {}
    for row in frame.iter_rows(named=True):
        cells.setdefault(row[dated], {})[row["code"]] = cell(row)
    rows = [[day(at), *(found.get(code, "—") for code in codes)] for at, found in cells.items()]
    return table(title, [Column(say("column.as_of"), "left"), *map(Column, codes)], rows)


def _cards(row: dict[str, Any]) -> str:
    return number(row["cards"])


def _retained(row: dict[str, Any]) -> str:
    return share(row["retention"], 0)


def _chain(chain: Transitions) -> Sequence[RenderableType]:
    """Return what several months at once show, and where the chain tends."""
    if chain.too_many_groups:
        return [note(say("move.note_many_groups", groups=len(chain.codes)))]
    parts: list[RenderableType] = []
    if chain.steps < len(chain.days) - 1:
        parts.append(note(say("move.note_part_of_month", day=day(chain.days[-1]))))
    if chain.counts:
        parts += [_several_months(chain), clean(say("move.elsewhere_told"))]
    if chain.gone:
        parts.append(note(say("move.note_gone", cards=number(chain.gone))))
    if chain.dead_ends or not chain.present:
        ends = ", ".join(chain.dead_ends) or "—"
        return [*parts, note(say("move.note_no_chain", groups=ends))]
    if chain.too_few_steps:
        few = say("move.note_few_steps", fewest=FEWEST_STEPS, steps=chain.steps)
        return [*parts, note(few)]
    return [*parts, *_limit(chain)]


def _several_months(chain: Transitions) -> Group:
    counts = sorted(chain.counts)
    kept = {
        (count, row["from"]): row
        for count in counts
        for row in chain.months(count).iter_rows(named=True)
        if row["from"] == row["to"]
    }
    warmths = {group.code: group.warmth for group in _groups(chain)}
    rows = []
    for place in chain.present:
        code = chain.codes[place]
        cells = (kept.get((count, code)) for count in counts)
        rows.append([swatch(warmths.get(code), code), *(_both(cell) for cell in cells)])
    total = [say("move.elsewhere"), *(share(chain.error(count)) for count in counts)]
    columns = [
        Column(say("move.group"), "left"),
        *(Column(say("move.months", count=count)) for count in counts),
    ]
    return table(say("move.title_several"), columns, rows, total)


def _both(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return "—"
    return f"{share(cell['observed'], 0)} ({share(cell['predicted'], 0)})"


def _limit(chain: Transitions) -> Sequence[RenderableType]:
    limit = chain.limit
    if limit is None:
        return []
    warmths = {group.code: group.warmth for group in _groups(chain)}
    rows = [
        [
            swatch(warmths.get(row["code"]), f"{row['code']} {row['name']}"),
            *(share(row[name]) for name in ("now", "entrants", "limit", "spread", "closed")),
        ]
        for row in chain.limits().iter_rows(named=True)
    ]
    columns = [
        text_column(say("move.group")),
        Column(say("move.now")),
        Column(say("move.entrants")),
        Column(say("move.limit")),
        Column(say("move.spread")),
        Column(say("move.closed")),
    ]
    parts: list[RenderableType] = [
        table(say("move.title_limit"), columns, rows),
        *_how_sure(chain),
        clean(say("move.growth", rate=share(limit.growth), steps=chain.steps)),
    ]
    if limit.distances:
        there = next((n for n, d in enumerate(limit.distances) if d < _THERE), WATCHED)
        seen = [step for step in _SHOWN_STEPS if step <= there]
        way = ", ".join(f"{step}: {share(limit.distances[step])}" for step in seen)
        parts.append(clean(say("move.distances", way=way)))
    return [*parts, note(say("move.note_model"))]


def _how_sure(chain: Transitions) -> Sequence[RenderableType]:
    """Return how far the limit hangs on single months, and whether the months are alike."""
    parts: list[RenderableType] = [clean(say("move.spread_told"))]
    test = chain.homogeneity
    if test is not None:
        key = "move.months_differ" if test.p < _UNLIKE else "move.months_alike"
        small = test.p < _SMALLEST
        p = f"< {number(_SMALLEST, 3)}" if small else f"= {number(test.p, 3)}"
        parts.append(clean(say(key, g=number(test.g), freedom=number(test.freedom), p=p)))
    if chain.young:
        first = day(chain.days[0])
        parts.append(note(say("move.note_young", day=first, days=chain.history)))
    return parts


def _groups(chain: Transitions) -> Sequence[Any]:
    return () if chain.level == "class" else chain.scheme.level(chain.level).groups
