"""Who moved and why: beside a migration itself, the season, chains of months, two runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rfma_fast.api.here import needs_cards, refuse_elsewhere
from rfma_fast.api.opened import DEFAULT_SCHEME, Day, Opened

if TYPE_CHECKING:
    from rfma_fast.analyses.diff import Diff
    from rfma_fast.analyses.migration import Borders, Migration
    from rfma_fast.analyses.season import Season
    from rfma_fast.analyses.transitions import Transitions
    from rfma_fast.store.snapshot import Snapshot


class Movement(Opened):
    """What explains a migration; movements, sizes and effects are methods of ``Migration``."""

    def season(self, migration: Migration) -> Season:
        """Return a migration beside the one between the same days of the year before."""
        from rfma_fast.analyses.season import season

        return season(migration)

    @needs_cards
    def transitions(
        self,
        days: Sequence[Day] | None = None,
        *,
        level: str | None = None,
        scheme: str = DEFAULT_SCHEME,
        borders: Borders = "frozen",
        shops: Sequence[str] = (),
    ) -> Transitions:
        """Return sizes, retention and the chain of a level's groups over rising days.

        ``days`` and ``borders`` as in ``migrations``.
        """
        from rfma_fast.analyses.chain import migrate_days
        from rfma_fast.analyses.transitions import transitions

        loaded, rising = self._decided(scheme), self._days(days)
        found = migrate_days(
            self._engine, self.snapshot, loaded, rising, borders=borders, shops=shops
        )
        return transitions(found, loaded.level_asked(level))

    def diff(
        self,
        before: str | os.PathLike[str],
        after: str | os.PathLike[str],
        *,
        level: str | None = None,
    ) -> Diff:
        """Return what differs between two saved segmentations, and why which card moved.

        A run is the JSON of ``rfma segment`` or its table of cards (docs/diff.md). The store need
        not be there: then causes are told from the tables of cards alone.
        """
        from rfma_fast.analyses.diff import diff
        from rfma_fast.analyses.replay import Replay
        from rfma_fast.analyses.runs import read_run
        from rfma_fast.store.snapshot import open_snapshot

        def opened(version: int) -> Snapshot:
            refuse_elsewhere(self.engine)
            return open_snapshot(self.path, version)

        replay = Replay(self._engine, opened)
        return diff(read_run(Path(before)), read_run(Path(after)), level, replay)
