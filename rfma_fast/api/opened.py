"""What every question needs: the version that is read, the engine, schemes and days."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import parse_day
from rfma_fast.settings import cluster_address

if TYPE_CHECKING:
    from rfma_fast.engines import Engine
    from rfma_fast.engines.source import Survey
    from rfma_fast.schemes.model import Scheme
    from rfma_fast.schemes.thresholds import Thresholds
    from rfma_fast.store.snapshot import Snapshot

Day = date | str
"""A date, or its text ``YYYY-MM-DD``."""
DEFAULT_SCHEME = "rfma"
DEFAULT_ENGINE = "polars"
ENGINES = ("polars", "spark")


class Opened:
    """One version of a store, opened to be read."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        checkpoints: bool = True,
        engine: str = DEFAULT_ENGINE,
        remote: str | None = None,
        states: str | None = None,
        source: str | None = None,
        columns: str | os.PathLike[str] | None = None,
        future: bool = False,
        surveyed: Callable[[Survey], None] = lambda survey: None,
    ) -> None:
        check_engine(engine, remote, states)
        check_source(engine, source, columns, states)
        self._path = os.fspath(path)
        self.checkpoints = checkpoints
        self.engine = engine
        self.remote = remote
        self.states = states
        self.source = source
        self.columns = columns
        self.future = future
        self.surveyed = surveyed
        self._rounded: dict[str, Scheme] = {}
        """Text of a scheme → the scheme, money rounded as the store's amounts ask."""

    @property
    def path(self) -> str:
        """Return the store's directory; where a source is read instead, there is none."""
        if self.source is not None:
            raise problem("cluster.no_store", source=self.source)
        from rfma_fast.store.roots import root_of

        return root_of(self._path)

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return the version that is read; a missing or empty store raises ``RfmaError``."""
        if self.source is not None:
            found: Snapshot = self._read_source(self.source)
        else:
            from rfma_fast.store.snapshot import open_snapshot

            found = open_snapshot(self.path)
        return replace(found, future=True) if self.future else found

    def _read_source(self, place: str) -> Snapshot:
        from rfma_fast.engines.spark import SparkEngine
        from rfma_fast.sources.cluster import source_of

        source = source_of(place, self.columns)
        assert isinstance(self._engine, SparkEngine)
        snapshot = self._engine.read(source)
        self.surveyed(snapshot.survey)
        return snapshot

    @cached_property
    def _engine(self) -> Engine:
        from rfma_fast.engines.choice import engine_of

        return engine_of(self.engine, self.remote, self.states, checkpoints=self.checkpoints)

    def scheme(self, name: str = DEFAULT_SCHEME) -> Scheme:
        """Return a built-in scheme by its code, or one's own by the path of its file."""
        from rfma_fast.schemes.loader import load_scheme

        return load_scheme(name)

    def _decided(self, name: str) -> Scheme:
        """Return a scheme of which the store has decided whether money is rounded to kopecks."""
        from rfma_fast.analyses.rounding import rounded_by_data

        loaded = self.scheme(name)
        if loaded.text not in self._rounded:
            self._rounded[loaded.text] = rounded_by_data(self._engine, self.snapshot, loaded)
        return self._rounded[loaded.text]

    def month_ends(self, first: Day | None = None, last: Day | None = None) -> list[date]:
        """Return the month ends from one day to another, by default of all that is stored.

        None lies after the last identified day, which takes the place of its month's end, and none
        before the first day that has a cheque.
        """
        from rfma_fast.periods import month_ends

        snapshot = self.snapshot
        newest = snapshot.last_identified_day or snapshot.last_day
        until = min(as_day(last) or newest, newest)
        if until < snapshot.first_day:
            raise problem(
                "scope.too_early", as_of=until, first=snapshot.first_day, last=snapshot.last_day
            )
        since = max(as_day(first) or snapshot.first_day, snapshot.first_day)
        if since > until:
            raise problem("scope.reversed", since=since, until=until)
        return month_ends(since, until)

    def _days(self, days: Sequence[Day] | None) -> list[date]:
        given = self.month_ends() if days is None else [as_day(day) for day in days]
        rising = [day for day in given if day is not None]
        if any(a >= b for a, b in pairwise(rising)):
            raise misuse("days.not_rising", days=", ".join(map(str, rising)))
        return rising


def as_day(value: Day | None) -> date | None:
    """Return the date of a day that was given as a date, a moment or a text."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    day = parse_day(value)
    if day is None:
        raise misuse("day.unreadable", got=value)
    return day


def given_thresholds(path: str | os.PathLike[str] | None, scheme: Scheme) -> Thresholds | None:
    """Return the borders of a file, ``None`` where none was given."""
    from rfma_fast.schemes.thresholds import load_thresholds

    return None if path is None else load_thresholds(Path(path), scheme)


def check_engine(name: str, remote: str | None, states: str | None = None) -> None:
    """Refuse an engine that is unknown, or without what it needs, or with what it does not use."""
    if name not in ENGINES:
        raise misuse("option.unknown", option="engine", got=name, known=", ".join(ENGINES))
    if name != "spark" and remote is not None:
        raise misuse("cluster.remote_alone", engine=name)
    if name != "spark" and states is not None:
        raise misuse("option.not_with", option="--states", other=f"--engine {name}")
    if name == "spark" and not (remote or cluster_address()):
        raise misuse("cluster.no_remote")


def check_source(name: str, source: object, columns: object, states: object) -> None:
    """Refuse a source of cheques without a cluster that reads it, and what it has no use for."""
    if source is None and columns is not None:
        raise misuse("option.needs", option="--columns", other="--source")
    if source is None:
        return
    if name != "spark":
        raise misuse("cluster.source_alone", engine=name)
    if states is not None:
        raise misuse("option.not_with", option="--states", other="--source")
