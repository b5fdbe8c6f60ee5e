"""The cards that first bought in a period: where they began, and what they did month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from rfma_fast.analyses.history import History
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.dense.beginnings import NEVER, beginnings, cohort_months, month_numbers
from rfma_fast.engines import Cards, Engine, LocalCards
from rfma_fast.periods import Period, day_number, shifted
from rfma_fast.plan.months import month_of_day
from rfma_fast.plan.standings import first_purchases, standings
from rfma_fast.plan.terms import column, expression

DAYS = ("first", "second", "again")
_COLUMNS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("card", *DAYS), pl.Int32),
    **dict.fromkeys(("month", "amount"), pl.Int64),
    "shop": pl.String,
}


def newcomers(
    history: History, since: date, until: date, churn: int, shops: Sequence[str]
) -> Cards:
    """Return card (key), first, month, shop, amount, second, again, a row a new card.

    New are those whose first purchase lies between the days, at one of the shops if there are any.
    Days and months count from 1970, amounts are kopecks. ``second`` is the day of the next
    purchase, ``again`` the next day with one, as far as ``churn`` days after ``until``: it may lie
    beyond as many days after the card's own first purchase.
    """
    found = newcomers_by_key if history.engine.local else newcomers_by_plan
    return found(history, since, until, churn, shops)


def newcomers_by_key(
    history: History, since: date, until: date, churn: int, shops: Sequence[str]
) -> LocalCards:
    """Find them from month files by card key."""
    states = history.segmented.select("card", pl.col("first").cast(pl.Int32))
    new = states.filter(pl.col("first").cast(pl.Date).is_between(since, until))
    if not new.height:
        return LocalCards(pl.DataFrame(schema=_COLUMNS))
    keys, days = (new.get_column(name).to_numpy() for name in ("card", "first"))
    first = np.full(int(keys.max()) + 1, NEVER, np.int32)
    first[keys] = days
    read = Period(since, _last(history, until, churn))
    found = beginnings(history.scope.snapshot, first, read)
    if shops:
        found = found.filter(pl.col("shop").is_in(list(shops)))
    own = first[found.get_column("card").to_numpy()]
    known = [pl.when(pl.col(name) != NEVER).then(name).alias(name) for name in DAYS[1:]]
    return LocalCards(
        found.with_columns(*known, pl.Series("first", own), pl.Series("month", month_numbers(own)))
    )


def newcomers_by_plan(
    history: History, since: date, until: date, churn: int, shops: Sequence[str]
) -> Cards:
    """Find them as every engine can."""
    import narwhals.stable.v2 as nw

    from rfma_fast.plan import beginnings as plan

    first = nw.col("first")
    new = history.states.filter(first >= day_number(since), first <= day_number(until))
    read = replace(history.scope, since=since, until=_last(history, until, churn))
    began = plan.beginnings(history.engine.scan(read, plan.SOURCES), new.select("card", "first"))
    if shops:
        began = began.filter(nw.col("shop").is_in(list(shops)))
    months = history.scope.snapshot.months(read.period)
    month = expression(month_of_day(column("first"), months))
    return history.engine.keep(began.with_columns(month=month))[0]


def standings_of(new: Cards, lost: Segmentation, rfma: Segmentation) -> pl.DataFrame:
    """Return month, lost, rfma (class numbers), cards, cheques, total of the new cards."""
    engine = lost.history.engine
    if engine.local:
        here, in_lost, in_rfma = (cards.here.lazy() for cards in (new, lost.kept, rfma.kept))
        asked: pl.LazyFrame = standings(here, in_lost, in_rfma, pl)
        return asked.collect(engine="streaming")
    import narwhals.stable.v2 as nw

    there = standings(new.frame, lost.kept.frame, rfma.kept.frame, nw)
    return engine.fetch(there)[0]


def first_purchases_of(engine: Engine, new: Cards, churn: int, as_of: date) -> pl.DataFrame:
    """Return month (number), shop, value, cards, ended, again, second of the new cards."""
    day = day_number(as_of)
    if engine.local:
        asked: pl.LazyFrame = first_purchases(new.here.lazy(), churn, day, pl)
        return asked.collect(engine="streaming")
    import narwhals.stable.v2 as nw

    return engine.fetch(first_purchases(new.frame, churn, day, nw))[0]


def months_of_cohorts(history: History, new: Cards, since: date) -> pl.DataFrame:
    """Return cohort, month (numbers), active, total (kopecks) of the months from a day on."""
    found = months_by_key if history.engine.local else months_by_plan
    return found(history, new, since)


def months_by_key(history: History, new: Cards, since: date) -> pl.DataFrame:
    """Count from month files by card key."""
    keys, months = (new.here.get_column(name).to_numpy() for name in ("card", "month"))
    cohort = np.full(int(keys.max()) + 1, NEVER, np.int64)
    cohort[keys] = months
    scope = history.scope
    return cohort_months(scope.snapshot, cohort, Period(since, scope.as_of))


def months_by_plan(history: History, new: Cards, since: date) -> pl.DataFrame:
    """Count as every engine can."""
    from rfma_fast.plan import beginnings as plan

    scope = replace(history.scope, since=since)
    month = expression(month_of_day(column("day"), scope.snapshot.months(scope.period)))
    cheques = history.engine.scan(scope)
    return history.engine.fetch(plan.cohort_months(cheques, new.frame, month))[0]


def _last(history: History, until: date, churn: int) -> date:
    """Return the last day on which a new card may still come within its churn period."""
    return min(shifted(until, churn), history.scope.as_of)
