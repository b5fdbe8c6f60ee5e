"""What is strange about what a load brought, seen together with what was there before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from itertools import groupby, pairwise
from operator import and_, itemgetter

import polars as pl

from rfma_fast.cheques.rulebook import Warned
from rfma_fast.cheques.schema import STORED
from rfma_fast.periods import last_day_of, month_of
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import DataFile

USUAL = Fraction(95, 100)
"""A shop's usual step: the days from sale to sale that this share of its steps does not exceed."""
SELLING_DAYS = 21
"""A shop that sold on fewer days has no usual step yet: one long silence would be its usual one."""
LONGER = 3
"""A silence of so many usual steps is none of the usual ones …"""
SILENT_DAYS = 3
"""… where it is at least so many days long."""
SILENT_AT_THE_END = 7
"""Days after which a shop that sells no more is told."""
LATE_START = 3
"""The first month is partial from this missing day on: shops rest on the first of January."""
CHEQUES_A_DAY = 6
"""An id with so many cheques on one day is no person …"""
CHEQUES_AT_A_SHOP = 100
"""… nor is one with so many at one shop within a year."""
_MONTHS_A_YEAR = 12
LEAST_CHEQUES = 100
"""A month of a shop with fewer cheques has no share worth comparing."""
JUMP = Fraction(10, 100)
"""The least change of the identified share that is told …"""
DEVIATIONS = 3
"""… where it is so many standard deviations of the difference of two shares."""


@dataclass(frozen=True)
class _Sales:
    """What was sold in the months that a load touched and in those beside them."""

    days: pl.DataFrame
    """shop, day, month, rows, new (brought by the load), cheques, identified."""

    def of_each(self, days: int) -> Iterator[tuple[str, list[tuple[date, bool]]]]:
        """Yield each shop that sold on so many days, and its days as ``of_all`` tells them."""
        often = self.days.filter(pl.len().over("shop") >= days).sort("shop", "day")
        rows = often.select("shop", "day", pl.col("new") > 0).iter_rows()
        for shop, sold in groupby(rows, key=itemgetter(0)):
            yield shop, [(day, new) for _, day, new in sold]

    def of_all(self) -> list[tuple[date, bool]]:
        """Return the days on which any shop sold, and whether the load brought some of it."""
        rows = self.days.group_by("day").agg(pl.col("new").sum()).sort("day")
        return list(zip(rows["day"], rows["new"] > 0, strict=True))

    @property
    def shops(self) -> int:
        """Return how many shops sold something."""
        return self.days.get_column("shop").n_unique()


def arrivals(snapshot: Snapshot, load: int, months: Sequence[str]) -> tuple[Warned, ...]:
    """Return the warnings about a load, which has changed these months of the store.

    Reads the months and those beside them, each once for the days and once for the ids.
    """
    touched = [file for file in snapshot.files if file.month in months]
    if not touched:
        return ()
    sales = _sales(snapshot, _with_neighbours(snapshot.files, months), load)
    return (
        *_late(snapshot, sales, months),
        *_partial(snapshot, months),
        *_gaps(sales),
        *_tills(snapshot, touched),
        *_jumps(sales),
    )


def _with_neighbours(files: Sequence[DataFile], months: Sequence[str]) -> list[DataFile]:
    wanted = {
        beside
        for place, file in enumerate(files)
        if file.month in months
        for beside in (place - 1, place, place + 1)
    }
    return [file for place, file in enumerate(files) if place in wanted]


def _scan(snapshot: Snapshot, files: Sequence[DataFile]) -> pl.LazyFrame:
    paths = [f"{snapshot.tables.cheques.uri}/{file.path}" for file in files]
    how = snapshot.tables.cheques.place.polars
    return pl.scan_parquet(paths, schema=STORED, hive_partitioning=False, glob=False, **how)


def _sales(snapshot: Snapshot, files: Sequence[DataFile], load: int) -> _Sales:
    bought = pl.col("amount") > 0
    days = (
        _scan(snapshot, files)
        .group_by("shop", "day")
        .agg(
            pl.len().alias("rows"),
            (pl.col("load") == load).sum().alias("new"),
            bought.sum().alias("cheques"),
            (bought & (pl.col("card") > 0)).sum().alias("identified"),
        )
        .with_columns(pl.col("day").dt.strftime("%Y-%m").alias("month"))
    )
    return _Sales(days.collect(engine="streaming"))


def _late(snapshot: Snapshot, sales: _Sales, months: Sequence[str]) -> Iterator[Warned]:
    """Tell of rows from before the last day that was stored."""
    old = sales.days.filter(pl.col("rows") > pl.col("new")).get_column("day").to_list()
    old += [file.last for file in snapshot.files if file.last and file.month not in months]
    if not old:
        return
    late = sales.days.filter((pl.col("new") > 0) & (pl.col("day") < max(old)))
    by_month = dict(late.group_by("month").agg(pl.col("new").sum()).sort("month").iter_rows())
    if by_month:
        figures = {"rows": sum(by_month.values()), "before": max(old), "months": by_month}
        yield Warned("rows_late", figures)


def _partial(snapshot: Snapshot, months: Sequence[str]) -> Iterator[Warned]:
    """Tell of a first and of a last month that are not there from end to end."""
    first, last = snapshot.first_day, snapshot.last_day
    ends = {
        first: (first.day - 1, LATE_START),
        last: ((last_day_of(month_of(last)) - last).days, 1),
    }
    for day, (missing, least) in ends.items():
        if missing >= least and month_of(day) in months:
            yield Warned(
                "month_partial",
                {
                    "month": month_of(day),
                    "first": max(first, day.replace(day=1)),
                    "last": min(last, last_day_of(month_of(day))),
                    "missing": missing,
                },
            )


def _gaps(sales: _Sales) -> Iterator[Warned]:
    """Tell of silences that are long for a shop, in the chain's selling days, or for the chain."""
    every = sales.of_all()
    calendar = [every[0][0] + timedelta(n) for n in range((every[-1][0] - every[0][0]).days + 1)]
    yield from _silences(None, every, calendar)
    chain = [day for day, _ in every]
    # A shop that sold on fewer days has no usual step.
    for shop, sold in sales.of_each(SELLING_DAYS) if sales.shops > 1 else ():
        yield from _silences(shop, sold, chain)
        silent = len(chain) - 1 - bisect_left(chain, sold[-1][0])
        usual = _usual(sold, chain)
        if usual and every[-1][1] and silent >= max(SILENT_AT_THE_END, LONGER * usual):
            yield Warned("shop_silent", {"shop": shop, "last": sold[-1][0], "days": silent})


def _silences(
    shop: str | None, sold: list[tuple[date, bool]], selling: list[date]
) -> Iterator[Warned]:
    usual = _usual(sold, selling)
    if usual is None:
        return
    for (before, new_before), (after, new_after) in pairwise(sold):
        first, last = bisect_left(selling, before) + 1, bisect_left(selling, after) - 1
        silent = last - first + 1
        if silent < SILENT_DAYS or silent + 1 <= LONGER * usual or not (new_before or new_after):
            continue
        yield Warned(
            "shop_gap",
            {"shop": shop, "since": selling[first], "until": selling[last], "days": silent},
        )


def _usual(sold: list[tuple[date, bool]], selling: list[date]) -> int | None:
    if len(sold) < SELLING_DAYS:
        return None
    places = [bisect_left(selling, day) for day, _ in sold]
    steps = sorted(after - before for before, after in pairwise(places))
    return steps[-(-len(steps) * USUAL.numerator // USUAL.denominator) - 1]


def _tills(snapshot: Snapshot, files: Sequence[DataFile]) -> Iterator[Warned]:
    """Tell of ids with more cheques than a person has."""
    cards, ids = _suspects(snapshot, files)
    key = ["card", "unidentified_id"]
    is_suspect = pl.col("card").is_in(cards.implode()) | pl.col("unidentified_id").is_in(
        ids.implode()
    )
    printed = snapshot.keys().rename({"card": "printed"})
    visits = (
        _scan(snapshot, files)
        .filter(is_suspect)
        .group_by(*key, "shop", "day")
        .agg(pl.len().alias("rows"))
        .group_by(*key, "shop")
        .agg(pl.col("rows").sum(), pl.col("rows").max().alias("a_day"))
        .filter((pl.col("rows") >= _at_a_shop(files)) | (pl.col("a_day") >= CHEQUES_A_DAY))
        .join(printed, left_on="card", right_on="key", how="left")
        .with_columns(id=pl.coalesce("printed", "unidentified_id"))
        .sort("rows", "a_day", "id", "shop", descending=[True, True, False, False])
        .collect(engine="streaming")
    )
    known = pl.col("card") > 0
    for rule, which in (("till_as_card", known), ("till_as_id", ~known)):
        some = visits.filter(which)
        if some.height:
            worst = some.select("id", "shop", "rows", "a_day").row(0, named=True)
            yield Warned(rule, {"ids": some.get_column("id").n_unique()} | worst)


def _at_a_shop(files: Sequence[DataFile]) -> int:
    """Return how many cheques at one shop are too many in these months: a year's for each year."""
    return CHEQUES_AT_A_SHOP * max(1, -(-len(files) // _MONTHS_A_YEAR))


def _suspects(snapshot: Snapshot, files: Sequence[DataFile]) -> tuple[pl.Series, pl.Series]:
    """Return the cards and the other ids that may have so many cheques, and surely all that do.

    In a month file the rows of an id stand together, by day; so the id of a row and of the row so
    many places before it agree. Who has too many in all has his share of them in some month.
    """
    in_a_month = -(-_at_a_shop(files) // len(files))
    parts = []
    for file in files:
        rows = _scan(snapshot, [file]).select("card", "unidentified_id", "day").collect()
        often = _as_before(rows, in_a_month - 1, "card", "unidentified_id")
        often |= _as_before(rows, CHEQUES_A_DAY - 1, "card", "unidentified_id", "day")
        parts.append(rows.filter(often).select("card", "unidentified_id").unique())
    found = pl.concat(parts)
    card, other = found.get_column("card"), found.get_column("unidentified_id")
    return card.filter(card > 0).unique(), other.drop_nulls().unique()


def _as_before(rows: pl.DataFrame, places: int, *names: str) -> pl.Series:
    """Tell of each row whether the row so many places before it has the same values."""
    same = (
        rows.get_column(name)
        .slice(places)
        .eq_missing(rows.get_column(name).slice(0, max(rows.height - places, 0)))
        for name in names
    )
    first = pl.repeat(False, min(places, rows.height), eager=True)
    return first.append(reduce(and_, same))


def _jumps(sales: _Sales) -> Iterator[Warned]:
    """Tell of shops whose share of identified cheques changed from one month to the next."""
    figures = pl.col("cheques", "identified", "new").cast(pl.Int64).sum()
    months = sales.days.group_by("shop", "month").agg(figures).sort("shop", "month")
    for before, after in pairwise(months.iter_rows(named=True)):
        if before["shop"] != after["shop"] or not (before["new"] or after["new"]):
            continue
        if _jumped(
            (before["identified"], before["cheques"]), (after["identified"], after["cheques"])
        ):
            yield Warned(
                "identified_jump",
                {
                    "shop": after["shop"],
                    "before": before["month"],
                    "month": after["month"],
                    "share_before": Fraction(before["identified"], before["cheques"]),
                    "share": Fraction(after["identified"], after["cheques"]),
                    "cheques_before": before["cheques"],
                    "cheques": after["cheques"],
                },
            )


def _jumped(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Compare two shares: far apart, and by more than chance (test of two proportions)."""
    if min(before[1], after[1]) < LEAST_CHEQUES:
        return False
    difference = Fraction(*after) - Fraction(*before)
    pooled = Fraction(before[0] + after[0], before[1] + after[1])
    variance = pooled * (1 - pooled) * (Fraction(1, before[1]) + Fraction(1, after[1]))
    return abs(difference) >= JUMP and difference**2 >= DEVIATIONS**2 * variance
