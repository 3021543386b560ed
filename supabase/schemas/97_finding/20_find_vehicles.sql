-- Finding vehicles: words, filters and an order, page by page. Public vehicles only, whoever asks.

-- Words that are asked for: the first eight.
create or replace function app.finder_query(words text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(w), '{}') from (select w from app.finder_split(left(words, 400)) w limit 8) x
$$;

-- Filters as the finder has them.
create or replace function app.finder_marks(tag text, place text, body text, question text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(sign || left(lower(btrim(value)), 40)), '{}')
  from (values ('#', tag), ('@', place), ('~', body), ('?', question)) x (sign, value) where btrim(value) <> ''
$$;

-- What the order is by, as SQL.
create or replace function app.finder_order(sort text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return case sort when 'newest' then 'f.added_at' when 'attention' then 'f.attention'
    when 'movement' then 'abs(f.movement)' when 'readiness' then 'f.readiness' end;
end
$$;

-- See public.find_vehicles. Behind a page lies { the order, whether spelling was forgiven, the last value, its id }.
create or replace function app.find_vehicles(
  words text, make text, year_from integer, year_to integer, auction text, tag text, place text, body text,
  question text, sort text, after text, most integer
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  asked constant text[] := app.finder_query(words);
  rank constant text := app.finder_order(sort);
  marks constant text[] := app.finder_marks(tag, place, body, question);
  behind text[];
  conditions text[] := array['f.is_public'];
  said tsquery;
  fewest bigint;
begin
  if rank is null then
    perform app.refuse('sort_is_known', format('%s is no order of vehicles.', coalesce(left(sort, 40), 'Nothing')),
      'The orders are newest, attention, movement and readiness.', '22023');
  elsif most is null or most not between 1 and 60 then
    perform app.refuse('limit_is_from_1_to_60', 'A page has 1 to 60 vehicles.', null, '22023');
  elsif auction not in ('ready', 'not_ready', 'undecided', 'sold') then
    perform app.refuse('auction_state_is_known', format('%s is no state of a vote.', left(auction, 40)),
      'The states are ready, not_ready, undecided and sold.', '22023');
  end if;
  if after is not null then behind := app.finder_page(after, sort); end if;

  if btrim(make) <> '' then
    conditions := conditions || format('f.make = %L', btrim(app.plain_words(left(make, 80)))); end if;
  if year_from is not null then conditions := conditions || format('f.year >= %s', year_from); end if;
  if year_to is not null then conditions := conditions || format('f.year <= %s', year_to); end if;
  if auction = 'sold' then conditions := conditions || 'f.is_sold'::text;
  elsif auction is not null then conditions := conditions || format('not f.is_sold and coalesce(f.verdict, %L) = %L',
    'undecided', auction); end if;
  if sort = 'movement' then conditions := conditions || 'f.movement <> 0'::text; end if;
  if behind is not null then
    conditions := conditions || format('(%s, f.vehicle_id) < (%L::%s, %L::uuid)', rank, behind[3],
      case sort when 'newest' then 'timestamptz' else 'double precision' end, behind[4]);
  end if;
  if asked = '{}' and btrim(words) <> '' then return; end if;   -- signs alone are on no vehicle

  if not coalesce(behind[2]::boolean, false) then
    select string_agg(app.finder_term(w.w, w.is_begin)::text, ' & ')::tsquery into said from (
      select w, true as is_begin from unnest(asked) w union all select m, false from unnest(marks) m) w;
    return query execute app.finder_sql(conditions, said, app.finder_most(asked, marks), rank, most)
      using false, sort;
    if found or behind is not null or asked = '{}' then return; end if;
  end if;
  -- No vehicle has these words: ones that are spelt much like them.
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  select string_agg('(' || near.query::text || ')', ' & ')::tsquery, min(near.vehicles) into said, fewest
    from (select n.* from unnest(asked) w, app.finder_near(w) n
      union all select app.finder_term(m, false), app.finder_most('{}', array[m]) from unnest(marks) m) near;
  return query execute app.finder_sql(conditions, said, fewest, rank, most) using true, sort;
end
$$;

-- One page, as SQL; $1: whether spelling is forgiven, $2: the order's name. Of few vehicles that have the words all are
-- read and sorted, of many the first in order that have them: either reads about as much where few * few is some tens
-- of all. The planner alone takes every word that it does not know for a common one.
create or replace function app.finder_sql(
  conditions text[], said tsquery, fewest bigint, rank text, most integer) returns text
language sql stable security definer set search_path = '' as $$
  select format('select x.id, x.movement, $1, '
    'encode(convert_to(concat_ws(%L, $2, $1, x.rank, x.id), %L), %L), x.left_over '
    'from (select f.id, f.movement, f.rank, row_number() over w as n, count(*) over () > %s as left_over from ('
    'select f.* from (select f.vehicle_id as id, f.movement, %s as rank from app.vehicle_finder f where %s %s) f '
    'order by f.rank desc, f.id desc limit %s) f window w as (order by f.rank desc, f.id desc)) x '
    'where x.n <= %s order by x.n',
    '|', 'utf8', 'base64', most, rank,
    concat_ws(' and ', array_to_string(conditions, ' and '), 'f.words @@ ' || quote_literal(said) || '::tsquery'),
    case when fewest * fewest < 13 * (select c.vehicles from app.finder_counted c) or fewest = 0 then 'offset 0' end,
    most + 1, most)
$$;

-- What lies behind a page, or a refusal of what is none.
create or replace function app.finder_page(page text, sort text) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  parts text[];
begin
  begin
    parts := string_to_array(convert_from(decode(left(page, 400), 'base64'), 'utf8'), '|');
    if cardinality(parts) = 4 and parts[1] = sort then
      perform parts[2]::boolean, parts[4]::uuid,
        case sort when 'newest' then extract(epoch from parts[3]::timestamptz) else parts[3]::double precision end;
      return parts;
    end if;
  exception when others then null;
  end;
  perform app.refuse('page_is_known', 'This page is not one that a search has named.',
    'Give `after` the `page` of the last vehicle, with the same words, filters and sort.', '22023');
end
$$;

create or replace function public.find_vehicles(
  words text default null, make text default null, year_from integer default null, year_to integer default null,
  auction text default null, sort text default 'newest', after text default null, "limit" integer default 24,
  tag text default null, place text default null, body text default null, question text default null
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language sql stable set search_path = '' as $$
  select * from app.find_vehicles(words, make, year_from, year_to, auction, tag, place, body, question,
    sort, after, "limit")
$$;
comment on function public.find_vehicles(
  text, text, integer, integer, text, text, text, integer, text, text, text, text) is
  'Public vehicles that have all these words, or where none has, ones that are spelt much like them (fuzzy). auction: '
  'ready, not_ready, undecided or sold. tag, place, body and question (the bet type of an open one): a value of '
  'find_filters. sort: newest, attention, movement or readiness. `after` is the page of the '
  'last vehicle of the page before; `more` says whether there is one behind this.';

grant execute on function
  app.find_vehicles(text, text, integer, integer, text, text, text, text, text, text, text, integer),
  public.find_vehicles(text, text, integer, integer, text, text, text, integer, text, text, text, text)
  to anon, authenticated, service_role;
