-- percentile_cont at rank (n - 1) * p in quarters: four times the border is whole.
with pairs as (
  select card, shop, count(distinct doc_id) as documents, sum(paid) as paid
  from cheques
  where identified
  group by card, shop
),
ranked as (
  select
    paid,
    documents,
    row_number() over (order by paid) - 1 as place,
    row_number() over (order by documents) as rank_of_documents,
    count(*) over () as n
  from pairs
),
edges as (
  select
    min(documents) filter (rank_of_documents * 10 >= n * 8) as often,
    min(paid) filter (place = (n - 1) * 3 // 4) as high_low,
    min(paid) filter (place = ((n - 1) * 3 + 3) // 4) as high_high,
    min((n - 1) * 3 % 4) as high_rest,
    min(paid) filter (place = (n - 1) // 4) as low_low,
    min(paid) filter (place = ((n - 1) + 3) // 4) as low_high,
    min((n - 1) % 4) as low_rest
  from ranked
)
select
  card,
  shop,
  documents,
  paid,
  case when documents >= often then '1' when documents > 1 then '2' else '3' end
  || case
    when paid * 4 >= high_low * 4 + (high_high - high_low) * high_rest then '1'
    when paid * 4 >= low_low * 4 + (low_high - low_low) * low_rest then '2'
    else '3'
  end as class
from pairs, edges
