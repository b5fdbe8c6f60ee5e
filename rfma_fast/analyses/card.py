"""One card: where it stands, how it came there, when it will cool, what a purchase would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl

from rfma_fast.analyses.chain import segment_days
from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scenarios import OneCard, Scenario, one_card
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import misuse
from rfma_fast.periods import day_of, days_after, month_ends
from rfma_fast.plan.fields import Field
from rfma_fast.schemes.borders import Keep
from rfma_fast.schemes.model import Axis

AHEAD = 366
"""Days after the as-of date that are looked at: a year."""
LARGEST_PURCHASE = 10**13
"""Kopecks of the one more purchase, as of any cheque."""


@dataclass(frozen=True)
class Edge:
    """One border of an axis, seen from a card."""

    border: Fraction
    """In the unit of the axis."""
    keep: Keep
    """A value stays in the grades up to the border while it stands so to it."""
    kept: bool | None
    """Whether the card's value does; ``None`` where the card has no value."""
    distance: Fraction | None
    """border − value, in the unit of the axis; ``None`` where the card has no value."""


@dataclass(frozen=True)
class Standing:
    """A card on one axis."""

    axis: Axis
    value: Fraction | None
    """In the unit of the axis; ``None`` where the card has none."""
    place: int
    """The grade's place in the order in which the grades are tried, from 1."""
    edges: tuple[Edge, ...]
    """The borders, the one after the first grade first."""


@dataclass(frozen=True)
class Step:
    """A change of class on a day ahead, if the card does not buy."""

    day: date
    number: int
    """The class's number from that day on."""


@dataclass(frozen=True)
class CardStory:
    """Everything that is known of one card at a date."""

    found: Segmentation
    """The segmentation in which the card stands."""
    card: str
    row: dict[str, Any]
    """Its row of the per-card table."""
    number: int
    """Its class's number in the codebook."""
    standings: tuple[Standing, ...]
    cheques: pl.DataFrame
    """at, shop, amount, paid, bonus_earned, bonus_spent (roubles), doc_id, gap (days since the
    purchase before; none for a return), in order of time."""
    shops: pl.DataFrame
    """shop, cheques, revenue (roubles, returns netted), last; the home shop first: most purchases,
    then revenue, then the latest visit, then the name; only shops with a purchase."""
    path: pl.DataFrame
    """as_of and class (its number; none where it was not segmented then): month ends from the first
    purchase on, then the as-of date."""
    refitted: bool
    """Whether the path takes each month end's own borders."""
    ahead: tuple[Step, ...]
    """Changes of class within ``AHEAD`` days if it does not buy."""
    one_more: int | None
    """The class's number if it bought once more on the as-of date; none if the scheme then left it
    out."""
    amount: int
    """That purchase, in kopecks: the mean of the card's purchases unless told, no return netted."""

    @property
    def home(self) -> str:
        """Return the home shop."""
        return str(self.shops.item(0, "shop"))

    @property
    def provenance(self) -> Provenance:
        """Return where the result comes from."""
        return self.found.provenance

    def code(self, level: str, number: int) -> str:
        """Return the code of a class's group at a level."""
        return self.found.codebook.codes(level)[number]

    def warmth(self, level: str, number: int) -> int | None:
        """Return the place of a class's group on the scale of warmth."""
        return self.found.warmths(level)[self.code(level, number)]

    def cools(self, level: str) -> Step | None:
        """Return the first step to a colder group of a level, if there is one within ``AHEAD``."""
        before = self.warmth(level, self.number)
        for step in self.ahead:
            after = self.warmth(level, step.number)
            if before is not None and after is not None and after > before:
                return step
            before = after
        return None


def card_story(
    found: Segmentation, card: str, *, refit: bool = False, amount: int | None = None
) -> CardStory:
    """Return the story of a card as of a segmentation's day.

    The path over the months takes the borders of the segmentation, or with ``refit`` those of each
    month's end. ``amount`` (kopecks) is the one more purchase, by default the mean of the card's
    purchases, of which no return is taken off: a purchase is tried, not a balance. A card that is
    unknown, or not segmented, is refused.
    """
    if amount is not None and not 0 < amount <= LARGEST_PURCHASE:
        raise misuse("card.amount", got=Decimal(amount) / 100)
    one = one_card(found, card)
    shops = _shops(one)
    amount = amount or _mean(one)
    ahead = days_after(found.as_of, AHEAD)
    back = month_ends(max(day_of(one.first), found.history.scope.since or date.min), found.as_of)
    # How many whole days passed up to the last moment that has any cheque, only its day tells.
    by_segmenting = refit or Field("last_at") in found.history.fields
    scenarios = [Scenario(found.as_of), Scenario(found.as_of, one_more=True), *map(Scenario, ahead)]
    looked_back = [] if by_segmenting else [Scenario(day) for day in back[:-1]]
    graded = one.graded([*scenarios, *looked_back], amount, str(shops.item(0, "shop")))
    numbers = dict(zip(graded.get_column("scenario"), graded.get_column("class"), strict=True))
    path = [numbers.get(len(scenarios) + place) for place in range(len(looked_back))]
    if by_segmenting:
        path = _segmented(one, back[:-1], refit)
    return CardStory(
        found=found,
        card=card,
        row=one.found.table().row(0, named=True),
        number=numbers[0],
        standings=_standings(found, graded.row(0, named=True)),
        cheques=_told(one),
        shops=shops,
        path=pl.DataFrame(
            {"as_of": back, "class": [*path, numbers[0]]},
            schema={"as_of": pl.Date, "class": pl.Int64},
        ),
        refitted=refit,
        ahead=_steps(ahead, [numbers.get(place) for place in (0, *range(2, len(ahead) + 2))]),
        one_more=numbers.get(1),
        amount=amount,
    )


def _steps(days: Sequence[date], numbers: Sequence[int | None]) -> tuple[Step, ...]:
    pairs = zip(days, pairwise(numbers), strict=True)
    return tuple(
        Step(day, after) for day, (before, after) in pairs if after is not None and before != after
    )


def _segmented(one: OneCard, days: Sequence[date], refit: bool) -> list[int | None]:
    """Return the class on each of the days by segmenting all cards there."""
    found, scope = one.found, one.found.history.scope
    own = found.history.segmented.select(scope.unit)
    segmentations = segment_days(
        found.history.engine,
        scope.snapshot,
        found.scheme,
        days,
        since=scope.since,
        shops=scope.shops,
        thresholds=None if refit else found.thresholds,
    )
    classes = (s.classed.join(own, on=own.columns, how="semi") for s in segmentations)
    return [int(here.item(0, "class")) if here.height else None for here in classes]


def _standings(found: Segmentation, row: dict[str, Any]) -> tuple[Standing, ...]:
    standings = []
    for axis in found.scheme.axes:
        value = None if row[axis.name] is None else Fraction(row[axis.name], axis.measure.scale)
        edges = [
            Edge(
                edge,
                border.keep,
                None if value is None else _keeps(value, border.keep, edge),
                None if value is None else edge - value,
            )
            for border, edge in zip(axis.borders, found.thresholds.borders[axis.code], strict=True)
        ]
        standings.append(Standing(axis, value, row[axis.code], tuple(edges)))
    return tuple(standings)


def _keeps(value: Fraction, keep: Keep, edge: Fraction) -> bool:
    kept = {"<=": value <= edge, "<": value < edge, ">=": value >= edge, ">": value > edge}
    return kept[keep]


def _mean(one: OneCard) -> int:
    """Return the mean purchase in whole kopecks, halves up."""
    amounts = one.purchases.get_column("amount")
    total, count = int(amounts.sum()), amounts.len()
    return max(1, (2 * total + count) // (2 * count))


def _shops(one: OneCard) -> pl.DataFrame:
    bought = one.purchases.group_by("shop").agg(
        pl.len().cast(pl.Int64).alias("cheques"), pl.col("day").max().alias("last")
    )
    spent = one.found.history.scope.revenue
    netted = one.rows.group_by("shop").agg(
        pl.col("amount").sum(), pl.col(spent).sum().alias("total")
    )
    return (
        bought.join(netted, on="shop")
        .sort("cheques", "amount", "last", "shop", descending=[True, True, True, False])
        .select("shop", "cheques", roubles("total").alias("revenue"), _as_date("last"))
    )


def _told(one: OneCard) -> pl.DataFrame:
    """Return the cheques as people read them."""
    counts = pl.lit(True) if one.purchases.height == one.rows.height else pl.col("amount") > 0
    purchase_day = pl.when(counts).then("day")
    moment = _as_date("day").cast(pl.Datetime("us")) + pl.duration(microseconds="time")
    money = ("amount", "paid", "bonus_earned", "bonus_spent")
    return one.rows.select(
        moment.alias("at"),
        "shop",
        *(roubles(name).alias(name) for name in money),
        "doc_id",
        (purchase_day - purchase_day.forward_fill().shift(1)).alias("gap"),
    )


def _as_date(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Date)
