"""Migration: who went where between two dates."""

from __future__ import annotations

from datetime import timedelta

from rfma_fast.analyses.migration import NEW, Migration
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.asked import one_of
from rfma_fast.web.blocks import Block, Filter, Form, Note, Option, Page, Panel, Tile, Tiles
from rfma_fast.web.charts.sankey import sankey
from rfma_fast.web.matrices import labelled, level_of, matrix_of, nodes_of, ribbons_of
from rfma_fast.web.site import Site

FLOWS_SHOWN = 15
CARDS_SHOWN = 50
LARGEST_MATRIX = 24
"""Rows above which a level's matrix is left out: its greatest flows tell more."""
USUAL_DAYS = 90
"""The first date is so many days before the second unless told."""


def page(site: Site) -> Page:
    """Return the page; the cards behind a cell are listed where one is chosen."""
    asked, snapshot = site.asked, site.answers.store.snapshot
    last = snapshot.last_identified_day or snapshot.last_day
    second = asked.second or last
    first = asked.first or max(second - timedelta(days=USUAL_DAYS), snapshot.first_day)
    borders = one_of(asked.borders, ("frozen", "refit"), "borders", "frozen")
    if first >= second and not asked.first and not asked.second:
        return Page("migration", say("page.migration"), (Note(say("web.one_day")),))
    found = site.answers.migration(
        first, second, site.scheme, "refit" if borders == "refit" else "frozen", asked.shops
    )
    level = level_of(found.before, asked.level)
    blocks: list[Block] = []
    if site.live:
        blocks.append(_filters(site, found, level, borders))
    blocks += [
        _tiles(found, level),
        *(Note(sentence, warns=True) for sentence in plain.notes(found.after.notes)),
        *_matrix(site, found, level),
        _sizes(found, level),
        _flows(found),
        *_cell(site, found, level),
    ]
    about = say(
        "web.migration_about",
        first=day(first),
        second=day(second),
        borders=say(f"head.borders_{borders}"),
    )
    return Page("migration", say("page.migration"), tuple(blocks), about)


def _filters(site: Site, found: Migration, level: str, borders: str) -> Form:
    levels = tuple(
        Option(code, level_name(found.before.scheme, code))
        for code in found.before.scheme.level_codes
    )
    rulers = tuple(Option(code, say(f"head.borders_{code}")) for code in ("frozen", "refit"))
    return Form(
        "/migration",
        (
            Filter("first", say("web.first_date"), found.before.as_of.isoformat(), "date"),
            Filter("second", say("web.second_date"), found.after.as_of.isoformat(), "date"),
            Filter("level", say("web.level"), level, options=levels),
            Filter("borders", say("web.borders"), borders, options=rulers),
            site.scheme_filter(),
            site.shop_filter(),
            site.lang_filter(),
        ),
    )


def _tiles(found: Migration, level: str) -> Tiles:
    moved = found.movements(level)
    tiles = [
        Tile(
            say(f"web.moved_{row['movement']}"),
            number(row["cards"]),
            share(row["share"]),
            {"warmer": "w1", "colder": "w4"}.get(row["movement"], "w0"),
        )
        for row in moved.counts.iter_rows(named=True)
        if row["cards"] or row["movement"] != "gone"
    ]
    if moved.mean_change is not None:
        tiles.append(Tile(say("web.mean_change"), number(moved.mean_change, 2)))
    return Tiles(tuple(tiles))


def _matrix(site: Site, found: Migration, level: str) -> list[Block]:
    cells = found.cells(level)
    sources = cells.get_column("from").n_unique()
    if sources > LARGEST_MATRIX:
        return [Note(say("web.too_large_a_matrix", groups=number(sources)))]

    def link(source: str, target: str) -> str:
        if not site.live:
            return ""
        return site.asked.address("migration", source=source, target=target) + "#main"

    matrix = matrix_of(found.before, level, cells, say("column.from_to"), link)
    title = say("web.flows_between", level=level_name(found.before.scheme, level))
    diagram = sankey(
        nodes_of(found.before, level, cells, "from"),
        nodes_of(found.before, level, cells, "to"),
        ribbons_of(found.before, level, cells),
        title,
        title,
        width=1140,
        height=520,
    )
    links = (
        *site.download(say("web.download_csv"), "cells", "csv"),
        *site.download(say("web.download_xlsx"), "cells", "xlsx"),
    )
    return [
        Panel(say("title.matrix"), (matrix,), say("web.matrix_about"), wide=True, links=links),
        Panel(title, (diagram,), wide=True),
    ]


def _sizes(found: Migration, level: str) -> Panel:
    names = ("before", "stayed", "in", "out", "new", "gone", "after")
    frame, warmths = found.sizes(level), found.before.warmths(level)
    rows = tuple(
        (
            made.text(f"{row['code']} {row['name']}", warmths.get(row["code"])),
            *(made.number(row[name]) for name in names),
            made.number(row["after"] - row["before"]),
        )
        for row in frame.iter_rows(named=True)
    )
    heads = (
        made.Head(level_name(found.before.scheme, level)),
        *(made.Head(say(f"web.size_{name}"), True) for name in names),
        made.Head(say("web.difference"), True),
    )
    title = say("web.sizes")
    return Panel(title, (made.Table(title, heads, rows),), say("web.sizes_about"), wide=True)


def _flows(found: Migration) -> Panel:
    greatest = found.greatest("class")
    rows = tuple(
        (
            labelled(found.before, "class", row["from"]),
            labelled(found.before, "class", row["to"]),
            made.number(row["cards"]),
            made.share(row["share"]),
            made.number(row["revenue"]),
        )
        for row in greatest.head(FLOWS_SHOWN).iter_rows(named=True)
    )
    heads = (
        made.Head(say("column.from")),
        made.Head(say("column.to")),
        made.Head(say("column.cards"), True),
        made.Head(say("column.row_share"), True),
        made.Head(say("column.revenue"), True),
    )
    title = say("title.flows", count=number(len(rows)), all=number(greatest.height))
    return Panel(say("web.greatest_flows"), (made.Table(title, heads, rows),), title)


def _cell(site: Site, found: Migration, level: str) -> list[Block]:
    source, target = site.asked.source, site.asked.target
    if not (source and target):
        return []
    cards = found.cards(level, source, target)
    rows = tuple(
        (
            made.text(row["card"], link=site.asked.address("final", card=row["card"])),
            made.number(row["cheques"]),
            made.number(row["total"]),
            made.day(row["last"]),
            made.text(row["class"]),
        )
        for row in cards.head(CARDS_SHOWN).iter_rows(named=True)
    )
    heads = (
        made.Head(say("column.card")),
        made.Head(say("column.cheques"), True),
        made.Head(say("column.revenue"), True),
        made.Head(say("column.last")),
        made.Head(say("column.class")),
    )
    told = {NEW: say("word.new")}
    title = say(
        "web.cell",
        source=told.get(source, source),
        target=target,
        cards=number(cards.height),
    )
    links = (
        *site.download(say("web.download_csv"), "cell", "csv"),
        *site.download(say("web.download_xlsx"), "cell", "xlsx"),
    )
    about = say("web.first_rows", rows=number(len(rows)))
    return [Panel(title, (made.Table(title, heads, rows),), about, wide=True, links=links)]
