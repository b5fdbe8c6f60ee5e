"""People against borders: the same cards at the second date, measured with both rulers."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from rfma_fast.analyses.migration import Migration, flows_between
from rfma_fast.analyses.segmentation import Segmentation, grade, name_of


@dataclass(frozen=True)
class Effects:
    """The sizes before and after, and what part of the change is people's and what the borders'."""

    before: Segmentation
    """The first date."""
    frozen: Segmentation
    """The second date with the borders of the first."""
    refit: Segmentation
    """The second date with borders fitted to it; the frozen ones where there is no card."""
    flows: pl.DataFrame
    """from (frozen), to (refit), cards: whom the borders alone put into another class."""

    def frame(self, level: str) -> pl.DataFrame:
        """Return code, name, before, frozen, refit, people, borders, entered, left of the groups.

        people = frozen − before, borders = refit − frozen, so that both add up to the change;
        ``entered`` and ``left`` are the cards that the borders alone brought and took away. In the
        scheme's order.
        """
        sides = {"before": self.before, "frozen": self.frozen, "refit": self.refit}
        sizes = {
            side: dict(found.level(level).select("code", "cards").iter_rows())
            for side, found in sides.items()
        }
        codes = pl.Series(self.before.codebook.codes(level), dtype=pl.String)
        group = {side: pl.lit(codes).gather(pl.col(side)) for side in ("from", "to")}
        moved = self.flows.filter(group["from"] != group["to"])
        entered, left = (
            dict(moved.group_by(group[side].alias("code")).agg(pl.col("cards").sum()).iter_rows())
            for side in ("to", "from")
        )
        rows = [
            {
                "code": code,
                "name": name_of(self.before.scheme, level, code),
                **{side: counts.get(code, 0) for side, counts in sizes.items()},
                "entered": entered.get(code, 0),
                "left": left.get(code, 0),
            }
            for code in self.before.group_codes(level)
            if any(code in counts for counts in sizes.values())
        ]
        whole = dict.fromkeys((*sides, "entered", "left"), pl.Int64)
        frame = pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String, **whole})
        return frame.select(
            "code",
            "name",
            *sides,
            (pl.col("frozen") - pl.col("before")).alias("people"),
            (pl.col("refit") - pl.col("frozen")).alias("borders"),
            "entered",
            "left",
        )


def effects(migration: Migration) -> Effects:
    """Grade the second date's cards with the other ruler, too."""
    before, after = migration.before, migration.after
    history, scheme = after.history, before.scheme
    frozen = refit = after
    if history.cards and migration.borders == "frozen":
        refit = grade(history, scheme)
    elif history.cards:
        frozen = grade(history, scheme, before.thresholds)
    return Effects(before, frozen, refit, flows_between(frozen, refit))
