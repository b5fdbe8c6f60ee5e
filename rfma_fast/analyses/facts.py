"""Card states and distributions of a scope: the one pass over the history, and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.integers import LARGEST_EXACT
from rfma_fast.plan.measures import measure_of
from rfma_fast.plan.states import amount_histogram, card_states, gap_histogram, value_histogram
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.model import Scheme

_SAFE_SUM = 2**63 - 1


@dataclass(frozen=True)
class History:
    """What one pass over the cheques of a scope leaves: everything else is made of it."""

    engine: Engine
    scope: Scope
    states: Frame
    """card, cheques, total, first, last of the cards that bought; computed once."""
    cards: int
    returns_only: int
    """Cards that only ever brought something back: they are not segmented."""
    amounts: Histogram
    """Kopecks of all cheques, returns included."""
    identified_amounts: Histogram
    gaps: Histogram

    @cached_property
    def purchases(self) -> Histogram:
        """Return the amounts of purchases, in kopecks."""
        return self.amounts.above(0)

    @cached_property
    def identified_purchases(self) -> Histogram:
        """Return the amounts of identified purchases, in kopecks."""
        return self.identified_amounts.above(0)


def read_history(engine: Engine, scope: Scope) -> History:
    """Pass once over the cheques in scope; refuse sums that 64 bits cannot hold."""
    cheques = engine.scan(scope)
    states, gaps, amounts = engine.fetch(
        card_states(cheques), gap_histogram(cheques), amount_histogram(cheques)
    )
    all_amounts = Histogram.of(amounts.select("value", "count"))
    _refuse_overflow(all_amounts, states)
    bought = states.filter(pl.col("cheques") > 0)
    history = History(
        engine=engine,
        scope=scope,
        states=nw.from_native(bought.lazy()),
        cards=bought.height,
        returns_only=states.height - bought.height,
        amounts=all_amounts,
        identified_amounts=Histogram.of(amounts.select("value", count="identified")),
        gaps=Histogram.of(gaps),
    )
    _check(history, bought)
    return history


@dataclass(frozen=True)
class CardFacts:
    """What a scheme's rules may ask while borders are fitted, answered from a history."""

    scheme: Scheme
    history: History

    def metric(self, axis: str, known: Borders) -> Histogram:
        """Return the distribution of an axis' measure over cards, in its whole numbers."""
        as_of = day_number(self.history.scope.until)
        measure = measure_of(self.scheme.axis(axis).measure, as_of, known)
        values = value_histogram(self.history.states.select(measure.alias("value")), "value")
        return Histogram.of(self.history.engine.fetch(values)[0])

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        return self.scheme.axis(axis).measure.SCALE

    def cheques(self, identified_only: bool) -> Histogram:
        """Return the distribution of the amounts of purchases, in kopecks."""
        return self.history.identified_purchases if identified_only else self.history.purchases

    def gaps(self) -> Histogram:
        """Return the distribution of days between a card's consecutive purchases."""
        return self.history.gaps


def _refuse_overflow(amounts: Histogram, states: pl.DataFrame) -> None:
    magnitude = amounts.magnitude
    if magnitude > _SAFE_SUM:
        raise problem("amounts.overflow", found=magnitude // 100)
    largest = states.get_column("total").abs().max() if states.height else 0
    # measure_of doubles a total and adds its divisor before it divides.
    if isinstance(largest, int) and largest * 4 > LARGEST_EXACT:
        raise problem("amounts.overflow_card", found=largest // 100)


def _check(history: History, states: pl.DataFrame) -> None:
    """Hold what must hold whatever the data: a broken sum is a fault of the program."""
    cheques = int(states.get_column("cheques").sum())
    if history.identified_purchases.size != cheques:
        raise AssertionError(f"{history.identified_purchases.size} identified, {cheques} on cards")
    if history.gaps.size != cheques - history.cards:
        raise AssertionError(f"{history.gaps.size} gaps, {cheques} cheques, {history.cards} cards")
    whole_months = not (history.scope.since or history.scope.shops)
    if whole_months and history.scope.until >= history.scope.snapshot.last_day:
        rows = history.scope.snapshot.rows
        if history.amounts.size != rows:
            raise AssertionError(f"{history.amounts.size} amounts, {rows} rows in the files")
