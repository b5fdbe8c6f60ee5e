"""The trade of a period, statistics by segment, acquisition: DuckDB statements over the cheques.

Written from the specification and from the questions alone. Money is in kopecks, medians are told
twice (the middle two purchases added), so that everything is whole. Each statement reads the
relation `cheques("at", shop, card, amount)` of `duck.load`; segments come from `duck.segment`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from oracles import duck
from oracles.duck import Row

Lines = list[dict[str, Any]]

_KNOWN = r"coalesce(regexp_full_match(card, '\d{13}'), false)"
_MEDIAN_TWICE = (
    "quantile_disc(amount, 0.5) filter (amount > 0)"
    " - quantile_disc(-amount, 0.5) filter (amount > 0)"
)
_FIGURES = f"""
    count(*) filter (amount > 0) as cheques, sum(amount)::hugeint as revenue,
    count(*) filter (amount <= 0) as "returns", {_MEDIAN_TWICE} as median_twice
"""
_SEEN = f"""
with seen as (
    select *, "at"::date as day, strftime("at", '%Y-%m') as month, {_KNOWN} as known
    from cheques
    where ($since::date is null or "at"::date >= $since::date)
      and ($until::date is null or "at"::date <= $until::date)
)
"""

_MONTHS = (
    _SEEN
    + """
select month, count(distinct shop) as shops,
       count(distinct card) filter (known and amount > 0) as cards,
       count(*) filter (amount > 0) as cheques, sum(amount)::hugeint as revenue,
       count(*) filter (amount <= 0) as "returns",
       count(*) filter (known and amount > 0) as identified_cheques,
       coalesce(sum(amount) filter (known), 0)::hugeint as identified_revenue
from seen group by month order by month
"""
)
_MONTHS_BY_SHOP = (
    _SEEN
    + """
select month, shop,
       count(*) filter (amount > 0) as cheques, sum(amount)::hugeint as revenue,
       count(*) filter (known and amount > 0) as identified_cheques,
       coalesce(sum(amount) filter (known), 0)::hugeint as identified_revenue,
       count(*) filter (not known and amount > 0) as unidentified_cheques,
       coalesce(sum(amount) filter (not known), 0)::hugeint as unidentified_revenue,
       count(*) filter (amount <= 0) as "returns"
from seen group by month, shop
"""
)
_IDENTIFICATION = (
    _SEEN
    + f"""
select case when grouping(shop) = 0 then shop end as shop, known as identified, {_FIGURES}
from seen group by grouping sets ((known), (shop, known))
"""
)
_DECILES = (
    _SEEN
    + """
select quantile_disc(amount, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]) as "all",
       quantile_disc(amount, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
           filter (known) as identified,
       quantile_disc(amount, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
           filter (not known) as unidentified
from seen where amount > 0
"""
)
_IDS = (
    _SEEN
    + """
, a_day as (
    select card as id, day, count(*) filter (amount > 0) as bought, sum(amount) as total
    from seen where not known and card is not null group by all
),
ids as (
    select id, sum(bought) as cheques, sum(total)::hugeint as revenue,
           count(*) filter (bought > 0) as days, max(bought) as most_in_a_day,
           min(day) filter (bought > 0) as first_day, max(day) filter (bought > 0) as last_day
    from a_day group by id having sum(bought) >= 10
)
select ids.*, (select count(distinct shop) from seen where card = id and amount > 0) as shops,
       case when most_in_a_day >= 5
                 or (days >= 30 and days * 4 >= date_diff('day', first_day, last_day) + 1)
            then 'till' else 'hidden_regular' end as kind
from ids order by cheques desc, id
"""
)
_STATISTICS = (
    _SEEN
    + f"""
, placed as (
    select seen.*, case when not known then 'unidentified'
                        else coalesce(segments.code, 'no_segment') end as code
    from seen left join segments on known and seen.card = segments.card
)
select <part> as part, code, count(distinct card) filter (known and amount > 0) as cards, {_FIGURES}
from placed group by all
"""
)
_BEGAN = f"""
with known as (
    select *, rowid as place, "at"::date as day, amount > 0 as bought
    from cheques where {_KNOWN} and "at"::date <= $as_of
),
ranked as (
    select *, row_number() over (partition by card order by "at", place) as nth
    from known where bought
),
began as (
    select card, any_value(day) filter (nth = 1) as first_day,
           any_value(shop) filter (nth = 1) as shop,
           any_value(amount) filter (nth = 1) as amount,
           any_value(day) filter (nth = 2) as second_day
    from ranked group by card
),
told as (
    select began.*, strftime(first_day, '%Y-%m') as month,
           first_day + $churn::integer > $as_of as open,
           date_diff('day', first_day, second_day) <= $churn as second,
           exists(from ranked where ranked.card = began.card and ranked.day > first_day
                  and date_diff('day', first_day, ranked.day) <= $churn) as again
    from began
)
"""
_NEW = (
    _BEGAN
    + f"""
select <keys>, count(*) as cards, sum(amount)::hugeint as first_total,
       {_MEDIAN_TWICE} as median_twice,
       count(*) filter (open) as open, count(*) filter (not open) as ended,
       count(*) filter (not open and again) as again,
       count(*) filter (not open and second) as second
from told where month is distinct from $opening group by all
"""
)
_COHORTS = (
    _BEGAN
    + """
, moves as (
    select told.month as cohort, known.card, known.amount, known.bought,
           greatest(0, date_diff('month', date_trunc('month', first_day),
                                 date_trunc('month', known.day))) as months_since
    from known join told using (card)
),
sizes as (select month as cohort, count(*) as cards from told group by all),
sums as (
    select cohort, months_since, count(distinct card) filter (bought) as active,
           sum(amount)::hugeint as revenue
    from moves group by all
)
select *, sum(revenue) over (partition by cohort order by months_since)::hugeint as cumulative
from sums join sizes using (cohort)
"""
)
_WIN_BACK = (
    _BEGAN
    + """
, states as (
    select card, count(*) as cheques, count(distinct day) as days, min(day) as first_day,
           max(day) as last_day, date_diff('day', max(day), $as_of) as recency
    from ranked group by card
),
totals as (select card, sum(amount)::hugeint as total from known group by card),
lost as (
    select *,
           -- silence = recency in mean gaps between purchase days, more than two of them
           recency * (days - 1) > 2 * date_diff('day', first_day, last_day) as silent
    from states join totals using (card)
)
select card, told.shop, code as region, total, cheques, lost.last_day,
       case when recency <= $churn then 'slipping' else 'dead' end as "group",
       row_number() over (order by total desc, card) as rank,
       row_number() over (partition by code order by total desc, card) as rank_in_region
from lost join told using (card) join segments using (card)
where days >= case when recency <= $churn then 4 else 2 end and silent and recency > $base
order by rank
"""
)


class Book:
    """Cheques loaded once, asked many times."""

    def __init__(self, source: Path | Iterable[Row]) -> None:
        self.connection = duck.connect()
        duck.load(self.connection, source)

    def close(self) -> None:
        self.connection.close()

    def months(self, **period: date | None) -> Lines:
        return self.ask(_MONTHS, period)

    def months_by_shop(self, **period: date | None) -> Lines:
        return self.ask(_MONTHS_BY_SHOP, period)

    def identification(self, **period: date | None) -> Lines:
        return self.ask(_IDENTIFICATION, period)

    def deciles(self, **period: date | None) -> dict[str, list[int]]:
        (line,) = self.ask(_DECILES, period)
        return line

    def ids(self, **period: date | None) -> Lines:
        return self.ask(_IDS, period)

    def statistics(
        self, level: str, segments_as_of: date | None, part: str | None, **period: date | None
    ) -> Lines:
        """part, code, cards, cheques, revenue, returns, median_twice."""
        self.tell_segments(level, segments_as_of)
        return self.by_segment(part, **period)

    def by_segment(self, part: str | None, **period: date | None) -> Lines:
        """Return the lines of ``statistics`` by the segments told before."""
        return self.ask(_STATISTICS.replace("<part>", part or "null"), period)

    def new_cards(self, keys: str, as_of: date, churn: int, opening: str | None = None) -> Lines:
        """Tell of the cards that did not begin in the opening month, where one is given."""
        asked = {"as_of": as_of, "churn": churn, "opening": opening}
        return self.ask(_NEW.replace("<keys>", keys), asked)

    def cohorts(self, as_of: date, churn: int) -> Lines:
        """cohort, months_since, active, revenue, cards, cumulative; only months with a row."""
        return self.ask(_COHORTS, {"as_of": as_of, "churn": churn})

    def win_back(self, as_of: date, base: int, churn: int) -> Lines:
        self.tell_segments("region", as_of)
        return self.ask(_WIN_BACK, {"as_of": as_of, "base": base, "churn": churn})

    def tell_segments(self, level: str, as_of: date | None) -> None:
        name = "class_code" if level == "class" else level
        lines = duck.segment(self.connection, as_of)
        self.connection.execute("create or replace table segments (card varchar, code varchar)")
        self.connection.execute(
            "insert into segments select unnest($card::varchar[]), unnest($code::varchar[])",
            {
                "card": [line["card"] for line in lines],
                "code": [str(line[name]) for line in lines],
            },
        )

    def ask(self, sql: str, parameters: dict[str, Any]) -> Lines:
        """Return the lines of a statement over ``cheques``, and ``segments`` once told."""
        period = {"since": None, "until": None} | parameters
        used = {name: value for name, value in period.items() if f"${name}" in sql}
        try:
            answer = self.connection.execute(sql, used)
        except duckdb.Error as error:
            raise AssertionError(f"{error}\n{sql}") from error
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, line, strict=True)) for line in answer.fetchall()]
