-- The whole segmentation in ClickHouse: an array of days a card, weighted exact quantiles (the value
-- whose cumulative weight reaches ceil(p * N)), tables in memory between the steps. Thresholds are
-- fitted on the last 365 days: an array holds these, after the last one of the older days.
-- Parameters: files, the month files as one path, and as_of, the last day.
create table states engine = Memory as
with toInt32({as_of:Date32}) as today,
     toInt32(day) as number,
     amount > 0 and number > today - 365 as recent,
     amount > 0 and number <= today - 365 as older
select countIf(amount > 0) as n,
       sum(amount) as total,
       today - maxIf(number, amount > 0) as r,
       today - minIf(number, amount > 0) as a,
       arrayConcat(
         if(a < 365, [], [maxIf(number, older)]), arraySort(groupArrayIf(number, recent))) as days
from file({files:String}, Parquet, 'card Int32, day Date32, amount Int64')
where card > 0 and day <= {as_of:Date32}
group by card
having n > 0;

create table facts engine = Memory as
select r1, r2, greatest(1, r1) as base, greatest(1, found) as churn,
       intDiv(200 * base + churn, 2 * churn) as f2, m1, m2
from (
  select quantilesExactWeighted(0.2, 0.4)(r, 1) as recent,
         recent[1] as r1,
         recent[2] as r2,
         quantileExactWeightedArray(0.95)(
           arrayPopFront(arrayDifference(days)), arrayWithConstant(length(days) - 1, 1)) as found
  from states
  where r < 365
) as cards,
(
  select quantilesExactWeighted(0.8, 0.4)(amount, 1) as money, money[1] as m1, money[2] as m2
  from file({files:String}, Parquet, 'day Date32, amount Int64')
  where amount > 0 and day > {as_of:Date32} - 365 and day <= {as_of:Date32}
) as cheques;

create table measured engine = Memory as
with greatest(a, base) - greatest(r - churn, 0) as span
select n,
       total,
       r,
       intDiv(200 * n * base + span, 2 * span) as f,
       intDiv(2 * abs(total) + 100 * n, 200 * n) * sign(total) as m,
       a
from states cross join facts;

with (select quantileExactWeighted(0.85)(f, 1) from measured where r < 365) as f1
select multiIf(r <= r1, 1, r <= r2, 2, r <= churn, 3, 4) * 1000
       + multiIf(f >= f1, 1, f > f2, 2, 3) * 100
       + multiIf(m * 100 > m1, 1, m * 100 > m2, 2, 3) * 10
       + multiIf(a > 180, 1, a > 30, 2, 3) as class,
       count() as cards,
       sum(n) as cheques,
       sum(total) as kopecks
from measured cross join facts
group by class
order by class
