"""Which cheques are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot


@dataclass(frozen=True)
class Scope:
    """The cheques of one version of a store, up to a day, and perhaps of a period and of shops."""

    snapshot: Snapshot
    until: date
    since: date | None = None
    shops: tuple[str, ...] = ()
    """Only these shops; all where empty."""

    @property
    def period(self) -> Period:
        """Return the days in scope."""
        return Period(self.since, self.until)
