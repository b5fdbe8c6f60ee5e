"""Who is worth winning back: lost and slipping cards by what they brought before silence."""

from __future__ import annotations

import polars as pl

from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.segmentation import Segmentation, name_of

GROUPS = ("slipping", "dead")
"""The groups of scheme ``lost`` that once had a rhythm of their own and fell silent."""


def win_back(lost: Segmentation, rfma: Segmentation, homes: pl.DataFrame) -> pl.DataFrame:
    """Return the lost and slipping cards of ``homes`` (card, shop), those that brought most first.

    The columns are those of ``Acquisition.win_back``.
    """
    keys = lost.history.scope.snapshot.keys().collect()
    days = [pl.col(name).cast(pl.Int32).cast(pl.Date) for name in ("first", "last")]
    states = lost.history.segmented.select("card", *days)
    cards = (
        _group_of(lost, "group")
        .filter(pl.col("group").is_in(GROUPS))
        .join(homes, on="card")
        .join(_group_of(rfma, "region").select("card", "region"), on="card")
        .join(states, on="card")
        .rename({"card": "key"})
        .join(keys, on="key")
        .sort("total", "card", descending=[True, False])
    )
    return cards.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank"),
        "region",
        _named(rfma, cards.get_column("region")).alias("region_name"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("region").alias("rank_in_region"),
        *("card", "group", "shop"),
        pl.col("cheques").cast(pl.Int64),
        roubles("total").alias("revenue"),
        mean_roubles("total", "cheques").alias("mean_cheque"),
        *("first", "last"),
        (pl.lit(lost.as_of) - pl.col("last")).dt.total_days().alias("recency"),
    )


def win_back_regions(
    lost: Segmentation, rfma: Segmentation, standings: pl.DataFrame
) -> pl.DataFrame:
    """Return region, name, cards, slipping, dead (cards), cheques, revenue, a_card.

    ``standings`` holds lost, rfma (class numbers), cards, cheques and total (kopecks).
    """
    placed = standings.select(
        _coded(lost, "group", "lost").alias("group"),
        _coded(rfma, "region", "rfma").alias("region"),
        *("cards", "cheques", "total"),
    ).filter(pl.col("group").is_in(GROUPS))
    own = [pl.col("cards").filter(pl.col("group") == group).sum().alias(group) for group in GROUPS]
    summed = placed.group_by("region").agg(*own, pl.col("cards", "cheques", "total").sum())
    return summed.select(
        "region",
        _named(rfma, placed.get_column("region")).alias("name"),
        "cards",
        *GROUPS,
        "cheques",
        roubles("total").alias("revenue"),
        mean_roubles("total", "cards").alias("a_card"),
    ).sort("region")


def _named(rfma: Segmentation, regions: pl.Series) -> pl.Expr:
    names = {code: name_of(rfma.scheme, "region", code) for code in regions.unique()}
    return pl.col("region").replace_strict(names, return_dtype=pl.String)


def _coded(of: Segmentation, level: str, number: str) -> pl.Expr:
    codes = pl.Series(of.codebook.codes(level), dtype=pl.String)
    return pl.lit(codes).gather(pl.col(number))


def _group_of(of: Segmentation, level: str) -> pl.DataFrame:
    return of.classed.select(
        "card",
        _coded(of, level, "class").alias(level),
        "cheques",
        pl.col("total").cast(pl.Int64),
    )
