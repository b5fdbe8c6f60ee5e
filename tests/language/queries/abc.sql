-- A card belongs to A while those above it have not yet brought 80 %; ties belong together.
with cards as (
  -- Roubles, halves away from zero; no amount of this table is negative.
  select card, (sum(amount) + 50) // 100 as total from cheques where identified group by card
),
above as (
  select
    card,
    total,
    sum(total) over () as everything,
    coalesce(sum(total) over (order by total desc range between unbounded preceding and 1 preceding), 0) as larger
  from cards
)
select
  card,
  case
    when larger * 100 < everything * 80 then '1'
    when larger * 100 < everything * 95 then '2'
    else '3'
  end as class
from above
