"""What if a border were another: sizes and revenue beside the old, and who would move."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import polars as pl

from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.regrading import SOME_BORDERS, Regrading
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.i18n import misuse
from rfma_fast.schemes.keys import exact_number
from rfma_fast.schemes.measures import Money
from rfma_fast.schemes.model import Axis, Scheme
from rfma_fast.schemes.thresholds import in_order

Number = int | str | Decimal | Fraction
"""A border as it is given: exact; a text may be a decimal, or a fraction like ``1/5``."""


@dataclass(frozen=True)
class WhatIf:
    """The same cards under the borders in force and under others."""

    before: Segmentation
    after: Segmentation
    changed: SOME_BORDERS
    """The borders that were set, by axis code; the others stay as they are in force."""
    follow: bool
    """Whether measures that are built on a changed border were taken anew with it."""
    flows: pl.DataFrame
    """from, to (class numbers), cards, cheques, total (kopecks)."""

    def groups(self, level: str) -> pl.DataFrame:
        """Return code, name, and cards, share, revenue, each before and after, of a level's groups.

        Columns: cards, new_cards, cards_change, share, new_share, revenue, new_revenue,
        revenue_change. In the scheme's order; a group that is empty both times is left out.
        """
        sides = [self.before.level(level), self.after.level(level)]
        wanted = pl.col("code", "cards", "share", "revenue")
        old, new = (side.select(wanted) for side in sides)
        codes = [
            code
            for code in self.before.group_codes(level)
            if any(code in side.get_column("code") for side in sides)
        ]
        names = [name_of(self.before.scheme, level, code) for code in codes]
        renamed = new.rename({name: f"new_{name}" for name in ("cards", "share", "revenue")})
        nothing = pl.col("cards", "new_cards", "share", "new_share", "revenue", "new_revenue")
        return (
            pl.DataFrame(
                {"code": codes, "name": names}, schema={"code": pl.String, "name": pl.String}
            )
            .join(old, on="code", how="left", maintain_order="left")
            .join(renamed, on="code", how="left", maintain_order="left")
            .with_columns(nothing.fill_null(0))
            .select(
                "code",
                "name",
                "cards",
                "new_cards",
                (pl.col("new_cards") - pl.col("cards")).alias("cards_change"),
                "share",
                "new_share",
                "revenue",
                "new_revenue",
                (pl.col("new_revenue") - pl.col("revenue")).alias("revenue_change"),
            )
        )

    def cells(self, level: str) -> pl.DataFrame:
        """Return from, to, cards, share (of the row), revenue: the matrix old × new of a level.

        Rows add up to the old sizes, columns to the new ones.
        """
        self.before.check_level(level)
        codes = pl.lit(pl.Series(self.before.codebook.codes(level), dtype=pl.String))
        order = {code: place for place, code in enumerate(self.before.group_codes(level))}
        return (
            self.flows.with_columns(codes.gather(pl.col(side)).alias(side) for side in _SIDES)
            .group_by(_SIDES)
            .agg(pl.col("cards", "total").sum())
            .sort(pl.col(side).replace_strict(order, return_dtype=pl.Int64) for side in _SIDES)
            .select(
                *_SIDES,
                "cards",
                (pl.col("cards") / pl.col("cards").sum().over("from")).alias("share"),
                roubles("total").alias("revenue"),
            )
        )

    def moved(self, level: str) -> tuple[int, Decimal]:
        """Return how many cards change group at a level, and their revenue in roubles."""
        moves = self.cells(level).filter(pl.col("from") != pl.col("to"))
        revenue = moves.get_column("revenue").sum() or Decimal(0)
        return int(moves.get_column("cards").sum()), Decimal(revenue)


_SIDES = ("from", "to")


def what_if(
    segmentation: Segmentation,
    borders: Mapping[str, Sequence[Number]],
    *,
    follow: bool = False,
) -> WhatIf:
    """Grade the cards of a segmentation again with some borders set to others.

    ``borders``: name or letter of an axis → all its borders, the first grade's first, in its unit.
    Everything that is not set stays exactly as it is in force: other borders are not refitted, and
    a measure built on a border keeps the one in force unless ``follow``.
    """
    changed = checked_borders(segmentation.scheme, borders)
    after = Regrading(segmentation).under(changed, follow=follow)
    pairs = segmentation.classed.lazy().select(
        pl.col("class").alias("from"),
        pl.lit(after.classed.get_column("class")).alias("to"),
        pl.col("cheques", "total").cast(pl.Int64),
    )
    flows = pairs.group_by(_SIDES).agg(
        pl.len().cast(pl.Int64).alias("cards"), pl.col("cheques", "total").sum()
    )
    return WhatIf(segmentation, after, changed, follow, flows.sort(_SIDES).collect())


def parsed_settings(settings: Sequence[str]) -> dict[str, list[Number]]:
    """Return the borders of texts like ``recency=30,90,180``; each axis may be set once."""
    found: dict[str, list[Number]] = {}
    for setting in settings:
        name, equals, values = setting.partition("=")
        name = name.strip()
        if not equals or not name or not values.strip():
            raise misuse("what_if.form", got=setting)
        if name in found:
            raise misuse("what_if.twice", axis=name)
        found[name] = [value.strip() for value in re.split(r"[,;]", values)]
    return found


def checked_borders(scheme: Scheme, borders: Mapping[str, Sequence[Number]]) -> SOME_BORDERS:
    """Return exact borders by axis code; refuse another count, order or unit than the axis has."""
    if not borders:
        raise misuse("what_if.nothing")
    found: dict[str, tuple[Fraction, ...]] = {}
    for name, values in borders.items():
        axis = _axis(scheme, name)
        if axis.code in found:
            raise misuse("what_if.twice", axis=axis.name)
        if len(values) != len(axis.borders):
            raise misuse("what_if.count", axis=axis.name, needed=len(axis.borders), got=len(values))
        edges = tuple(_border(axis, value) for value in values)
        if not in_order(axis, edges) or any(a == b for a, b in pairwise(edges)):
            rising = axis.borders[0].keep.startswith("<")
            key = "what_if.must_rise" if rising else "what_if.must_fall"
            raise misuse(key, axis=axis.name, got=", ".join(map(str, values)))
        found[axis.code] = edges
    return found


def _axis(scheme: Scheme, name: str) -> Axis:
    for axis in scheme.axes:
        if name.lower() in (axis.name, axis.code.lower()):
            return axis
    known = ", ".join(f"{axis.name} ({axis.code})" for axis in scheme.axes)
    raise misuse("what_if.unknown_axis", got=name, known=known)


def _border(axis: Axis, given: Number) -> Fraction:
    text = str(given) if isinstance(given, Decimal | Fraction) else given
    value = exact_number(text)
    if value is None or value < 0:
        raise misuse("what_if.no_number", axis=axis.name, got=given)
    if axis.measure.scale == 1 and not isinstance(axis.measure, Money) and value.denominator > 1:
        raise misuse("what_if.not_whole", axis=axis.name, got=given)
    return value
