"""The cooling calendar: which cards drop to a colder group on which day if they do not buy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import read_history
from rfma_fast.analyses.inactivity_forecast import changes_ahead
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.outcomes import whole_history
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import Segmentation, grade, name_of
from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import shifted

LONGEST = 3_660
"""Days that a calendar may look ahead: ten years."""


@dataclass(frozen=True)
class Before:
    """What cards did that were to drop to a colder group if they did not buy."""

    as_of: date
    """The day from which the days were counted that end now."""
    groups: dict[str, dict[str, int]]
    """Group on that day → cards, how many of them returned, revenue (kopecks) of the days."""

    @property
    def cards(self) -> int:
        """Return how many cards were to drop."""
        return sum(did["cards"] for did in self.groups.values())

    @property
    def returned(self) -> int:
        """Return how many of them bought in the days."""
        return sum(did["returned"] for did in self.groups.values())

    @property
    def revenue(self) -> int:
        """Return what they brought in the days, in kopecks."""
        return sum(did["revenue"] for did in self.groups.values())


@dataclass(frozen=True)
class Cooling:
    """Every step to a colder group within some days after a segmentation, if nobody buys."""

    found: Segmentation
    level: str
    days: int
    drops: pl.DataFrame
    """The unit, day, from, to, total (kopecks), now, in the order of days; from, to and now are
    codes of groups, ``now`` of the one in which the card is on the segmentation's day."""

    @property
    def until(self) -> date:
        """Return the last day that is looked at."""
        return shifted(self.found.as_of, self.days)

    @property
    def provenance(self) -> Provenance:
        """Return where the result comes from."""
        return self.found.provenance

    @cached_property
    def first_drops(self) -> pl.DataFrame:
        """Return the first drop of every card that has any: each card once."""
        unit = list(self.found.history.scope.unit)
        return self.drops.unique(unit, keep="first", maintain_order=True)

    @property
    def cards(self) -> int:
        """Return how many cards drop at least once."""
        return self.first_drops.height

    @cached_property
    def before(self) -> Before | None:
        """Return what the cards did that were to drop within as many days up to now.

        ``None`` where no card was there so many days ago.
        """
        return _before(self)

    @property
    def moves(self) -> pl.DataFrame:
        """Return from, to, cards, revenue (roubles), first_day, last_day of the steps, by group."""
        order = {code: place for place, code in enumerate(self.found.group_codes(self.level))}
        place = pl.col("from", "to").replace_strict(order, return_dtype=pl.Int64)
        return (
            self.drops.group_by("from", "to")
            .agg(
                pl.len().cast(pl.Int64).alias("cards"),
                pl.col("total").sum(),
                pl.col("day").min().alias("first_day"),
                pl.col("day").max().alias("last_day"),
            )
            .sort(place)
            .select("from", "to", "cards", roubles("total").alias("revenue"), pl.col("^.*_day$"))
        )

    @property
    def calendar(self) -> pl.DataFrame:
        """Return day, cards, revenue (roubles) of the days on which a card drops."""
        by_day = self.drops.group_by("day").agg(
            pl.len().cast(pl.Int64).alias("cards"), pl.col("total").sum()
        )
        return by_day.sort("day").select("day", "cards", roubles("total").alias("revenue"))

    @property
    def groups(self) -> pl.DataFrame:
        """Return code, name, cards (all of the group now), dropping, share, revenue, at_stake.

        Only groups that lose a card; a card counts once, in the group where it is now. Revenue is
        what the cards have brought so far; at stake what as many such cards brought in the days up
        to now, blank where none was to drop then.
        """
        sizes = self.found.level(self.level).select("code", "name", "cards")
        losing = self.first_drops.group_by("now").agg(
            pl.len().cast(pl.Int64).alias("dropping"), pl.col("total").sum()
        )
        joined = sizes.join(losing, left_on="code", right_on="now", maintain_order="left")
        known = joined.with_columns(
            then=self._did("cards"),
            stake=pl.col("dropping").cast(pl.Int128) * self._did("revenue"),
        )
        return known.select(
            "code",
            "name",
            "cards",
            "dropping",
            (pl.col("dropping") / pl.col("cards")).alias("share"),
            roubles("total").alias("revenue"),
            mean_roubles("stake", "then").alias("at_stake"),
        )

    def _did(self, what: str) -> pl.Expr:
        """Return what the cards of a row's group did that were to drop then; blank of none."""
        then = self.before.groups if self.before else {}
        known = {code: did[what] for code, did in then.items()}
        return pl.col("code").replace_strict(known, default=None, return_dtype=pl.Int128)

    def table(self) -> pl.DataFrame:
        """Return the list of drops: drops_on, from, to and their names, then the card's row.

        One row a drop, in the order of days, then of cards; the row is the per-card table's, as of
        the segmentation's day.
        """
        history = self.found.history
        unit = list(history.scope.unit)
        own = history.segmented.join(self.drops.select(unit), on=unit, how="semi")
        cards = replace(self.found, history=history.only(own)).table()
        printed = _printed(self.found, self.drops)
        names = {
            code: name_of(self.found.scheme, self.level, code)
            for code in self.found.group_codes(self.level)
        }
        by = [name for name in ("card", "shop") if name in printed.columns]
        named = pl.col("from", "to").replace_strict(names, return_dtype=pl.String)
        return (
            printed.with_columns(named.name.suffix("_name"))
            .join(cards, on=by, how="left")
            .sort("day", *by, "from")
            .select(
                pl.col("day").alias("drops_on"),
                "from",
                "from_name",
                "to",
                "to_name",
                *cards.columns,
            )
        )


def _before(cooling: Cooling) -> Before | None:
    """Make the same calendar so many days ago, and look at what came of its cards."""
    now = cooling.found
    scope = now.history.scope
    until = min(scope.period.until or now.as_of, scope.snapshot.last_day)
    as_of = shifted(until, -cooling.days)
    if as_of < scope.first_day:
        return None
    history = read_history(now.history.engine, replace(scope, as_of=as_of), fields_for(now.scheme))
    if not history.cards:
        return None
    found = grade(history, now.scheme, now.thresholds if now.frozen else None)
    unit = list(scope.unit)
    later = whole_history(now, until).kept.here.select(
        *unit, pl.col("cheques", "total").cast(pl.Int64).name.suffix("_then")
    )
    cheques = found.classed.select(*unit, pl.col("cheques").cast(pl.Int64))
    earlier = _calendar(found, cooling.days, cooling.level).first_drops
    did = (
        earlier.join(cheques, on=unit, how="left")
        .join(later, on=unit, how="left")
        .group_by("now")
        .agg(
            cards=pl.len().cast(pl.Int64),
            returned=(pl.col("cheques_then") > pl.col("cheques")).sum().cast(pl.Int64),
            revenue=(pl.col("total_then") - pl.col("total")).sum(),
        )
    )
    groups = {row.pop("now"): row for row in did.iter_rows(named=True)}
    return Before(as_of, {code: groups[code] for code in sorted(groups)})


def cooling(found: Segmentation, days: int, level: str | None = None) -> Cooling:
    """Return who drops to a colder group within so many days after a segmentation, and when.

    ``level`` defaults to the finest level above the classes whose groups have a place on the scale
    of warmth in every built-in scheme: the scheme's second, else its first.
    """
    if not 1 <= days <= LONGEST:
        raise misuse("cooling.days", got=days, most=LONGEST)
    level = level or level_of_warmth(found)
    found.check_level(level)
    if not any(found.warmths(level).values()):
        raise problem("cooling.no_warmth", level=level, scheme=found.scheme.code)
    return _calendar(found, days, level)


def _calendar(found: Segmentation, days: int, level: str) -> Cooling:
    warmths = found.warmths(level)
    codes = found.codebook.codes(level)
    scale = pl.Series([warmths[code] for code in codes], dtype=pl.Int64)
    groups = pl.Series(codes, dtype=pl.String)
    unit = list(found.history.scope.unit)
    colder = _of(scale, "to") > _of(scale, "from")
    drops = [
        change.cards.filter(colder).select(
            *unit,
            pl.lit(change.day).alias("day"),
            _of(groups, "from"),
            _of(groups, "to"),
            pl.col("total").cast(pl.Int64),
        )
        for change in changes_ahead(found, days)
    ]
    here = found.classed.select(*unit, _of(groups, "class").alias("now"))
    nothing = here.head(0).select(
        *unit,
        pl.lit(None, pl.Date).alias("day"),
        pl.lit(None, pl.String).alias("from"),
        pl.lit(None, pl.String).alias("to"),
        pl.lit(None, pl.Int64).alias("total"),
    )
    every = pl.concat([nothing, *drops])
    return Cooling(found, level, days, every.join(here, on=unit, how="left", maintain_order="left"))


def _of(values: pl.Series, classes: str) -> pl.Expr:
    """Return what a list says of the classes whose numbers stand in a column."""
    return pl.lit(values).gather(pl.col(classes)).alias(classes)


def level_of_warmth(found: Segmentation) -> str:
    """Return the level that is taken where none is named: the usual one, else one with warmth."""
    with_warmth = [
        level.code for level in found.scheme.levels if any(group.warmth for group in level.groups)
    ]
    usual = found.scheme.level_asked(None)
    return usual if usual in with_warmth or not with_warmth else with_warmth[0]


def _printed(found: Segmentation, drops: pl.DataFrame) -> pl.DataFrame:
    """Replace the keys of cards by what is printed on them."""
    scope = found.history.scope
    keys = scope.snapshot.keys().rename({"card": "printed"})
    printed = pl.coalesce("printed", "id") if "id" in scope.unit else pl.col("printed")
    shop = ["shop"] if "shop" in scope.unit else []
    return (
        drops.lazy()
        .join(keys, left_on="card", right_on="key", how="left")
        .select(printed.alias("card"), *shop, "day", "from", "to")
        .collect(engine="streaming")
    )
