"""Trade month by month: changes, and what must be known before two months are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

import polars as pl

from rfma_fast.analyses.intervals import Interval
from rfma_fast.analyses.trade import natural, unidentified_interval
from rfma_fast.i18n.formats import number
from rfma_fast.periods import Period, last_day_of, month_of
from rfma_fast.store.snapshot import Snapshot

FIGURES = ("cheques", "returns", "identified_cheques", "revenue", "identified_revenue")
Compared = Literal["cheques", "revenue", "cards"]
SHOPS_TOLD = 20
"""So many shops with months without cheques are named; of the others, how many there are."""
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Month:
    """The trade of one calendar month; money in kopecks, returns netted."""

    name: str
    """``YYYY-MM``."""
    since: date
    """The first day of the month that has been looked at."""
    until: date
    shops: int
    """Shops that have a cheque in it."""
    cards: int
    """Cards with a purchase in it."""
    cheques: int
    returns: int
    identified_cheques: int
    revenue: int
    identified_revenue: int
    unidentified_cheques_interval: Interval | None
    """The 95 % interval of the share of purchases without a card, by how shop-days differ."""

    @property
    def whole(self) -> bool:
        """Tell whether every day of the month has been looked at."""
        return self.since.day == 1 and self.until == last_day_of(self.name)

    @property
    def mean(self) -> Fraction | None:
        """Return revenue by purchase, in kopecks."""
        return Fraction(self.revenue, self.cheques) if self.cheques else None

    @property
    def unidentified_cheques_share(self) -> Fraction | None:
        """Return the share of purchases without a card."""
        return 1 - Fraction(self.identified_cheques, self.cheques) if self.cheques else None

    @property
    def unidentified_revenue_share(self) -> Fraction | None:
        """Return the share of the revenue without a card."""
        return 1 - Fraction(self.identified_revenue, self.revenue) if self.revenue else None


@dataclass(frozen=True)
class Trend:
    """Every calendar month from the first to the last with a cheque, and trade by shop in it."""

    months: tuple[Month, ...]
    by_shop: pl.DataFrame
    """month, shop, cheques, returns, identified_cheques, revenue, identified_revenue (kopecks)."""

    def change(self, place: int, figure: Compared, back: int) -> Fraction | None:
        """Return by which share a figure exceeds the one so many months before.

        ``None`` where there is no such month, where one of the two is not whole, or where the
        earlier figure is not positive.
        """
        if place < back:
            return None
        now, then = self.months[place], self.months[place - back]
        before = getattr(then, figure)
        if not (now.whole and then.whole) or before <= 0:
            return None
        return Fraction(getattr(now, figure), before) - 1

    def changes(self, place: int, figure: Compared) -> tuple[Fraction | None, Fraction | None]:
        """Return the changes against the month before and the same month a year earlier."""
        return self.change(place, figure, 1), self.change(place, figure, _MONTHS_A_YEAR)

    @property
    def warnings(self) -> list[tuple[str, dict[str, object]]]:
        """Return what makes months unlike each other, as keys of words."""
        return [*self._partial(), *self._missing()]

    def _partial(self) -> Iterator[tuple[str, dict[str, object]]]:
        for month in self.months:
            if not month.whole:
                days = (month.until - month.since).days + 1
                of = last_day_of(month.name).day
                yield "note.month_partial", {"month": month.name, "days": days, "of": of}

    def _missing(self) -> Iterator[tuple[str, dict[str, object]]]:
        names = [month.name for month in self.months]
        seen = self.by_shop.filter(pl.col("cheques") > 0).group_by("shop", maintain_order=True)
        lacking = seen.agg("month").filter(pl.col("month").list.len() < len(names))
        for shop, months in lacking.head(SHOPS_TOLD).iter_rows():
            first, last = min(months), max(months)
            if first > names[0]:
                yield "note.shop_started", {"shop": shop, "month": first}
            gone = [name for name in names if first < name < last and name not in months]
            if gone:
                yield "note.shop_missing", {"shop": shop, "months": ", ".join(gone)}
            if last < names[-1]:
                yield "note.shop_stopped", {"shop": shop, "month": last}
        if lacking.height > SHOPS_TOLD:
            yield "note.more_shops", {"rest": number(lacking.height - SHOPS_TOLD)}


def trend_of(
    snapshot: Snapshot,
    period: Period,
    cards: dict[str, int],
    days: pl.DataFrame,
    sold: pl.DataFrame,
) -> Trend:
    """Build the trend from cards by month, trade by day and shop (``plan.shops``), and shop-days.

    ``sold`` holds month, cheques, identified_cheques.
    """
    by_shop = (
        days.with_columns(pl.col("day").cast(pl.Int32).cast(pl.Date).dt.strftime("%Y-%m"))
        .group_by(month="day", shop="shop")
        .agg(pl.col(FIGURES).sum())
    )
    order = sorted(set(by_shop.get_column("shop")), key=natural)
    by_shop = by_shop.sort("month", pl.col("shop").cast(pl.Enum(order)))
    sums = by_shop.group_by("month").agg(pl.len().alias("shops"), pl.col(FIGURES).sum())
    found = {row.pop("month"): row for row in sums.iter_rows(named=True)}
    names = _names(min(found), max(found))
    shop_days = sold.partition_by("month", as_dict=True)
    return Trend(
        tuple(
            _month(
                name,
                snapshot,
                period,
                found,
                cards,
                unidentified_interval(shop_days.get((name,), sold.clear())),
            )
            for name in names
        ),
        by_shop,
    )


def _month(
    name: str,
    snapshot: Snapshot,
    period: Period,
    found: dict[str, dict[str, int]],
    cards: dict[str, int],
    interval: Interval | None,
) -> Month:
    first, last = date.fromisoformat(f"{name}-01"), last_day_of(name)
    figures = found.get(name) or dict.fromkeys(("shops", *FIGURES), 0)
    return Month(
        name=name,
        since=max(first, period.since or first, snapshot.first_day),
        until=min(last, period.until or last, snapshot.last_day),
        cards=cards.get(name, 0),
        unidentified_cheques_interval=interval,
        **figures,
    )


def _names(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    names, place = [first], year * _MONTHS_A_YEAR + month - 1
    while names[-1] < last:
        place += 1
        names.append(month_of(date(place // _MONTHS_A_YEAR, place % _MONTHS_A_YEAR + 1, 1)))
    return names
