with today as (select max(day) as day from cheques where identified),
gaps as (
  select day - lag(day) over (partition by card order by moment) as gap from cheques where identified
),
churn as (
  select greatest(1, min(gap)) as days
  from (select gap, row_number() over (order by gap) as place, count(*) over () as n from gaps where gap is not null)
  where place * 100 >= n * 95
),
cards as (
  select
    card,
    (select day from today) - max(day) as recency,
    max(day) - min(day) as span,
    count(distinct day) as days
  from cheques
  where identified
  group by card
),
base as (
  select greatest(1, min(recency)) as days
  from (select recency, row_number() over (order by recency) as place, count(*) over () as n from cards)
  where place * 10 >= n * 2
),
graded as (
  select
    card,
    case when days >= 4 then '1' when days >= 2 then '2' else '3' end as v,
    -- recency / (span / (days - 1)) <= 1, without dividing
    case
      when days = 1 then '3'
      when recency * (days - 1) <= span then '1'
      when recency * (days - 1) <= 2 * span then '2'
      else '3'
    end as s,
    case
      when recency <= (select days from base) then '1'
      when recency <= (select days from churn) then '2'
      else '3'
    end as r
  from cards
)
select
  card,
  v || s || r as class,
  case
    when v = '3' and r = '1' then 'newcomer'
    when v = '3' and r = '2' then 'undecided'
    when v = '3' then 'passer_by'
    when r = '1' or s || r = '12' then 'active'
    when s in ('1', '2') then 'rare_regular'
    when r = '2' and v = '1' then 'slipping'
    when r = '2' then 'no_rhythm'
    else 'dead'
  end as "group"
from graded
