"""Migration: who went where between two dates."""

from __future__ import annotations

from datetime import date
from typing import get_args

from rfma_fast.analyses.migration import Borders, Migration
from rfma_fast.analyses.movements import Movements
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import bridge, spending
from rfma_fast.reports import movement as looks
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Filter, Form, Note, Option, Page, Panel, Tile, Tiles
from rfma_fast.web.charts.sankey import sankey
from rfma_fast.web.matrices import labelled, matrix_of, nodes_of, ribbons_of
from rfma_fast.web.panels.movement import by_panel, why_tabs
from rfma_fast.web.panels.spending import money_panels
from rfma_fast.web.site import Site

FLOWS_SHOWN = 15
CARDS_SHOWN = 50
LARGEST_MATRIX = 24
"""Rows above which a level's matrix is left out: its greatest flows tell more."""
_KINDS = {"warmer": "w1", "colder": "w4"}
"""Movement → the class of its colour."""


def page(site: Site) -> Page:
    """Return the page; the cards behind a cell are listed where one is chosen."""
    asked, (first, second) = site.asked, site.dates
    if first >= second and not asked.first and not asked.second:
        return Page("migration", say("page.migration"), (Note(say("web.one_day")),))
    try:
        found = site.migration()
    except UsageError:
        raise
    except RfmaError:
        if asked.first or not site.graded() or site.graded_on(first):
            raise
        return _nobody_yet(site, first, second)
    level = found.before.level_asked(asked.level or None)
    blocks: list[Block] = [made.notes(found.after.alarms)]
    if site.live:
        blocks.append(_filters(site, found, level))
    moved = found.movements(level)
    if moved.mean_change is not None:
        change = looks.signed(moved.mean_change, 2)
        sentences = (say("web.mean_change", change=change), looks.compared(found, level))
        blocks.append(Note(" ".join(sentences)))
    blocks += [
        _tiles(moved),
        made.notes(found.after.remarks),
        *_cell(site, found, level),
        *_matrix(site, found, level),
        *money_panels(site, found, level),
        why_tabs(site, found, level),
        *by_panel(site, found, level),
        _flows(site, found),
    ]
    about = say(
        "web.migration_about",
        first=day(first),
        second=day(second),
        borders=say(f"head.borders_{site.borders}"),
    )
    return Page("migration", say("page.migration"), tuple(blocks), about, found.before)


def _nobody_yet(site: Site, first: date, second: date) -> Page:
    """Return the page where nobody had bought by the first date, which nobody has chosen."""
    blocks: list[Block] = [Note(say("web.nobody_by", day=day(first)))]
    if site.live:
        filters = (
            site.day_filter("first", say("web.first_date"), first),
            site.day_filter("second", say("web.second_date"), second),
            site.scheme_filter(),
            site.shop_filter(),
        )
        blocks.insert(0, Form("/migration", (*filters, *site.hidden())))
    return Page("migration", say("page.migration"), tuple(blocks))


def _filters(site: Site, found: Migration, level: str) -> Form:
    levels = tuple(
        Option(code, level_name(found.before.scheme, code))
        for code in found.before.scheme.level_codes
    )
    rulers = tuple(Option(code, say(f"head.borders_{code}")) for code in get_args(Borders))
    labels = tuple(Option(code, say(key)) for code, key in looks.LABELS.items())
    return Form(
        "/migration",
        (
            site.day_filter("first", say("web.first_date"), found.before.as_of),
            site.day_filter("second", say("web.second_date"), found.after.as_of),
            Filter("level", say("web.level"), level, options=levels),
            Filter("borders", say("web.borders"), site.borders, options=rulers),
            site.scheme_filter(),
            site.shop_filter(),
            Filter(
                "by",
                say("web.by"),
                site.asked.by,
                options=(Option("", say("web.by_none")), *labels),
            ),
            *site.hidden(),
        ),
    )


def _tiles(moved: Movements) -> Tiles:
    return Tiles(
        tuple(
            Tile(
                say(looks.MOVEMENTS[row["movement"]]),
                number(row["cards"]),
                share(row["share"]),
                _KINDS.get(row["movement"], "w0"),
            )
            for row in moved.counts.iter_rows(named=True)
            if row["cards"] or row["movement"] != "gone"
        )
    )


def _matrix(site: Site, found: Migration, level: str) -> list[Block]:
    cells = found.cells(level)
    sources = cells.get_column("from").n_unique()
    if sources > LARGEST_MATRIX:
        return [Note(say("web.too_large_a_matrix", groups=number(sources)))]

    def link(source: str, target: str) -> str:
        if not site.live:
            return ""
        return site.asked.address("migration", source=source, target=target)

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
    links = site.downloads("cells")
    about = f"{say('web.matrix_about')} {bridge.sentence(found, level)}".rstrip()
    return [
        Panel(say("web.matrix"), (matrix,), about, wide=True, links=links),
        Panel(title, (diagram,), wide=True),
    ]


def _flows(site: Site, found: Migration) -> Panel:
    greatest = found.greatest("class")
    money = site.answers.spending(found).cells("class").drop("cards")
    shown = greatest.head(FLOWS_SHOWN).join(money, on=["from", "to"], maintain_order="left")
    rows = tuple(
        (
            labelled(found.before, "class", row["from"]),
            labelled(found.before, "class", row["to"]),
            made.number(row["cards"]),
            made.share(row["share"]),
            *(made.number(row[name]) for name in spending.PER_CARD),
        )
        for row in shown.iter_rows(named=True)
    )
    heads = made.heads(
        say("column.from"),
        say("column.to"),
        say("column.cards"),
        say("column.row_share"),
        *map(say, spending.HEADS.values()),
        numeric_from=2,
    )
    title = say("move.title_class_flows", count=number(len(rows)), all=number(greatest.height))
    return Panel(title, (made.Table(title, heads, rows),), wide=True)


def _cell(site: Site, found: Migration, level: str) -> list[Block]:
    source, target = site.asked.source, site.asked.target
    if not (source and target):
        return []
    cards = found.cards(level, source, target)
    rows = tuple(
        (
            made.text(row["card"], link=site.asked.address("final", card=row["card"])),
            made.number(row["cheques"]),
            made.number(row[found.after.total_name]),
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
    title = say(
        "web.cell",
        source=labelled(found.before, level, source).text,
        target=labelled(found.before, level, target).text,
        cards=number(cards.height),
    )
    links = site.downloads("cell")
    about = say("web.first_rows", rows=number(len(rows))) if cards.height > CARDS_SHOWN else ""
    return [Panel(title, (made.Table(title, heads, rows),), about, wide=True, links=links)]
