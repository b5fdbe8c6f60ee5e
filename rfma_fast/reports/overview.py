"""How an overview looks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from rfma_fast.analyses.intervals import wilson
from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.research import DECILES
from rfma_fast.analyses.trade import HALF, Trade
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import compact, day, number, share
from rfma_fast.reports import cheque_sizes, plain, returning, trend
from rfma_fast.reports.figures import between, fraction, roubles, sure
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, bar, facts, heading, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.analyses.returning import Returning

NARROW = 100
Section = Literal["months", "cheques", "ids"]
_MONEY = ("revenue", "mean_cheque", "median_cheque")


def report(
    overview: Overview, sections: Sequence[Section] = (), ids: Returning | None = None
) -> Report:
    """Return the forms of an overview; with ``sections`` a terminal shows these alone."""
    return Report(
        json=lambda: as_json(overview, ids),
        frames=lambda: frames(overview, sections, ids),
        show=lambda width: show(overview, width, sections, ids),
    )


def as_json(overview: Overview, ids: Returning | None = None) -> dict[str, Any]:
    """Return the contract's keys, what else there is, and where the result comes from."""
    trade, recency = overview.all, overview.recency
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
        "unidentified_cheques_interval": plain.plain(trade.unidentified_cheques_interval),
        "cheque": {
            "min": plain.roubles(trade.purchases.least),
            "max": plain.roubles(trade.purchases.greatest),
            "mean": plain.roubles(trade.mean),
            "median": plain.roubles(trade.median),
        },
        "cards_by_shops": [
            {
                "shops": shops,
                "cards": cards,
                "share": cards / overview.cards,
                "interval": plain.plain(wilson(cards, overview.cards)),
            }
            for shops, cards in overview.cards_by_shops
        ],
        "shops": [
            {
                "shop": shop,
                "cheques": of.cheques,
                "revenue": plain.roubles(of.revenue),
                "unidentified_share": _unidentified(of),
                "unidentified_cheques_interval": plain.plain(of.unidentified_cheques_interval),
                "mean": plain.roubles(of.mean),
                "median": plain.roubles(of.median),
                **cheque_sizes.both(of),
            }
            for shop, of in overview.shops.items()
        ],
        "identification": cheque_sizes.both(trade),
        "deciles": plain.records(cheque_sizes.deciles(overview)),
        "recency": {
            "as_of": plain.plain(overview.as_of),
            "min": recency.least,
            "max": recency.greatest,
            "mean": plain.plain(recency.mean),
            "median": plain.plain(recency.percentile_cont(HALF)),
            "deciles": [recency.percentile_disc(p) for p in DECILES],
        },
        **trend.as_json(overview.trend),
        **({"returning_ids": returning.as_json(ids)} if ids else {}),
        "provenance": plain.provenance(overview.provenance),
    }


def frames(
    overview: Overview, sections: Sequence[Section] = (), ids: Returning | None = None
) -> dict[str, pl.DataFrame]:
    """Return every table, those of the sections asked for first."""
    import polars as pl

    shops = [
        {
            "shop": shop,
            "cheques": of.cheques,
            "revenue": plain.roubles(of.revenue),
            "unidentified_cheques_share": fraction(of.unidentified_cheques_share),
            "unidentified_revenue_share": fraction(of.unidentified_revenue_share),
            "mean_cheque": plain.roubles(of.mean),
            "median_cheque": plain.roubles(of.median),
        }
        for shop, of in overview.shops.items()
    ]
    visits = pl.DataFrame(
        overview.cards_by_shops, schema={"shops": pl.Int64, "cards": pl.Int64}, orient="row"
    )
    floats = dict.fromkeys(_MONEY, pl.Float64)
    own: dict[Section | None, dict[str, pl.DataFrame]] = {
        None: {
            "shops": pl.DataFrame(shops, schema_overrides=floats),
            "cards_by_shops": visits,
        },
        "months": {
            "months": trend.months(overview.trend),
            "shops_by_month": trend.by_shop(overview.trend),
        },
        "cheques": {
            "shops_by_identification": cheque_sizes.identification(overview),
            "deciles": cheque_sizes.deciles(overview),
        },
        "ids": {"returning_ids": ids.ids, "returning_kinds": ids.kinds} if ids else {},
    }
    order = [*sections, *(name for name in own if name not in sections)]
    return {name: frame for section in order for name, frame in own[section].items()}


def show(
    overview: Overview,
    width: int,
    sections: Sequence[Section] = (),
    ids: Returning | None = None,
) -> Sequence[RenderableType]:
    """Return the sums, the shops, the cards; or the sections asked for."""
    wide = width >= NARROW
    period = say("head.period", since=day(overview.since), until=day(overview.until))
    shown: list[RenderableType] = [heading(say("title.overview"), period)]
    if not sections:
        shown += [
            facts(_facts(overview)),
            _recency(overview, wide=wide),
            _shops(overview, wide=wide),
            _visits(overview),
        ]
    if "months" in sections:
        shown += trend.show(overview.trend, wide=wide)
    if "cheques" in sections:
        shown += cheque_sizes.show(overview)
    if ids:
        shown += returning.show(ids, wide=wide)
    return shown


def _facts(overview: Overview) -> list[tuple[str, str]]:
    trade, several = overview.all, overview.cards_in_several_shops
    in_several = Fraction(several, overview.cards) if overview.cards else None
    pairs = [
        (say("fact.cheques"), number(trade.cheques)),
        (say("fact.revenue"), roubles(trade.revenue)),
        (say("fact.cards"), number(overview.cards)),
        (say("fact.identified_cheques"), _of(trade.identified_cheques, trade.cheques)),
        (
            say("fact.identified_revenue"),
            _of(Fraction(trade.identified_revenue, 100), Fraction(trade.revenue, 100)),
        ),
        (
            say("fact.unidentified_cheques"),
            sure(trade.unidentified_cheques_share, trade.unidentified_cheques_interval),
        ),
        (say("fact.unidentified_revenue"), share(trade.unidentified_revenue_share, 2)),
        (say("fact.cheque_mean"), roubles(trade.mean, 2)),
        (say("fact.cheque_median"), roubles(trade.median, 2)),
        (
            say("fact.cheque_range"),
            " … ".join(
                roubles(amount) for amount in (trade.purchases.least, trade.purchases.greatest)
            ),
        ),
        (say("fact.in_several_shops"), number(several)),
        (say("fact.in_several_share"), sure(in_several, wilson(several, overview.cards))),
    ]
    if trade.returns:
        pairs.append((say("fact.returns"), number(trade.returns)))
    return pairs


def _recency(overview: Overview, *, wide: bool) -> RenderableType:
    of = overview.recency
    tenths = [number(of.percentile_disc(p)) for p in DECILES]
    ends = [number(of.least), number(of.greatest)] if wide else []
    return table(
        say("title.recency", day=day(overview.as_of)),
        [
            *([Column(say("column.min")), Column(say("column.max"))] if wide else []),
            Column(say("column.mean")),
            Column(say("column.median")),
            *(Column(share(p, 0)) for p in DECILES),
        ],
        [[*ends, number(of.mean), compact(of.percentile_cont(HALF)), *tenths]],
    )


def _shops(overview: Overview, *, wide: bool) -> RenderableType:
    return table(
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
        _shop_row(say("word.total"), overview.all, wide),
    )


def _visits(overview: Overview) -> RenderableType:
    return table(
        say("title.cards_by_shops"),
        [
            Column(say("column.shops")),
            Column(say("column.cards")),
            Column(say("column.share")),
            Column(say("column.interval")),
        ],
        [
            [
                number(shops),
                number(cards),
                share(Fraction(cards, overview.cards), 2),
                between(wilson(cards, overview.cards), 2),
            ]
            for shops, cards in overview.cards_by_shops
        ],
        [say("word.total"), number(overview.cards), share(1, 2), ""],
    )


def _shop_row(name: str, of: Trade, wide: bool) -> list[Any]:
    unidentified = of.unidentified_cheques_share
    identified = Fraction(0) if unidentified is None else 1 - unidentified
    return [
        name,
        number(of.cheques),
        roubles(of.revenue),
        share(of.unidentified_cheques_share, 2),
        share(of.unidentified_revenue_share, 2),
        *([bar(float(identified))] if wide else []),
        roubles(of.mean, 2),
        roubles(of.median),
    ]


def _unidentified(trade: Trade) -> dict[str, float | None]:
    return {
        "cheques": fraction(trade.unidentified_cheques_share),
        "revenue": fraction(trade.unidentified_revenue_share),
    }


def _of(part: Fraction | int, all_of: Fraction | int) -> str:
    return (
        f"{number(part)} ({share(Fraction(part) / Fraction(all_of), 2)})"
        if all_of
        else number(part)
    )
