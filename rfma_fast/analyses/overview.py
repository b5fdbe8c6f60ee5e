"""The overview: cheques, revenue and identification of a period, by shop and by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rfma_fast.analyses.facts import SAFE_SUM
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import check_shops
from rfma_fast.analyses.trade import Trade, natural
from rfma_fast.analyses.trend import Trend, cards_by_month, trend_of
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import Field
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.shops import amounts_by_shop, cards_by_shops, cards_by_start, trade_by_day
from rfma_fast.plan.terms import column, whole
from rfma_fast.quantiles import Histogram
from rfma_fast.store.snapshot import Snapshot


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
    cheques = engine.scan(scope, ["shop"])
    amounts, visits, days = engine.fetch(
        amounts_by_shop(cheques), cards_by_shops(cheques), trade_by_day(cheques, wide=engine.local)
    )
    if not amounts.height:
        raise problem(
            "scope.no_cheques",
            since=first,
            until=last,
            first=snapshot.first_day,
            last=snapshot.last_day,
        )
    magnitude = Histogram.of(amounts.select("value", "count")).magnitude
    if not engine.local and magnitude > SAFE_SUM:
        raise problem("amounts.overflow", found=magnitude // 100)
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
        trend=trend_of(snapshot, scope.period, _cards(engine, scope, cheques), days),
        provenance=Provenance.of(scope),
    )


def _cards(engine: Engine, scope: Scope, cheques: Frame) -> dict[str, int]:
    """Return the number of cards with a purchase, month by month."""
    if engine.local:
        return cards_by_month(scope.snapshot, scope.period, scope.shops)
    names = scope.snapshot.months(scope.period)
    starts = [day_number(date.fromisoformat(f"{name}-01")) for name in names]
    counted = engine.fetch(cards_by_start(cheques, starts))[0]
    return {names[place - 1]: cards for place, cards in counted.select("month", "cards").rows()}


def _recency(engine: Engine, scope: Scope) -> Histogram:
    """Return the days since the last purchase over the cards, from their states."""
    facts = next(engine.facts([scope], [Field("cheques"), Field("last")]))
    bought = facts.kept.where(column("cheques") > whole(0))
    recency = whole(day_number(scope.as_of)) - column("last")
    return Histogram.of(bought.measured("recency", recency).counts("recency"))
