"""Card states and distributions of a scope: the one pass over the history, and its checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from rfma_fast.engines import Cards, Engine, LocalCards
from rfma_fast.engines.facts import Distributions, Facts
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number, shifted
from rfma_fast.plan.fields import ALWAYS, MICROSECONDS_A_DAY, Field
from rfma_fast.plan.grades import class_of
from rfma_fast.plan.integers import LARGEST_EXACT
from rfma_fast.plan.measures import Moment, fields_of, measure_of
from rfma_fast.plan.terms import Term, column, whole
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.model import Population, Scheme

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame

SAFE_SUM = 2**63 - 1
"""The largest sum of amounts, signs left out, that 64 bits hold in whatever order."""
_PAID = (Field("paid_total"), Field("unpaid"))
_LIMITED = {"cheques": Field("cheques"), "documents": Field("documents"), "days": Field("days")}


@dataclass(frozen=True)
class Trailing:
    """What thresholds are fitted on beside the cards: counts of some trailing days."""

    purchases: Histogram
    """The amounts that are cheques, in kopecks."""
    population_purchases: Histogram
    """The amounts that are cheques of the segmented cards, in kopecks."""
    gaps: Histogram
    """The days between purchases of a segmented card, the later of which lies in the days."""


@dataclass(frozen=True)
class History:
    """What one pass over the cheques of a scope leaves: everything else is made of it."""

    engine: Engine
    scope: Scope
    fields: tuple[Field, ...]
    facts: Facts
    kept: Cards
    """The unit's columns and the fields, of the cards that bought enough."""
    returns_only: int
    """Cards that only ever brought something back: they are not segmented."""
    left_out: int
    """Cards that bought less or more than the population allows."""
    _trailing: dict[date | None, Trailing] = field(default_factory=dict, init=False, repr=False)
    """Last day before the trailing days → what was counted in them."""

    @property
    def states(self) -> Frame:
        """Return the states of the segmented cards as the plan takes them, in 64 bits."""
        import narwhals.stable.v2 as nw

        figures = [nw.col(field.column).cast(nw.Int64) for field in self.fields]
        return self.kept.frame.select(*self.scope.unit, *figures)

    @property
    def segmented(self) -> pl.DataFrame:
        """Return the segmented cards here; refused where they stay on a cluster."""
        return self.kept.here

    def only(self, segmented: pl.DataFrame) -> History:
        """Return the history with some of its segmented cards."""
        return replace(self, kept=LocalCards(segmented))

    @property
    def cards(self) -> int:
        """Return how many cards are segmented."""
        return self.kept.height

    @property
    def moment(self) -> Moment:
        """Return the moment from which the cards are looked at.

        It is that of the last cheque, so many days later where the as-of date lies after it.
        """
        as_of = day_number(self.scope.as_of)
        if self.scope.midnight:
            return Moment(as_of, as_of * MICROSECONDS_A_DAY)
        last = self.facts.last_moment
        silent = as_of - last // MICROSECONDS_A_DAY
        return Moment(as_of, last + silent * MICROSECONDS_A_DAY)

    @cached_property
    def purchases(self) -> Histogram:
        """Return the amounts that are cheques, in kopecks."""
        return _purchases(self.facts.amounts, self.scope.population)

    @cached_property
    def population_purchases(self) -> Histogram:
        """Return the amounts that are cheques of the segmented cards, in kopecks."""
        return _purchases(self._own.population_amounts, self.scope.population)

    @property
    def gaps(self) -> Histogram:
        """Return the days between consecutive purchases of the segmented cards."""
        return self._own.gaps

    @cached_property
    def unfiltered(self) -> History:
        """Return the history without the population's filters, read where it differs."""
        population = self.scope.population
        if not self.scope.filters_cheques and not population.filters_cards:
            return self
        return read_history(self.engine, self.scope.unfiltered(), self.fields, limited=False)

    def last_day_before(self, days: int | None) -> date | None:
        """Return the day before so many trailing days; ``None`` where no cheque is that old."""
        if days is None:
            return None
        snapshot, since = self.scope.snapshot, self.scope.since
        if (self.scope.as_of - snapshot.first_day).days < days:
            return None
        before = shifted(self.scope.as_of, -days)
        return None if since and since > before else before

    def trailing(self, days: int | None) -> Trailing:
        """Return what is counted of the trailing days; of all of them where ``None``."""
        before = self.last_day_before(days)
        if before not in self._trailing:
            counted = self._own
            if before is not None:
                counted = counted.minus(self._counted(replace(self.scope, as_of=before)))
            population = self.scope.population
            self._trailing[before] = Trailing(
                _purchases(counted.amounts, population),
                _purchases(counted.population_amounts, population),
                counted.gaps,
            )
        return self._trailing[before]

    def gaps_until(self, day: date) -> Histogram | None:
        """Return the gaps of the segmented cards up to an earlier day, ``None`` where none is."""
        if day < self.scope.snapshot.first_day or (self.scope.since and self.scope.since > day):
            return None
        found = self._counted(replace(self.scope, as_of=day)).gaps
        return found if found.size else None

    @cached_property
    def _own(self) -> Distributions:
        """Return the distributions of the segmented cards, read again where some were left out."""
        return self._counted(self.scope) if self.left_out else self.facts

    def _counted(self, scope: Scope) -> Distributions:
        if not self.left_out:
            return self.engine.distributions(scope)
        from rfma_fast.engines.planned import planned_distributions

        return planned_distributions(self.engine, scope, self.states)


def read_history(
    engine: Engine, scope: Scope, fields: Sequence[Field] = ALWAYS, *, limited: bool = True
) -> History:
    """Pass over the cheques in scope; refuse sums that 64 bits cannot hold.

    A card's total is the sum of the scope's column of revenue. ``limited`` leaves out the cards
    that bought less or more than the population allows.
    """
    return next(read_histories(engine, [scope], fields, limited=limited))


def read_histories(
    engine: Engine,
    scopes: Sequence[Scope],
    fields: Sequence[Field] = ALWAYS,
    *,
    limited: bool = True,
) -> Iterator[History]:
    """Yield the histories of scopes that differ in nothing but rising as-of dates."""
    population, paid = scopes[0].population, scopes[0].revenue == "paid"
    fields = _with_limits((*fields, *(_PAID if paid else ())), population)
    for scope, facts in zip(scopes, engine.facts(scopes, fields), strict=True):
        _refuse_overflow(facts, fields)
        bought = facts.kept.where(column("cheques") > whole(0))
        _refuse_unpaid(bought, fields)
        _check(scope, bought, facts)
        enough = bought.where(*limits_of(population)) if limited else bought
        if paid:
            enough = enough.measured("total", column("paid_total"))
        yield History(
            engine=engine,
            scope=scope,
            fields=fields,
            facts=facts,
            kept=enough,
            returns_only=facts.kept.height - bought.height,
            left_out=bought.height - enough.height,
        )


@dataclass(frozen=True)
class CardFacts:
    """What a scheme's rules may ask while borders are fitted, answered from a history."""

    scheme: Scheme
    history: History
    _counted: dict[tuple[str, str], Histogram] = field(default_factory=dict)
    _measured: dict[str, Cards] = field(default_factory=dict)
    """Axis → the cards with its measure and those that were measured before it."""

    def metric(self, axis: str, known: Borders, within: str = "filter") -> Histogram:
        """Return the distribution of an axis' measure over the cards that thresholds are fitted on.

        In its whole numbers.
        """
        if (axis, within) not in self._counted:
            history = self._history(within)
            values = self._values(history, axis, known)
            before = history.last_day_before(self.scheme.fitting.days)
            if before is not None:
                unseen = int(history.scope.midnight)
                recent = column("last") > whole(day_number(before) - unseen)
                values = values.select(axis, "last").where(recent)
            self._counted[axis, within] = Histogram.of(values.counts(axis))
        return self._counted[axis, within]

    def of_every_card(self, axis: str, borders: Borders) -> Histogram:
        """Return the distribution of an axis' measure over all segmented cards."""
        if self.history.last_day_before(self.scheme.fitting.days) is None:
            return self.metric(axis, borders)
        return Histogram.of(self._values(self.history, axis, borders).counts(axis))

    def _values(self, history: History, axis: str, known: Borders) -> Cards:
        """Return the cards of a history with the measure of an axis; it is taken once of ours."""
        own = history is self.history
        if own and axis in self._measured:
            return self._measured[axis]
        measure = measure_of(self.scheme.axis(axis).measure, history.moment, known)
        values = (self._so_far if own else history.kept).measured(axis, measure)
        if own:
            self._measured[axis] = values
        return values

    def classed(self, borders: Borders) -> Cards:
        """Return the states with the number of every card's class; what was measured is not again.

        The letters of the axes that were measured are columns, too.
        """
        history = self.history
        values = {
            axis.code: column(axis.code)
            if axis.code in self._measured
            else measure_of(axis.measure, history.moment, borders)
            for axis in self.scheme.axes
        }
        number = class_of(self.scheme.axes, values, borders, self.scheme.codebook)
        return self._so_far.measured("class", number)

    @property
    def _so_far(self) -> Cards:
        return next(reversed(self._measured.values()), self.history.kept)

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        return self.scheme.axis(axis).measure.scale

    def cheques(self, identified_only: bool, within: str = "filter") -> Histogram:
        """Return the distribution of the amounts of purchases, in kopecks."""
        found = self._history(within).trailing(self.scheme.fitting.days)
        return found.population_purchases if identified_only else found.purchases

    def gaps(self, within: str = "filter") -> Histogram:
        """Return the distribution of days between a card's consecutive purchases."""
        return self._history(within).trailing(self.scheme.fitting.days).gaps

    def _history(self, within: str) -> History:
        return self.history if within == "filter" else self.history.unfiltered


def fields_for(scheme: Scheme) -> tuple[Field, ...]:
    """Return the fields that card states must hold for a scheme."""
    return fields_of([axis.measure for axis in scheme.axes])


def _with_limits(fields: Sequence[Field], population: Population) -> tuple[Field, ...]:
    asked = [*population.least.given(), *population.most.given()]
    return tuple(dict.fromkeys((*fields, *(_LIMITED[what] for what in asked))))


def limits_of(population: Population) -> list[Term]:
    """Return the conditions that the states of a population's cards meet."""
    least = [column(what) >= whole(count) for what, count in population.least.given().items()]
    most = [column(what) <= whole(count) for what, count in population.most.given().items()]
    return [*least, *most]


def _purchases(amounts: Histogram, population: Population) -> Histogram:
    return amounts if population.returns == "keep" else amounts.above(0)


def _refuse_overflow(facts: Facts, fields: Sequence[Field]) -> None:
    magnitude = facts.amounts.magnitude
    if magnitude > SAFE_SUM:
        raise problem("amounts.overflow", found=magnitude // 100)
    sums = [field.column for field in fields if field.what in ("total", "paid_total")]
    largest = facts.kept.largest(sums)
    # measure_of doubles a total and adds its divisor before it divides.
    if largest * 4 > LARGEST_EXACT:
        raise problem("amounts.overflow_card", found=largest // 100)


def _refuse_unpaid(states: Cards, fields: Sequence[Field]) -> None:
    if Field("unpaid") in fields and (unpaid := states.sum("unpaid")):
        raise problem("scope.unpaid", cheques=unpaid)


def _check(scope: Scope, states: Cards, facts: Facts) -> None:
    """Hold what must hold whatever the data: a broken sum is a fault of the program."""
    cheques = states.sum("cheques")
    purchases = _purchases(facts.population_amounts, scope.population).size
    if purchases != cheques:
        raise AssertionError(f"{purchases} cheques of the population, {cheques} on cards")
    if facts.gaps.size != cheques - states.height:
        raise AssertionError(f"{facts.gaps.size} gaps, {cheques} cheques, {states.height} cards")
    everything = (
        not scope.filters_cheques and not scope.midnight and scope.population.returns != "ignore"
    )
    if everything and scope.as_of >= scope.snapshot.last_day:
        rows = scope.snapshot.rows
        if facts.amounts.size != rows:
            raise AssertionError(f"{facts.amounts.size} amounts, {rows} rows in the files")
