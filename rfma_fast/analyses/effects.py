"""People against thresholds: the same cards at the second date, measured with both rulers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from rfma_fast.analyses.migration import Migration, flows_between
from rfma_fast.analyses.segmentation import Segmentation, grade, name_of
from rfma_fast.plan.summary import NONE


@dataclass(frozen=True)
class Effects:
    """The sizes before and after: what moved cards, new cards and moved thresholds did to them."""

    migration: Migration
    frozen: Segmentation
    """The second date with the thresholds of the first."""
    refit: Segmentation
    """The second date with thresholds fitted to it; the frozen ones where there is no card."""

    @cached_property
    def flows(self) -> pl.DataFrame:
        """Return from (frozen), to (refit), cards: whom the thresholds alone put elsewhere."""
        return flows_between(self.frozen, self.refit)

    @cached_property
    def _new(self) -> pl.DataFrame:
        """Return class (in the old thresholds), cards of those that came after the first date."""
        migration = self.migration
        flows = (
            migration.flows
            if self.frozen is migration.after
            else flows_between(migration.before, self.frozen)
        )
        return flows.filter(pl.col("from") == NONE).select(pl.col("to").alias("class"), "cards")

    def bridge(self, level: str) -> pl.DataFrame:
        """Return code, name, frozen, moved, refit of the groups: frozen + moved = refit.

        Two sizes of one group on one day: by the thresholds of the first date, and by those that
        are fitted to the second, as its segmentation has them. In the scheme's order.
        """
        before, rows = self.migration.before, []
        frozen, refit = (_sizes(found, level) for found in (self.frozen, self.refit))
        for code in before.group_codes(level):
            if code in frozen or code in refit:
                old, new = frozen.get(code, 0), refit.get(code, 0)
                rows.append((code, name_of(before.scheme, level, code), old, new - old, new))
        whole = dict.fromkeys(("frozen", "moved", "refit"), pl.Int64)
        schema = {"code": pl.String, "name": pl.String, **whole}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def frame(self, level: str) -> pl.DataFrame:
        """Return code, name, the sizes and what changed them.

        before, frozen, refit; people = known_cards + new_cards = frozen − before: by how many cards
        a group grew through known cards that came and went, and through new ones; borders =
        refit − frozen, so that all of them add up to the change. ``entered`` and ``left`` are the
        cards that thresholds alone brought and took away. In the scheme's order.
        """
        before = self.migration.before
        sides = {"before": before, "frozen": self.frozen, "refit": self.refit}
        sizes = {side: _sizes(found, level) for side, found in sides.items()}
        codes = pl.Series(before.codebook.codes(level), dtype=pl.String)
        new = _counted(self._new, pl.lit(codes).gather(pl.col("class")))
        group = {side: pl.lit(codes).gather(pl.col(side)) for side in ("from", "to")}
        moved = self.flows.filter(group["from"] != group["to"])
        entered, left = (_counted(moved, group[side]) for side in ("to", "from"))
        rows = [
            {
                "code": code,
                "name": name_of(before.scheme, level, code),
                **{side: counts.get(code, 0) for side, counts in sizes.items()},
                "new_cards": new.get(code, 0),
                "entered": entered.get(code, 0),
                "left": left.get(code, 0),
            }
            for code in before.group_codes(level)
            if any(code in counts for counts in sizes.values())
        ]
        whole = dict.fromkeys((*sides, "new_cards", "entered", "left"), pl.Int64)
        frame = pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String, **whole})
        people = pl.col("frozen") - pl.col("before")
        return frame.select(
            "code",
            "name",
            *sides,
            people.alias("people"),
            (people - pl.col("new_cards")).alias("known_cards"),
            "new_cards",
            (pl.col("refit") - pl.col("frozen")).alias("borders"),
            "entered",
            "left",
        )


def effects(migration: Migration) -> Effects:
    """Grade the second date's cards with the other ruler, too."""
    after = migration.after
    history, scheme = after.history, migration.before.scheme
    frozen = refit = after
    if history.cards and migration.borders == "frozen":
        refit = grade(history, scheme)
    elif history.cards:
        frozen = grade(history, scheme, migration.before.thresholds)
    return Effects(migration, frozen, refit)


def _sizes(found: Segmentation, level: str) -> dict[str, int]:
    return dict(found.level(level).select("code", "cards").iter_rows())


def _counted(flows: pl.DataFrame, group: pl.Expr) -> dict[str, int]:
    return dict(flows.group_by(group.alias("code")).agg(pl.col("cards").sum()).iter_rows())
