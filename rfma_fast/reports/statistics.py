"""How statistics of a period look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.statistics import Statistics
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import level_name, scheme_code, scheme_json
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, heading, note, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

NARROW = 100


def report(statistics: Statistics) -> Report:
    """Return the forms of statistics: the groups, then the shops or months."""
    return Report(
        json=lambda: as_json(statistics),
        frames=lambda: frames(statistics),
        show=lambda width: show(statistics, width),
    )


def as_json(statistics: Statistics) -> dict[str, Any]:
    """Return groups, parts and the total, and where the result comes from."""
    segments = statistics.segments
    return {
        "from": plain.plain(statistics.since),
        "to": plain.plain(statistics.until),
        "level": statistics.level,
        "by": statistics.by,
        "segments_as_of": plain.plain(segments.as_of),
        **scheme_json(segments.scheme),
        "total": plain.records(statistics.total)[0],
        "groups": plain.records(statistics.groups),
        "parts": plain.records(statistics.parts),
        "notes": plain.notes(statistics.notes),
        "scheme_digest": segments.scheme.digest,
        "provenance": plain.provenance(statistics.provenance),
    }


def frames(statistics: Statistics) -> dict[str, pl.DataFrame]:
    """Return the parts first where they were asked for, then the groups and the total."""
    parts = {f"by_{statistics.by}": statistics.parts} if statistics.by else {}
    return {**parts, "groups": statistics.groups, "total": statistics.total}


def show(statistics: Statistics, width: int) -> Sequence[RenderableType]:
    """Return the groups, the shops or months, and the remarks."""
    segments, wide = statistics.segments, width >= NARROW
    return [
        heading(
            say("title.trade"),
            say("head.period", since=day(statistics.since), until=day(statistics.until)),
            say("head.segments", scheme=scheme_code(segments.scheme), day=day(segments.as_of)),
        ),
        *(note(sentence) for sentence in plain.notes(segments.alarms)),
        _groups(statistics, wide=wide),
        *([_parts(statistics, wide=wide)] if statistics.by else []),
        *([""] if statistics.remarks else []),
        *(note(sentence) for sentence in plain.notes(statistics.remarks)),
    ]


def _groups(statistics: Statistics, *, wide: bool) -> RenderableType:
    warmths = statistics.segments.warmths(statistics.level)
    (total,) = statistics.total.iter_rows(named=True)
    return table(
        say("title.by_segment", level=level_name(statistics.segments.scheme, statistics.level)),
        [*_head(wide=wide), *_columns(), Column(say("column.share"))],
        [
            [
                *_names(row, warmths, wide=wide),
                *_figures(row),
                share(row["share"]),
            ]
            for row in statistics.groups.iter_rows(named=True)
        ],
        [*([""] if wide else []), say("word.total"), *_figures(total), share(1)],
    )


def _parts(statistics: Statistics, *, wide: bool) -> RenderableType:
    warmths = statistics.segments.warmths(statistics.level)
    by_shop = statistics.by == "shop"
    title = say("title.shops") if by_shop else say("title.by_month")
    first = text_column(say("column.shop")) if by_shop else Column(say("column.month"), "left")
    rows, before = [], None
    for row in statistics.parts.iter_rows(named=True):
        part = row[str(statistics.by)]
        rows.append(
            ["" if part == before else part, *_names(row, warmths, wide=wide), *_figures(row)]
        )
        before = part
    return table(title, [first, *_head(wide=wide), *_columns()], rows)


def _head(*, wide: bool) -> list[Column]:
    code = [Column(say("column.code"), "left")] if wide else []
    return [*code, text_column(say("column.name"))]


def _columns() -> list[Column]:
    return [
        Column(say("column.cards")),
        Column(say("column.cheques")),
        Column(say("column.revenue")),
        Column(say("column.mean")),
        Column(say("column.median")),
    ]


def _names(row: dict[str, Any], warmths: dict[str, int | None], *, wide: bool) -> list[Any]:
    code, name = row["code"], row["name"]
    if code not in warmths:
        return [*([""] if wide else []), name]
    shown = swatch(warmths[code], name if wide else f"{code} {name}")
    return [*([code] if wide else []), shown]


def _figures(row: dict[str, Any]) -> list[str]:
    return [
        number(row["cards"] or None),
        number(row["cheques"]),
        number(row["revenue"]),
        number(row["mean_cheque"]),
        number(row["median_cheque"]),
    ]
