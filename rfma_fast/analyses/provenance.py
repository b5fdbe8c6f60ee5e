"""Where a result comes from: enough to get the same bits again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rfma_fast._version import __version__
from rfma_fast.engines.scope import Scope


@dataclass(frozen=True)
class Provenance:
    """Store, version, filters and program of a result."""

    store: str
    version: int
    """The store's version that was read."""
    as_of: date
    since: date | None
    until: date
    shops: tuple[str, ...]
    program: str
    rows: int = 0
    """Stored cheques of that version, returns included."""
    revenue: str = "amount"
    """The column that revenue is the sum of: ``amount`` (before discounts) or ``paid``."""
    store_id: str = ""
    """Which store it was; one made anew at the same place has another."""

    @classmethod
    def of(cls, scope: Scope) -> Provenance:
        """Return the provenance of what is computed from a scope."""
        snapshot = scope.snapshot
        return cls(
            snapshot.root,
            snapshot.version,
            scope.as_of,
            scope.since,
            scope.period.until or scope.as_of,
            scope.shops,
            __version__,
            snapshot.rows,
            scope.revenue,
            snapshot.identity,
        )
