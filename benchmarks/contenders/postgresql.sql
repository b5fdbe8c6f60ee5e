-- The whole segmentation as one PostgreSQL query: window functions and percentile_disc.
-- Table cheques (card, day, amount); :as_of: the last day. Thresholds are fitted on its last 365 days.
with paid as (
  select card, day, amount from cheques where amount > 0 and day <= date :'as_of'
),
gaps as (
  select day, day - lag(day) over (partition by card order by day) as gap from paid where card > 0
),
churned as (
  select greatest(1, coalesce(percentile_disc(0.95) within group (order by gap), 1)) as churn
  from gaps where gap is not null and day > date :'as_of' - 365
),
states as (
  select card, count(*) filter (where amount > 0) as n, sum(amount)::bigint as total,
         date :'as_of' - max(day) filter (where amount > 0) as r,
         date :'as_of' - min(day) filter (where amount > 0) as a
  from cheques where card > 0 and day <= date :'as_of'
  group by card having count(*) filter (where amount > 0) > 0
),
recent as (
  select percentile_disc(0.2) within group (order by r) as r1,
         percentile_disc(0.4) within group (order by r) as r2
  from states where r < 365
),
money as (
  select percentile_disc(0.8) within group (order by amount) as m1,
         percentile_disc(0.4) within group (order by amount) as m2
  from paid where day > date :'as_of' - 365
),
fitted as (
  select r1, r2, base, churn, (200 * base + churn) / (2 * churn) as f2
  from churned, (select r1, r2, greatest(1, r1) as base from recent) as based
),
spans as (
  select n, total, r, a, r1, r2, base, churn, f2,
         greatest(a, base) - greatest(r - churn, 0) as span
  from states, fitted
),
measured as (
  select *, (200 * n * base + span) / (2 * span) as f,
         (2 * abs(total) + 100 * n) / (200 * n) * sign(total)::integer as m
  from spans
),
frequent as (
  select percentile_disc(0.85) within group (order by f) as f1 from measured where r < 365
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
       sum(n)::bigint as cheques, sum(total)::bigint as kopecks
from graded group by 1 order by 1;
