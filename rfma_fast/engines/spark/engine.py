"""Runs the plan on a cluster; only counts, sums and distributions come back."""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from rfma_fast.cheques.schema import STORED
from rfma_fast.engines.cards import FrameCards
from rfma_fast.engines.facts import Distributions, Facts, Reason
from rfma_fast.engines.planned import planned_distributions, planned_facts, planned_kopecks
from rfma_fast.engines.scope import Scope
from rfma_fast.engines.spark.files import Files, uri_of
from rfma_fast.engines.spark.kept import Shelf, can_keep
from rfma_fast.engines.spark.patterns import portable
from rfma_fast.engines.spark.session import address_of, close, connected, told_plainly
from rfma_fast.engines.spark.source import SourceSnapshot, read_source
from rfma_fast.engines.spark.table import card_table
from rfma_fast.i18n import problem
from rfma_fast.plan.fields import Field
from rfma_fast.plan.shown import Shown

if TYPE_CHECKING:
    from pyspark.sql.connect.column import Column
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from rfma_fast.engines.source import Source
    from rfma_fast.plan.frame import Frame
    from rfma_fast.store.snapshot import Snapshot


class SparkEngine:
    """Runs the plan on the cluster at ``remote`` over the store's Parquet files.

    The client reads the store's log, the workers its files: both must see them at the same path.
    States at month ends are kept in the directory ``states`` of the cluster, if there is one.
    """

    name = "spark"
    local = False

    def __init__(self, remote: str, states: str | None = None) -> None:
        self.states = states
        host, port = address_of(remote)
        self.remote = remote
        self.address = f"{host}:{port}"
        self._held: list[DataFrame] = []

    @cached_property
    def session(self) -> SparkSession:
        """Return the session, opened when it is first needed and closed with the engine."""
        session = connected(self.remote)
        closing = weakref.finalize(self, close, session, self._held)
        # Before the client's own farewell, which tries a server that is gone for ten minutes.
        atexit.register(closing)
        return session

    @property
    def reason(self) -> Reason:
        """Return why no checkpoint of this machine answers."""
        return ("explain.cluster", {"address": self.address})

    @cached_property
    def _files(self) -> Files:
        return Files(self.session)

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        """Yield what the cheques of scopes leave, which differ in rising as-of dates only."""
        for scope in scopes:
            if self.states and can_keep(scope, fields):
                shelf = Shelf(self, self.states, tuple(fields))
                _ = self.session
                with told_plainly(self.address):
                    found = shelf.facts(scope)
                # Without states, where they overflow: then the amounts tell by how much.
                yield found or planned_facts(self, scope, fields, self.reason)
            else:
                found = planned_facts(self, scope, fields, self.reason)
                if isinstance(scope.snapshot, SourceSnapshot):
                    scope.snapshot.refuse_change(scope, found.amounts.size)
                yield found

    def distributions(self, scope: Scope) -> Distributions:
        """Return what is counted of the cheques of a scope, without the states of its cards."""
        return planned_distributions(self, scope)

    def has_kopecks(self, snapshot: Snapshot, column: str) -> bool:
        """Tell whether any amount of a store, ``amount`` or ``paid``, is no whole rouble."""
        return planned_kopecks(self, snapshot, column)

    def scan(self, scope: Scope, columns: Sequence[str] = ()) -> Frame:
        """Return the cheques in scope: inside, card, day, amount, the unit's and more columns."""
        import narwhals.stable.v2 as nw

        pattern = self._pattern(scope)
        # The session first: without the client's package it says so.
        files = self._files
        from pyspark.sql.connect import functions as F  # noqa: N812

        with told_plainly(self.address):
            rows = _rows(files, scope)
            if pattern is None:
                inside = _inside(scope)
            else:
                rows = _with_printed(files, scope, rows)
                inside = F.coalesce(F.rlike("printed", F.lit(pattern)), F.lit(False))
            wanted = dict.fromkeys((*scope.unit, *columns))
            more = (_column(F, name) for name in wanted if name != "card")
            chosen = rows.select(
                F.when(inside, 1).otherwise(0).cast("bigint").alias("inside"),
                "card",
                F.unix_date("day").cast("bigint").alias("day"),
                "amount",
                *more,
            )
        frame: Frame = nw.from_native(chosen)
        return frame

    def _pattern(self, scope: Scope) -> str | None:
        """Return the population's pattern of cards, if it has one that a cluster reads alike."""
        rule = scope.population.rule
        if not rule:
            return None
        pattern = portable(rule)
        if pattern is None:
            raise problem("cluster.no_pattern", engine=self.name, rule=rule)
        return pattern

    def fetch(self, *frames: Frame) -> list[pl.DataFrame]:
        """Compute frames one after another and bring them here."""
        with told_plainly(self.address):
            return [pl.DataFrame(frame.to_native().toArrow()) for frame in frames]

    def keep(self, states: Frame, *frames: Frame) -> tuple[FrameCards, list[pl.DataFrame]]:
        """Let the workers keep card states in memory or on their disks; bring the frames here."""
        import narwhals.stable.v2 as nw

        with told_plainly(self.address):
            kept = nw.from_native(self._persisted(states.to_native()))
        return FrameCards(kept, self), self.fetch(*frames)

    def table(self, graded: Frame, scope: Scope, columns: Sequence[Shown]) -> pl.DataFrame:
        """Refuse: the per-card table is written by the cluster, not brought here."""
        raise problem("cluster.cards_stay", engine=self.name)

    def write(self, graded: Frame, scope: Scope, columns: Sequence[Shown], path: str) -> None:
        """Let the workers write the per-card table as Parquet to a new directory."""
        with told_plainly(self.address):
            keys = None
            if not isinstance(scope.snapshot, SourceSnapshot):
                keys = self._files.read_keys(scope.snapshot.tables.keys)
            table = card_table(graded.to_native(), keys, scope, columns)
            _write_new(table, path)

    def read(self, source: Source) -> SourceSnapshot:
        """Look through cheques that lie on the cluster as a platform keeps them."""
        session = self.session
        with told_plainly(self.address):
            return read_source(session, source, self._persisted)

    def _persisted(self, rows: DataFrame) -> DataFrame:
        """Let the workers keep rows until the session is closed."""
        self._held.append(rows.persist())
        return rows


def _rows(files: Files, scope: Scope) -> DataFrame:
    from pyspark.sql.connect import functions as F  # noqa: N812

    snapshot, period = scope.snapshot, scope.period
    if isinstance(snapshot, SourceSnapshot):
        rows = snapshot.rows_of(period)
    else:
        months = [file for file in snapshot.files if file.month and period.covers_month(file.month)]
        rows = files.read(snapshot.tables.cheques.uri, months, STORED)
        rows = rows.withColumn("card", F.col("card").cast("bigint"))
        if period.since:
            rows = rows.filter(F.col("day") >= F.lit(period.since))
        if period.until:
            rows = rows.filter(F.col("day") <= F.lit(period.until))
    return rows.filter(F.col("shop").isin(*scope.shops)) if scope.shops else rows


def _inside(scope: Scope) -> Column:
    from pyspark.sql.connect import functions as F  # noqa: N812

    nobody = F.lit("") if isinstance(scope.snapshot, SourceSnapshot) else F.lit(0)
    identified = F.col("card") != nobody
    if scope.population.cards == "all":
        return identified | F.col("unidentified_id").isNotNull()
    return identified


def _with_printed(files: Files, scope: Scope, rows: DataFrame) -> DataFrame:
    """Add what is printed on the card, or the id that is none; missing where there is neither."""
    from pyspark.sql.connect import functions as F  # noqa: N812

    own = F.col("unidentified_id")
    if isinstance(scope.snapshot, SourceSnapshot):
        return rows.withColumn("printed", F.coalesce(F.nullif("card", F.lit("")), own))
    known = files.read_keys(scope.snapshot.tables.keys)
    joined = rows.join(known, "card", "left")
    return joined.withColumn("printed", F.coalesce("printed", own))


def _column(functions: Any, name: str) -> Any:
    if name == "id":
        return functions.coalesce("unidentified_id", functions.lit("")).alias("id")
    return functions.col(name)


def _write_new(table: DataFrame, path: str) -> None:
    """Write a directory that is not there yet: a cluster never writes over anything."""
    from pyspark.errors import PySparkException

    try:
        table.write.parquet(uri_of(path))
    except PySparkException as error:
        if "already exists" in str(error):
            raise problem("cluster.exists", path=path) from error
        raise
