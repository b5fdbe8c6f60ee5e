with latest as (select max(moment) as moment from cheques),
cards as (
  select
    card,
    (epoch_us((select moment from latest)) - epoch_us(max(moment))) // 86400000000 as recency,
    count(*) as frequency,
    sum(amount) as kopecks
  from cheques
  where identified
  group by card
)
select
  card,
  case when recency <= 30 then '1' when recency <= 90 then '2' else '3' end
  || case when frequency >= 6 then '1' when frequency >= 2 then '2' else '3' end
  || case when kopecks >= 408200 then '1' when kopecks >= 148500 then '2' else '3' end as class
from cards
