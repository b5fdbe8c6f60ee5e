"""Migration as a chain over months: sizes, retention, several months at once, where it tends."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

import polars as pl

from rfma_fast.analyses import markov
from rfma_fast.analyses.homogeneity import Homogeneity, homogeneity
from rfma_fast.analyses.limits import FEWEST_STEPS, Limit, Step, limit_of
from rfma_fast.analyses.migration import NO_PURCHASE, Migration
from rfma_fast.analyses.places import Places, crossed
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.periods import last_day_of, month_of
from rfma_fast.schemes.model import Scheme

HORIZONS = (2, 3, 6, 12)
"""How many months at once are looked at."""
HALF_A_YEAR = 182
MOST_GROUPS = 30
"""Levels with more groups have sizes and retention only: the exact chain would take too long."""


@dataclass(frozen=True)
class Transitions:
    """The chain of the groups of one level; rows and columns of matrices are ``codes``."""

    scheme: Scheme
    level: str
    days: tuple[date, ...]
    history: int
    """Days of history up to the first date: what its thresholds stand on."""
    codes: tuple[str, ...]
    """All groups of the level, in the scheme's order."""
    sizes: pl.DataFrame
    """as_of, code, cards, share; groups without a card at that date left out."""
    retention: pl.DataFrame
    """since, until, code, cards, stayed, retention of the groups that had a card."""
    steps: int
    """How many steps the chain is made of: a last month that is not over is not among them."""
    counts: dict[int, list[list[int]]] = field(repr=False)
    """Months → cards of each group that were in each group so much later, over all starts."""
    starts: dict[int, int]
    """Months → over how many starts."""
    each: tuple[Step, ...] = field(repr=False)
    """The whole steps, in order."""

    @property
    def known(self) -> int:
        """Return the cards at the starts of all steps."""
        return sum(step.known for step in self.each)

    @cached_property
    def new(self) -> tuple[int, ...]:
        """Return the cards that came in all steps, by group."""
        return tuple(map(sum, zip(*(step.new for step in self.each), strict=True)))

    @property
    def gone(self) -> int:
        """Return the cards left without a group in all steps: they are in no matrix."""
        return sum(step.gone for step in self.each)

    @property
    def too_few_steps(self) -> bool:
        """Tell whether the chain is made of too few whole steps to tell a limit."""
        return self.steps < FEWEST_STEPS

    @property
    def young(self) -> bool:
        """Tell whether the first thresholds stand on less than half a year of history."""
        return self.history < HALF_A_YEAR

    @cached_property
    def homogeneity(self) -> Homogeneity | None:
        """Return how unlike the steps are, which one chain supposes to be alike."""
        return homogeneity([self._of_present(step.cells) for step in self.each])

    @property
    def too_many_groups(self) -> bool:
        """Tell whether the level has too many groups for a chain."""
        return len(self.codes) > MOST_GROUPS

    @cached_property
    def present(self) -> tuple[int, ...]:
        """Return the places of the groups that the chain knows."""
        if not self.counts:
            return ()
        rows = self.counts[1]
        columns = [sum(column) for column in zip(*rows, strict=True)]
        return tuple(
            place
            for place in range(len(self.codes))
            if any(rows[place]) or columns[place] or self.new[place]
        )

    @cached_property
    def dead_ends(self) -> tuple[str, ...]:
        """Return the groups that cards reached and from which no step was seen."""
        return tuple(self.codes[place] for place in self.present if not any(self.counts[1][place]))

    @cached_property
    def chain(self) -> markov.Shares | None:
        """Return the shares of one mean month over ``present``, if every group has a row."""
        if not self.present or self.dead_ends:
            return None
        return markov.row_shares(self._among_present(1))

    def months(self, count: int) -> pl.DataFrame:
        """Return from, to, cards, observed, predicted of so many months at once.

        ``observed`` is the share of the row counted directly; ``predicted`` the power of the
        chain of one month, missing where there is no chain.
        """
        counts = self._among_present(count)
        shares = markov.row_shares(counts)
        power = markov.power(self.chain, count) if self.chain else None
        rows = [
            (
                self.codes[source],
                self.codes[target],
                counts[row][column],
                float(shares[row][column]),
                float(power[row][column]) if power else None,
            )
            for row, source in enumerate(self.present)
            for column, target in enumerate(self.present)
            if any(counts[row]) and (counts[row][column] or (power and power[row][column]))
        ]
        names = ("from", "to", "cards", "observed", "predicted")
        types = (pl.String, pl.String, pl.Int64, pl.Float64, pl.Float64)
        return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")

    def error(self, count: int) -> Fraction | None:
        """Return the part of the cards that were elsewhere than the chain says, exactly."""
        if self.chain is None or count not in self.counts:
            return None
        counts = self._among_present(count)
        observed, predicted = markov.row_shares(counts), markov.power(self.chain, count)
        wrong = sum(
            sum(row) * sum(abs(a - b) for a, b in zip(seen, said, strict=True)) / 2
            for row, seen, said in zip(counts, observed, predicted, strict=True)
        )
        return Fraction(wrong) / (sum(map(sum, counts)) or 1)

    @cached_property
    def limit(self) -> Limit | None:
        """Return where the chain tends; ``None`` without a chain, or with too few steps."""
        if self.chain is None or self.too_few_steps:
            return None
        sizes = dict(
            self.sizes.filter(pl.col("as_of") == self.days[-1]).select("code", "cards").iter_rows()
        )
        last = [sizes.get(self.codes[place], 0) for place in self.present]
        steps = [
            Step(
                self._of_present(step.cells),
                step.known,
                tuple(step.new[place] for place in self.present),
                step.gone,
            )
            for step in self.each
        ]
        return limit_of(self.chain, last, steps)

    def limits(self) -> pl.DataFrame:
        """Return code, name, now, entrants, limit, spread, closed: shares of the chain's groups."""
        limit = self.limit
        missing = (None,) * len(self.present)
        sides = (
            (
                limit.now,
                limit.entrants,
                limit.shares or missing,
                limit.spread or missing,
                limit.closed or missing,
            )
            if limit
            else (missing,) * 5
        )
        rows = [
            (code, name_of(self.scheme, self.level, code), *map(_edge, shares))
            for code, *shares in zip((self.codes[p] for p in self.present), *sides, strict=True)
        ]
        names = ("now", "entrants", "limit", "spread", "closed")
        shares = dict.fromkeys(names, pl.Float64)
        schema = {"code": pl.String, "name": pl.String, **shares}
        return pl.DataFrame(rows if limit else [], schema=schema, orient="row")

    def _among_present(self, count: int) -> list[list[int]]:
        return self._of_present(self.counts[count])

    def _of_present(self, counts: list[list[int]]) -> list[list[int]]:
        return [[counts[row][column] for column in self.present] for row in self.present]


def transitions(
    found: Iterable[Migration], level: str, horizons: Sequence[int] = HORIZONS
) -> Transitions:
    """Follow migrations from each date to the next; only groups a card are kept of each date."""
    days: list[date] = []
    sizes: list[pl.DataFrame] = []
    retention: list[pl.DataFrame] = []
    window: deque[Places] = deque(maxlen=max(horizons) + 1)
    flows: list[Step] = []
    steps: dict[int, dict[int, list[list[int]]]] = {}
    first: Segmentation | None = None
    for migration in found:
        if first is None:
            first = migration.before
            days.append(first.as_of)
            sizes.append(_sizes(first, level))
            window.append(Places.of(first, level))
        after = migration.after
        days.append(after.as_of)
        sizes.append(_sizes(after, level))
        retention.append(_retention(migration, level))
        codes = first.group_codes(level)
        if len(codes) <= MOST_GROUPS:
            window.append(Places.of(after, level, window[-1]))
            number = len(days) - 1
            steps[number] = {
                count: crossed(window[-1 - count], window[-1], len(codes))
                for count in (1, *horizons)
                if count < len(window)
            }
            flows.append(_step(migration, level, codes, steps[number][1]))
    if first is None:
        raise AssertionError("a chain of no migration")
    whole = len(days) - 1 - _unfinished(days)
    counted = [steps[number] for number in range(1, whole + 1) if number in steps]
    counts: dict[int, list[list[int]]] = {}
    starts: dict[int, int] = {}
    for step in counted:
        for count, matrix in step.items():
            counts[count] = _added(counts[count], matrix) if count in counts else matrix
            starts[count] = starts.get(count, 0) + 1
    return Transitions(
        scheme=first.scheme,
        level=level,
        days=tuple(days),
        history=(first.as_of - first.history.scope.first_day).days + 1,
        codes=tuple(first.group_codes(level)),
        sizes=pl.concat(sizes),
        retention=pl.concat(retention),
        steps=whole,
        counts=counts,
        starts=starts,
        each=tuple(flows[:whole]),
    )


def _sizes(found: Segmentation, level: str) -> pl.DataFrame:
    groups = found.level(level).select("code", "cards", "share")
    return groups.select(pl.lit(found.as_of).alias("as_of"), pl.all())


def _retention(migration: Migration, level: str) -> pl.DataFrame:
    groups = migration.sizes(level).filter(pl.col("before") > 0)
    return groups.select(
        pl.lit(migration.before.as_of).alias("since"),
        pl.lit(migration.after.as_of).alias("until"),
        "code",
        pl.col("before").alias("cards"),
        "stayed",
        (pl.col("stayed") / pl.col("before")).alias("retention"),
    )


def _step(migration: Migration, level: str, codes: Sequence[str], cells: list[list[int]]) -> Step:
    groups = migration.sizes(level)
    new = dict(groups.select("code", "new").iter_rows())
    gone = migration.coded(level).filter(pl.col("to") == NO_PURCHASE).get_column("cards").sum()
    entered = tuple(new.get(code, 0) for code in codes)
    return Step(cells, migration.before.cards, entered, int(gone))


def _unfinished(days: Sequence[date]) -> bool:
    """Tell whether the last step is a part of a month in a chain of whole ones."""
    ends = [day == last_day_of(month_of(day)) for day in days]
    return all(ends[:-1]) and not ends[-1]


def _added(a: list[list[int]], b: list[list[int]]) -> list[list[int]]:
    return [[x + y for x, y in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]


def _edge(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
