"""The segmentation and what is made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rfma_fast.api.here import refuse_elsewhere
from rfma_fast.api.opened import DEFAULT_SCHEME, Day, Opened, as_day, given_thresholds
from rfma_fast.i18n import misuse

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.migration import Borders, Migration
    from rfma_fast.analyses.overview import Overview
    from rfma_fast.analyses.playbook import Plays
    from rfma_fast.analyses.research import Research
    from rfma_fast.analyses.segmentation import Segmentation
    from rfma_fast.sql.caps import Caps


class Questions(Opened):
    """Who belongs where, what is behind it, and who moved."""

    def overview(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        shops: Sequence[str] = (),
    ) -> Overview:
        """Return cheques, revenue and identification of a period, in all and by shop."""
        from rfma_fast.analyses.overview import overview

        return overview(
            self._engine, self.snapshot, since=as_day(since), until=as_day(until), shops=shops
        )

    def segment(
        self,
        as_of: Day | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Segmentation:
        """Return every card's class and groups as of a day, by default the last identified one.

        ``scheme`` is a built-in code or a file; ``thresholds`` a file written by
        ``Thresholds.to_toml``, else the borders are fitted to the day.
        """
        from rfma_fast.analyses.segmentation import segment

        loaded = self._decided(scheme)
        return segment(
            self._engine,
            self.snapshot,
            loaded,
            as_of=as_day(as_of),
            since=as_day(since),
            shops=shops,
            thresholds=given_thresholds(thresholds, loaded),
        )

    def segments(
        self,
        days: Sequence[Day] | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Iterator[Segmentation]:
        """Yield the segmentation as of each of the rising days, sharing what they have in common.

        ``days`` are by default all month ends, the last one being the last identified day.
        """
        from rfma_fast.analyses.chain import segment_days

        loaded = self._decided(scheme)
        return segment_days(
            self._engine,
            self.snapshot,
            loaded,
            self._days(days),
            since=as_day(since),
            shops=shops,
            thresholds=given_thresholds(thresholds, loaded),
        )

    def thresholds(
        self,
        as_of: Day | None = None,
        *,
        since: Day | None = None,
        shops: Sequence[str] = (),
        scheme: str = DEFAULT_SCHEME,
        thresholds: str | os.PathLike[str] | None = None,
    ) -> Research:
        """Return distributions, deciles, gaps, ties and capacities behind the borders."""
        from rfma_fast.analyses.research import research

        return research(
            self.segment(as_of, since=since, shops=shops, scheme=scheme, thresholds=thresholds)
        )

    def playbook(
        self, as_of: Day | None = None, *, scheme: str = DEFAULT_SCHEME, group: str | None = None
    ) -> Plays:
        """Return what to do with each group of a scheme, or with one, and how large it is."""
        from rfma_fast.analyses.playbook import playbook

        return playbook(self.segment(as_of, scheme=scheme), group)

    def migrate(
        self,
        since: Day,
        until: Day | None = None,
        *,
        scheme: str = DEFAULT_SCHEME,
        borders: Borders = "frozen",
        between: bool = False,
        shops: Sequence[str] = (),
    ) -> Migration:
        """Return from which group to which the cards went between two days.

        ``borders``: ``frozen`` at the first day or ``refit`` at each; ``between`` looks, for the
        second day, only at cheques after the first.
        """
        from rfma_fast.analyses.migration import migrate

        first = as_day(since)
        if first is None:
            raise misuse("day.unreadable", got=since)
        return migrate(
            self._engine,
            self.snapshot,
            self._decided(scheme),
            first,
            as_day(until),
            borders=borders,
            between=between,
            shops=shops,
        )

    def migrations(
        self,
        days: Sequence[Day] | None = None,
        *,
        scheme: str = DEFAULT_SCHEME,
        borders: Borders = "frozen",
        shops: Sequence[str] = (),
    ) -> Iterator[Migration]:
        """Yield the migration from each of the rising days to the next.

        ``days`` as in ``segments``; ``borders``: ``frozen`` at the first day for all, or ``refit``
        at each.
        """
        from rfma_fast.analyses.chain import migrate_days

        return migrate_days(
            self._engine,
            self.snapshot,
            self._decided(scheme),
            self._days(days),
            borders=borders,
            shops=shops,
        )

    def query(
        self,
        sql: str,
        as_of: Day | None = None,
        *,
        scheme: str = DEFAULT_SCHEME,
        caps: Caps | None = None,
    ) -> pl.DataFrame:
        """Return the rows of one SELECT over the views cheques, cards, segments and rejected.

        With ``as_of``, later cheques are not seen. ``caps`` bounds time, memory and rows.
        """
        from rfma_fast.sql.query import Views, query

        loaded = self.scheme(scheme)
        grades = (*(axis.code for axis in loaded.axes), *loaded.level_codes)
        until = as_day(as_of) or self.snapshot.last_day

        def segments() -> pl.DataFrame:
            refuse_elsewhere(self.engine)
            return self.segment(as_of, scheme=scheme).table()

        return query(sql, Views(self.snapshot, until, segments, grades), caps)
