-- Comparable sales: what listings say that cars of the same make and model were sold or offered for.

-- The current public listings that fit: one of the two models is the other, or a version of it (is_same: they are the
-- same). What is offered until a day is left out once that has passed; a sale that two listings tell of counts once.
create or replace function app.fitting_sales(vehicle uuid, years integer)
returns table (document_id uuid, state text, price numeric, currency text, day date, place text, quote_start integer,
  quote_end integer, is_same boolean, place_in_order bigint)
language sql stable security definer set search_path = '' as $$
  with own as materialized (
    select s.year, n.make_words, n.model_words,
      array(select w from unnest(n.model_words) w where app.is_model_word(w)) as core
    from app.vehicle_subject(vehicle) s, app.sale_names(s.make, s.model, s.trim) n),
  fitting as (
    select l.*, src.authority, d.fetched_at,
      l.model_words <@ o.model_words and o.model_words <@ l.model_words as is_same,
      case when l.state in ('sold', 'bid') and l.day <= current_date then l.day::text
        else l.document_id::text end as sale
    from own o
    join app.listing_sales l on l.model_words && o.core
      and (l.model_words <@ o.model_words or o.model_words <@ l.model_words)
      and l.make_words && o.make_words and (l.make_words <@ o.make_words or o.make_words <@ l.make_words)
      and (o.year is null or (l.year_from <= o.year + years and coalesce(l.year_to, l.year_from) >= o.year - years))
      and (l.state in ('sold', 'bid') or l.day is null or l.day >= current_date)
    join public.source_documents d on d.id = l.document_id
      and d.is_current and d.is_public and d.may_search is distinct from false
    join public.sources src on src.id = d.source_id),
  told_once as (
    select distinct on (f.state, f.currency, f.price, f.year_from, f.sale) f.* from fitting f
    order by f.state, f.currency, f.price, f.year_from, f.sale, f.authority desc, f.fetched_at desc, f.document_id)
  select t.document_id, t.state, t.price, t.currency, t.day, t.place, t.quote_start, t.quote_end, t.is_same,
    row_number() over (partition by t.state = 'sold' order by t.is_same desc, t.day desc nulls last, t.document_id)
  from told_once t
$$;

-- See public.comparable_sales.
create or replace function app.comparable_sales(vehicle_id uuid, years integer, most integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  vehicle record;
begin
  if years is null or years not between 0 and 20 then
    perform app.refuse('years_are_from_0_to_20', 'Cars are compared with those of 0 to 20 years before and after.',
      null, '22023');
  elsif most is null or most not between 1 and 50 then
    perform app.refuse('limit_is_from_1_to_50', 'Of sales and of offers 1 to 50 each are answered.', null, '22023');
  end if;
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle from public.vehicles v
    where v.id = comparable_sales.vehicle_id;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', comparable_sales.vehicle_id::text);
  end if;
  return (
    with fitting as materialized (select * from app.fitting_sales(comparable_sales.vehicle_id, years)),
    listing as (
      select f.state = 'sold' as is_sold, f.place_in_order, jsonb_build_object(
        'document_id', f.document_id, 'state', f.state, 'price', f.price, 'currency', f.currency, 'day', f.day,
        'place', f.place, 'is_same', f.is_same, 'year', d.year_from, 'title', d.title,
        'url', case when d.url ~* '^https?://' then d.url end, 'kind', d.kind, 'source', s.title,
        'authority', s.authority, 'read_at', d.fetched_at, 'char_start', f.quote_start, 'char_end', f.quote_end,
        'quote', (select substring(t.text from f.quote_start + 1 for f.quote_end - f.quote_start)
          from app.source_texts t where t.document_id = f.document_id)) as listing
      from fitting f
      join public.source_documents d on d.id = f.document_id
      join public.sources s on s.id = d.source_id
      where f.place_in_order <= most),
    summary as (
      select f.currency, count(*) as sold, min(f.day) as since,
        percentile_cont(array[0.25, 0.5, 0.75]) within group (order by f.price::float8) as at
      from fitting f
      where f.state = 'sold' and f.is_same and f.day between current_date - interval '5 years' and current_date
      group by f.currency having count(*) >= 5)
    select jsonb_build_object(
      'sold', (select coalesce(jsonb_agg(l.listing order by l.place_in_order), '[]') from listing l where l.is_sold),
      'offered', (select coalesce(jsonb_agg(l.listing order by l.place_in_order), '[]') from listing l
        where not l.is_sold),
      'sold_count', (select count(*) from fitting f where f.state = 'sold'),
      'offered_count', (select count(*) from fitting f where f.state <> 'sold'),
      'summaries', (select coalesce(jsonb_agg(jsonb_build_object('currency', y.currency, 'sold', y.sold, 'since',
        y.since, 'low', round(y.at[1]::numeric, 2), 'median', round(y.at[2]::numeric, 2), 'high',
        round(y.at[3]::numeric, 2)) order by y.sold desc, y.currency), '[]') from summary y)));
end
$$;

create or replace function public.comparable_sales(vehicle_id uuid, years integer default 3,
  "limit" integer default 12) returns jsonb
language sql stable set search_path = '' as $$
  select app.comparable_sales(vehicle_id, years, "limit")
$$;
comment on function public.comparable_sales(uuid, integer, integer) is
  'Current public listings of the same make and model, `years` to either side: sold ones, and apart from them those '
  'that were asked or bid; { sold, offered, sold_count, offered_count, summaries }. A summary is the median and middle '
  'half of at least five sales of the same model within five years, for each currency by itself.';

grant execute on function app.comparable_sales(uuid, integer, integer),
  public.comparable_sales(uuid, integer, integer) to anon, authenticated, service_role;
