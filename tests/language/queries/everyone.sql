with cards as (
  select card, date '2022-12-31' - min(day) as age, (max(amount) + 50) // 100 as largest
  from cheques
  where card is not null
  group by card
),
middles as (
  select
    (select min(age) from (select age, row_number() over (order by age) as place, count(*) over () as n from cards) where place * 2 >= n) as age,
    (select min(largest) from (select largest, row_number() over (order by largest) as place, count(*) over () as n from cards) where place * 2 >= n) as largest
)
select
  card,
  case when cards.age > middles.age then '3' when cards.age > 250 then '2' else '1' end
  || case when cards.largest >= middles.largest then '2' else '1' end as class
from cards, middles
