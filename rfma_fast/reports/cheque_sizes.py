"""How the sizes of an overview's cheques look: with and without a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.research import DECILES
from rfma_fast.analyses.trade import Sales, Trade
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number, share
from rfma_fast.reports import plain
from rfma_fast.reports.figures import roubles
from rfma_fast.reports.tables import Column, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

_MONEY = ("revenue", "mean_cheque", "median_cheque")


def both(trade: Trade) -> dict[str, dict[str, Any]]:
    """Return cheques, revenue, mean and median with and without a card."""
    return {
        way: {
            "cheques": of.cheques,
            "revenue": plain.roubles(of.revenue),
            "mean": plain.roubles(of.mean),
            "median": plain.roubles(of.median),
        }
        for way, of in (("identified", trade.identified), ("unidentified", trade.unidentified))
    }


def identification(overview: Overview) -> pl.DataFrame:
    """Return a row a shop and way: identified or not; shop is null for all of them."""
    import polars as pl

    rows = [
        {
            "shop": shop,
            "identified": way == "identified",
            "cheques": of.cheques,
            "revenue": plain.roubles(of.revenue),
            "mean_cheque": plain.roubles(of.mean),
            "median_cheque": plain.roubles(of.median),
        }
        for shop, trade in [*overview.shops.items(), (None, overview.all)]
        for way, of in (("identified", trade.identified), ("unidentified", trade.unidentified))
    ]
    floats = dict.fromkeys(_MONEY, pl.Float64)
    return pl.DataFrame(rows, schema_overrides={"shop": pl.String, **floats})


def deciles(overview: Overview) -> pl.DataFrame:
    """Return share, all, identified, unidentified: discrete percentiles of cheques, in roubles."""
    import polars as pl

    trade = overview.all
    parts = {"all": trade, "identified": trade.identified, "unidentified": trade.unidentified}
    columns = {
        name: [plain.roubles(of.purchases.percentile_disc(p)) for p in DECILES]
        for name, of in parts.items()
    }
    shares = {"share": [float(p) for p in DECILES], **columns}
    return pl.DataFrame(shares, schema_overrides=dict.fromkeys(parts, pl.Float64), strict=False)


def show(overview: Overview) -> list[RenderableType]:
    """Return mean and median cheque by shop and card, and the deciles."""
    return [_by_identification(overview), _deciles(overview)]


def _by_identification(overview: Overview) -> RenderableType:
    return table(
        say("title.identification"),
        [
            text_column(say("column.shop")),
            Column(say("column.card"), "left"),
            Column(say("column.cheques")),
            Column(say("column.revenue")),
            Column(say("column.mean")),
            Column(say("column.median")),
        ],
        [
            [name, say(key), *_figures(of)]
            for shop, trade in [*overview.shops.items(), (say("word.total"), overview.all)]
            for name, key, of in (
                (shop, "word.with_card", trade.identified),
                ("", "word.without_card", trade.unidentified),
            )
        ],
    )


def _deciles(overview: Overview) -> RenderableType:
    return table(
        say("title.cheque_deciles"),
        [
            Column(say("column.up_to_share")),
            Column(say("word.total")),
            Column(say("word.with_card")),
            Column(say("word.without_card")),
        ],
        [
            [share(tenth, 0), *map(number, amounts)]
            for tenth, *amounts in deciles(overview).iter_rows()
        ],
    )


def _figures(of: Sales) -> list[str]:
    return [number(of.cheques), roubles(of.revenue), roubles(of.mean, 2), roubles(of.median)]
