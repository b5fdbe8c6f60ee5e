-- The table as the specification reads it: kopecks and dates, nothing rounded.
create or replace temp view cheques as
select
  cast(datetime as timestamp) as moment,
  cast(cast(datetime as timestamp) as date) as day,
  shop,
  nullif(trim(card), '') as card,
  regexp_full_match(trim(card), '\d{13}') as identified,
  cast(cast(summ as decimal(18, 2)) * 100 as bigint) as amount,
  cast(cast(summ_with_disc as decimal(18, 2)) * 100 as bigint) as paid,
  doc_id
from read_csv('{path}', header = true, all_varchar = true);
