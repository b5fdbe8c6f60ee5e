"""The trade of a period by group, and by shop or month within."""

from __future__ import annotations

from typing import Any

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.analyses.statistics import By, Statistics, checked_by
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Cell, Filter, Head, Option, Panel
from rfma_fast.web.site import Site

_FIGURES = {
    "cards": "column.cards",
    "cheques": "column.cheques",
    "revenue": "column.revenue",
    "mean_cheque": "column.mean_cheque",
    "median_cheque": "web.median",
}
"""Figure of a group → key of its heading."""


def by_filter(site: Site) -> Filter:
    """Return the list of what a period's trade may be told apart by, beside the groups."""
    options = (
        Option("", say("web.by_none")),
        Option("shop", say("column.shop")),
        Option("month", say("column.month")),
    )
    return Filter("by", say("web.by"), site.asked.by, options=options)


def asked_by(site: Site) -> By | None:
    """Return by what it is asked to be told apart."""
    return checked_by(site.asked.by or None)


def statistics_of(site: Site, level: str) -> Statistics:
    """Return the trade that is asked for."""
    asked = site.asked
    return site.answers.statistics(
        asked.since, asked.until, asked.as_of, level, asked_by(site), site.scheme, asked.shops
    )


def trade_panel(site: Site, found: Segmentation, level: str) -> Panel:
    """Return the trade of the period by group."""
    told = statistics_of(site, level)
    warmths = found.warmths(level)
    groups = told.groups.iter_rows(named=True)
    rows = [(*_row("", row, warmths, told.by), made.share(row["share"])) for row in groups]
    if told.by:
        rows = [
            _row(row[told.by], row, warmths, told.by) for row in told.parts.iter_rows(named=True)
        ]
    whole = told.total.row(0, named=True)
    foot = (
        *([Cell("")] if told.by else []),
        made.text(say("word.total")),
        *(made.number(whole[name]) for name in _FIGURES),
        *([] if told.by else [made.share(1)]),
    )
    heads = (
        *([Head(say(f"column.{told.by}"))] if told.by else []),
        Head(level_name(found.scheme, level)),
        *(Head(say(key), True) for key in _FIGURES.values()),
        *([] if told.by else [Head(say("web.share_of_revenue"), True)]),
    )
    title = say("web.statistics")
    about = say(
        "web.statistics_about",
        since=day(told.since),
        until=day(told.until),
        day=day(told.segments.as_of),
    )
    table = made.Table(title, heads, tuple(rows), foot)
    if told.formed_by_these_cheques:
        formed = made.sentence("note.formed_by_these", day=day(told.segments.as_of))
        about = f"{about} {formed}"
        if told.day_before:
            before = day(told.day_before)
            about = f"{about} {made.sentence('note.groups_before', before=before)}"
    return Panel(title, (table,), about, wide=True, links=site.downloads("statistics"))


def _row(
    part: str, row: dict[str, Any], warmths: dict[str, int | None], by: By | None
) -> tuple[Cell, ...]:
    return (
        *([made.text(part)] if by else []),
        made.text(row["name"], warmths.get(row["code"])),
        *(made.number(row[name]) for name in _FIGURES),
    )
