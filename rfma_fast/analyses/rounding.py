"""To what money is rounded, where a scheme leaves it to the data."""

from __future__ import annotations

from rfma_fast.engines import Engine
from rfma_fast.schemes.model import Scheme
from rfma_fast.store.snapshot import Snapshot


def rounded_by_data(engine: Engine, snapshot: Snapshot, scheme: Scheme) -> Scheme:
    """Return the scheme with money to kopecks where some amount of the store is no whole rouble.

    All cheques of the store decide, so that no date and no filter changes it.
    """
    columns = {of for of in scheme.rounded_by_data if engine.has_kopecks(snapshot, of)}
    return scheme.with_kopecks(columns) if columns else scheme
