"""How an overview looks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.overview import Overview, Trade
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, bar, facts, heading, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

NARROW = 100


def report(overview: Overview) -> Report:
    """Return the forms of an overview."""
    return Report(
        json=lambda: as_json(overview),
        frames=lambda: frames(overview),
        show=lambda width: show(overview, width),
    )


def as_json(overview: Overview) -> dict[str, Any]:
    """Return the contract's keys, and where the result comes from."""
    trade = overview.all
    return {
        "from": plain.plain(overview.since),
        "to": plain.plain(overview.until),
        "cheques": trade.cheques,
        "revenue": plain.roubles(trade.revenue),
        "returns": trade.returns,
        "cards": overview.cards,
        "identified": {
            "cheques": trade.identified_cheques,
            "revenue": plain.roubles(trade.identified_revenue),
        },
        "unidentified_share": _unidentified(trade),
        "cheque": {
            "min": plain.roubles(trade.purchases.least),
            "max": plain.roubles(trade.purchases.greatest),
            "mean": plain.roubles(trade.mean),
            "median": plain.roubles(trade.median),
        },
        "cards_by_shops": [
            {"shops": shops, "cards": cards, "share": cards / overview.cards}
            for shops, cards in overview.cards_by_shops
        ],
        "shops": [
            {
                "shop": shop,
                "cheques": of.cheques,
                "revenue": plain.roubles(of.revenue),
                "unidentified_share": _unidentified(of),
                "mean": plain.roubles(of.mean),
                "median": plain.roubles(of.median),
            }
            for shop, of in overview.shops.items()
        ],
        "provenance": plain.provenance(overview.provenance),
    }


def frames(overview: Overview) -> dict[str, pl.DataFrame]:
    """Return the shops, then cards by number of shops."""
    import polars as pl

    shops = [
        {
            "shop": shop,
            "cheques": of.cheques,
            "revenue": plain.roubles(of.revenue),
            "unidentified_cheques_share": _fraction(of.unidentified_cheques_share),
            "unidentified_revenue_share": _fraction(of.unidentified_revenue_share),
            "mean_cheque": plain.roubles(of.mean),
            "median_cheque": plain.roubles(of.median),
        }
        for shop, of in overview.shops.items()
    ]
    visits = pl.DataFrame(
        overview.cards_by_shops, schema={"shops": pl.Int64, "cards": pl.Int64}, orient="row"
    )
    floats = dict.fromkeys(("revenue", "mean_cheque", "median_cheque"), pl.Float64)
    return {"shops": pl.DataFrame(shops, schema_overrides=floats), "cards_by_shops": visits}


def show(overview: Overview, width: int) -> Sequence[RenderableType]:
    """Return the sums, the shops, and cards by number of shops."""
    trade, wide = overview.all, width >= NARROW
    pairs = [
        (say("fact.cheques"), number(trade.cheques)),
        (say("fact.revenue"), number(_roubles(trade.revenue))),
        (say("fact.cards"), number(overview.cards)),
        (say("fact.identified_cheques"), _of(trade.identified_cheques, trade.cheques)),
        (
            say("fact.identified_revenue"),
            _of(Fraction(trade.identified_revenue, 100), Fraction(trade.revenue, 100)),
        ),
        (say("fact.cheque_mean"), number(_roubles(trade.mean), 2)),
        (say("fact.cheque_median"), number(_roubles(trade.median), 2)),
        (
            say("fact.cheque_range"),
            " … ".join(
                number(_roubles(amount))
                for amount in (trade.purchases.least, trade.purchases.greatest)
            ),
        ),
    ]
    if trade.returns:
        pairs.append((say("fact.returns"), number(trade.returns)))
    shops = table(
        say("title.shops"),
        [
            text_column(say("column.shop")),
            Column(say("column.cheques")),
            Column(say("column.revenue")),
            Column(say("column.unidentified_cheques")),
            Column(say("column.unidentified_revenue")),
            *([Column(say("column.identified"), "left")] if wide else []),
            Column(say("column.mean")),
            Column(say("column.median")),
        ],
        [_shop_row(shop, of, wide) for shop, of in overview.shops.items()],
        _shop_row(say("word.total"), trade, wide),
    )
    visits = table(
        say("title.cards_by_shops"),
        [Column(say("column.shops")), Column(say("column.cards")), Column(say("column.share"))],
        [
            [number(shops), number(cards), share(Fraction(cards, overview.cards), 2)]
            for shops, cards in overview.cards_by_shops
        ],
        [say("word.total"), number(overview.cards), share(1, 2)],
    )
    period = say("head.period", since=day(overview.since), until=day(overview.until))
    return [
        heading(say("title.overview"), period),
        facts(pairs),
        shops,
        visits,
    ]


def _shop_row(name: str, of: Trade, wide: bool) -> list[Any]:
    unidentified = of.unidentified_cheques_share
    identified = Fraction(0) if unidentified is None else 1 - unidentified
    return [
        name,
        number(of.cheques),
        number(_roubles(of.revenue)),
        share(of.unidentified_cheques_share, 2),
        share(of.unidentified_revenue_share, 2),
        *([bar(float(identified))] if wide else []),
        number(_roubles(of.mean), 2),
        number(_roubles(of.median)),
    ]


def _unidentified(trade: Trade) -> dict[str, float | None]:
    return {
        "cheques": _fraction(trade.unidentified_cheques_share),
        "revenue": _fraction(trade.unidentified_revenue_share),
    }


def _fraction(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _roubles(kopecks: Fraction | int | None) -> Fraction | None:
    return None if kopecks is None else Fraction(kopecks) / 100


def _of(part: Fraction | int, all_of: Fraction | int) -> str:
    return (
        f"{number(part)} ({share(Fraction(part) / Fraction(all_of), 2)})"
        if all_of
        else number(part)
    )
