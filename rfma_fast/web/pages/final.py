"""The final classification: sizes of groups, statistics of a period, and one card's look-up."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Filter, Form, Option, Page, Panel, Tile, Tiles
from rfma_fast.web.charts.treemap import Branch, Leaf, treemap
from rfma_fast.web.panels.card import look_up
from rfma_fast.web.panels.cooling import cooling_panel
from rfma_fast.web.panels.outlook import outlook_panel
from rfma_fast.web.panels.trade import by_filter, trade_panel
from rfma_fast.web.site import Site

TILES = 12
"""Groups that are shown as tiles."""


def page(site: Site) -> Page:
    """Return the page: groups as of a day, a period's trade by group, and the card asked for."""
    found = site.segmentation()
    level = found.level_asked(site.asked.level or None)
    blocks: list[Block] = [made.notes(found.alarms)]
    if site.live:
        blocks += [_filters(site, found, level), *look_up(site)]
    blocks += [
        _tiles(found),
        made.notes(found.remarks),
        _treemap(found),
        _groups(site, found, level),
        *outlook_panel(site, found, level),
        *cooling_panel(site, found),
        trade_panel(site, found, level),
    ]
    about = say("web.final_about", day=day(found.as_of), cards=number(found.cards))
    return Page("final", say("page.final"), tuple(blocks), about, found)


def _filters(site: Site, found: Segmentation, level: str) -> Form:
    asked = site.asked
    levels = tuple(
        Option(code, level_name(found.scheme, code)) for code in found.scheme.level_codes
    )
    return Form(
        "/final",
        (
            site.as_of_filter(found.as_of),
            site.scheme_filter(),
            Filter("level", say("web.level"), level, options=levels),
            site.shop_filter(),
            site.day_filter("from", say("web.from"), asked.since),
            site.day_filter("to", say("web.to"), asked.until),
            by_filter(site),
            Filter("card", say("web.card_number"), asked.card, "text"),
            *site.hidden(),
        ),
    )


def _tiles(found: Segmentation) -> Tiles:
    """Return the coarsest level's groups."""
    level = found.scheme.level_codes[-1]
    frame, warmths = found.level(level), found.warmths(level)
    revenue = sum((Fraction(value) for value in frame.get_column("revenue")), Fraction(0)) or 1
    return Tiles(
        tuple(
            Tile(
                row["name"],
                number(row["cards"]),
                say(
                    "web.share_of_cards_and_revenue",
                    cards=share(row["share"]),
                    revenue=share(Fraction(row["revenue"]) / revenue),
                ),
                made.kind_of(warmths.get(row["code"])),
            )
            for row in frame.head(TILES).iter_rows(named=True)
        )
    )


def _treemap(found: Segmentation) -> Panel:
    """Return the groups of a level as areas, what each is made of inside it."""
    outer = found.level_asked()
    inner = "class" if outer == "class" else found.scheme.level(outer).of
    outer_of = dict(zip(found.codebook.codes(inner), found.codebook.codes(outer), strict=True))
    warmths = found.warmths(inner) if any(found.warmths(inner).values()) else None
    of_outer = found.warmths(outer)
    leaves: dict[str, list[Leaf]] = {code: [] for code in found.group_codes(outer)}
    for row in found.level(inner).iter_rows(named=True):
        branch = outer_of[row["code"]]
        warmth = (warmths or {}).get(row["code"]) or of_outer.get(branch)
        words = f"{number(row['cards'])} · {share(row['share'])}"
        leaves[branch].append(Leaf(row["code"], row["cards"], made.kind_of(warmth), words))
    branches = [
        Branch(_named(found, outer, code), tuple(parts)) for code, parts in leaves.items() if parts
    ]
    title = say("web.treemap")
    about = say(
        "web.treemap_about",
        outer=level_name(found.scheme, outer),
        inner=level_name(found.scheme, inner),
    )
    return Panel(
        title, (treemap(branches, title, about, width=1140, height=380),), about, wide=True
    )


def _named(found: Segmentation, level: str, code: str) -> str:
    name = name_of(found.scheme, level, code)
    return name if name == code else f"{code} {name}"


def _groups(site: Site, found: Segmentation, level: str) -> Panel:
    frame, warmths = found.level(level), found.warmths(level)
    largest = max(frame.get_column("share"), default=1.0) or 1.0
    rows = tuple(
        (
            made.text(row["code"], warmths.get(row["code"])),
            made.text(row["name"]),
            made.number(row["cards"], link=site.cards_behind(level, row["code"])),
            made.share(row["share"]),
            made.bar(row["share"] / largest),
            made.number(row["revenue"]),
            made.number(row["mean_cheque"]),
        )
        for row in frame.iter_rows(named=True)
    )
    revenue = sum((Fraction(value) for value in frame.get_column("revenue")), Fraction(0))
    cheques = int(frame.get_column("cheques").sum())
    foot = (
        made.Cell(""),
        made.text(say("word.total")),
        made.number(found.cards),
        made.share(1),
        made.Cell(""),
        made.number(revenue),
        made.number(revenue / cheques if cheques else None),
    )
    heads = (
        made.Head(say("column.code")),
        made.Head(level_name(found.scheme, level)),
        made.Head(say("column.cards"), True),
        made.Head(say("column.share"), True),
        made.Head(""),
        made.Head(say("column.revenue"), True),
        made.Head(say("column.mean_cheque"), True),
    )
    title = say("title.level", level=level_name(found.scheme, level))
    links = (
        *site.download(say("web.download_levels"), "levels", "xlsx"),
        *site.download(say("web.download_cards"), "cards", "xlsx"),
        *site.download(say("web.download_cards_csv"), "cards", "csv"),
    )
    return Panel(title, (made.Table(title, heads, rows, foot),), wide=True, links=links)
