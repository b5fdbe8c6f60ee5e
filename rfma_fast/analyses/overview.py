"""The overview: cheques, revenue and identification of a period, by shop and by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.analyses.history import SAFE_SUM
from rfma_fast.analyses.nothing import no_cheques
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scoping import days_of_trade
from rfma_fast.analyses.trade import Trade, natural
from rfma_fast.analyses.trend import Trend, trend_of
from rfma_fast.dense.counts import PartCounts, Runs
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.shops import ShopNumbers, Visits
from rfma_fast.dense.tallies import SoldByDay, Tally, tallies
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number, month_of
from rfma_fast.plan.fields import Field
from rfma_fast.plan.months import month_start
from rfma_fast.plan.shops import amounts_by_shop, cards_by_month, cards_by_shops, trade_by_day
from rfma_fast.plan.terms import column, whole
from rfma_fast.quantiles import Histogram
from rfma_fast.store.snapshot import Snapshot

_LOW = (1 << 32) - 1
_SOLD: dict[str, type[pl.DataType]] = {
    "shop": pl.Int64, "month": pl.String, "cheques": pl.Int64, "identified_cheques": pl.Int64,
}  # fmt: skip
_TRADE: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("day", "shop", "cheques", "returns", "identified_cheques"), pl.Int64),
    **dict.fromkeys(("revenue", "identified_revenue"), pl.Int128),
}


@dataclass(frozen=True)
class Overview:
    """Trade of a period, in all, by shop and by month, and how often its cards came."""

    since: date
    until: date
    all: Trade
    shops: dict[str, Trade]
    """In natural order: shop 2 before shop 10."""
    cards: int
    """Cards with a purchase in the period."""
    cards_by_shops: list[tuple[int, int]]
    """Number of different shops → cards."""
    recency: Histogram
    """Days from the last purchase of each card in the period to the as-of date."""
    as_of: date
    """The end of the period, where it is asked for; else the last identified day."""
    trend: Trend
    provenance: Provenance

    @property
    def cards_in_several_shops(self) -> int:
        """Return the number of cards that bought in more than one shop."""
        return sum(cards for shops, cards in self.cards_by_shops if shops > 1)


def overview(
    engine: Engine,
    snapshot: Snapshot,
    *,
    since: date | None = None,
    until: date | None = None,
    shops: Sequence[str] = (),
) -> Overview:
    """Return the overview of a period, by default of all that is stored."""
    first, last = days_of_trade(snapshot, since, until, shops)
    scope = Scope(snapshot, last, since, shops=tuple(shops))
    told = told_by_key(scope) if engine.local else told_by_plan(engine, scope)
    amounts, visits = told.amounts, told.visits
    if not amounts.height:
        raise no_cheques(snapshot, first, last, shops)
    magnitude = Histogram.of(amounts.select("value", "count")).magnitude
    if not engine.local and magnitude > SAFE_SUM:
        raise problem("amounts.overflow", found=magnitude // 100)
    by_shop, sold_by_shop = _by_shop(amounts), _by_shop(told.sold)
    by_visits = Histogram.of(visits)
    sold = told.sold
    as_of = last if until else snapshot.last_identified_day or last
    return Overview(
        since=first,
        until=last,
        all=Trade.by_identification(amounts, sold),
        shops={
            shop: Trade.by_identification(by_shop[shop], sold_by_shop.get(shop, sold.clear()))
            for shop in sorted(by_shop, key=natural)
        },
        cards=by_visits.size,
        cards_by_shops=[(int(value), int(count)) for value, count in by_visits.frame.iter_rows()],
        recency=_recency(engine, replace(scope, as_of=as_of)),
        as_of=as_of,
        trend=trend_of(snapshot, scope.period, told.cards, told.days, sold),
        provenance=Provenance.of(scope),
    )


def _by_shop(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = rows.partition_by("shop", as_dict=True, maintain_order=True)
    return {str(shop): part for (shop,), part in parts.items()}


@dataclass(frozen=True)
class Told:
    """What an overview is made of."""

    amounts: pl.DataFrame
    """shop, value, count, identified of all amounts, returns included."""
    visits: pl.DataFrame
    """value, count: how many cards bought at so many different shops."""
    days: pl.DataFrame
    """``plan.shops.trade_by_day``, or the same with a month's trade on its first day."""
    cards: dict[str, int]
    """Cards with a purchase, by month."""
    sold: pl.DataFrame
    """shop, month, cheques, identified_cheques, a row a shop and day with a purchase."""


def told_by_key(scope: Scope) -> Told:
    """Count from month files by card key."""
    size = int(scope.snapshot.keys().select(pl.len()).collect().item()) + 1
    known = np.ones(size, np.int64)
    known[0] = 0
    shops, seen = ShopNumbers(), Visits(size)
    cards, amounts = {}, []
    days: dict[str, list[int]] = {name: [] for name in _TRADE}
    sold = [pl.DataFrame(schema=_SOLD)]
    for tally in tallies(
        scope.snapshot, scope.period, known, 2, only=scope.shops, shops=shops, daily=True
    ):
        seen.add(tally.shop, tally.card)
        cards[tally.month] = int(tally.cards[1])
        amounts.append(tally.amounts)
        if tally.sold:
            sold.append(_sold_in(tally.month, tally.sold))
        for name, figures in _trade_of(tally).items():
            days[name].extend(figures)
    every = PartCounts.added(amounts)
    counts = pl.DataFrame(
        {"shop": every.part // 2, "value": every.value, "count": every.count}
    ).with_columns(identified=pl.Series(every.count * (every.part % 2)))
    merged = counts.group_by("shop", "value").agg(pl.col("count", "identified").sum())
    named = pl.lit(pl.Series(shops.names, dtype=pl.String)).gather("shop").alias("shop")
    several = np.bincount(np.bincount(seen.pairs()[1]))
    several[:1] = 0
    some = np.flatnonzero(several)
    return Told(
        merged.with_columns(named),
        pl.DataFrame({"value": some, "count": several[some]}),
        pl.DataFrame(days, schema=_TRADE).with_columns(named),
        cards,
        pl.concat(sold).with_columns(named),
    )


def _sold_in(month: str, sold: SoldByDay) -> pl.DataFrame:
    columns = {
        "shop": sold.shop,
        "month": [month] * sold.shop.size,
        "cheques": sold.cheques,
        "identified_cheques": sold.identified,
    }
    return pl.DataFrame(columns, schema=_SOLD)


def _trade_of(tally: Tally) -> dict[str, list[int]]:
    """Return a month's day, shop (its number), cheques, returns and the other figures."""
    amounts = tally.amounts
    day = day_number(date.fromisoformat(f"{tally.month}-01"))
    shops = int(amounts.part.max(initial=-1)) // 2 + 1

    order = np.argsort(amounts.part, kind="stable")
    parts = amounts.part[order]
    starts = Runs.of(parts).starts

    def summed(values: Ints) -> Ints:
        sums = np.zeros(shops * 2, np.int64)
        if starts.size:
            sums[parts[starts]] = np.add.reduceat(values[order], starts)
        return sums.reshape(-1, 2)

    purchases = summed(np.where(amounts.value > 0, amounts.count, 0))
    rows = summed(amounts.count)
    # Two halves of 32 bits, whose sums fit 64 bits, make a sum that would not.
    high, low = (
        summed((amounts.value >> 32) * amounts.count),
        summed((amounts.value & _LOW) * amounts.count),
    )
    money = (high.astype(object) << 32) + low
    here = np.flatnonzero(rows.sum(axis=1))
    figures = {
        "cheques": purchases.sum(axis=1),
        "returns": (rows - purchases).sum(axis=1),
        "identified_cheques": purchases[:, 1],
        "revenue": money.sum(axis=1),
        "identified_revenue": money[:, 1],
    }
    told = {name: figure[here].tolist() for name, figure in figures.items()}
    return {"day": [day] * here.size, "shop": here.tolist(), **told}


def told_by_plan(engine: Engine, scope: Scope) -> Told:
    """Count as every engine can."""
    cheques = engine.scan(scope, ["shop"])
    amounts, visits, days = engine.fetch(
        amounts_by_shop(cheques), cards_by_shops(cheques), trade_by_day(cheques, wide=engine.local)
    )
    months = scope.snapshot.months(scope.period)
    counted = engine.fetch(cards_by_month(cheques, months))[0].select("month", "cards")
    cards = dict.fromkeys(months, 0)
    cards |= {month_of(month_start(month)): count for month, count in counted.rows()}
    month = pl.col("day").cast(pl.Int32).cast(pl.Date).dt.strftime("%Y-%m").alias("month")
    counts = pl.col("cheques", "identified_cheques").cast(pl.Int64)
    sold = days.filter(pl.col("cheques") > 0).select("shop", month, counts)
    return Told(amounts, visits, days, cards, sold)


def _recency(engine: Engine, scope: Scope) -> Histogram:
    """Return the days since the last purchase over the cards, from their states."""
    facts = next(engine.facts([scope], [Field("cheques"), Field("last")]))
    bought = facts.kept.where(column("cheques") > whole(0))
    recency = whole(day_number(scope.as_of)) - column("last")
    return Histogram.of(bought.measured("recency", recency).counts("recency"))
