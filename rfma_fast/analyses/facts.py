"""What a scheme asks of a history while its thresholds are fitted and its cards graded."""

from __future__ import annotations

from dataclasses import dataclass, field

from rfma_fast.analyses.history import History
from rfma_fast.engines import Cards
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import Field
from rfma_fast.plan.grades import class_of
from rfma_fast.plan.measures import fields_of, measure_of
from rfma_fast.plan.terms import column, whole
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.model import Scheme


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
                recent = column("last") > whole(day_number(before))
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
