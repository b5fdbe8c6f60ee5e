"""What the Polars contenders share: from states and borders to the sizes of classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from kit.question import Answer

FIT_DAYS = 365
"""On how many days up to the last one thresholds are fitted."""


@dataclass(frozen=True)
class Known:
    """The borders that come from cheques rather than from cards."""

    churn: int
    m1: int
    m2: int


def is_recent(as_of: date) -> pl.Expr:
    """Tell whether thresholds are fitted on a row's day."""
    return pl.col("day") > as_of - timedelta(days=FIT_DAYS)


def percentile_disc(values: pl.Expr, hundredths: int) -> pl.Expr:
    """Return the smallest value whose cumulative count reaches ceil(p * N)."""
    # A count is of 32 bits, which a hundredfold leaves beyond 43 million values.
    place = (values.len().cast(pl.Int64) * hundredths + 99) // 100 - 1
    return values.sort().gather(place).first()


def card_states(cheques: pl.LazyFrame) -> pl.LazyFrame:
    """Return n, total, first and last day of every card that bought."""
    bought = pl.col("amount") > 0
    states = cheques.filter(pl.col("card") > 0).group_by("card").agg(
        n=bought.sum().cast(pl.Int64),
        total=pl.col("amount").sum(),
        first=pl.col("day").filter(bought).min(),
        last=pl.col("day").filter(bought).max(),
    )  # fmt: skip
    return states.filter(pl.col("n") > 0)


def money_borders(recent: pl.LazyFrame) -> pl.LazyFrame:
    """Return m1 and m2 of the cheques on which thresholds are fitted."""
    amounts = recent.filter(pl.col("amount") > 0)
    return amounts.select(
        m1=percentile_disc(pl.col("amount"), 80), m2=percentile_disc(pl.col("amount"), 40)
    )


def class_sizes(states: pl.DataFrame, known: Known, as_of: date) -> Answer:
    """Measure and grade the cards, count the classes."""
    cards = states.lazy().select(
        "n",
        "total",
        r=(pl.lit(as_of) - pl.col("last")).dt.total_days(),
        a=(pl.lit(as_of) - pl.col("first")).dt.total_days(),
    )
    r = pl.col("r")
    fitted_on = r < FIT_DAYS
    passed = cards.filter(fitted_on)
    r1, r2 = passed.select(r1=percentile_disc(r, 20), r2=percentile_disc(r, 40)).collect().row(0)
    base, churn = max(r1, 1), known.churn
    n, total = pl.col("n"), pl.col("total")
    span = pl.max_horizontal("a", pl.lit(base)) - pl.max_horizontal(r - churn, pl.lit(0))
    measured = cards.with_columns(
        f=(200 * n * base + span) // (2 * span),
        m=(2 * total.abs() + 100 * n) // (200 * n) * total.sign(),
    ).collect()
    f1 = measured.filter(fitted_on).select(percentile_disc(pl.col("f"), 85)).item()
    f2 = (200 * base + churn) // (2 * churn)
    f, m, a = pl.col("f"), pl.col("m") * 100, pl.col("a")
    rg = pl.when(r <= r1).then(1).when(r <= r2).then(2).when(r <= churn).then(3).otherwise(4)
    fg = pl.when(f >= f1).then(1).when(f > f2).then(2).otherwise(3)
    mg = pl.when(m > known.m1).then(1).when(m > known.m2).then(2).otherwise(3)
    ag = pl.when(a > 180).then(1).when(a > 30).then(2).otherwise(3)
    sizes = (
        measured.group_by(rg * 1000 + fg * 100 + mg * 10 + ag)
        .agg(pl.len(), n.sum(), total.sum())
        .sort("literal")
    )
    return [list(map(int, row)) for row in sizes.iter_rows()]
