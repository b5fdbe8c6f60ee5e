"""A source of the cluster as a version of cheques: looked through once, then asked like a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

import polars as pl

from rfma_fast.cheques.rulebook import MAX_REJECTS
from rfma_fast.cheques.schema import IDENTITY
from rfma_fast.engines.source import BROKEN, Source, Survey
from rfma_fast.engines.spark.files import uri_of
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import number, share
from rfma_fast.periods import Period
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile, Tables

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

    from rfma_fast.engines.scope import Scope

_COPIES = "copies"


@dataclass(frozen=True)
class SourceSnapshot(Snapshot):
    """The cheques of a source, which stay where they are; a month is what a file is to a store."""

    source: Source
    given: DataFrame
    """The source's own rows."""
    columns: Mapping[str, str]
    """field → column."""
    marked: DataFrame
    """Cheques with ``broken`` and ``copies``."""
    found: pl.DataFrame
    """month, shop, broken, rows, counted, first, last, identified and bought (the last
    day of a card, with whatever amount or a purchase)."""

    @property
    def root(self) -> str:
        """Return the place of the source."""
        return self.source.place

    @cached_property
    def survey(self) -> Survey:
        """Return what became of every row of the source."""
        broken = self.found.filter(pl.col(BROKEN).is_not_null())
        by_rule = broken.group_by(BROKEN).agg(pl.col("rows").sum())
        rejected = dict(by_rule.sort("rows", BROKEN, descending=[True, False]).iter_rows())
        rows = int(self.found.get_column("rows").sum())
        repeated = rows - self.rows - sum(rejected.values())
        return Survey(self.root, rows, self.rows, repeated, rejected)

    @cached_property
    def last_identified_day(self) -> date | None:
        """Return the last day that has an identified purchase, else the last identified one."""
        sound = _sound(self.found)
        last = sound.get_column("bought").max() or sound.get_column("identified").max()
        return last if isinstance(last, date) else None

    def shops(self) -> list[str]:
        """Return the names of all shops, in the order of their text."""
        return sorted(set(_sound(self.found).get_column("shop")))

    def rows_of(self, period: Period) -> DataFrame:
        """Return the cheques of the period's days; card is a text, empty where there is none."""
        from pyspark.sql.connect import functions as F  # noqa: N812

        from rfma_fast.engines.spark.columns import cheques_of, near

        rows = self.marked
        if self.source.identical == "all":
            given = near(self.given, self.columns["at"], period.since, period.until)
            rows = cheques_of(given, self.columns, self.source, sound=not self.survey.rejected)
        sound = rows.filter(F.isnull(BROKEN)).select(*IDENTITY)
        if period.since:
            sound = sound.filter(F.col("day") >= F.lit(period.since))
        return sound.filter(F.col("day") <= F.lit(period.until)) if period.until else sound

    def refuse_change(self, scope: Scope, found: int) -> None:
        """Refuse a count of all cheques that is not that of the survey: others came meanwhile."""
        ignored = scope.filters_cheques or scope.population.returns == "ignore"
        if not ignored and scope.as_of >= self.last_day and found != self.rows:
            raise problem("cluster.source_changed", source=self.root, first=self.rows, now=found)

    def scan(self, period: Period | None = None) -> pl.LazyFrame:
        """Refuse: the rows stay on the cluster."""
        raise problem("cluster.cards_stay", engine="spark")

    def scan_file(self, file: DataFile, period: Period) -> pl.LazyFrame:
        """Refuse: the rows stay on the cluster."""
        raise problem("cluster.cards_stay", engine="spark")

    def rejected(self) -> pl.LazyFrame:
        """Refuse: a source has no quarantine."""
        raise problem("cluster.no_store", source=self.root)

    def keys(self) -> pl.LazyFrame:
        """Refuse: cards have no keys there, only what is printed on them."""
        raise problem("cluster.cards_stay", engine="spark")


def read_source(
    session: SparkSession, source: Source, persisted: Callable[[DataFrame], DataFrame]
) -> SourceSnapshot:
    """Look a source through: its rows by month and shop, what is wrong, what stands there twice.

    One without a cheque that counts, or with too many broken rows, is refused, and so is the
    directory of a Delta table, which holds rows that were deleted.
    """
    from pyspark.sql.connect import functions as F  # noqa: N812

    from rfma_fast.engines.spark.columns import cheques_of

    there = _given(session, source)
    columns = source.columns(there.columns)
    # A cluster takes rows that another session kept for those that it is asked for, if the plans
    # are alike but for names, whatever the files hold by now.
    run = f"run {uuid4()}"
    given = there.withColumn(run, F.lit(run))
    marked = cheques_of(given, columns, source)
    if source.identical == "once":
        counted = F.count(F.lit(1)).alias(_COPIES)
        # Each question reads them again: what was sorted out once is kept.
        marked = persisted(marked.groupBy(*IDENTITY, BROKEN).agg(counted))
    else:
        marked = marked.withColumn(_COPIES, F.lit(1))
    found = _surveyed(marked)
    files = tuple(
        DataFile(month, counted, 0, month, first, last)
        for month, counted, first, last in _sound(found)
        .group_by("month")
        .agg(pl.col("counted").sum(), pl.col("first").min(), pl.col("last").max())
        .sort("month")
        .iter_rows()
    )
    tables = Tables.at(source.place)
    snapshot = SourceSnapshot(
        tables, 0, source.card_rule, files, source, given, columns, marked, found
    )
    _refuse_too_many(snapshot.survey)
    if not files:
        raise problem("cluster.source_empty", source=source.place)
    return snapshot


def _given(session: SparkSession, source: Source) -> DataFrame:
    from pyspark.errors import AnalysisException

    if not source.is_path:
        return session.table(source.place)
    uri = uri_of(source.place.rstrip("/"))
    try:
        is_delta = session.read.text(f"{uri}/_delta_log").limit(1).count() > 0
    except AnalysisException:
        is_delta = False
    if is_delta:
        raise problem("cluster.delta", source=source.place)
    return session.read.parquet(uri)


def _surveyed(marked: DataFrame) -> pl.DataFrame:
    from pyspark.sql.connect import functions as F  # noqa: N812

    month = F.col("day").cast("string").substr(1, len("2022-06"))
    known = F.when(F.col("card") != F.lit(""), F.col("day"))
    figures = {
        "rows": F.sum(_COPIES).cast("bigint"),
        "counted": F.count(F.lit(1)).cast("bigint"),
        "first": F.min("day"),
        "last": F.max("day"),
        "identified": F.max(known),
        "bought": F.max(F.when(F.col("amount") > F.lit(0), known)),
    }
    grouped = marked.groupBy(month.alias("month"), "shop", BROKEN)
    found = grouped.agg(*(figure.alias(name) for name, figure in figures.items()))
    return pl.DataFrame(found.toArrow())


def _sound(found: pl.DataFrame) -> pl.DataFrame:
    return found.filter(pl.col(BROKEN).is_null())


def _refuse_too_many(survey: Survey) -> None:
    rejected = survey.left_out
    if rejected * MAX_REJECTS.denominator <= survey.rows * MAX_REJECTS.numerator:
        return
    raise problem(
        "cluster.too_many_rejected",
        source=survey.place,
        rejected=number(rejected),
        rows=number(survey.rows),
        share=share(Fraction(rejected, survey.rows), 2),
        at_most=share(MAX_REJECTS, 2),
        rules=survey.rules,
    )
