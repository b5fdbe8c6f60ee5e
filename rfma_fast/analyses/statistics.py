"""Statistics of a period by segment: who bought, how often and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import polars as pl

from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import Segmentation, check_shops, name_of
from rfma_fast.analyses.trade import natural
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import misuse, problem, say
from rfma_fast.store.snapshot import Snapshot

By = Literal["shop", "month"]

NO_SEGMENT = "no_segment"
"""Cards that bought in the period but have no segment at the date."""
UNIDENTIFIED = "unidentified"
"""Cheques without a card."""
_NO_SEGMENT, _UNIDENTIFIED = -1, -2


@dataclass(frozen=True)
class Statistics:
    """The trade of a period, every cheque under the segment that its card has at one date."""

    since: date
    until: date
    level: str
    by: By | None
    segments: Segmentation
    """As of the end of the period, or of the date that was asked for."""
    groups: pl.DataFrame
    """code, name, cards, cheques, revenue, mean_cheque, median_cheque, returns, share.

    In the scheme's order, then ``no_segment`` and ``unidentified``; empty ones left out. Money in
    roubles, returns netted; ``cards`` bought in the period; ``share`` is of the revenue."""
    parts: pl.DataFrame
    """The same, without the share, a row a shop or month and group; empty where ``by`` is none."""
    total: pl.DataFrame
    """One row: cards, cheques, revenue, mean_cheque, median_cheque, returns of everything."""
    provenance: Provenance


def checked_by(by: str | None) -> By | None:
    """Refuse another word than ``shop`` or ``month``."""
    if by is None:
        return None
    for known in get_args(By):
        if by == known:
            return by  # type: ignore[return-value]
    raise misuse("option.unknown", option="by", got=by, known=", ".join(get_args(By)))


def statistics(
    engine: Engine,
    segments: Segmentation,
    snapshot: Snapshot,
    *,
    since: date | None = None,
    until: date | None = None,
    level: str = "region",
    by: By | None = None,
    shops: Sequence[str] = (),
) -> Statistics:
    """Sum up a period, by default all that is stored, by the groups of a segmentation.

    Every cheque of the period is counted once, whatever its card's segment, so that the groups add
    up to the overview of the same period and shops. The segmentation itself looks at all shops.
    """
    segments.check_level(level)
    check_shops(snapshot, shops)
    first, last = since or snapshot.first_day, until or snapshot.last_day
    if first > last:
        raise problem("scope.reversed", since=first, until=last)
    scope = Scope(snapshot, last, since, shops=tuple(shops), population=segments.scheme.population)
    codes = segments.group_codes(level)
    part = [by] if by else []
    rows = _placed(engine, scope, segments, level, codes, part)
    bought = rows.filter(pl.col("amount") > 0, pl.col("group") != _UNIDENTIFIED)
    cards = bought.select(*dict.fromkeys((*part, "group", *scope.unit))).unique()
    amounts, active, by_part = pl.collect_all(
        [
            rows.group_by(*part, "group", value="amount").agg(
                pl.len().cast(pl.Int64).alias("count")
            ),
            cards.select("group", *scope.unit).unique().group_by("group").agg(_COUNT),
            cards.group_by(*part, "group").agg(_COUNT),
        ],
        engine="streaming",
    )
    if not amounts.height:
        raise problem(
            "scope.no_cheques",
            since=first,
            until=last,
            first=snapshot.first_day,
            last=snapshot.last_day,
        )
    named = {
        place: (code, name_of(segments.scheme, level, code)) for place, code in enumerate(codes)
    }
    for place, code in ((_NO_SEGMENT, NO_SEGMENT), (_UNIDENTIFIED, UNIDENTIFIED)):
        named[place] = (code, say(f"word.{code}"))
    groups = _named(_summed(amounts, ["group"], active), named)
    total = groups.get_column("revenue").sum()
    everything = active.select(pl.lit(0).alias("all"), pl.col("cards").sum())
    whole = _summed(amounts.with_columns(all=pl.lit(0)), ["all"], everything.head(1))
    return Statistics(
        since=first,
        until=last,
        level=level,
        by=by,
        segments=segments,
        groups=groups.with_columns(
            share=pl.col("revenue").cast(pl.Float64) / (float(total) or None)
        ),
        parts=_in_order(_named(_summed(amounts, [*part, "group"], by_part), named), by)
        if by
        else groups.clear(),
        total=whole.drop("all"),
        provenance=Provenance.of(scope),
    )


_COUNT = pl.len().cast(pl.Int64).alias("cards")


def _placed(
    engine: Engine,
    scope: Scope,
    segments: Segmentation,
    level: str,
    codes: Sequence[str],
    part: Sequence[By],
) -> pl.LazyFrame:
    """Return the cheques in scope with the place of their card's group, and shop or month."""
    unit = list(scope.unit)
    cheques = engine.scan(scope, [name for name in part if name != "month"])
    rows: pl.LazyFrame = cheques.to_native()
    if "month" in part:
        day = pl.col("day").cast(pl.Int32).cast(pl.Date)
        rows = rows.with_columns(month=day.dt.year().cast(pl.Int32) * 12 + day.dt.month())
    places = {code: place for place, code in enumerate(codes)}
    of_class = pl.Series([places[code] for code in segments.codebook.codes(level)], dtype=pl.Int16)
    group = pl.lit(of_class).gather(pl.col("class")).alias("group")
    known = segments.classed.select(*unit, group)
    if unit == ["card"]:
        # Keys are dense: a look-up takes the place of a join.
        last = int(known.get_column("card").max() or 0)  # type: ignore[arg-type]
        table = pl.Series("group", [_NO_SEGMENT], dtype=pl.Int16).new_from_index(0, last + 1)
        table = table.scatter(known.get_column("card").cast(pl.UInt32), known.get_column("group"))
        beyond = pl.col("card") > last
        found = pl.lit(table).gather(pl.when(beyond).then(0).otherwise("card"))
        rows = rows.with_columns(group=pl.when(beyond).then(_NO_SEGMENT).otherwise(found))
    else:
        keys = known.with_columns(pl.col("card").cast(pl.Int64)).lazy()
        rows = rows.join(keys, on=unit, how="left")
    outside = pl.col("inside") == 0
    placed = pl.when(outside).then(_UNIDENTIFIED).otherwise(pl.col("group").fill_null(_NO_SEGMENT))
    return rows.with_columns(placed.cast(pl.Int16).alias("group"))


def _summed(amounts: pl.DataFrame, keys: Sequence[str], cards: pl.DataFrame) -> pl.DataFrame:
    """Return the keys, cards, cheques, revenue, mean_cheque, median_cheque, returns.

    ``amounts`` holds the keys, value, count; the median is that of the two middle purchases.
    """
    value, count = pl.col("value"), pl.col("count")
    spent = value.cast(pl.Int128) * count.cast(pl.Int128)
    sums = amounts.group_by(keys).agg(
        count.filter(value > 0).sum().alias("cheques"),
        count.filter(value <= 0).sum().alias("returns"),
        spent.sum().alias("total"),
    )
    bought = amounts.filter(value > 0).group_by(*keys, "value").agg(count.sum()).sort("value")
    ranked = bought.with_columns(upto=count.cum_sum().over(keys), size=count.sum().over(keys))
    middle = [
        value.filter(pl.col("upto") >= rank).first()
        for rank in ((pl.col("size") + 1) // 2, pl.col("size") // 2 + 1)
    ]
    medians = ranked.group_by(keys).agg((middle[0] + middle[1]).alias("middle"))
    together = (
        sums.join(medians, on=keys, how="left")
        .join(cards, on=keys, how="left")
        .with_columns(pl.col("cards").fill_null(0), two=pl.lit(2))
    )
    return together.select(
        *keys,
        "cards",
        "cheques",
        roubles("total").alias("revenue"),
        mean_roubles("total", "cheques").alias("mean_cheque"),
        mean_roubles("middle", "two").alias("median_cheque"),
        "returns",
    )


def _named(summed: pl.DataFrame, named: dict[int, tuple[str, str]]) -> pl.DataFrame:
    """Return the groups by code and name, in the scheme's order, those without one last."""
    place = pl.col("group")
    order = pl.when(place < 0).then(len(named) - place).otherwise(place)
    texts = [
        place.replace_strict(
            {key: pair[side] for key, pair in named.items()}, return_dtype=pl.String
        )
        for side in (0, 1)
    ]
    ordered = summed.sort(order)
    rest = [name for name in summed.columns if name != "group"]
    head = [name for name in rest if name in get_args(By)]
    return ordered.select(
        *head,
        texts[0].alias("code"),
        texts[1].alias("name"),
        *(name for name in rest if name not in head),
    )


def _in_order(parts: pl.DataFrame, by: By) -> pl.DataFrame:
    """Return the parts by month, or by shop in natural order; the groups keep theirs."""
    if by == "month":
        number = pl.col("month") - 1
        text = pl.format(
            "{}-{}",
            (number // 12).cast(pl.String).str.zfill(4),
            (number % 12 + 1).cast(pl.String).str.zfill(2),
        )
        return parts.sort("month", maintain_order=True).with_columns(month=text)
    order = sorted(set(parts.get_column("shop")), key=natural)
    return parts.sort(pl.col("shop").cast(pl.Enum(order)), maintain_order=True)
