"""States of cards at month ends, kept on the cluster: a later day does not read what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from rfma_fast.engines.cards import FrameCards
from rfma_fast.engines.facts import Facts, Way
from rfma_fast.engines.scope import Scope
from rfma_fast.engines.spark.files import uri_of
from rfma_fast.engines.spark.session import is_overflow
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import Field, sources_of
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.states import CARD, amount_histogram, card_states, gap_histogram
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.model import Population
from rfma_fast.store.checkpoints import Checkpoint, Checkpoints

if TYPE_CHECKING:
    from rfma_fast.engines.spark.engine import SparkEngine

_MERGED = {
    **dict.fromkeys(("cheques", "total", "paid_total", "unpaid"), "sum"),
    "first": "min",
    **dict.fromkeys(("last", "amount_max", "paid_max"), "max"),
}
"""How a field of two stretches of time is that of both."""
_HISTOGRAMS = {"gaps": ("value", "count"), "amounts": ("value", "count", "inside")}


def can_keep(scope: Scope, fields: Sequence[Field]) -> bool:
    """Tell whether states at month ends answer for a scope."""
    plain = not scope.filters_cheques and not scope.midnight and scope.unit == CARD
    merged = all(field.window is None and field.what in _MERGED for field in fields)
    return plain and merged and scope.population.returns == Population().returns == "net"


@dataclass(frozen=True)
class Kept:
    """States and distributions of all cheques up to a day."""

    states: Frame
    gaps: Frame
    amounts: Frame


@dataclass(frozen=True)
class Shelf:
    """A directory of the cluster in which states are kept, each under what it was made from."""

    engine: SparkEngine
    directory: str
    fields: tuple[Field, ...]

    def facts(self, scope: Scope) -> Facts | None:
        """Return the facts of a scope, from the newest states that are kept and the rest.

        The states at the last month end before the day are kept, if they are not yet; ``None`` if
        a sum in them is beyond 64 bits.
        """
        from pyspark.errors import PySparkException

        try:
            return self._facts(scope)
        except PySparkException as error:
            if is_overflow(error):
                return None
            raise

    def _facts(self, scope: Scope) -> Facts:
        snapshot = scope.snapshot
        ends = Checkpoints.of(snapshot.root, snapshot.files).possible
        before = [end for end in ends if end.last <= scope.as_of]
        rows = [sum(file.rows for file in snapshot.files[: end.upto]) for end in before]
        found = next(
            (
                end
                for end, own in reversed(list(zip(before, rows, strict=True)))
                if self._has(end, own)
            ),
            None,
        )
        here = self._read(found) if found else None
        later = _after(scope, found)
        covered = found is not None and found.last >= scope.as_of
        months = () if covered else snapshot.months(later.period)
        if before and before[-1] != found:
            here = self._carried(replace(scope, as_of=before[-1].last), found, here)
            self._write(before[-1], here)
            here = self._read(before[-1])
        if not before or before[-1].last < scope.as_of:
            here = self._carried(scope, before[-1] if before else None, here)
        assert here is not None
        kept, (gaps, amounts) = self.engine.keep(here.states, here.gaps, here.amounts)
        return Facts(
            Histogram.of(amounts.select("value", "count")),
            Histogram.of(amounts.select("value", count="inside")),
            Histogram.of(gaps),
            FrameCards(kept.frame, self.engine),
            0,
            Way(months, found.month if found else None, self.engine.reason),
        )

    def _carried(self, scope: Scope, end: Checkpoint | None, kept: Kept | None) -> Kept:
        """Return what was kept at an end and the cheques from there to the scope's day."""
        cheques = self.engine.scan(_after(scope, end), sources_of(self.fields))
        as_of = day_number(scope.as_of)
        states = card_states(cheques, CARD, self.fields, as_of)
        if kept is None:
            return Kept(states, gap_histogram(cheques), amount_histogram(cheques))
        last = kept.states.filter(nw.col("cheques") > 0).select(
            "card", day=nw.col("last"), amount=nw.col("cheques"), inside=nw.col("cheques")
        )
        purchases = nw.concat([last, cheques.select("card", "day", "amount", "inside")])
        columns = [field.column for field in self.fields]
        both = nw.concat([one.select("card", *columns) for one in (kept.states, states)])
        merged = [
            getattr(nw.col(field.column), _MERGED[field.what])().cast(nw.Int64).alias(field.column)
            for field in self.fields
        ]
        return Kept(
            both.group_by("card").agg(*merged),
            _added("gaps", kept.gaps, gap_histogram(purchases)),
            _added("amounts", kept.amounts, amount_histogram(cheques)),
        )

    def _has(self, end: Checkpoint, rows: int) -> bool:
        """Tell whether all of an end is kept: the amounts, written last, name all its cheques."""
        from pyspark.errors import AnalysisException

        try:
            counts = self._frame(end, "amounts").select(nw.col("count").sum())
            return int(counts.to_native().collect()[0][0] or 0) == rows
        except AnalysisException:
            return False

    def _read(self, end: Checkpoint) -> Kept:
        return Kept(*(self._frame(end, part) for part in ("states", "gaps", "amounts")))

    def _write(self, end: Checkpoint, kept: Kept) -> None:
        for part in ("states", "gaps", "amounts"):
            rows = getattr(kept, part).to_native()
            rows.write.mode("overwrite").parquet(uri_of(self._path(end, part)))

    def _frame(self, end: Checkpoint, part: str) -> Frame:
        columns = _HISTOGRAMS.get(part, ("card", *(field.column for field in self.fields)))
        told = ", ".join(f"`{name}` bigint" for name in columns)
        rows: Any = self.engine.session.read.schema(told).parquet(uri_of(self._path(end, part)))
        frame: Frame = nw.from_native(rows)
        return frame

    def _path(self, end: Checkpoint, part: str) -> str:
        names = ",".join(field.column for field in self.fields)
        digest = hashlib.sha256(names.encode()).hexdigest()[:8]
        return f"{self.directory.rstrip('/')}/{end.month}-{end.made_from}-{digest}/{part}"


def _after(scope: Scope, end: Checkpoint | None) -> Scope:
    return scope if end is None else replace(scope, since=end.last + timedelta(days=1))


def _added(part: str, one: Frame, other: Frame) -> Frame:
    names = _HISTOGRAMS[part]
    both = nw.concat([one.select(*names), other.select(*names)])
    return both.group_by("value").agg(
        *(nw.col(name).sum().cast(nw.Int64).alias(name) for name in names[1:])
    )
