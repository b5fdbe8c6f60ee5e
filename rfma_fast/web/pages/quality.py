"""Data quality: what was loaded, what was rejected, and where cards are not asked for."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.status import LoadEntry, Status
from rfma_fast.cheques.rulebook import RULES
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, day, number, size
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Page, Panel, Tile, Tiles
from rfma_fast.web.shops import largest_shops, largest_told
from rfma_fast.web.site import Site

LOADS_SHOWN = 30
MONTHS_SHOWN = 13
"""A year, and the month that the newest one is compared with."""


def page(site: Site) -> Page:
    """Return the page: loads, rejected rows, and the identified share by shop and month."""
    status = site.answers.status()
    rejected = sum(status.rejected.values())
    tiles = Tiles(
        (
            Tile(say("fact.cheques"), number(status.cheques)),
            Tile(say("fact.cards"), number(status.cards)),
            Tile(say("fact.months"), number(status.months.height)),
            Tile(say("fact.rejected"), number(rejected)),
            Tile(say("fact.size"), size(sum(status.octets.values()))),
        )
    )
    found = site.answers.overview(None, None, ())
    blocks: tuple[Block, ...] = (
        tiles,
        made.notes(found.trend.warnings),
        _loads(status),
        _rejected(status),
        _identified(site, found),
    )
    about = say("head.period", since=day(status.first), until=day(status.last))
    return Page("quality", say("page.quality"), blocks, about)


def _loads(status: Status) -> Panel:
    rows = tuple(
        (
            made.number(load.load),
            made.Cell(f"{day(load.at.date())} {load.at:%H:%M}", load.at.isoformat()),
            made.text(load.source),
            _stored(load),
            made.number(load.already_there),
            made.number(load.rejected),
        )
        for load in status.loads[: -LOADS_SHOWN - 1 : -1]
    )
    heads = (
        made.Head(say("web.load"), True),
        made.Head(say("web.at")),
        made.Head(say("column.source")),
        made.Head(say("fact.stored"), True),
        made.Head(say("fact.already_there"), True),
        made.Head(say("fact.rejected"), True),
    )
    title = say("web.loads", shown=number(len(rows)), all=number(len(status.loads)))
    return Panel(title, (made.Table(title, heads, rows),), wide=True)


def _stored(load: LoadEntry) -> made.Cell:
    if load.undone:
        return made.Cell(say("word.undone"), "", numeric=True)
    return made.number(load.stored)


def _rejected(status: Status) -> Panel:
    title = say("web.rejected")
    if not status.rejected:
        return Panel(title, (), say("web.none_rejected"), wide=True)
    meanings = {rule.name: rule.meaning for rule in RULES}
    rows = tuple(
        (made.text(rule), made.number(count), made.text(meanings.get(rule, MISSING)))
        for rule, count in status.rejected.items()
    )
    heads = (
        made.Head(say("column.rule")),
        made.Head(say("column.rows"), True),
        made.Head(say("column.meaning")),
    )
    table = made.Table(title, heads, rows)
    return Panel(title, (table,), say("web.rejected_about"), wide=True)


def _identified(site: Site, found: Overview) -> Panel:
    """Return the share of identified cheques, a row a shop and a column a month."""
    by_shop = found.trend.by_shop
    months = [month.name for month in found.trend.months[-MONTHS_SHOWN:]]
    places = {(row["shop"], row["month"]): row for row in by_shop.iter_rows(named=True)}
    rows = []
    for shop, _ in largest_shops(site, found):
        cells = []
        for month in months:
            row = places.get((shop, month))
            some = row is not None and row["cheques"]
            cells.append(
                made.share(Fraction(row["identified_cheques"], row["cheques"]), 0)
                if row is not None and some
                else made.share(None)
            )
        rows.append((made.text(shop), *cells))
    title = say("web.identified_by_month")
    heads = (made.Head(say("column.shop")), *(made.Head(month, True) for month in months))
    table = made.Table(title, heads, tuple(rows))
    return Panel(title, (table,), largest_told(site, found), wide=True)
