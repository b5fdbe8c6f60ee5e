"""The same pair of dates a year earlier: what of a migration is the season's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from rfma_fast.analyses.migration import Migration, migrate
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem

A_YEAR = 365
"""Days of history behind a date without which its thresholds are those of a store's beginning."""


@dataclass(frozen=True)
class Season:
    """A migration and the one between the same days of the year before."""

    now: Migration
    since: date
    """The first date, a year earlier; 29 February becomes the 28th."""
    until: date
    """The second date, a year earlier."""
    earlier: Migration | None
    """Each year has borders of its own, found as this year's were."""
    reason: str
    """Why the year before cannot be told; empty where it can."""

    @property
    def young(self) -> int | None:
        """Return the days of history up to the earlier first date, if they are less than a year."""
        if self.earlier is None:
            return None
        before = self.earlier.before
        days = (before.as_of - before.history.scope.first_day).days + 1
        return days if days < A_YEAR else None

    def frame(self, level: str) -> pl.DataFrame:
        """Return movement, cards, share, cards_earlier, share_earlier, in the movements' order.

        The last two are missing where the history does not reach back.
        """
        now = self.now.movements(level).counts.select("movement", "cards", "share")
        if self.earlier is None:
            missing = pl.lit(None, pl.Int64), pl.lit(None, pl.Float64)
            names = ("cards_earlier", "share_earlier")
            return now.with_columns(
                none.alias(name) for none, name in zip(missing, names, strict=True)
            )
        before = self.earlier.movements(level).counts
        return now.with_columns(
            before.get_column("cards").alias("cards_earlier"),
            before.get_column("share").alias("share_earlier"),
        )

    def sizes(self, level: str) -> pl.DataFrame:
        """Return code, name, before, after, before_earlier, after_earlier of the groups.

        Groups without a card on any of the four days are left out; in the scheme's order.
        """
        columns = ["code", "name", "before", "after"]
        now = self.now.sizes(level).select(columns)
        suffixed = {"before": "before_earlier", "after": "after_earlier"}
        if self.earlier is None:
            return now.with_columns(
                pl.lit(None, pl.Int64).alias(name) for name in suffixed.values()
            )
        then = self.earlier.sizes(level).select(columns).rename(suffixed)
        both = now.join(then, on=["code", "name"], how="full", coalesce=True)
        order = {code: place for place, code in enumerate(self.now.before.group_codes(level))}
        placed = both.sort(pl.col("code").replace_strict(order, return_dtype=pl.Int64))
        return placed.with_columns(pl.col("before", "after", *suffixed.values()).fill_null(0))


def season(now: Migration) -> Season:
    """Repeat a migration between the same days a year earlier, where the history allows it."""
    before, after = now.before, now.after
    since, until = a_year_before(before.as_of), a_year_before(after.as_of)
    scope = before.history.scope
    earlier, reason = None, ""
    try:
        if since < scope.first_day:
            raise problem("season.too_early", since=since, first=scope.first_day)
        earlier = migrate(
            before.history.engine,
            scope.snapshot,
            before.scheme,
            since,
            until,
            borders=now.borders,
            between=now.between,
            shops=scope.shops,
        )
    except RfmaError as error:
        reason = error.message
    return Season(now, since, until, earlier, reason)


def a_year_before(day: date) -> date:
    """Return the same day of the year before, 28 February for the 29th.

    >>> a_year_before(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    last_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last_february else day.day)
