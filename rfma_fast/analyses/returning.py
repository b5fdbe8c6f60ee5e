"""Unidentified ids that come back often: a till's own number, or a regular without a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scoping import days_of_trade
from rfma_fast.engines.scope import Scope
from rfma_fast.store.snapshot import Snapshot

Kind = Literal["till", "hidden_regular"]
OFTEN = 10
"""An id that has at least so many purchases comes back often."""
TILL_A_DAY = 5
"""So many purchases on one day are no customer's."""
TILL_DAYS, TILL_EVERY = 30, 4
"""Nor is, on so many days or more, a purchase on every so-manieth day or more often."""


@dataclass(frozen=True)
class Returning:
    """The ids without a card that come back often, the most frequent first."""

    since: date
    until: date
    ids: pl.DataFrame
    """id, kind, cheques, revenue, mean_cheque, days, shops, most_in_a_day, first, last, shop.

    ``kind`` is ``till`` or ``hidden_regular``; money in roubles, returns netted; ``shop`` is the
    one with the most purchases."""
    cheques: int
    """All purchases without a card that have an id."""
    provenance: Provenance

    @property
    def kinds(self) -> pl.DataFrame:
        """Return kind, ids, cheques, revenue, mean_cheque of both kinds, where there are any."""
        summed = self.ids.group_by("kind").agg(
            pl.len().cast(pl.Int64).alias("ids"), pl.col("cheques", "revenue").sum()
        )
        kopecks = summed.with_columns(total=(pl.col("revenue") * 100).cast(pl.Int128))
        return kopecks.select(
            "kind",
            "ids",
            "cheques",
            "revenue",
            mean_roubles("total", "cheques").alias("mean_cheque"),
        ).sort("kind")


def returning_ids(
    snapshot: Snapshot,
    *,
    since: date | None = None,
    until: date | None = None,
    shops: Sequence[str] = (),
) -> Returning:
    """Return the unidentified ids with at least ``OFTEN`` purchases in a period, and what they are.

    A till has ``TILL_A_DAY`` purchases or more on some day, or came on ``TILL_DAYS`` days or more
    and on every ``TILL_EVERY``-th day, or more often, from its first to its last. The others are
    hidden regulars.
    """
    first, last = days_of_trade(snapshot, since, until, shops)
    scope = Scope(snapshot, last, since, shops=tuple(shops))
    rows = snapshot.scan(scope.period)
    if shops:
        rows = rows.filter(pl.col("shop").is_in(list(shops)))
    named = rows.filter(pl.col("card") == 0, pl.col("unidentified_id").is_not_null()).select(
        "day", "shop", "amount", id="unidentified_id", hash=pl.col("unidentified_id").hash()
    )
    # Ids are many and mostly thrown away: they are counted by number, and only those that may
    # come often are looked at by their text. Two ids of one number only make one text too many.
    counted = (
        named.filter(pl.col("amount") > 0)
        .group_by("hash")
        .agg(pl.len().alias("cheques"))
        .collect(engine="streaming")
    )
    often = counted.filter(pl.col("cheques") >= OFTEN).select("hash")
    visits = (
        named.join(often.lazy(), on="hash", how="semi")
        .group_by("id", "day", "shop")
        .agg(
            (pl.col("amount") > 0).sum().cast(pl.Int64).alias("cheques"),
            pl.col("amount").cast(pl.Int128).sum().alias("total"),
        )
        .collect(engine="streaming")
    )
    every = int(counted.get_column("cheques").sum())
    return Returning(first, last, _ids(visits), every, Provenance.of(scope))


def _ids(visits: pl.DataFrame) -> pl.DataFrame:
    """Return one row an id from id, day, shop, cheques, total (kopecks)."""
    totals = visits.group_by("id").agg(pl.col("total").sum())
    bought = visits.filter(pl.col("cheques") > 0)
    a_day = bought.group_by("id", "day").agg(pl.col("cheques").sum())
    by_day = a_day.group_by("id").agg(
        pl.col("cheques").sum(),
        pl.len().cast(pl.Int64).alias("days"),
        pl.col("cheques").max().alias("most_in_a_day"),
        pl.col("day").min().alias("first"),
        pl.col("day").max().alias("last"),
    )
    a_shop = bought.group_by("id", "shop").agg(pl.col("cheques").sum())
    by_shop = (
        a_shop.sort("cheques", "shop", descending=[True, False])
        .group_by("id", maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("shops"), pl.col("shop").first())
    )
    span = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    dense = (pl.col("days") >= TILL_DAYS) & (pl.col("days") * TILL_EVERY >= span)
    till = (pl.col("most_in_a_day") >= TILL_A_DAY) | dense
    kind = pl.when(till).then(pl.lit("till")).otherwise(pl.lit("hidden_regular"))
    return (
        by_day.filter(pl.col("cheques") >= OFTEN)
        .join(by_shop, on="id")
        .join(totals, on="id")
        .sort("cheques", "id", descending=[True, False])
        .select(
            "id",
            kind.alias("kind"),
            "cheques",
            roubles("total").alias("revenue"),
            mean_roubles("total", "cheques").alias("mean_cheque"),
            *("days", "shops", "most_in_a_day", "first", "last", "shop"),
        )
    )
