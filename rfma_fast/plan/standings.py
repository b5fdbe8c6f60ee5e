"""Counts of new cards: how they began, and how they stand.

``words`` is narwhals, for frames of any engine, or an engine's own module that has the same words,
as in ``plan.terms.expression``.
"""

from __future__ import annotations

from typing import Any


def first_purchases(new: Any, churn: int, as_of: int, words: Any) -> Any:
    """Return month, shop, value, cards, ended, again, second: how many cards began so.

    ``new`` holds month, shop, amount, first, second, again. Only cards whose ``churn`` days have
    passed by the as-of date count in ``ended``, ``again`` and ``second``.
    """
    col, number = words.col, words.Int64
    end = col("first").cast(number) + words.lit(churn, dtype=number)
    ended = end <= words.lit(as_of, dtype=number)
    one, nothing = (words.lit(value, dtype=number) for value in (1, 0))
    marks = {
        "ended": ended,
        **{name: ended & ~col(name).is_null() & (col(name) <= end) for name in ("again", "second")},
    }
    marked = new.select(
        "month",
        "shop",
        value=col("amount"),
        **{name: words.when(mark).then(one).otherwise(nothing) for name, mark in marks.items()},
    )
    return marked.group_by("month", "shop", "value").agg(
        cards=words.len().cast(number), **{name: col(name).sum().cast(number) for name in marks}
    )


def standings(new: Any, lost: Any, rfma: Any, words: Any) -> Any:
    """Return month, lost, rfma (class numbers), cards, cheques, total: how new cards stand.

    ``new`` holds card and month, the others card, class, cheques and total (kopecks).
    """
    col, number = words.col, words.Int64
    figures = {name: col(name).cast(number) for name in ("cheques", "total")}
    own = new.select("card", "month")
    in_lost = lost.select("card", lost=col("class").cast(number), **figures)
    in_rfma = rfma.select("card", rfma=col("class").cast(number))
    both = own.join(in_lost, on="card").join(in_rfma, on="card")
    return both.group_by("month", "lost", "rfma").agg(
        cards=words.len().cast(number), **{name: col(name).sum().cast(number) for name in figures}
    )
