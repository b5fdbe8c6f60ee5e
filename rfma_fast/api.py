"""The public face: everything that the command does, as methods of one object."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rfma_fast.i18n import misuse
from rfma_fast.periods import parse_day
from rfma_fast.settings import store_path

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.migration import Borders, Migration
    from rfma_fast.analyses.overview import Overview
    from rfma_fast.analyses.playbook import Plays
    from rfma_fast.analyses.research import Research
    from rfma_fast.analyses.segmentation import Segmentation
    from rfma_fast.analyses.status import Kept, Status
    from rfma_fast.engines import Engine
    from rfma_fast.schemes.model import Scheme
    from rfma_fast.schemes.thresholds import Thresholds
    from rfma_fast.sources.columns import ColumnMap
    from rfma_fast.sources.ingest import Understanding
    from rfma_fast.store.loads import LoadReport
    from rfma_fast.store.snapshot import Snapshot

Day = date | str
"""A date, or its text ``YYYY-MM-DD``."""
DEFAULT_SCHEME = "rfma"


class Store:
    """A store of cheques and the questions that can be put to it.

    Reads one version of the store: what is ingested later by others is seen by a new ``Store``.
    """

    def __init__(self, path: str | os.PathLike[str], *, checkpoints: bool = True) -> None:
        self.path = os.fspath(path)
        self.checkpoints = checkpoints

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return the version that is read; a missing or empty store raises ``RfmaError``."""
        from rfma_fast.store.snapshot import open_snapshot

        return open_snapshot(self.path)

    @cached_property
    def _engine(self) -> Engine:
        from rfma_fast.engines import PolarsEngine

        return PolarsEngine(checkpoints=self.checkpoints)

    def ingest(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        card_rule: str | None = None,
        rows_read: Callable[[int], None] = lambda rows: None,
        month_written: Callable[[str], None] = lambda month: None,
        checkpoint_written: Callable[[str], None] = lambda month: None,
    ) -> LoadReport:
        """Take cheques from CSV or Parquet files or directories into the store, all or none.

        Afterwards the checkpoints that it outdated are written anew. ``columns`` is a column map
        (TOML); ``card_rule`` counts for a new store. The callbacks hear of progress: rows read
        since the last call, and each month's name.
        """
        from rfma_fast.sources.ingest import ingest

        report = ingest(
            self.path,
            sources,
            columns=_column_map(columns),
            card_rule=card_rule,
            rows_read=rows_read,
            month_written=month_written,
        )
        self.__dict__.pop("snapshot", None)
        if report.stored or report.already_there:
            self.checkpoint(written=checkpoint_written)
        return report

    def understand(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
    ) -> Understanding:
        """Read and check sources without writing anything."""
        from rfma_fast.sources.ingest import understand

        return understand(sources, _column_map(columns))

    def status(self) -> Status:
        """Return months, rows, cards, loads, quarantine counts and bytes on disk."""
        from rfma_fast.analyses.status import status

        return status(self.snapshot)

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
            self._engine, self.snapshot, since=_day(since), until=_day(until), shops=shops
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

        loaded = self.scheme(scheme)
        return segment(
            self._engine,
            self.snapshot,
            loaded,
            as_of=_day(as_of),
            since=_day(since),
            shops=shops,
            thresholds=_thresholds(thresholds, loaded),
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

        loaded = self.scheme(scheme)
        return segment_days(
            self._engine,
            self.snapshot,
            loaded,
            self._days(days),
            since=_day(since),
            shops=shops,
            thresholds=_thresholds(thresholds, loaded),
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

        first = _day(since)
        if first is None:
            raise misuse("day.unreadable", got=since)
        return migrate(
            self._engine,
            self.snapshot,
            self.scheme(scheme),
            first,
            _day(until),
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
            self.scheme(scheme),
            self._days(days),
            borders=borders,
            shops=shops,
        )

    def query(
        self, sql: str, as_of: Day | None = None, *, scheme: str = DEFAULT_SCHEME
    ) -> pl.DataFrame:
        """Return the rows of one SELECT over the views cheques, cards, segments and rejected.

        With ``as_of``, later cheques are not seen.
        """
        from rfma_fast.sql.query import Views, query

        loaded = self.scheme(scheme)
        grades = (*(axis.code for axis in loaded.axes), *loaded.level_codes)
        until = _day(as_of) or self.snapshot.last_day
        views = Views(
            self.snapshot, until, lambda: self.segment(as_of, scheme=scheme).table(), grades
        )
        return query(sql, views)

    def checkpoint(
        self, *, rebuild: bool = False, written: Callable[[str], None] = lambda month: None
    ) -> list[Kept]:
        """Write the card states at the ends of months that have none yet; return what is kept.

        ``rebuild`` writes those of all months anew. ``written`` hears of each month.
        """
        from rfma_fast.analyses.status import kept_checkpoints
        from rfma_fast.dense.checkpoints import refresh

        refresh(self.snapshot, written, anew=rebuild)
        return kept_checkpoints(self.snapshot)

    def month_ends(self, first: Day | None = None, last: Day | None = None) -> list[date]:
        """Return the month ends from one day to another, by default of all that is stored.

        None lies after the last identified day, which takes the place of its month's end, and none
        before the first day that has a cheque.
        """
        from rfma_fast.i18n import problem
        from rfma_fast.periods import month_ends

        snapshot = self.snapshot
        newest = snapshot.last_identified_day or snapshot.last_day
        until = min(_day(last) or newest, newest)
        if until < snapshot.first_day:
            raise problem(
                "scope.too_early", as_of=until, first=snapshot.first_day, last=snapshot.last_day
            )
        since = max(_day(first) or snapshot.first_day, snapshot.first_day)
        if since > until:
            raise problem("scope.reversed", since=since, until=until)
        return month_ends(since, until)

    def _days(self, days: Sequence[Day] | None) -> list[date]:
        given = self.month_ends() if days is None else [_day(day) for day in days]
        rising = [day for day in given if day is not None]
        if any(a >= b for a, b in pairwise(rising)):
            raise misuse("days.not_rising", days=", ".join(map(str, rising)))
        return rising

    def scheme(self, name: str = DEFAULT_SCHEME) -> Scheme:
        """Return a built-in scheme by its code, or one's own by the path of its file."""
        from rfma_fast.schemes.loader import load_scheme

        return load_scheme(name)


def open_store(path: str | os.PathLike[str] | None = None, *, checkpoints: bool = True) -> Store:
    """Return the store at ``path``, by default at ``RFMA_STORE`` or ``data/parquet``.

    Without ``checkpoints`` every question reads the history; the answers are the same.
    """
    return Store(path if path is not None else store_path(), checkpoints=checkpoints)


def _day(value: Day | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    day = parse_day(value)
    if day is None:
        raise misuse("day.unreadable", got=value)
    return day


def _column_map(path: str | os.PathLike[str] | None) -> ColumnMap | None:
    from rfma_fast.sources.columns import load_map

    return None if path is None else load_map(Path(path))


def _thresholds(path: str | os.PathLike[str] | None, scheme: Scheme) -> Thresholds | None:
    from rfma_fast.schemes.thresholds import load_thresholds

    return None if path is None else load_thresholds(Path(path), scheme)
