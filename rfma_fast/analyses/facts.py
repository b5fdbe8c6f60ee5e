"""Card states and distributions of a scope: the one pass over the history, and its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import ALWAYS, MICROSECONDS_A_DAY, Field, sources_of
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.integers import LARGEST_EXACT
from rfma_fast.plan.measures import Moment, fields_of, measure_of
from rfma_fast.plan.states import (
    amount_histogram,
    card_states,
    gap_histogram,
    last_moment,
    value_histogram,
)
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.model import Population, Scheme

_SAFE_SUM = 2**63 - 1
_LIMITED = {"cheques": Field("cheques"), "documents": Field("documents"), "days": Field("days")}


@dataclass(frozen=True)
class History:
    """What one pass over the cheques of a scope leaves: everything else is made of it."""

    engine: Engine
    scope: Scope
    fields: tuple[Field, ...]
    states: Frame
    """The unit's columns and the fields, of the cards that bought enough; computed once."""
    cards: int
    returns_only: int
    """Cards that only ever brought something back: they are not segmented."""
    left_out: int
    """Cards that bought less or more than the population allows."""
    moment: Moment
    amounts: Histogram
    """Kopecks of all cheques, returns included."""
    population_amounts: Histogram
    """Kopecks of the cheques of the cards in ``states``, returns included."""
    gaps: Histogram

    @cached_property
    def purchases(self) -> Histogram:
        """Return the amounts that are cheques, in kopecks."""
        return _purchases(self.amounts, self.scope.population)

    @cached_property
    def population_purchases(self) -> Histogram:
        """Return the amounts that are cheques of the population, in kopecks."""
        return _purchases(self.population_amounts, self.scope.population)

    @cached_property
    def unfiltered(self) -> History:
        """Return the history without the population's filters, read where it differs."""
        population = self.scope.population
        if not self.scope.filters_cheques and not population.filters_cards:
            return self
        return read_history(self.engine, self.scope.unfiltered(), self.fields, limited=False)


def read_history(
    engine: Engine, scope: Scope, fields: Sequence[Field] = ALWAYS, *, limited: bool = True
) -> History:
    """Pass over the cheques in scope; refuse sums that 64 bits cannot hold.

    ``limited`` leaves out the cards that bought less or more than the population allows.
    """
    population = scope.population
    fields = _with_limits(fields, population)
    keep_returns = population.returns == "keep"
    cheques = engine.scan(scope, sources_of(fields))
    if population.returns == "ignore":
        cheques = cheques.filter(nw.col("amount") > 0)
    as_of = day_number(scope.as_of)
    asked = [
        card_states(cheques, scope.unit, fields, as_of, returns_count=keep_returns),
        gap_histogram(cheques, scope.unit, returns_count=keep_returns),
        amount_histogram(cheques),
    ]
    if Field("last_at") in fields:
        asked.append(last_moment(cheques, MICROSECONDS_A_DAY))
    states, gaps, amounts, *moments = engine.fetch(*asked)
    all_amounts = Histogram.of(amounts.select("value", "count"))
    inside_amounts = Histogram.of(amounts.select("value", count="inside"))
    _refuse_overflow(all_amounts, states)
    _refuse_unpaid(states)
    bought = states.filter(pl.col("cheques") > 0)
    _check(scope, bought, all_amounts, inside_amounts, Histogram.of(gaps))
    enough = bought.filter(_limits(population)) if limited else bought
    if enough.height < bought.height:
        own = cheques.join(
            nw.from_native(enough.lazy()).select(*scope.unit), on=list(scope.unit), how="semi"
        )
        gaps, own_amounts = engine.fetch(
            gap_histogram(own, scope.unit, returns_count=keep_returns), amount_histogram(own)
        )
        inside_amounts = Histogram.of(own_amounts.select("value", count="inside"))
    return History(
        engine=engine,
        scope=scope,
        fields=tuple(fields),
        states=nw.from_native(enough.lazy()),
        cards=enough.height,
        returns_only=states.height - bought.height,
        left_out=bought.height - enough.height,
        moment=Moment(as_of, int(moments[0].item() or 0) if moments else 0),
        amounts=all_amounts,
        population_amounts=inside_amounts,
        gaps=Histogram.of(gaps),
    )


@dataclass(frozen=True)
class CardFacts:
    """What a scheme's rules may ask while borders are fitted, answered from a history."""

    scheme: Scheme
    history: History

    def metric(self, axis: str, known: Borders, within: str = "filter") -> Histogram:
        """Return the distribution of an axis' measure over cards, in its whole numbers."""
        history = self._history(within)
        measure = measure_of(self.scheme.axis(axis).measure, history.moment, known)
        values = value_histogram(history.states.select(measure.alias("value")), "value")
        return Histogram.of(history.engine.fetch(values)[0].drop_nulls())

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        return self.scheme.axis(axis).measure.scale

    def cheques(self, identified_only: bool, within: str = "filter") -> Histogram:
        """Return the distribution of the amounts of purchases, in kopecks."""
        history = self._history(within)
        return history.population_purchases if identified_only else history.purchases

    def gaps(self, within: str = "filter") -> Histogram:
        """Return the distribution of days between a card's consecutive purchases."""
        return self._history(within).gaps

    def _history(self, within: str) -> History:
        return self.history if within == "filter" else self.history.unfiltered


def fields_for(scheme: Scheme) -> tuple[Field, ...]:
    """Return the fields that card states must hold for a scheme."""
    return fields_of([axis.measure for axis in scheme.axes])


def _with_limits(fields: Sequence[Field], population: Population) -> tuple[Field, ...]:
    asked = [*population.least.given(), *population.most.given()]
    return tuple(dict.fromkeys((*fields, *(_LIMITED[what] for what in asked))))


def _limits(population: Population) -> pl.Expr:
    least = [pl.col(what) >= count for what, count in population.least.given().items()]
    most = [pl.col(what) <= count for what, count in population.most.given().items()]
    return pl.all_horizontal([pl.lit(True), *least, *most])


def _purchases(amounts: Histogram, population: Population) -> Histogram:
    return amounts if population.returns == "keep" else amounts.above(0)


def _refuse_overflow(amounts: Histogram, states: pl.DataFrame) -> None:
    magnitude = amounts.magnitude
    if magnitude > _SAFE_SUM:
        raise problem("amounts.overflow", found=magnitude // 100)
    largest = states.get_column("total").abs().max() if states.height else 0
    # measure_of doubles a total and adds its divisor before it divides.
    if isinstance(largest, int) and largest * 4 > LARGEST_EXACT:
        raise problem("amounts.overflow_card", found=largest // 100)


def _refuse_unpaid(states: pl.DataFrame) -> None:
    if "unpaid" in states.columns and (unpaid := int(states.get_column("unpaid").sum())):
        raise problem("scope.unpaid", cheques=unpaid)


def _check(
    scope: Scope, states: pl.DataFrame, amounts: Histogram, inside: Histogram, gaps: Histogram
) -> None:
    """Hold what must hold whatever the data: a broken sum is a fault of the program."""
    cheques = int(states.get_column("cheques").sum())
    purchases = _purchases(inside, scope.population).size
    if purchases != cheques:
        raise AssertionError(f"{purchases} cheques of the population, {cheques} on cards")
    if gaps.size != cheques - states.height:
        raise AssertionError(f"{gaps.size} gaps, {cheques} cheques, {states.height} cards")
    everything = not scope.filters_cheques and scope.population.returns != "ignore"
    if everything and scope.as_of >= scope.snapshot.last_day:
        rows = scope.snapshot.rows
        if amounts.size != rows:
            raise AssertionError(f"{amounts.size} amounts, {rows} rows in the files")
