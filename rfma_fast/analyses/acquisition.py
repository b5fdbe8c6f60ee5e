"""Acquisition: who came first when and where, who came again, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import polars as pl

from rfma_fast.analyses.facts import CardFacts, History, fields_for, read_history
from rfma_fast.analyses.intervals import wilson
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import Segmentation, check_shops, grade, scope_of
from rfma_fast.analyses.trade import natural
from rfma_fast.analyses.winning_back import win_back
from rfma_fast.dense.beginnings import NEVER, beginnings, cohort_months, month_numbers
from rfma_fast.engines import Engine, LocalCards
from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import Period, day_number, last_day_of, month_of
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds, fit
from rfma_fast.store.snapshot import Snapshot

_MONTHS_A_YEAR = 12


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
    began: pl.DataFrame
    """card (key), first, month, shop, amount (kopecks), second, again, a row a new card.

    ``shop`` and ``amount`` are those of the first purchase; ``second`` is the day of the next
    purchase, ``again`` the next day with one, blank where there is none within the churn period."""
    cohorts: pl.DataFrame
    """cohort, month, months_since, whole, cards, active, share, revenue, cumulative, a_card.

    ``cohort`` is the month of the first purchase; ``active`` cards bought in the month, ``share``
    is of the cohort. ``revenue`` is net of returns, ``cumulative`` up to the month's end,
    ``a_card`` that by card; money in roubles. A return before the first purchase counts in the
    month of the purchase."""
    rfma: Segmentation
    lost: Segmentation
    """Both of all cards as of the date; ``lost`` with the churn period above."""
    provenance: Provenance

    @property
    def cards(self) -> int:
        """Return the number of new cards."""
        return self.began.height

    def table(self, *keys: str) -> pl.DataFrame:
        """Return, by ``month`` or ``shop`` or both or neither, how new cards began.

        cards, first_mean, first_median (roubles), open, ended, again, again_share,
        interval_from, interval_to, second. A card's window is open until the churn period after its
        first purchase has passed; only the ended ones are counted in ``again`` (bought on another
        day within the window), in ``second`` (bought once more, perhaps on the same day) and in the
        share.
        """
        amount, half = pl.col("amount").sort(), pl.len() // 2
        ended = pl.col("first").dt.offset_by(f"{self.churn}d") <= self.as_of
        middle = amount.get((pl.len() - 1) // 2) + amount.get(half)
        by = [*map(pl.col, keys)] or [pl.lit(0).alias("all")]
        summed = self.began.group_by(by).agg(
            pl.len().cast(pl.Int64).alias("cards"),
            pl.col("amount").sum().alias("total"),
            middle.alias("middle"),
            (~ended).sum().cast(pl.Int64).alias("open"),
            ended.sum().cast(pl.Int64).alias("ended"),
            (ended & pl.col("again").is_not_null()).sum().cast(pl.Int64).alias("again"),
            (ended & pl.col("second").is_not_null()).sum().cast(pl.Int64).alias("second"),
        )
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
            "open",
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
        if self.cards == self.lost.cards:
            return self.lost.level(self.lost.scheme.level_codes[-1])
        keys = self.began.select("card")
        classed = self.lost.classed.join(keys, on="card", how="semi")
        history = self.lost.history
        own = history.only(history.segmented.join(keys, on="card", how="semi"))
        kept = LocalCards(classed)
        narrowed = replace(self.lost, history=own, kept=kept, sizes=kept.sizes())
        return narrowed.level(self.lost.scheme.level_codes[-1])

    def win_back(self) -> pl.DataFrame:
        """Return the new cards that are lost or slipping, those that brought most first.

        rank, region, region_name, rank_in_region, card (as printed), group, shop (of the first
        purchase), cheques, revenue, mean_cheque, first, last, recency (days of silence); money in
        roubles, net of returns. The region is that of scheme ``rfma``.
        """
        return win_back(self.lost, self.rfma, self.began.select("card", "shop"))


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
    rfma = grade(history, schemes["rfma"])
    within = churn or int(rfma.thresholds.borders["R"][-1])
    lost = grade(history, schemes["lost"], _with_churn(schemes["lost"], history, churn))
    if churn:
        lost = replace(lost, frozen=False)
    began = _began(snapshot, history, Period(first, last), within, shops)
    if not began.height:
        raise problem("acquisition.nobody", since=first, until=last)
    return Acquisition(
        since=first,
        until=last,
        as_of=scope.as_of,
        churn=within,
        began=began,
        cohorts=_cohorts(snapshot, history, began),
        rfma=rfma,
        lost=lost,
        provenance=replace(Provenance.of(scope), shops=tuple(shops), since=since, until=last),
    )


def _with_churn(scheme: Scheme, history: History, churn: int | None) -> Thresholds | None:
    """Return the scheme's borders with another churn period, ``None`` where none is given."""
    if churn is None:
        return None
    fitted = fit(scheme, history.scope.as_of, CardFacts(scheme, history))
    recency = (*fitted.borders["R"][:-1], Fraction(churn))
    return replace(fitted, borders={**fitted.borders, "R": recency})


def _began(
    snapshot: Snapshot, history: History, period: Period, churn: int, shops: Sequence[str]
) -> pl.DataFrame:
    states = history.segmented.select("card", pl.col("first").cast(pl.Int32))
    day = pl.col("first").cast(pl.Date)
    new = states.filter(day.is_between(period.since, period.until))
    if not new.height:
        return new
    keys = new.get_column("card").to_numpy()
    first = np.full(int(keys.max()) + 1, NEVER, np.int32)
    first[keys] = new.get_column("first").to_numpy()
    last = min((period.until or history.scope.as_of) + timedelta(churn), history.scope.as_of)
    found = beginnings(snapshot, first, Period(period.since, last)).join(new, on="card")
    if shops:
        found = found.filter(pl.col("shop").is_in(list(shops)))
    within = [
        pl.when(pl.col(name).is_between(pl.col("first"), pl.col("first") + churn))
        .then(pl.col(name))
        .cast(pl.Date)
        .alias(name)
        for name in ("second", "again")
    ]
    told = found.sort("card").with_columns(*within)
    return told.select(
        "card",
        day,
        day.dt.strftime("%Y-%m").alias("month"),
        *("shop", "amount", "second", "again"),
    )


def _cohorts(snapshot: Snapshot, history: History, began: pl.DataFrame) -> pl.DataFrame:
    as_of = history.scope.as_of
    keys = began.get_column("card").to_numpy()
    first = began.get_column("first").to_physical().to_numpy()
    cohort = np.full(int(keys.max()) + 1, NEVER, np.int64)
    cohort[keys] = month_numbers(first)
    since = began.get_column("first").min()
    assert isinstance(since, date)
    start = since.replace(day=1)
    seen = cohort_months(snapshot, cohort, Period(start, as_of))
    totals = history.segmented.select("card", pl.col("total").cast(pl.Int64))
    own = began.select("card", cohort=pl.Series(cohort[keys])).join(totals, on="card")
    sizes = own.group_by("cohort").agg(
        pl.len().cast(pl.Int64).alias("cards"), pl.col("total").sum().alias("all_total")
    )
    end = _number(as_of)
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
    return summed.select(
        _text("cohort"),
        _text("month"),
        (pl.col("month") - pl.col("cohort")).alias("months_since"),
        ((pl.col("month") < end) | pl.lit(as_of == last_day_of(month_of(as_of)))).alias("whole"),
        "cards",
        "active",
        (pl.col("active") / pl.col("cards")).alias("share"),
        roubles("total").alias("revenue"),
        roubles("so_far").alias("cumulative"),
        mean_roubles("so_far", "cards").alias("a_card"),
    )


def _number(day: date) -> int:
    return int(month_numbers(np.array([day_number(day)]))[0])


def _text(column: str) -> pl.Expr:
    year = (pl.col(column) // _MONTHS_A_YEAR + 1970).cast(pl.String)
    month = (pl.col(column) % _MONTHS_A_YEAR + 1).cast(pl.String).str.zfill(2)
    return pl.format("{}-{}", year, month).alias(column)


def _sorted(told: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    if "shop" not in keys:
        return told.sort(keys) if keys else told
    order = sorted(set(told.get_column("shop")), key=natural)
    by = [pl.col(key).cast(pl.Enum(order)) if key == "shop" else pl.col(key) for key in keys]
    return told.sort(by)
