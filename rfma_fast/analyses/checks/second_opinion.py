"""DuckDB's opinion: states and grades of cards straight from the files, in SQL of its own."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl

from rfma_fast.analyses.checks.model import Checked, Look, findings_of
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.engines import PolarsEngine
from rfma_fast.periods import Period
from rfma_fast.schemes.model import Axis

_CARDS = 1000
_SHOWN = 20

_STATES = """
with mine as (
    select card, day, amount from read_parquet($months, hive_partitioning = false)
    where card > 0 and day <= $as_of and ($all or card in (select unnest($cards::integer[])))
),
sums as (
    select card, count(*) filter (amount > 0) as n, sum(amount)::hugeint as total,
           min(day) filter (amount > 0) as first_day, max(day) filter (amount > 0) as last_day
    from mine group by card having n > 0
),
aged as (
    select *, date_diff('day', last_day, $as_of::date)::hugeint as "R_value",
           date_diff('day', first_day, $as_of::date)::hugeint as "A_value",
           date_diff('day', least(first_day, $as_of::date - $base::integer),
                     least(last_day + $churn::integer, $as_of::date))::hugeint as days
    from sums
),
measured as (
    select *, (200 * n * $base + days) // (2 * days) as "F_value",
           sign(total) * ((2 * abs(total) + $unit * n) // (2 * $unit * n)) as "M_value"
    from aged
)
select card, n, total, first_day, last_day, {grades}
from measured order by card
"""
_BORDERS = """
with every as (
    select card, day, time, amount from read_parquet($months, hive_partitioning = false)
    where day <= $as_of and amount > 0
),
seen as (
    select * from every where day > $before
),
gaps as (
    select date_diff('day', lag(day) over (partition by card order by day, time), day) as gap
    from every where card > 0 qualify day > $before
),
recency as (
    select date_diff('day', max(day), $as_of::date) as days from seen where card > 0 group by card
)
select (select quantile_disc(days, 0.2) from recency),
       (select quantile_disc(days, 0.4) from recency),
       (select greatest(1, coalesce(quantile_disc(gap, 0.95), 1)) from gaps),
       (select quantile_disc(amount, 0.8) from seen), (select quantile_disc(amount, 0.4) from seen)
"""


def second_opinion(look: Look) -> Checked:
    """DuckDB finds the same states and grades, on the last day and on one in mid-month (sampled).

    Where everything is asked for it finds the borders of recency and money, too.
    """
    told: list[tuple[str, object, object]] = []
    cards = 0
    earlier = _mid_month(look, look.newest.as_of)
    for found in (look.newest, earlier) if earlier else (look.newest,):
        with duckdb.connect(":memory:") as connection:
            if look.full:
                told.extend(_borders(connection, found))
            compared, differing = _cards(look, connection, found)
        cards += compared
        told.extend(differing)
    return findings_of("second_opinion", cards, told)


def _mid_month(look: Look, last: date) -> Segmentation | None:
    """Return the segmentation of a day within the month before the last, where there is one."""
    day = last.replace(day=1) - timedelta(days=15)
    known = look.snapshot.scan(Period(None, day)).filter(pl.col("card") > 0, pl.col("amount") > 0)
    if not known.head(1).collect().height:
        return None
    return segment(PolarsEngine(), look.snapshot, look.scheme, as_of=day)


def _cards(
    look: Look, connection: duckdb.DuckDBPyConnection, found: Segmentation
) -> tuple[int, list[tuple[str, object, object]]]:
    borders = found.thresholds.borders
    graded = found.history.engine.fetch(found.graded)[0]
    wanted = look.sample(graded.get_column("card").to_list(), _CARDS, "cards")
    codes = [axis.code for axis in found.scheme.axes]
    grades = ", ".join(_case(axis, borders[axis.code]) for axis in found.scheme.axes)
    theirs = connection.execute(
        _STATES.format(grades=grades),
        {
            "months": look.snapshot.paths(),
            "as_of": found.as_of,
            "all": look.full,
            "cards": [] if look.full else wanted,
            "base": max(1, int(borders["R"][0])),
            "churn": int(borders["R"][2]),
            "unit": 100 // found.scheme.axis("M").measure.scale,
        },
    ).fetchall()
    days = (pl.col(name).cast(pl.Int32).cast(pl.Date) for name in ("first", "last"))
    ours = (
        graded.filter(pl.col("card").is_in(wanted))
        .select("card", "cheques", "total", *days, *codes)
        .sort("card")
        .rows()
    )
    mine: dict[Any, Any] = {row[0]: row[1:] for row in ours}
    other: dict[Any, Any] = {row[0]: row[1:] for row in theirs}
    differing = [card for card in sorted({*mine, *other}) if mine.get(card) != other.get(card)]
    told: list[tuple[str, object, object]] = [
        (f"{found.as_of} № {card}", _told(other.get(card)), _told(mine.get(card)))
        for card in differing[:_SHOWN]
    ]
    return len(wanted), told


def _borders(
    connection: duckdb.DuckDBPyConnection, found: Segmentation
) -> list[tuple[str, object, object]]:
    months = found.history.scope.snapshot.paths()
    before = found.history.last_day_before(found.scheme.fitting.days) or date.min
    asked = {"months": months, "as_of": found.as_of, "before": before}
    row = connection.execute(_BORDERS, asked).fetchone()
    borders = found.thresholds.borders
    mine = [*borders["R"], *(border * 100 for border in borders["M"])]
    theirs = [Fraction(int(value)) for value in row or ()]
    if mine == theirs:
        return []
    return [(f"{found.as_of}", " ".join(map(str, theirs)), " ".join(map(str, mine)))]


def _case(axis: Axis, borders: tuple[Fraction, ...]) -> str:
    """Return the grade of an axis in SQL: value ÷ scale against numerator ÷ denominator."""
    whens = " ".join(
        f'when "{axis.code}_value" * {edge.denominator} {border.keep}'
        f" {edge.numerator * axis.measure.scale}::hugeint then {grade}"
        for grade, (edge, border) in enumerate(zip(borders, axis.borders, strict=True), start=1)
    )
    return f"case {whens} else {len(borders) + 1} end"


def _told(row: tuple[object, ...] | None) -> str:
    return "—" if row is None else " ".join(map(str, row))
