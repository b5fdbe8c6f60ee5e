with scope as (
  select * from cheques where day between date '2021-12-01' and date '2022-02-28'
),
gaps as (
  select day - lag(day) over (partition by card order by moment) as gap from scope where identified
),
churn as (
  select greatest(45, min(gap)) as days
  from (select gap, row_number() over (order by gap) as place, count(*) over () as n from gaps where gap is not null)
  where place * 10 >= n * 9
),
high as (
  select min(amount) as edge
  from (select amount, row_number() over (order by amount) as place, count(*) over () as n from scope)
  where place * 10 >= n * 8
),
low as (
  select min(amount) as edge
  from (select amount, row_number() over (order by amount) as place, count(*) over () as n from scope where identified)
  where place * 10 >= n * 4
),
cards as (
  select
    card,
    date '2022-03-31' - max(day) as recency,
    (2 * sum(amount) + count(*) * 100) // (2 * count(*) * 100) as cheque
  from scope
  where identified
  group by card
),
recent as (
  select min(recency) as edge
  from (select recency, row_number() over (order by recency) as place, count(*) over () as n from cards)
  where place * 100 >= n * 25
)
select
  card,
  case
    when recency < (select edge from recent) then '1'
    when recency < (select days from churn) then '2'
    else '3'
  end
  || case
    when cheque * 100 > (select edge from high) then '1'
    when cheque * 100 > (select edge from low) then '2'
    else '3'
  end as class
from cards
