"""Acquisition: who came first when and where, who came again, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import polars as pl

from rfma_fast.analyses.facts import CardFacts, fields_for
from rfma_fast.analyses.history import History, read_history
from rfma_fast.analyses.horizon import refuse_far_future
from rfma_fast.analyses.intervals import wilson
from rfma_fast.analyses.money import mean_roubles, roubles, twice_the_median
from rfma_fast.analyses.newcomers import (
    DAYS,
    first_purchases_of,
    months_of_cohorts,
    newcomers,
    standings_of,
)
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scoping import check_shops, scope_of
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.analyses.trade import month_text, natural
from rfma_fast.analyses.winning_back import win_back, win_back_regions
from rfma_fast.engines import Cards, Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import last_day_of, month_of
from rfma_fast.plan.months import month_number, month_start
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds, fit
from rfma_fast.store.snapshot import Snapshot


@dataclass(frozen=True)
class Acquisition:
    """The cards that first bought in a period (and shop), and what they did up to a date."""

    since: date
    """First purchases from this day …"""
    until: date
    """… to this one."""
    as_of: date
    """No later cheque is looked at."""
    churn: int
    """Days within which a card must come again to be won."""
    standings: pl.DataFrame
    """month, lost, rfma (class numbers), cards, cheques, total (kopecks): how they stand."""
    cohorts: pl.DataFrame
    """cohort, month, months_since, whole, opening, cards, active, share, revenue …

    … cumulative, a_card. ``whole`` months are there to their last day; ``opening`` is the cohort of
    the month in which the store begins, whose cards may have bought before. ``cohort`` is the month
    of the first purchase; ``active`` cards bought in the month, ``share`` is of the cohort.
    ``revenue`` is net of returns, ``cumulative`` up to the month's end, ``a_card`` that by card;
    money in roubles. A return before the first purchase counts in the month of the purchase."""
    rfma: Segmentation
    lost: Segmentation
    """Both of all cards as of the date; ``lost`` with the churn period above."""
    new: Cards
    """The columns of ``newcomers``."""
    provenance: Provenance

    @property
    def cards(self) -> int:
        """Return the number of cards that first bought in the period, in whatever month."""
        return int(self.standings.get_column("cards").sum())

    @property
    def opening_month(self) -> str:
        """Return the month in which the store begins: its cards are not known to be new."""
        return month_of(self.lost.history.scope.snapshot.first_day)

    @property
    def opening_cards(self) -> int:
        """Return how many cards first bought in that month."""
        number = month_number(self.lost.history.scope.snapshot.first_day)
        opening = self.standings.filter(pl.col("month") == number)
        return int(opening.get_column("cards").sum())

    @property
    def has_cards_here(self) -> bool:
        """Tell whether single cards are here, not on a cluster."""
        return self.lost.history.engine.local

    @cached_property
    def firsts(self) -> pl.DataFrame:
        """Return month, shop, value (kopecks), cards, ended, again, second: how cards began.

        Only cards whose window has ended count in the last three.
        """
        engine = self.lost.history.engine
        found = first_purchases_of(engine, self.new, self.churn, self.as_of)
        return found.with_columns(month_text("month"))

    @cached_property
    def began(self) -> pl.DataFrame:
        """Return card (key), first, month, shop, amount (kopecks), second, again, a row a new card.

        ``shop`` and ``amount`` are those of the first purchase; ``second`` is the day of the next
        purchase, ``again`` the next day with one, blank where there is none within the churn
        period. Refused where the cards stay on a cluster.
        """
        in_time = [
            pl.when(pl.col(name) <= pl.col("first") + self.churn).then(name).alias(name)
            for name in ("second", "again")
        ]
        told = self.new.here.sort("card").with_columns(month_text("month"), *in_time)
        days = [pl.col(name).cast(pl.Int32).cast(pl.Date) for name in DAYS]
        return told.with_columns(days).select(
            "card", "first", "month", "shop", "amount", "second", "again"
        )

    def table(self, *keys: str) -> pl.DataFrame:
        """Return, by ``month`` or ``shop`` or both or neither, how new cards began.

        cards, first_mean, first_median (roubles), open, ended, again, again_share,
        interval_from, interval_to, second. Only a table by month holds the cards of the store's
        opening month, which are not known to be new. A card's window is open until the churn period
        after its first purchase has passed; only the ended ones are counted in ``again`` (bought on
        another day within the window), in ``second`` (bought once more, perhaps on the same day)
        and in the share.
        """
        value, cards = pl.col("value"), pl.col("cards")
        known = self.firsts.sort("value")
        if "month" not in keys:
            known = known.filter(pl.col("month") != self.opening_month)
        sums = (
            (value * cards).sum().alias("total"),
            twice_the_median(value, cards).alias("middle"),
            pl.col("cards", "ended", "again", "second").sum(),
        )
        summed = known.group_by(keys).agg(sums) if keys else known.select(sums)
        pairs = zip(summed.get_column("again"), summed.get_column("ended"), strict=True)
        ends = [wilson(again, of) or (None, None) for again, of in pairs]
        told = summed.with_columns(
            pl.Series("interval_from", [end[0] for end in ends], dtype=pl.Float64),
            pl.Series("interval_to", [end[1] for end in ends], dtype=pl.Float64),
            two=pl.lit(2),
        ).select(
            *keys,
            "cards",
            mean_roubles("total", "cards").alias("first_mean"),
            mean_roubles("middle", "two").alias("first_median"),
            (cards - pl.col("ended")).alias("open"),
            "ended",
            "again",
            pl.when(pl.col("ended") > 0)
            .then(pl.col("again") / pl.col("ended"))
            .alias("again_share"),
            "interval_from",
            "interval_to",
            "second",
        )
        return _sorted(told, keys)

    def lost_groups(self) -> pl.DataFrame:
        """Return the groups of scheme ``lost`` as ``Segmentation.level`` does, of the new cards."""
        figures = pl.col("cards", "cheques", "total").sum()
        sizes = self.standings.group_by(pl.col("lost").alias("class")).agg(figures)
        return replace(self.lost, sizes=sizes).level(self.lost.scheme.level_codes[-1])

    def win_back_regions(self) -> pl.DataFrame:
        """Return region, name, cards, slipping, dead (cards), cheques, revenue, a_card.

        A row a region of scheme ``rfma`` that has cards of ``win_back``, in roubles.
        """
        return win_back_regions(self.lost, self.rfma, self.standings)

    def win_back(self) -> pl.DataFrame:
        """Return the new cards that are lost or slipping, those that brought most first.

        rank, region, region_name, rank_in_region, card (as printed), group, shop (of the first
        purchase), cheques, revenue, mean_cheque, first, last, recency (days of silence); money in
        roubles, net of returns. The region is that of scheme ``rfma``. Refused where the cards stay
        on a cluster.
        """
        return win_back(self.lost, self.rfma, self.new.here.select("card", "shop"))


def acquisition(
    engine: Engine,
    snapshot: Snapshot,
    schemes: Mapping[str, Scheme],
    *,
    since: date | None = None,
    until: date | None = None,
    shops: Sequence[str] = (),
    as_of: date | None = None,
    churn: int | None = None,
) -> Acquisition:
    """Look at the cards whose first purchase ever lies in a period, and was made at some shops.

    ``schemes`` holds ``rfma`` and ``lost``. First purchases come from card states; only months from
    the first new card's on are read.
    """
    if churn is not None and churn < 1:
        raise misuse("acquisition.churn", got=churn)
    check_shops(snapshot, shops)
    scope = scope_of(engine, snapshot, schemes["rfma"], as_of)
    first, last = since or snapshot.first_day, min(until or scope.as_of, scope.as_of)
    if first > last:
        raise problem("scope.reversed", since=first, until=last)
    fields = dict.fromkeys(field for scheme in schemes.values() for field in fields_for(scheme))
    history = read_history(engine, scope, tuple(fields))
    rfma = refuse_far_future(grade(history, schemes["rfma"]))
    within = churn or int(rfma.thresholds.borders["R"][-1])
    lost = grade(history, schemes["lost"], _with_churn(schemes["lost"], history, churn))
    if churn:
        lost = replace(lost, frozen=False)
    new = newcomers(history, first, last, within, shops)
    standings = standings_of(new, lost, rfma)
    if not standings.height:
        raise problem("acquisition.nobody", since=first, until=last)
    begin = month_start(int(standings.select(pl.col("month").min()).item()))
    return Acquisition(
        since=first,
        until=last,
        as_of=scope.as_of,
        churn=within,
        standings=standings,
        cohorts=_cohorts(scope, standings, months_of_cohorts(history, new, begin)),
        rfma=rfma,
        lost=lost,
        new=new,
        provenance=replace(Provenance.of(scope), shops=tuple(shops), since=since, until=last),
    )


def _with_churn(scheme: Scheme, history: History, churn: int | None) -> Thresholds | None:
    """Return the scheme's borders with another churn period, ``None`` where none is given."""
    if churn is None:
        return None
    fitted = fit(scheme, history.scope.as_of, CardFacts(scheme, history))
    recency = (*fitted.borders["R"][:-1], Fraction(churn))
    return replace(fitted, borders={**fitted.borders, "R": recency})


def _cohorts(scope: Scope, standings: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    as_of, opening_number = scope.as_of, month_number(scope.snapshot.first_day)
    end = month_number(as_of)
    sizes = standings.group_by(pl.col("month").alias("cohort")).agg(
        pl.col("cards").sum(), pl.col("total").sum().alias("all_total")
    )
    grid = sizes.with_columns(month=pl.int_ranges("cohort", end + 1, dtype=pl.Int64)).explode(
        "month"
    )
    filled = (
        grid.join(seen, on=["cohort", "month"], how="left")
        .with_columns(pl.col("active", "total").fill_null(0))
        .sort("cohort", "month")
    )
    # What was brought back before the first purchase counts in its month: the rest of the total.
    later = pl.col("month") > pl.col("cohort")
    rest = pl.col("total").filter(later).sum().over("cohort")
    own_month = pl.when(later).then("total").otherwise(pl.col("all_total") - rest)
    summed = filled.with_columns(total=own_month).with_columns(
        so_far=pl.col("total").cum_sum().over("cohort")
    )
    opening = (pl.col("cohort") == opening_number).alias("opening")
    return summed.select(
        month_text("cohort"),
        month_text("month"),
        (pl.col("month") - pl.col("cohort")).alias("months_since"),
        ((pl.col("month") < end) | pl.lit(as_of == last_day_of(month_of(as_of)))).alias("whole"),
        opening,
        "cards",
        "active",
        (pl.col("active") / pl.col("cards")).alias("share"),
        roubles("total").alias("revenue"),
        roubles("so_far").alias("cumulative"),
        mean_roubles("so_far", "cards").alias("a_card"),
    )


def _sorted(told: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    if "shop" not in keys:
        return told.sort(keys) if keys else told
    order = sorted(set(told.get_column("shop")), key=natural)
    by = [pl.col(key).cast(pl.Enum(order)) if key == "shop" else pl.col(key) for key in keys]
    return told.sort(by)
