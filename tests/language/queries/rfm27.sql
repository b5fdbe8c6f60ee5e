with cards as (
  select
    card,
    (select max(day) from cheques where identified) - max(day) as recency,
    count(*) as cheques,
    (sum(amount) + 50) // 100 as total
  from cheques
  where identified
  group by card
),
ranked as (
  select
    *,
    row_number() over (order by recency) as by_recency,
    row_number() over (order by cheques) as by_cheques,
    row_number() over (order by total) as by_total,
    count(*) over () as n
  from cards
),
edges as (
  select
    min(recency) filter (by_recency * 100 >= n * 33) as r1,
    min(recency) filter (by_recency * 100 >= n * 66) as r2,
    min(cheques) filter (by_cheques * 100 >= n * 66) as f1,
    min(cheques) filter (by_cheques * 100 >= n * 33) as f2,
    min(total) filter (by_total * 100 >= n * 66) as m1,
    min(total) filter (by_total * 100 >= n * 33) as m2
  from ranked
),
graded as (
  select
    card,
    case when recency <= r1 then '3' when recency <= r2 then '2' else '1' end as r,
    case when cheques > f1 then '3' when cheques > f2 then '2' else '1' end as f,
    case when total > m1 then '3' when total > m2 then '2' else '1' end as m
  from cards, edges
)
select
  card,
  r || f || m as class,
  case
    when r = '3' and f = '3' then 'loyal'
    when r = '3' then 'newcomers'
    when r = '2' and f = '3' then 'sleeping_loyal'
    when r = '2' and f = '2' then 'wavering'
    when r = '2' then 'rare_sleepers'
    when f = '3' then 'lost_loyal'
    when m = '3' then 'lost_big'
    else 'lost'
  end as cluster,
  case
    when r = '3' and f = '3' then 'loyal'
    when r = '1' then 'outflow'
    else 'prospective'
  end as region
from graded
