"""Money of a migration: what the cards spent in equally long windows before each of its dates."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

import polars as pl

from rfma_fast.analyses.history import read_totals
from rfma_fast.analyses.migration import Migration, states_of
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.movements import kinds_of, with_movements
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.i18n import misuse, say
from rfma_fast.periods import shifted
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.summary import spent_flows

SIDES = ("spent_before", "spent_after")


@dataclass(frozen=True)
class Spending:
    """What cards spent in as many days before the first date as before the second."""

    migration: Migration
    days: int
    """How long both windows are; each ends with its date."""
    asked: int
    """How long they were to be; longer than ``days`` where the history begins too late."""
    flows: pl.DataFrame
    """from, to (class numbers), cards, spent_before, spent_after (kopecks)."""

    @property
    def shortened(self) -> bool:
        """Tell whether the history before the first date is shorter than what was asked for."""
        return self.days < self.asked

    def cells(self, level: str) -> pl.DataFrame:
        """Return from, to, cards and money of a level's cells, in the order of its matrix.

        Money is spent_before, spent_after (of all these cards), per_card_before, per_card_after
        (÷ all of them, whether or not they bought), in roubles.
        """
        order = self.migration.cells(level).select("from", "to")
        summed = _summed(self.migration.with_codes(self.flows, level), ["from", "to"])
        return order.join(summed, on=["from", "to"], how="left", maintain_order="left")

    def movements(self, level: str) -> pl.DataFrame:
        """Return movement, cards and money of all movements, in their order."""
        summed = _summed(with_movements(self.migration, self.flows, level), ["movement"])
        kinds = pl.DataFrame({"movement": kinds_of(self.migration.before, level)})
        found = kinds.join(summed, on="movement", how="left", maintain_order="left")
        return found.with_columns(pl.col("cards", *SIDES).fill_null(0))

    def groups(self, level: str) -> pl.DataFrame:
        """Return code, name, cards and money of the groups of the first date, ``new`` last.

        The cards of a row are the same before and after: those that were in the group at the
        first date.
        """
        migration = self.migration
        migration.before.check_level(level)
        coded = migration.with_codes(self.flows, level)
        order = {code: place for place, code in enumerate(migration.before.group_codes(level))}
        summed = _summed(coded, ["from"]).rename({"from": "code"})
        placed = summed.sort(pl.col("code").replace_strict(order, default=len(order)))
        scheme = migration.before.scheme
        names = [
            name_of(scheme, level, code) if code in order else say(f"word.{code}")
            for code in placed.get_column("code")
        ]
        named = placed.with_columns(pl.Series("name", names, dtype=pl.String))
        return named.select("code", "name", pl.exclude("code", "name"))

    def total(self) -> pl.DataFrame:
        """Return cards and money of all cards, in one row."""
        return _summed(self.flows.with_columns(every=pl.lit(0)), ["every"]).drop("every")


def spending(migration: Migration, days: int | None = None) -> Spending:
    """Sum up two windows of so many days, by default those between the dates.

    Where the history before the first date is shorter, both windows are as long as it is.
    """
    before, after = migration.before, migration.after
    scope = before.history.scope
    asked = (after.as_of - before.as_of).days if days is None else days
    if asked < 1:
        raise misuse("spending.no_days", got=asked)
    length = min(asked, (scope.last_seen - scope.first_day).days + 1)
    ends = (scope.last_seen, after.history.scope.last_seen)
    windows = [(shifted(end, -length), end) for end in ends]
    totals = _totals(migration, {day for window in windows for day in window})
    first, second = ((totals.get(start), totals[end]) for start, end in windows)
    flows = spent_flows(states_of(before), states_of(after), first, second, scope.unit)
    found = before.history.engine.fetch(flows)[0]
    return Spending(migration, length, asked, found)


def _totals(migration: Migration, days: Set[date]) -> dict[date, Frame]:
    """Return the total of every unit at the end of each day on which there is any.

    The difference of two of them is what lies between.
    """
    before, after = migration.before.history, migration.after.history
    found = {before.scope.last_seen: before.totals}
    if not migration.between:
        found[after.scope.last_seen] = after.totals
    missing = [day for day in sorted(days - set(found)) if day >= before.scope.first_day]
    scopes = [before.scope.seen_until(day) for day in missing]
    return {**found, **dict(zip(missing, read_totals(before.engine, scopes), strict=True))}


def _summed(flows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    sums = flows.group_by(by).agg(pl.col("cards", *SIDES).sum())
    return sums.select(
        *by,
        "cards",
        *(roubles(side) for side in SIDES),
        *(mean_roubles(side, "cards").alias(side.replace("spent", "per_card")) for side in SIDES),
    )
