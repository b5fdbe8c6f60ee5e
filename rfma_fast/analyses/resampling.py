"""Buyers drawn anew with all that they bought: what rules are asked while a resample is fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.analyses.history import History
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.engines import LocalCards
from rfma_fast.periods import day_number
from rfma_fast.plan.measures import measure_of
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.measures import measure_needs
from rfma_fast.schemes.model import Scheme

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame

Ints = NDArray[np.int64]
Short = NDArray[np.int32]

MOST_DRAWN = 10_000
"""Cards, and ids without a card, that are drawn one by one."""
LOTS = 2_000
"""Into so many lots, which are drawn, more cards or ids are put together at random."""
_KEPT = 64
"""Distributions of measures that are built on thresholds, and are kept for the next resample."""


@dataclass(frozen=True)
class Split:
    """A distribution that knows whose each observation is."""

    values: Ints
    """Distinct, rising."""
    starts: Ints
    """Where the pieces of each value begin."""
    lots: Short
    counts: Short

    @classmethod
    def of(cls, pieces: pl.DataFrame) -> Split:
        """Take rows of value, lot, count, in any order."""
        ordered = pieces.sort("value", "lot")
        value = ordered.get_column("value").cast(pl.Int64).to_numpy()
        lots, counts = (
            ordered.get_column(name).cast(pl.Int32).to_numpy() for name in ("lot", "count")
        )
        starts = np.flatnonzero(np.diff(value, prepend=value[:1] - 1))
        return cls(value[starts], starts, lots, counts)

    def drawn(self, times: Short) -> Histogram:
        """Return the distribution with each lot as often as it was drawn."""
        if not self.values.size:
            return _histogram(self.values, self.values)
        return _histogram(
            self.values,
            np.add.reduceat(times[self.lots] * self.counts, self.starts, dtype=np.int64),
        )


@dataclass(frozen=True)
class Buyers:
    """Who bought: cards and ids without a card, each in a lot; a lot is one of them where few."""

    lots: pl.DataFrame
    """card, id, lot: first the cards' lots, then those of ids."""
    cards: int
    """Lots of cards."""
    ids: int
    """Lots of ids."""

    @classmethod
    def of(cls, cheques: Frame, history: History, by: np.random.Generator) -> Buyers:
        """Find the buyers of some cheques, in the order of their keys."""
        found = history.engine.fetch(cheques.select("card", "id").unique())[0]
        named = found.filter((pl.col("card") > 0) | (pl.col("id") != "")).sort("card", "id")
        known = named.filter(pl.col("card") > 0)
        unknown = named.filter(pl.col("card") <= 0)
        of_cards, of_ids = _in_lots(known.height, by), _in_lots(unknown.height, by)
        cards = int(of_cards.max(initial=-1)) + 1
        ids = int(of_ids.max(initial=-1)) + 1
        lots = np.concatenate([of_cards, of_ids + cards])
        return cls(pl.concat([known, unknown]).with_columns(lot=lots), cards, ids)

    def drawn(self, by: np.random.Generator) -> Short:
        """Return how often each lot is drawn: as many of cards, and of ids, as there are."""
        some = [of for of in (self.cards, self.ids) if of]
        times = [np.bincount(by.integers(0, of, of), minlength=of) for of in some]
        return np.concatenate([np.empty(0, np.int64), *times]).astype(np.int32)


@dataclass(frozen=True)
class _Amounts:
    """Amounts of purchases: by buyer, and those that nobody's id stands on."""

    bought: Split
    own: Split
    """Those of the segmented cards."""
    nameless: Histogram

    def drawn(self, times: Short, by: np.random.Generator) -> Histogram:
        """Return the amounts of the buyers drawn, and as many nameless ones as there are."""
        frame = self.nameless.frame
        if not frame.height:
            return self.bought.drawn(times)
        counts = frame.get_column("count").to_numpy()
        again = by.multinomial(self.nameless.size, counts / counts.sum())
        nameless = pl.DataFrame({"value": frame.get_column("value"), "count": again})
        return Histogram.of(pl.concat([self.bought.drawn(times).frame, nameless]))


class Source:
    """One history, split by buyers: each distribution is found once."""

    def __init__(self, scheme: Scheme, history: History, buyers: Buyers) -> None:
        self._scheme, self._history, self._buyers = scheme, history, buyers
        self._measured: dict[tuple[object, ...], Split] = {}
        before = history.last_day_before(scheme.fitting.days)
        self._after = None if before is None else day_number(before)

    def metric(self, axis: str, known: Borders) -> Split:
        """Return the measure of an axis, taken with the thresholds that it is built on."""
        measure = self._scheme.axis(axis).measure
        needed = tuple(known[ref.axis][ref.number - 1] for ref in measure_needs(measure))
        key = (axis, *needed)
        if key not in self._measured:
            while len(self._measured) >= _KEPT:
                del self._measured[next(iter(self._measured))]
            cards = self._cards.measured("value", measure_of(measure, self._history.moment, known))
            valued = cards.here.lazy().filter(pl.col("value").is_not_null())
            counted = valued.group_by("value", "lot").agg(pl.len().alias("count"))
            self._measured[key] = Split.of(counted.collect(engine="streaming"))
        return self._measured[key]

    @cached_property
    def amounts(self) -> _Amounts:
        """Return the amounts of purchases, in kopecks."""
        import narwhals.stable.v2 as nw

        every = self._recent(_with_lots(purchases(self._history), self._buyers))
        every = every.with_columns(value=nw.col("amount"))
        counted = every.group_by("lot", "value").agg(
            count=nw.len().cast(nw.Int64), inside=nw.col("inside").sum().cast(nw.Int64)
        )
        asked = [counted]
        if self._history.left_out:
            own = self._own(every).group_by("lot", "value")
            asked.append(own.agg(inside=nw.col("inside").sum().cast(nw.Int64)))
        found, *of_own = self._history.engine.fetch(*asked)
        own_pieces = (of_own[0] if of_own else found).filter(
            (pl.col("inside") > 0) & pl.col("lot").is_not_null()
        )
        nobody = pl.col("lot").is_null()
        return _Amounts(
            Split.of(found.filter(~nobody).select("value", "lot", "count")),
            Split.of(own_pieces.select("value", "lot", count="inside")),
            Histogram.of(found.filter(nobody).select("value", "count")),
        )

    @cached_property
    def gaps(self) -> Split:
        """Return the days between purchases of a segmented card."""
        import narwhals.stable.v2 as nw

        own = self._own(_with_lots(purchases(self._history), self._buyers))
        unit = list(self._history.scope.unit)
        previous = nw.col("day").shift(1).over(*unit, order_by="day")
        gaps = own.filter(nw.col("inside") > 0).with_columns(value=nw.col("day") - previous)
        gaps = self._recent(gaps.filter(~nw.col("value").is_null()))
        counted = gaps.group_by("lot", "value").agg(count=nw.len().cast(nw.Int64))
        return Split.of(self._history.engine.fetch(counted)[0])

    @cached_property
    def _cards(self) -> LocalCards:
        """Return the states of the cards that thresholds are fitted on, with their lots."""
        lots, states = self._buyers.lots, self._history.segmented
        if "id" not in states.columns:
            lots = lots.filter(pl.col("card") > 0).drop("id")
        keys = [name for name in ("card", "id") if name in states.columns]
        lots = lots.with_columns(pl.col("card").cast(states.schema["card"]))
        joined = states.join(lots, on=keys, how="inner", validate="m:1")
        if self._after is not None:
            joined = joined.filter(pl.col("last") > self._after)
        return LocalCards(joined)

    def _recent(self, cheques: Frame) -> Frame:
        import narwhals.stable.v2 as nw

        if self._after is None:
            return cheques
        return cheques.filter(nw.col("day") > nw.lit(self._after, dtype=nw.Int64))

    def _own(self, cheques: Frame) -> Frame:
        """Return the cheques of cards that the population does not leave out."""
        if not self._history.left_out:
            return cheques
        unit = list(self._history.scope.unit)
        return cheques.join(self._history.states.select(*unit), on=unit, how="semi")


@dataclass(frozen=True)
class Resample:
    """Buyers drawn anew, as the facts that rules are fitted to."""

    times: Short
    """How often each lot was drawn."""
    by: np.random.Generator
    sources: Callable[[str], Source]
    scheme: Scheme
    _found: dict[tuple[object, ...], Histogram] = field(default_factory=dict)

    def metric(self, axis: str, known: Borders, within: str) -> Histogram:
        """Return the measure of an axis over the cards drawn, with the resample's thresholds."""
        return self._once(
            ("metric", axis, within),
            lambda: self.sources(within).metric(axis, known).drawn(self.times),
        )

    def scale(self, axis: str) -> int:
        """Return by how much the whole numbers of an axis exceed its unit."""
        return self.scheme.axis(axis).measure.scale

    def cheques(self, identified_only: bool, within: str) -> Histogram:
        """Return the amounts of purchases of the buyers drawn, in kopecks."""
        amounts = self.sources(within).amounts
        if identified_only:
            return self._once(("own", within), lambda: amounts.own.drawn(self.times))
        return self._once(("cheques", within), lambda: amounts.drawn(self.times, self.by))

    def gaps(self, within: str) -> Histogram:
        """Return the days between purchases of the cards drawn."""
        return self._once(("gaps", within), lambda: self.sources(within).gaps.drawn(self.times))

    def _once(self, key: tuple[object, ...], find: Callable[[], Histogram]) -> Histogram:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]


class Resampler:
    """Draws the buyers of a segmentation; the same seed gives the same resamples."""

    def __init__(self, segmentation: Segmentation, seed: int) -> None:
        self._scheme, self._history = segmentation.scheme, segmentation.history
        self._by = np.random.default_rng(seed)
        rules = (border.rule for axis in self._scheme.axes for border in axis.borders)
        everything = any(getattr(rule, "within", "filter") == "everything" for rule in rules)
        widest = self._history.unfiltered if everything else self._history
        self.buyers = Buyers.of(purchases(widest), widest, self._by)
        self._sources: dict[str, Source] = {}

    def resamples(self, count: int) -> Iterator[Resample]:
        """Yield the facts of so many resamples."""
        for _ in range(count):
            yield Resample(self.buyers.drawn(self._by), self._by, self._source, self._scheme)

    def _source(self, within: str) -> Source:
        if within not in self._sources:
            history = self._history if within == "filter" else self._history.unfiltered
            self._sources[within] = Source(self._scheme, history, self.buyers)
        return self._sources[within]


def purchases(history: History) -> Frame:
    """Return the purchases in scope, with the id of those who have no card."""
    import narwhals.stable.v2 as nw

    cheques = history.engine.scan(history.scope, ("id",))
    if history.scope.population.returns == "keep":
        return cheques
    return cheques.filter(nw.col("amount") > 0)


def _with_lots(cheques: Frame, buyers: Buyers) -> Frame:
    """Add the lot of each cheque, none where nobody's id stands on it."""
    import narwhals.stable.v2 as nw

    return cheques.join(nw.from_native(buyers.lots.lazy()), on=["card", "id"], how="left")


def _in_lots(count: int, by: np.random.Generator) -> Ints:
    """Return a lot for each of so many: its own, or one drawn for it where they are many."""
    everyone = np.arange(count)
    return everyone if count <= MOST_DRAWN else by.permutation(everyone) % LOTS


def _histogram(values: Ints, counts: Ints) -> Histogram:
    some = counts > 0
    return Histogram(pl.DataFrame({"value": values[some], "count": counts[some]}))
