"""Many dates at once: each date's states carry on from the date before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import read_histories
from rfma_fast.analyses.horizon import refuse_far_future
from rfma_fast.analyses.migration import Borders, Migration, checked_borders, flows_between
from rfma_fast.analyses.scoping import scope_of
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.engines import Engine
from rfma_fast.i18n import misuse
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds
from rfma_fast.store.snapshot import Snapshot


def segment_days(
    engine: Engine,
    snapshot: Snapshot,
    scheme: Scheme,
    days: Sequence[date],
    *,
    since: date | None = None,
    shops: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> Iterator[Segmentation]:
    """Yield the segmentation as of each of the rising days."""
    scopes = [scope_of(engine, snapshot, scheme, day, since, shops) for day in days]
    if scopes:
        for history in read_histories(engine, scopes, fields_for(scheme)):
            yield refuse_far_future(grade(history, scheme, thresholds))


def migrate_days(
    engine: Engine,
    snapshot: Snapshot,
    scheme: Scheme,
    days: Sequence[date],
    *,
    borders: Borders = "frozen",
    shops: Sequence[str] = (),
) -> Iterator[Migration]:
    """Yield the migration from each of the rising days to the next.

    The thresholds are those of the first day for all (``frozen``), or fitted at each day
    (``refit``).
    """
    checked_borders(borders)
    if len(days) < 2:
        raise misuse("migrate.one_day", days=", ".join(map(str, days)) or "—")
    scopes = [scope_of(engine, snapshot, scheme, day, None, shops) for day in days]
    before: Segmentation | None = None
    frozen: Thresholds | None = None
    for history in read_histories(engine, scopes, fields_for(scheme)):
        after = refuse_far_future(grade(history, scheme, frozen))
        if borders == "frozen":
            frozen = after.thresholds
        if before is not None:
            flows = flows_between(before, after)
            yield Migration(before, after, borders, between=False, flows=flows)
        before = after
