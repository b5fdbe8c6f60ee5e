"""Which cheques are looked at, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rfma_fast.periods import Period, shifted
from rfma_fast.schemes.model import Population
from rfma_fast.store.snapshot import Snapshot


@dataclass(frozen=True)
class Scope:
    """The cheques of one version of a store up to a day, those of a population marked."""

    snapshot: Snapshot
    as_of: date
    """The day from which cards are looked at; no later cheque is read."""
    since: date | None = None
    until: date | None = None
    """The last day whose cheques count; the as-of date where ``None``."""
    shops: tuple[str, ...] = ()
    """Only these shops; all where empty."""
    population: Population = Population()
    revenue: str = "amount"
    """The column that totals are sums of: the amount before discounts, or what was paid."""

    midnight: bool = False
    """Whether cards are looked at from the midnight at which the as-of date begins."""

    @property
    def last_seen(self) -> date:
        """Return the last day that is looked at: at a midnight, the one that ends there."""
        return shifted(self.as_of, -1) if self.midnight else self.as_of

    @property
    def period(self) -> Period:
        """Return the days whose cheques are read."""
        last = self.last_seen
        until = last if self.until is None else min(self.until, last)
        return Period(self.since, until)

    @property
    def first_day(self) -> date:
        """Return the day with which the history in scope begins."""
        first = self.snapshot.first_day
        return first if self.since is None else max(first, self.since)

    @property
    def unit(self) -> tuple[str, ...]:
        """Return the columns that tell one row of the result from another."""
        ids = (
            ("card", "id") if self.population.cards == "all" or self.population.rule else ("card",)
        )
        return (*ids, "shop") if self.population.unit == "card_shop" else ids

    @property
    def filters_cheques(self) -> bool:
        """Tell whether some cheques up to the as-of date are not read."""
        return bool(self.since or self.until or self.shops)

    def seen_until(self, day: date) -> Scope:
        """Return the same scope with another last day that is looked at."""
        return replace(self, as_of=shifted(day, 1) if self.midnight else day)

    def unfiltered(self) -> Scope:
        """Return the same population over everything up to the as-of date."""
        return replace(self, since=None, until=None, shops=())
