"""From kopecks to roubles, exactly, at the edge of the plan."""

from __future__ import annotations

import polars as pl

from rfma_fast.engines.table import HUNDREDTH, ROUBLES, hundredths


def roubles(column: str) -> pl.Expr:
    """Return a column of kopecks as roubles with two decimals."""
    return hundredths(column)


def mean_roubles(total: str, count: str) -> pl.Expr:
    """Return kopecks ÷ count in roubles, rounded to the kopeck, halves away from zero."""
    wide, number = pl.col(total).cast(pl.Int128), pl.col(count).cast(pl.Int128)
    kopecks = (wide.abs() * 2 + number) // (number * 2) * wide.sign()
    return pl.when(pl.col(count) > 0).then(
        (kopecks.cast(pl.Decimal(38, 0)) * HUNDREDTH).cast(ROUBLES)
    )


def twice_the_median(value: pl.Expr, count: pl.Expr) -> pl.Expr:
    """Return the sum of the two middle values, where rising values occur so many times."""
    size, upto = count.sum(), count.cum_sum()
    ranks = ((size + 1) // 2, size // 2 + 1)
    lower, upper = (value.filter(upto >= rank).first() for rank in ranks)
    return lower + upper
