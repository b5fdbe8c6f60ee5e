"""The third opinion: the whole segmentation as one DuckDB statement.

Written from the specification alone and by other means than `naive`: window functions for the gaps,
`quantile_disc` for the borders, integer CASEs for the grades, regular expressions for the clusters.
Everything is BIGINT or HUGEINT, nothing is DOUBLE. DuckDB's `quantile_disc` takes its fraction as
DECIMAL and follows the ceil(p * N) rule; a test here holds it to that.

A source is a DuckDB connection with a relation `cheques(at TIMESTAMP, shop VARCHAR, card VARCHAR,
amount BIGINT)` (amount in kopecks), a path of a CSV or Parquet file with the columns of the real
table (datetime, shop, card, summ), or oracle rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb

Row = tuple[datetime, str, str | None, int]
Source = duckdb.DuckDBPyConnection | Path | Iterable[Row]
MonetaryOver = Literal["all", "identified"]

# The common table expressions; `_SEGMENT` below turns them into the one statement.
_WITH = r"""
with
marked as (
    select "at", "at"::date as day, card, amount::bigint as amount,
           coalesce(regexp_full_match(card, '\d{13}'), false) as known
    from cheques
),
today as (
    select coalesce($as_of::date, (select max(day) from marked where known and amount > 0),
                    (select max(day) from marked where known)) as as_of
),
-- what is older counts in no percentile (spec, Fitting window)
fitting as (
    select as_of - 365 as before from today
),
visible as (
    select marked.* from marked, today where day <= as_of
),
purchases as (
    select card, "at", day,
           date_diff('day', lag(day) over (partition by card order by "at"), day) as gap
    from visible
    where known and amount > 0
),
sums as (
    select card, sum(amount)::hugeint as total from visible where known group by card
),
people as (
    select card, count(*)::hugeint as cheques, any_value(total) as total,
           min(day) as first_day, max(day) as last_day,
           date_diff('day', max(day), any_value(as_of)) as recency,
           date_diff('day', min(day), any_value(as_of)) as age
    from purchases join sums using (card), today
    group by card
),
borders_of_recency as (
    -- a percentile of nobody is zero
    select coalesce(quantile_disc(recency, 0.2), 0) as r1,
           coalesce(quantile_disc(recency, 0.4), 0) as r2,
           greatest(1, coalesce(quantile_disc(recency, 0.2), 0)) as base
    from people, fitting where last_day > before
),
borders_of_gaps as (
    select greatest(1, coalesce(quantile_disc(gap, 0.95), 1)) as churn, count(gap) = 0 as no_gaps
    from purchases, fitting where day > before
),
borders_of_money as (
    select coalesce(quantile_disc(amount, 0.8), 0) as m1,
           coalesce(quantile_disc(amount, 0.4), 0) as m2
    from visible, fitting
    where amount > 0 and day > before and ($monetary_over = 'all' or known)
),
activity as (
    select people.*,
           date_diff('day',
                     least(first_day, as_of - base::integer),
                     least(last_day + churn::integer, as_of))::hugeint as days
    from people, today, borders_of_recency, borders_of_gaps
),
measured as (
    select activity.*,
           -- both halves up from zero: (2a + b) // 2b is a / b rounded half away, for a >= 0
           (2 * 100 * cheques * base + days) // (2 * days) as frequency_hundredths,
           -- to whole roubles where every amount is whole, else to kopecks
           sign(total) * ((2 * abs(total) + unit * cheques) // (2 * unit * cheques)) * unit
               as monetary_kopecks
    from activity, borders_of_recency,
         (select case when bool_or(amount % 100 <> 0) then 1 else 100 end as unit from cheques)
),
borders as (
    select as_of, base, churn, r1, r2,
           (select coalesce(quantile_disc(frequency_hundredths, 0.85), 0) from measured, fitting
            where last_day > before) as f1_hundredths,
           -- base / churn in hundredths, a half away from zero
           (200 * base + churn) // (2 * churn) as f2_numerator, 100 as f2_denominator,
           m1, m2, no_gaps
    from today, borders_of_recency, borders_of_gaps, borders_of_money
)
"""

_SEGMENT = (
    _WITH
    + r"""
, graded as (
    select measured.*,
           case when recency <= r1 then 1 when recency <= r2 then 2
                when recency <= churn then 3 else 4 end as r,
           case when frequency_hundredths >= f1_hundredths then 1
                when frequency_hundredths * f2_denominator > 100 * f2_numerator then 2
                else 3 end as f,
           case when monetary_kopecks > m1 then 1
                when monetary_kopecks > m2 then 2 else 3 end as m,
           case when age > 180 then 1 when age > 30 then 2 else 3 end as a
    from measured, borders
),
classified as (
    select *, r::varchar || f::varchar || m::varchar || a::varchar as class_code from graded
),
clustered as (
    select *,
           case
               when regexp_full_match(class_code, '11[12][12]|121[12]') then 11
               when regexp_full_match(class_code, '113[12]|12[23][12]') then 12
               when regexp_full_match(class_code, '1[123]13') then 13
               when regexp_full_match(class_code, '1[123][23]3') then 14
               when regexp_full_match(class_code, '13[123][12]') then 15
               when regexp_full_match(class_code, '21[12][12]|221[12]') then 21
               when regexp_full_match(class_code, '213[12]|22[23][12]') then 22
               when regexp_full_match(class_code, '21[12]3|2[23]13') then 23
               when regexp_full_match(class_code, '2133|2[23][23]3') then 24
               when regexp_full_match(class_code, '23[123][12]') then 25
               when regexp_full_match(class_code, '31[12].|321.') then 31
               when regexp_full_match(class_code, '313.|32[23].') then 32
               when regexp_full_match(class_code, '33..') then 33
               when regexp_full_match(class_code, '41[12].|421.') then 41
               when regexp_full_match(class_code, '413.|42[23].') then 42
               when regexp_full_match(class_code, '43..') then 43
           end as cluster
    from classified
),
placed as (
    select *,
           case
               when cluster in (11, 21) then 110
               when cluster in (12, 22) then 210
               when cluster in (13, 14, 23, 24) then 220
               when cluster in (15, 25) then 230
               when cluster = 31 then 310
               when cluster = 32 then 320
               when cluster = 41 then 410
               when cluster = 42 then 420
               when cluster in (33, 43) then 510
           end as region
    from clustered
)
select card, cheques, total, first_day as "first", last_day as "last", recency,
       frequency_hundredths, monetary_kopecks, age,
       r as "R", f as "F", m as "M", a as "A", class_code, cluster, region,
       case region when 110 then 1
                   when 210 then 2 when 220 then 2 when 230 then 2
                   when 310 then 3 when 320 then 3
                   when 410 then 4 when 420 then 4
                   when 510 then 5 end as warmth
from placed
order by card
"""
)

_THRESHOLDS = _WITH + "select * from borders"

_RETURNS_ONLY = _WITH + "select card from sums anti join people using (card) order by card"

_OVERVIEW = r"""
with marked as (
    select shop, card, amount, amount > 0 as bought,
           coalesce(regexp_full_match(card, '\d{13}'), false) as known
    from cheques
    where ($since::date is null or "at"::date >= $since::date)
      and ($until::date is null or "at"::date <= $until::date)
)
select case when grouping(shop) = 0 then shop end as shop,
       count(*) filter (bought) as cheques,
       sum(amount)::hugeint as revenue,
       count(distinct card) filter (bought and known) as cards,
       count(*) filter (bought and known) as identified_cheques,
       coalesce(sum(amount) filter (known), 0)::hugeint as identified_revenue,
       min(amount) filter (bought) as "min",
       max(amount) filter (bought) as "max",
       -- twice the median is whole: the middle two of the purchases, added
       quantile_disc(amount, 0.5) filter (bought)
           - quantile_disc(-amount, 0.5) filter (bought) as median_twice
from marked
group by grouping sets ((), (shop))
order by grouping(shop) desc, shop
"""

_CARDS_BY_SHOPS = r"""
select shops, count(*) as cards
from (select card, count(distinct shop) as shops
      from cheques
      where amount > 0 and regexp_full_match(card, '\d{13}')
        and ($since::date is null or "at"::date >= $since::date)
        and ($until::date is null or "at"::date <= $until::date)
      group by card)
group by shops
order by shops
"""


def connect() -> duckdb.DuckDBPyConnection:
    """A private in-memory database with an empty `cheques`, one thread: kind to its neighbours."""
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute(
        'create table cheques ("at" timestamp, shop varchar, card varchar, amount bigint)'
    )
    return connection


def load(connection: duckdb.DuckDBPyConnection, source: Path | Iterable[Row]) -> None:
    """Replace what `cheques` holds."""
    connection.execute("delete from cheques")
    if isinstance(source, Path):
        reader = (
            "read_parquet($path)"
            if source.suffix == ".parquet"
            else "read_csv($path, all_varchar = true, header = true, delim = ',', quote = '\"')"
        )
        connection.execute(
            f"""
            insert into cheques
            select "datetime"::timestamp, shop, nullif(card, ''),
                   (summ::decimal(18, 2) * 100)::bigint
            from {reader}
            """,
            {"path": str(source)},
        )
        return
    rows = list(source)
    connection.execute(
        """
        insert into cheques
        select unnest($at::timestamp[]), unnest($shop::varchar[]),
               unnest($card::varchar[]), unnest($amount::bigint[])
        """,
        {
            "at": [row[0] for row in rows],
            "shop": [row[1] for row in rows],
            "card": [row[2] for row in rows],
            "amount": [row[3] for row in rows],
        },
    )


def segment(
    source: Source, as_of: date | None = None, *, monetary_over: MonetaryOver = "all"
) -> list[dict[str, Any]]:
    """One dict per segmented card, in the order of cards; the columns of `naive.CardRow`."""
    return _ask(source, _SEGMENT, {"as_of": as_of, "monetary_over": monetary_over})


def thresholds(
    source: Source, as_of: date | None = None, *, monetary_over: MonetaryOver = "all"
) -> dict[str, Any]:
    """as_of, base, churn, r1, r2, f1_hundredths, f2 as two numbers, m1, m2, no_gaps."""
    (borders,) = _ask(source, _THRESHOLDS, {"as_of": as_of, "monetary_over": monetary_over})
    return borders


def returns_only(source: Source, as_of: date | None = None) -> list[str]:
    """The cards that brought something back and never bought anything."""
    answer = _ask(source, _RETURNS_ONLY, {"as_of": as_of, "monetary_over": "all"})
    return [line["card"] for line in answer]


def overview(
    source: Source, since: date | None = None, until: date | None = None
) -> list[dict[str, Any]]:
    """The whole period first (shop is None), then each shop."""
    return _ask(source, _OVERVIEW, {"since": since, "until": until})


def cards_by_shops(
    source: Source, since: date | None = None, until: date | None = None
) -> dict[int, int]:
    """How many cards bought in one shop, in two, and so on."""
    answer = _ask(source, _CARDS_BY_SHOPS, {"since": since, "until": until})
    return {line["shops"]: line["cards"] for line in answer}


def _ask(source: Source, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    if isinstance(source, duckdb.DuckDBPyConnection):
        return _dicts(source, sql, parameters)
    with connect() as connection:
        load(connection, source)
        return _dicts(connection, sql, parameters)


def _dicts(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    # DuckDB refuses a parameter that the statement does not use.
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    answer = connection.execute(sql, used)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, line, strict=True)) for line in answer.fetchall()]
