with cards as (
  select
    card,
    (select max(day) from cheques where identified) - max(day) as recency,
    count(distinct doc_id) as documents,
    (sum(amount) + 50) // 100 as total
  from cheques
  where identified
  group by card
  having count(distinct doc_id) >= 2
),
ranked as (
  select
    *,
    row_number() over (order by recency) as by_recency,
    row_number() over (order by documents) as by_documents,
    row_number() over (order by total) as by_total,
    count(*) over () as n
  from cards
),
edges as (
  select
    min(recency) filter (by_recency * 10 >= n * 3) as r1,
    min(recency) filter (by_recency * 10 >= n * 6) as r2,
    min(documents) filter (by_documents * 10 >= n * 8) as f1,
    min(documents) filter (by_documents * 10 >= n * 3) as f2,
    min(total) filter (by_total * 10 >= n * 8) as m1,
    min(total) filter (by_total * 10 >= n * 4) as m2
  from ranked
)
select
  card,
  case when recency <= r1 then '1' when recency <= r2 then '2' else '3' end
  || case when documents >= f1 then '1' when documents > f2 then '2' else '3' end
  || case when total >= m1 then '1' when total >= m2 then '2' else '3' end as class,
  case class
    when '111' then 'vip'
    when '112' then 'regulars' when '121' then 'regulars' when '122' then 'regulars'
    when '311' then 'former_regulars' when '312' then 'former_regulars'
    when '211' then 'potential' when '212' then 'potential' when '221' then 'potential'
    when '222' then 'potential' when '231' then 'potential'
    when '113' then 'weak_potential' when '123' then 'weak_potential'
    when '131' then 'weak_potential' when '132' then 'weak_potential'
    when '232' then 'weak_potential'
    when '133' then 'low_potential' when '213' then 'low_potential' when '223' then 'low_potential'
    when '321' then 'gone_potential' when '322' then 'gone_potential'
    when '331' then 'gone_potential' when '332' then 'gone_potential'
    when '233' then 'no_potential' when '313' then 'no_potential'
    when '323' then 'no_potential' when '333' then 'no_potential'
  end as "group"
from cards, edges
