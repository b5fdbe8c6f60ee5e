-- The whole segmentation as one DuckDB query, tuned by hand: a sorted list of days a card instead of
-- a window function, percentiles from counted values instead of sorted rows. A list holds the last 365
-- days only, on which thresholds are fitted; of what is older a card's last day is enough.
-- $files: the month files; $as_of: the last day.
with rows as (
  select card, day, amount from read_parquet($files, hive_partitioning = false)
  where day <= $as_of
),
states as (
  select n, total, days, before, $as_of - last as r, $as_of - first as a
  from (
    select count(*) filter (amount > 0) as n, sum(amount)::bigint as total,
           min(day) filter (amount > 0) as first, max(day) filter (amount > 0) as last,
           max(day) filter (amount > 0 and day <= $as_of - 365) as before,
           list_sort(list(day) filter (amount > 0 and day > $as_of - 365)) as days
    from rows where card > 0 group by card
  )
  where n > 0
),
gaps as (
  select unnest(days) - unnest(list_prepend(before, days[:-2])) as gap
  from states where r < 365 and n > 1
),
counted_gaps as (select gap, count(*) as c from gaps where gap is not null group by gap),
reached_gaps as (select gap, sum(c) over (order by gap) as s, sum(c) over () as t from counted_gaps),
churned as (
  select greatest(1, coalesce(min(gap), 1))::bigint as churn from reached_gaps where 100 * s >= 95 * t
),
counted_money as (
  select amount, count(*) as c from rows where amount > 0 and day > $as_of - 365 group by amount
),
reached_money as (
  select amount, sum(c) over (order by amount) as s, sum(c) over () as t from counted_money
),
money as (
  select min(amount) filter (10 * s >= 8 * t) as m1, min(amount) filter (10 * s >= 4 * t) as m2
  from reached_money
),
counted_days as (select r, count(*) as c from states where r < 365 group by r),
reached_days as (select r, sum(c) over (order by r) as s, sum(c) over () as t from counted_days),
recent as (
  select min(r) filter (10 * s >= 2 * t) as r1, min(r) filter (10 * s >= 4 * t) as r2
  from reached_days
),
fitted as (
  select r1, r2, greatest(1, r1) as base, churn, (200 * base + churn) // (2 * churn) as f2
  from churned, recent
),
spans as (
  select n, total, r, a, r1, r2, base, churn, f2,
         greatest(a, base) - greatest(r - churn, 0) as span
  from states, fitted
),
measured as (
  select *, (200 * n * base + span) // (2 * span) as f,
         (2 * abs(total) + 100 * n) // (200 * n) * sign(total) as m
  from spans
),
frequent as (
  select quantile_disc(f, 0.85::decimal(3, 2)) as f1 from measured where r < 365
),
graded as (
  select n, total,
         case when r <= r1 then 1 when r <= r2 then 2 when r <= churn then 3 else 4 end as rg,
         case when f >= f1 then 1 when f > f2 then 2 else 3 end as fg,
         case when m * 100 > m1 then 1 when m * 100 > m2 then 2 else 3 end as mg,
         case when a > 180 then 1 when a > 30 then 2 else 3 end as ag
  from measured, frequent, money
)
select rg * 1000 + fg * 100 + mg * 10 + ag as class, count(*) as cards,
       sum(n)::bigint as cheques, sum(total)::bigint as total
from graded group by 1 order by 1
