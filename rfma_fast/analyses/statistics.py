"""Statistics of a period by segment: who bought, how often and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
import polars as pl

from rfma_fast.analyses.money import mean_roubles, roubles, twice_the_median
from rfma_fast.analyses.nothing import no_cheques
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scoping import days_of_trade
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.analyses.trade import month_text, natural
from rfma_fast.dense.counts import PartCounts
from rfma_fast.dense.fields import Ints
from rfma_fast.dense.shops import ShopNumbers, Visits
from rfma_fast.dense.tallies import tallies
from rfma_fast.engines import Cards, Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import misuse, say
from rfma_fast.i18n.formats import day as day_text
from rfma_fast.plan.months import month_of_day
from rfma_fast.plan.terms import choose, column, is_missing, looked_up, whole
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

    @property
    def formed_by_these_cheques(self) -> bool:
        """Tell whether cards are in their groups because of the cheques that are counted."""
        return self.segments.as_of >= self.since

    @property
    def day_before(self) -> date | None:
        """Return the last day whose groups owe nothing to these cheques, ``None`` where none is."""
        first = self.segments.history.scope.snapshot.first_day
        return self.since - timedelta(days=1) if self.since > first else None

    @property
    def notes(self) -> list[tuple[str, dict[str, object]]]:
        """Return what the reader must know beside the figures, as keys of words."""
        return [*self.segments.alarms, *self.remarks]

    @property
    def remarks(self) -> list[tuple[str, dict[str, object]]]:
        """Return the notes that stand below the figures."""
        notes = list(self.segments.remarks)
        if self.formed_by_these_cheques:
            notes.append(("note.formed_by_these", {"day": day_text(self.segments.as_of)}))
            if self.day_before:
                notes.append(("note.groups_before", {"before": day_text(self.day_before)}))
        return notes


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
    level: str | None = None,
    by: By | None = None,
    shops: Sequence[str] = (),
) -> Statistics:
    """Sum up a period, by default all that is stored, by the groups of a segmentation.

    Every cheque of the period is counted once, whatever its card's segment, so that the groups add
    up to the overview of the same period and shops. The segmentation itself looks at all shops.
    """
    level = segments.scheme.level_asked(level)
    segments.check_level(level)
    first, last = days_of_trade(snapshot, since, until, shops)
    scope = Scope(snapshot, last, since, shops=tuple(shops), population=segments.scheme.population)
    codes = segments.group_codes(level)
    places = {code: place for place, code in enumerate(codes)}
    groups_of = [places[code] for code in segments.codebook.codes(level)]
    keyed = engine.local and scope.unit == ("card",) and not scope.population.rule
    told = counted_by_key if keyed else counted_by_plan
    amounts, active, by_part = told(engine, scope, segments.kept, groups_of, by)
    if not amounts.height:
        raise no_cheques(snapshot, first, last, shops)
    named = {
        place: (code, name_of(segments.scheme, level, code)) for place, code in enumerate(codes)
    }
    for place, code in ((_NO_SEGMENT, NO_SEGMENT), (_UNIDENTIFIED, UNIDENTIFIED)):
        named[place] = (code, say(f"word.{code}"))
    by_group = amounts.group_by("group", "value").agg(pl.col("count").sum())
    groups = _named(_summed(by_group, ["group"], active), named)
    total = groups.get_column("revenue").sum()
    everything = active.select(pl.lit(0).alias("all"), pl.col("cards").sum())
    by_value = by_group.group_by("value", all=pl.lit(0)).agg(pl.col("count").sum())
    whole = _summed(by_value, ["all"], everything.head(1))
    return Statistics(
        since=first,
        until=last,
        level=level,
        by=by,
        segments=segments,
        groups=groups.with_columns(
            share=pl.col("revenue").cast(pl.Float64) / (float(total) or None)
        ),
        parts=_in_order(_named(_summed(amounts, ["part", "group"], by_part), named), by)
        if by
        else groups.clear(),
        total=whole.drop("all"),
        provenance=Provenance.of(scope),
    )


_Told = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
"""part, group, value, count; group, cards; part, group, cards. Groups are places; a part is a
shop, a month, or blank."""


def counted_by_key(
    engine: Engine, scope: Scope, known: Cards, groups_of: Sequence[int], by: By | None
) -> _Told:
    """Count by card key: ``known`` (card, class) becomes a look-up table.

    ``groups_of`` holds the group of each number of a class.
    """
    snapshot = scope.snapshot
    keys, numbers = (known.here.get_column(name).to_numpy() for name in ("card", "class"))
    size = int(snapshot.keys().select(pl.len()).collect().item()) + 1
    group = np.full(size, _NO_SEGMENT - _UNIDENTIFIED, np.int64)
    group[keys] = np.array(groups_of, np.int64)[numbers] - _UNIDENTIFIED
    group[0] = 0
    groups = int(group.max()) + 1
    shops = ShopNumbers() if by == "shop" else None
    seen = Visits(size)
    amounts: list[PartCounts] = []
    cards: list[Ints] = [np.empty(0, np.int64)]
    months: list[str] = []
    for tally in tallies(snapshot, scope.period, group, groups, only=scope.shops, shops=shops):
        own = tally.amounts
        if by == "month":
            own = replace(own, part=own.part + len(months) * groups)
        amounts.append(own)
        seen.add(tally.shop, tally.card)
        months.append(tally.month)
        cards.append(tally.cards)
    shop, card = seen.pairs()
    came = np.zeros(size, np.bool_)
    came[card] = True
    here = np.concatenate(cards) if by == "month" else np.bincount(shop * groups + group[card])
    names = (shops.names if shops else months) if by else []
    every = PartCounts.added(amounts)

    def told(place: Ints, **columns: Ints) -> pl.DataFrame:
        part = pl.Series(names, dtype=pl.Enum(sorted(names)))[place // groups] if by else None
        held = pl.DataFrame({"group": place % groups + _UNIDENTIFIED, **columns})
        return held.select(pl.lit(part).alias("part"), pl.all())

    def counted(cards: Ints) -> pl.DataFrame:
        some = np.flatnonzero(cards)
        return told(some, cards=cards[some])

    return (
        told(every.part, value=every.value, count=every.count),
        counted(np.bincount(group[came])).drop("part"),
        counted(here),
    )


def counted_by_plan(
    engine: Engine, scope: Scope, known: Cards, groups_of: Sequence[int], by: By | None
) -> _Told:
    """Count whatever the scheme's unit is, on any engine: ``known`` holds it, and class."""
    from rfma_fast.plan.groups import amounts_by, cards_by, placed

    months = scope.snapshot.months(scope.period)
    parts = {"shop": column("shop"), "month": month_of_day(column("day"), months)}
    number = column("class")
    segment = choose(is_missing(number), whole(_NO_SEGMENT), looked_up(number, groups_of))
    group = choose(column("inside") < whole(1), whole(_UNIDENTIFIED), segment)
    scanned = engine.scan(scope, ["shop"] if by == "shop" else [])
    cheques = placed(scanned, known.frame, scope.unit, group, parts[by] if by else None)
    keys = ["part", "group"] if by else ["group"]
    amounts, active, *of_parts = engine.fetch(
        amounts_by(cheques, *keys),
        cards_by(cheques, scope.unit, "group"),
        *([cards_by(cheques, scope.unit, *keys)] if by else []),
    )

    def told(counted: pl.DataFrame) -> pl.DataFrame:
        if by == "shop":
            return counted
        part = month_text("part") if by else pl.lit(None).alias("part")
        return counted.select(part, pl.exclude("part"))

    return told(amounts), active, told(of_parts[0] if by else active)


def _summed(amounts: pl.DataFrame, keys: Sequence[str], cards: pl.DataFrame) -> pl.DataFrame:
    """Return the keys, cards, cheques, revenue, mean_cheque, median_cheque, returns.

    ``amounts`` holds the keys, value, count, each value once a key; the median is that of the two
    middle purchases.
    """
    value, count = pl.col("value"), pl.col("count")
    spent = value.cast(pl.Int128) * count.cast(pl.Int128)
    bought = count.filter(value > 0)
    sums = (
        amounts.sort("value")
        .group_by(keys)
        .agg(
            bought.sum().alias("cheques"),
            count.filter(value <= 0).sum().alias("returns"),
            spent.sum().alias("total"),
            twice_the_median(value.filter(value > 0), bought).alias("middle"),
        )
    )
    together = sums.join(cards, on=keys, how="left").with_columns(
        pl.col("cards").fill_null(0), two=pl.lit(2)
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
    head = [name for name in rest if name == "part"]
    return ordered.select(
        *head,
        texts[0].alias("code"),
        texts[1].alias("name"),
        *(name for name in rest if name not in head),
    )


def _in_order(parts: pl.DataFrame, by: By) -> pl.DataFrame:
    """Return the parts by month, or by shop in natural order; the groups keep theirs."""
    order = sorted(set(parts.get_column("part")), key=natural)
    texts = parts.with_columns(pl.col("part").cast(pl.String))
    sorted_parts = texts.sort(pl.col("part").cast(pl.Enum(order)), maintain_order=True)
    return sorted_parts.rename({"part": by})
