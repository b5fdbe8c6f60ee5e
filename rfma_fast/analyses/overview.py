"""The overview: cheques, revenue and identification of a period, by shop and by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import check_shops
from rfma_fast.analyses.trade import Trade, natural
from rfma_fast.analyses.trend import Trend, cards_by_month, trend_of
from rfma_fast.dense.shops import ShopNumbers, Visits
from rfma_fast.dense.tallies import tallies
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import Field
from rfma_fast.plan.shops import amounts_by_shop, cards_by_shops, trade_by_day
from rfma_fast.quantiles import Histogram
from rfma_fast.store.snapshot import Snapshot

_NOTHING = pl.DataFrame(schema=dict.fromkeys(("shop", "inside", "value", "count", "day"), pl.Int64))


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
    check_shops(snapshot, shops)
    first, last = since or snapshot.first_day, until or snapshot.last_day
    if first > last:
        raise problem("scope.reversed", since=first, until=last)
    scope = Scope(snapshot, last, since, shops=tuple(shops))
    told = told_by_key(scope) if engine.local else told_by_plan(engine, scope)
    amounts, visits = told.amounts, told.visits
    if not amounts.height:
        raise problem(
            "scope.no_cheques",
            since=first,
            until=last,
            first=snapshot.first_day,
            last=snapshot.last_day,
        )
    by_shop = {
        str(shop): part for (shop,), part in amounts.partition_by("shop", as_dict=True).items()
    }
    by_visits = Histogram.of(visits)
    as_of = until or snapshot.last_identified_day or last
    return Overview(
        since=first,
        until=last,
        all=Trade.of(amounts),
        shops={shop: Trade.of(by_shop[shop]) for shop in sorted(by_shop, key=natural)},
        cards=by_visits.size,
        cards_by_shops=[(int(value), int(count)) for value, count in by_visits.frame.iter_rows()],
        recency=_recency(engine, replace(scope, as_of=as_of)),
        as_of=as_of,
        trend=trend_of(snapshot, scope.period, told.cards, told.days),
        provenance=Provenance.of(scope),
    )


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


def told_by_key(scope: Scope) -> Told:
    """Count from month files by card key."""
    size = int(scope.snapshot.keys().select(pl.len()).collect().item()) + 1
    known = np.ones(size, np.int64)
    known[0] = 0
    shops, seen = ShopNumbers(), Visits(size)
    cards, parts = {}, []
    for tally in tallies(scope.snapshot, scope.period, known, 2, only=scope.shops, shops=shops):
        seen.add(tally.shop, tally.card)
        cards[tally.month] = int(tally.cards[1:].sum())
        day = day_number(date.fromisoformat(f"{tally.month}-01"))
        own = tally.amounts
        place, inside = np.divmod(own.part, 2)
        parts.append(
            pl.DataFrame(
                {"shop": place, "inside": inside, "value": own.value, "count": own.count}
            ).with_columns(day=pl.lit(day, pl.Int64))
        )
    every = pl.concat([_NOTHING, *parts])
    named = pl.lit(pl.Series(shops.names, dtype=pl.String)).gather("shop").alias("shop")
    count, inside = pl.col("count"), pl.col("inside")
    counts = every.group_by("shop", "value").agg(
        count.sum(), (count * inside).sum().alias("identified")
    )
    money = pl.col("value").cast(pl.Int128) * count.cast(pl.Int128)
    bought = pl.col("value") > 0
    days = every.group_by("day", "shop").agg(
        count.filter(bought).sum().alias("cheques"),
        count.filter(~bought).sum().alias("returns"),
        count.filter(bought, inside > 0).sum().alias("identified_cheques"),
        money.sum().alias("revenue"),
        money.filter(inside > 0).sum().alias("identified_revenue"),
    )
    several = np.bincount(np.bincount(seen.pairs()[1]))
    several[:1] = 0
    some = np.flatnonzero(several)
    return Told(
        counts.with_columns(named),
        pl.DataFrame({"value": some, "count": several[some]}),
        days.with_columns(named),
        cards,
    )


def told_by_plan(engine: Engine, scope: Scope) -> Told:
    """Count as every engine can."""
    cheques = engine.scan(scope, ["shop"])
    amounts, visits, days = engine.fetch(
        amounts_by_shop(cheques), cards_by_shops(cheques), trade_by_day(cheques)
    )
    return Told(amounts, visits, days, cards_by_month(scope.snapshot, scope.period, scope.shops))


def _recency(engine: Engine, scope: Scope) -> Histogram:
    """Return the days since the last purchase over the cards, from their states."""
    facts = next(engine.facts([scope], [Field("cheques"), Field("last")]))
    bought = facts.states.filter(pl.col("cheques") > 0).get_column("last").cast(pl.Int64)
    return Histogram.of_values(day_number(scope.as_of) - bought)
