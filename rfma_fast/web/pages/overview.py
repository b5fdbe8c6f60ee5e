"""The overview: trade of a period, its customers and its shops."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.trade import Trade
from rfma_fast.analyses.trend import Compared, Trend
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import Number, compact, day, number, share
from rfma_fast.periods import last_day_of
from rfma_fast.reports.figures import change
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import (
    Block,
    Form,
    Note,
    Page,
    Panel,
    Slices,
    Tab,
    Tabs,
    Tile,
    Tiles,
)
from rfma_fast.web.charts.bars import Bar, bars
from rfma_fast.web.charts.lines import Series, lines
from rfma_fast.web.panels.returning import returning_panel
from rfma_fast.web.shops import largest_shops, largest_told
from rfma_fast.web.site import Site

SHOPS_BESIDE = 15
"""Shops whose table stands beside another one; a longer one stands by itself."""
DECILES = tuple(Fraction(tenth, 10) for tenth in range(1, 11))


def page(site: Site) -> Page:
    """Return the page; a file that cannot compute carries the whole period and each month."""
    if not site.live:
        return Page("overview", say("page.overview"), (_slices(site),))
    asked = site.asked
    found = site.answers.overview(asked.since, asked.until, asked.shops)
    form = Form(
        "/overview",
        (
            site.day_filter("from", say("web.from"), found.since),
            site.day_filter("to", say("web.to"), found.until),
            site.shop_filter(),
            *site.hidden(),
        ),
    )
    about = _period(found.since, found.until)
    return Page("overview", say("page.overview"), (form, *_blocks(site, found)), about)


def _slices(site: Site) -> Slices:
    asked = site.asked
    whole = site.answers.overview(asked.since, asked.until, asked.shops)
    slices = [Tab("all", _period(whole.since, whole.until), _blocks(site, whole))]
    for month in whole.trend.months[-site.most_months :]:
        if month.cheques:
            first = max(date.fromisoformat(f"{month.name}-01"), whole.since)
            last = min(last_day_of(month.name), whole.until)
            found = site.answers.overview(first, last, asked.shops)
            blocks = (_tiles(found), _shops(site, found))
            slices.append(Tab(month.name, _period(first, last), blocks))
    return Slices("period", say("web.period"), tuple(slices))


def _period(since: date, until: date) -> str:
    return say("head.period", since=day(since), until=day(until))


def _blocks(site: Site, found: Overview) -> tuple[Block, ...]:
    # Without a card there is nothing to count cards by.
    cards = (_visits(found), _recency(found)) if found.cards else (Note(say("web.no_cards")),)
    customers = (_identification(site, found), _deciles(found), *cards, returning_panel(site))
    shops = (_shops(site, found), _months(site, found))
    return (
        _tiles(found),
        made.notes(found.trend.warnings),
        Tabs(
            say("page.overview"),
            (
                Tab("customers", say("web.customers"), customers),
                Tab("shops", say("web.shops"), shops),
            ),
        ),
    )


def _tiles(found: Overview) -> Tiles:
    trade = found.all
    unidentified = trade.unidentified_cheques_share
    identified = None if unidentified is None else 1 - unidentified
    return Tiles(
        (
            Tile(say("fact.cheques"), number(trade.cheques)),
            Tile(
                say("web.identified_share"),
                share(identified),
                say("web.of_revenue", share=share(_identified_revenue(trade))),
            ),
            Tile(say("fact.cards"), number(found.cards)),
            Tile(
                say("web.mean_cheque"),
                number(_roubles(trade.mean)),
                say("web.median_is", median=number(_roubles(trade.median))),
            ),
            Tile(say("fact.revenue"), number(_roubles(trade.revenue))),
        )
    )


def _identification(site: Site, found: Overview) -> Panel:
    rows = [_identified_row(shop, trade) for shop, trade in largest_shops(site, found)]
    table = made.Table(
        say("web.identification"),
        (
            *made.heads(say("column.shop"), say("column.cheques"), say("web.identified")),
            made.Head(""),
        ),
        tuple(rows),
        _identified_row(say("word.total"), found.all),
    )
    about = f"{say('web.identification_about')} {largest_told(site, found)}"
    return Panel(say("web.identification"), (table,), about, wide=len(rows) > SHOPS_BESIDE)


def _identified_row(name: str, trade: Trade) -> tuple[made.Cell, ...]:
    unidentified = trade.unidentified_cheques_share
    identified = None if unidentified is None else 1 - unidentified
    return (
        made.text(name),
        made.number(trade.cheques),
        made.share(identified),
        made.bar(float(identified or 0), rest=True),
    )


def _visits(found: Overview) -> Panel:
    rows = [
        (
            made.number(shops),
            made.number(cards),
            made.share(Fraction(cards, found.cards), 2),
            made.bar(cards / found.cards),
        )
        for shops, cards in found.cards_by_shops
    ]
    heads = (
        *made.heads(say("column.shops"), say("column.cards"), say("column.share"), numeric_from=0),
        made.Head(""),
    )
    title = say("title.cards_by_shops")
    several = say(
        "web.several_shops",
        cards=number(found.cards_in_several_shops),
        share=share(Fraction(found.cards_in_several_shops, max(found.cards, 1)), 2),
    )
    return Panel(title, (made.Table(title, heads, tuple(rows)),), several)


def _deciles(found: Overview) -> Panel:
    sides = (found.all.identified.purchases, found.all.unidentified.purchases)
    rows = [
        (
            made.share(p, 0),
            *(made.number(_roubles(side.percentile_disc(p))) for side in sides),
        )
        for p in DECILES
    ]
    title = say("web.cheque_deciles")
    heads = made.heads(
        say("column.share"), say("web.identified_rub"), say("web.unidentified_rub"), numeric_from=0
    )
    about = say("web.cheque_deciles_about")
    return Panel(title, (made.Table(title, heads, tuple(rows)),), about)


def _recency(found: Overview) -> Panel:
    items = [
        Bar(share(p, 0), float(value), compact(value))
        for p in DECILES
        if (value := found.recency.percentile_disc(p)) is not None
    ]
    title = say("web.recency_deciles")
    about = say("web.recency_about", day=day(found.as_of))
    return Panel(title, (bars(items, title, about, shown=compact),), about)


def _shops(site: Site, found: Overview) -> Panel:
    heads = made.heads(
        say("column.shop"),
        say("column.cheques"),
        say("column.revenue"),
        say("column.unidentified_cheques"),
        say("column.unidentified_revenue"),
        say("column.mean_cheque"),
        say("web.median"),
    )
    title = say("title.shops")
    rows = tuple(_shop_row(shop, trade) for shop, trade in largest_shops(site, found))
    foot = _shop_row(say("word.total"), found.all)
    table = made.Table(title, heads, rows, foot)
    links = site.downloads("overview")
    return Panel(title, (table,), largest_told(site, found), wide=True, links=links)


def _shop_row(name: str, trade: Trade) -> tuple[made.Cell, ...]:
    return (
        made.text(name),
        made.number(trade.cheques),
        made.number(_roubles(trade.revenue)),
        made.share(trade.unidentified_cheques_share, 2),
        made.share(trade.unidentified_revenue_share, 2),
        made.number(_roubles(trade.mean), 2),
        made.number(_roubles(trade.median)),
    )


def _months(site: Site, found: Overview) -> Panel:
    months = found.trend.months
    series = [
        Series(
            say("web.identified"),
            tuple(month.identified_revenue / 100 for month in months),
            "quantity",
        ),
        Series(
            say("web.unidentified"),
            tuple((month.revenue - month.identified_revenue) / 100 for month in months),
            "w0",
        ),
    ]
    title = say("web.revenue_by_month")
    labels = [month.name for month in months]
    chart = lines(labels, series, title, title, shown=compact, width=1140)
    compared = ("cheques", "revenue", "cards")
    heads = made.heads(
        say("column.month"),
        *(
            head
            for name in compared
            for head in (say(f"column.{name}"), say("column.to_month"), say("column.to_year"))
        ),
        say("column.unidentified_cheques"),
    )
    rows = tuple(
        (
            made.text(month.name),
            *_compared(found.trend, place, "cheques", month.cheques),
            *_compared(found.trend, place, "revenue", _roubles(month.revenue)),
            *_compared(found.trend, place, "cards", month.cards),
            made.share(month.unidentified_cheques_share, 2),
        )
        for place, month in enumerate(months)
        if place >= len(months) - site.most_months
    )
    return Panel(title, (chart, made.Table(title, heads, rows)), wide=True)


def _compared(
    trend: Trend, place: int, figure: Compared, value: Number | None
) -> tuple[made.Cell, ...]:
    """Return a month's figure and its changes against the month and the year before."""
    changes = trend.changes(place, figure)
    return (made.number(value), *(made.change(change(one), one) for one in changes))


def _identified_revenue(trade: Trade) -> Fraction | None:
    unidentified = trade.unidentified_revenue_share
    return None if unidentified is None else 1 - unidentified


def _roubles(kopecks: Fraction | int | None) -> Fraction | None:
    return None if kopecks is None else Fraction(kopecks) / 100
