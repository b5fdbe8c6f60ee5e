"""The overview: cheques, revenue and identification of a period, in all and by shop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import check_shops
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.plan.shops import amounts_by_shop, cards_by_shops
from rfma_fast.quantiles import Histogram
from rfma_fast.store.snapshot import Snapshot

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Trade:
    """Cheques and money of one shop or of all; money in kopecks, returns netted."""

    cheques: int
    """Purchases: amounts above zero."""
    revenue: int
    identified_cheques: int
    identified_revenue: int
    returns: int
    """Cheques with an amount of zero or less."""
    purchases: Histogram
    """Amounts of purchases."""

    @classmethod
    def of(cls, amounts: pl.DataFrame) -> Trade:
        """Build it from value, count, identified."""
        every = Histogram.of(amounts.select("value", "count"))
        known = Histogram.of(amounts.select("value", count="identified"))
        bought = every.above(0)
        return cls(
            bought.size,
            every.total,
            known.above(0).size,
            known.total,
            every.size - bought.size,
            bought,
        )

    @property
    def unidentified_cheques_share(self) -> Fraction | None:
        """Return the share of purchases without a card."""
        return 1 - Fraction(self.identified_cheques, self.cheques) if self.cheques else None

    @property
    def unidentified_revenue_share(self) -> Fraction | None:
        """Return the share of the revenue without a card."""
        return 1 - Fraction(self.identified_revenue, self.revenue) if self.revenue else None

    @property
    def mean(self) -> Fraction | None:
        """Return revenue by purchase, in kopecks."""
        return Fraction(self.revenue, self.cheques) if self.cheques else None

    @property
    def median(self) -> Fraction | None:
        """Return the interpolated median of purchases, in kopecks."""
        return self.purchases.percentile_cont(HALF)


@dataclass(frozen=True)
class Overview:
    """Trade of a period, in all and by shop, and how many shops a card visits."""

    since: date
    until: date
    all: Trade
    shops: dict[str, Trade]
    """In natural order: shop 2 before shop 10."""
    cards: int
    """Cards with a purchase in the period."""
    cards_by_shops: list[tuple[int, int]]
    """Number of different shops → cards."""
    provenance: Provenance


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
    amounts, visits = engine.fetch(amounts_by_shop(cheques), cards_by_shops(cheques))
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
    return Overview(
        since=first,
        until=last,
        all=Trade.of(amounts),
        shops={shop: Trade.of(by_shop[shop]) for shop in sorted(by_shop, key=natural)},
        cards=by_visits.size,
        cards_by_shops=[(int(value), int(count)) for value, count in by_visits.frame.iter_rows()],
        provenance=Provenance.of(scope),
    )


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a sorting key by which numbers inside a name count as numbers."""
    parts = re.findall(r"\d+|\D+", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
