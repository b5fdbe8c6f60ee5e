"""How the stability of fitted borders looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.stability import CONFIDENCE, Interval, Stability
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import border_text, edge, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import COLUMN_GAP, Column, heading, note, table

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


def report(found: Stability) -> Report:
    """Return the forms of a stability."""
    return Report(
        json=lambda: as_json(found),
        frames=lambda: {"intervals": found.intervals_frame(), "series": found.series_frame()},
        show=lambda width: show(found, width),
    )


def as_json(found: Stability) -> dict[str, Any]:
    """Return the borders of each day, and the interval of each border of the last one."""
    segmentation, scheme = found.segmentation, found.segmentation.scheme
    return {
        "as_of": plain.plain(segmentation.as_of),
        **scheme_json(scheme),
        "cards": segmentation.cards,
        "thresholds": plain.plain(segmentation.thresholds.by_name(scheme)),
        "resamples": found.resamples,
        "seed": found.seed,
        "confidence": float(CONFIDENCE),
        "intervals": [
            {
                "axis": of.axis.name,
                "number": of.number,
                "fitted": plain.plain(of.fitted),
                "low": plain.plain(of.low),
                "high": plain.plain(of.high),
                "same": float(of.same),
                "fixed": of.fixed,
            }
            for of in found.intervals
        ],
        "series": [
            {
                "as_of": plain.plain(one.as_of),
                "cards": one.cards,
                "thresholds": {
                    axis.name: plain.plain(one.borders[axis.code]) for axis in scheme.axes
                },
            }
            for one in found.series
        ],
        "notes": [say("note.resampled", seed=found.seed), *plain.notes(segmentation.notes)],
        "provenance": plain.provenance(segmentation.provenance),
    }


def show(found: Stability, width: int) -> Sequence[RenderableType]:
    """Return the borders by day, and the intervals."""
    segmentation = found.segmentation
    notes = [say("note.resampled", seed=found.seed), *plain.notes(segmentation.notes)]
    return [
        heading(scheme_name(segmentation.scheme), say("head.stability")),
        heading(
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
        ),
        *_series(found, width),
        _intervals(found),
        *map(note, notes),
    ]


def _series(found: Stability, width: int) -> Iterator[Group]:
    """Yield the borders by day, in as many tables as the terminal's width asks for."""
    days = [say("column.as_of"), *(day(one.as_of) for one in found.series)]
    cards = [say("column.cards"), *(number(one.cards) for one in found.series)]
    borders = [
        [
            f"{axis.code}{place + 1}",
            *(edge(one.borders[axis.code][place]) for one in found.series),
        ]
        for axis in found.segmentation.scheme.axes
        for place in range(len(axis.borders))
    ]
    start = _widest(days) + COLUMN_GAP + _widest(cards)
    parts, used = [[days, cards]], start
    for column in borders:
        needed = _widest(column) + COLUMN_GAP
        if used + needed > width and len(parts[-1]) > 2:
            parts.append([days, cards])
            used = start
        parts[-1].append(column)
        used += needed
    for place, part in enumerate(parts):
        heads = [Column(part[0][0], "left"), *(Column(column[0]) for column in part[1:])]
        rows = list(zip(*(column[1:] for column in part), strict=True))
        yield table(say("title.series") if place == 0 else "", heads, rows)


def _intervals(found: Stability) -> Group:
    columns = [
        Column(say("column.candidate"), "left"),
        Column(say("column.interval_from")),
        Column(say("column.fitted")),
        Column(say("column.interval_to")),
        Column(say("column.unchanged")),
    ]
    title = say("title.intervals", count=number(found.resamples))
    return table(title, columns, [_row(of) for of in found.intervals])


def _row(of: Interval) -> list[str]:
    border = border_text(of.axis, of.number, of.fitted)
    if of.fixed:
        return [border, "", edge(of.fitted), "", say("word.set_by_scheme")]
    return [border, edge(of.low), edge(of.fitted), edge(of.high), share(of.same)]


def _widest(texts: Sequence[str]) -> int:
    return max(map(len, texts))
