-- The whole segmentation as one DuckDB query over the store's month files: class → cards, cheques,
-- kopecks. $files: the month files; $as_of: the last day. Thresholds are fitted on its last 365 days.
with rows as (
  select card, day, amount from read_parquet($files, hive_partitioning = false)
  where day <= $as_of
),
bought as (select card, day from rows where card > 0 and amount > 0),
gaps as (
  select day, day - lag(day) over (partition by card order by day) as gap from bought
),
states as (
  select card, count(*) filter (amount > 0) as n, sum(amount)::bigint as total,
         min(day) filter (amount > 0) as first, max(day) filter (amount > 0) as last
  from rows where card > 0 group by card having count(*) filter (amount > 0) > 0
),
churned as (
  select greatest(1, coalesce(quantile_disc(gap, 0.95::decimal(3, 2)), 1)) as churn
  from gaps where gap is not null and day > $as_of - 365
),
recent as (
  select quantile_disc($as_of - last, 0.2::decimal(2, 1)) as r1,
         quantile_disc($as_of - last, 0.4::decimal(2, 1)) as r2
  from states where last > $as_of - 365
),
money as (
  select quantile_disc(amount, 0.8::decimal(2, 1)) as m1,
         quantile_disc(amount, 0.4::decimal(2, 1)) as m2
  from rows where amount > 0 and day > $as_of - 365
),
fitted as (
  select r1, r2, greatest(1, r1) as base, churn, (200 * base + churn) // (2 * churn) as f2
  from churned, recent
),
measured as (
  select n, total, $as_of - last as r, $as_of - first as a, r1, r2, churn, f2,
         least(last + churn::integer, $as_of) - least(first, $as_of - base::integer) as span,
         (200 * n * base + span) // (2 * span) as f,
         (2 * abs(total) + 100 * n) // (200 * n) * sign(total) as m
  from states, fitted
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
