"""The same cards under other borders: graded again from what is in memory, nothing read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import polars as pl

from rfma_fast.analyses.facts import CardFacts
from rfma_fast.analyses.segmentation import Segmentation

SOME_BORDERS = Mapping[str, tuple[Fraction, ...]]
"""Axis code → borders, for the axes that change."""


@dataclass(frozen=True)
class Regrading:
    """A segmentation whose cards can be graded again.

    A measure that is built on borders (the frequency of scheme ``rfma``, on the base interval and
    the churn period) stays as it was measured with the borders in force.
    """

    segmentation: Segmentation

    @cached_property
    def facts(self) -> CardFacts:
        """Return the facts with every axis measured."""
        found = CardFacts(self.segmentation.scheme, self.segmentation.history)
        for axis in self.segmentation.scheme.axes:
            found.of_every_card(axis.code, self.segmentation.thresholds.borders)
        return found

    def under(self, changed: SOME_BORDERS, *, follow: bool = False) -> Segmentation:
        """Return the segmentation under borders of which some are changed; rows keep their order.

        With ``follow`` measures that are built on a changed border are taken anew with it, as
        under a thresholds file that holds all these borders.
        """
        before = self.segmentation
        history, scheme = before.history, before.scheme
        borders = {**before.thresholds.borders, **changed}
        facts = CardFacts(scheme, history) if follow else self.facts
        classed = facts.classed(borders).select(*history.scope.unit, "class", "cheques", "total")
        sizes = classed.sizes()
        if int(sizes.get_column("cards").sum()) != before.cards:
            raise AssertionError(f"{sizes.get_column('cards').sum()} graded of {before.cards}")
        return replace(
            before,
            thresholds=replace(before.thresholds, borders=borders),
            frozen=True,
            kept=classed,
            sizes=sizes,
        )

    def by_value(self, axis: str) -> pl.DataFrame:
        """Return value, class (number), cards, total (kopecks) of an axis, in rising order.

        Values are the measure's whole numbers; cards without one are left out.
        """
        return self._by_value[axis]

    @cached_property
    def _by_value(self) -> dict[str, pl.DataFrame]:
        classed = self.facts.classed(self.segmentation.thresholds.borders)
        axes = self.segmentation.scheme.axes
        return {axis.code: classed.by_class(axis.code) for axis in axes}
