"""Cheques and money of any part of the trade: one shop, one month, one segment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from rfma_fast.analyses.clusters import clustered
from rfma_fast.analyses.intervals import Interval
from rfma_fast.plan.months import MONTHS_A_YEAR
from rfma_fast.quantiles import Histogram

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Sales:
    """Purchases and money; money in kopecks, returns netted."""

    purchases: Histogram
    """Amounts of purchases: those above zero."""
    revenue: int
    returns: int
    """Cheques with an amount of zero or less."""

    @classmethod
    def of(cls, amounts: pl.DataFrame) -> Sales:
        """Build them from value, count of all amounts."""
        every = Histogram.of(amounts)
        bought = every.above(0)
        return cls(bought, every.total, every.size - bought.size)

    @property
    def cheques(self) -> int:
        """Return the number of purchases."""
        return self.purchases.size

    @property
    def mean(self) -> Fraction | None:
        """Return revenue by purchase, in kopecks."""
        return Fraction(self.revenue, self.cheques) if self.cheques else None

    @property
    def median(self) -> Fraction | None:
        """Return the interpolated median of purchases, in kopecks."""
        return self.purchases.percentile_cont(HALF)


@dataclass(frozen=True)
class Trade(Sales):
    """Sales of one shop or of all, with and without a card."""

    identified: Sales
    unidentified: Sales
    unidentified_cheques_interval: Interval | None
    """The 95 % interval of the share of purchases without a card, by how shop-days differ."""

    @classmethod
    def by_identification(cls, amounts: pl.DataFrame, sold: pl.DataFrame) -> Trade:
        """Build it from value, count, identified, and ``unidentified_interval`` of shop-days."""
        every = Sales.of(amounts.select("value", "count"))
        return cls(
            every.purchases,
            every.revenue,
            every.returns,
            Sales.of(amounts.select("value", count="identified")),
            Sales.of(amounts.select("value", count=pl.col("count") - pl.col("identified"))),
            unidentified_interval(sold),
        )

    @property
    def identified_cheques(self) -> int:
        """Return the number of purchases with a card."""
        return self.identified.cheques

    @property
    def identified_revenue(self) -> int:
        """Return the revenue with a card, in kopecks."""
        return self.identified.revenue

    @property
    def unidentified_cheques_share(self) -> Fraction | None:
        """Return the share of purchases without a card."""
        return 1 - Fraction(self.identified_cheques, self.cheques) if self.cheques else None

    @property
    def unidentified_revenue_share(self) -> Fraction | None:
        """Return the share of the revenue without a card."""
        return 1 - Fraction(self.identified_revenue, self.revenue) if self.revenue else None


def unidentified_interval(sold: pl.DataFrame) -> Interval | None:
    """Return the interval of the share without a card from cheques, identified_cheques a shop-day.

    Cheques of one day and shop share a till, a shift and a queue, so these days are the clusters.
    """
    unidentified = pl.col("cheques") - pl.col("identified_cheques")
    return clustered(sold.select(unidentified, of="cheques").rows())


def natural(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return a sorting key by which numbers inside a name count as numbers, however long they are.

    Different names have different keys: 1, 01 and 001 have an order, too.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [_natural(part) for part in parts], name


def _natural(part: str) -> tuple[int, int, str]:
    if not part[0].isascii() or not part[0].isdecimal():
        return (1, 0, part)
    digits = part.lstrip("0")
    return (0, len(digits), digits)


def month_text(column: str) -> pl.Expr:
    """Return a column of numbers of months as ``YYYY-MM``."""
    year = (pl.col(column) // MONTHS_A_YEAR + 1970).cast(pl.String)
    month = (pl.col(column) % MONTHS_A_YEAR + 1).cast(pl.String).str.zfill(2)
    return pl.format("{}-{}", year, month).alias(column)
