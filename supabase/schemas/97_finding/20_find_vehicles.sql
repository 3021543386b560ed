-- Finding vehicles: words, filters and an order, page by page. Public vehicles only, whoever asks.

-- The operators of pg_trgm are named by the schema that the project has it in.
do $do$
declare
  its text;
begin
  select n.nspname into its from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  execute format('create index if not exists vehicle_finder_by_trigram on app.vehicle_finder '
    'using gin (words %I.gin_trgm_ops)', its);
  -- A condition on f.words: it has a word that begins with `word`, or with `fuzzy` one that is spelt much like it: by
  -- trigrams, or with two letters that have changed places, of which trigrams keep too little.
  execute format($function$
    create or replace function app.finder_condition(word text, fuzzy boolean) returns text
    language sql immutable set search_path = '' as $body$
      select case when fuzzy and length(word) > 3 and word !~ '[0-9]'
        then format('(f.words operator(%1$I.%%%%>) %%L or %%s)', word, (
          select string_agg(format('f.words like %%L', '%% ' || overlay(word placing
            substr(word, n + 1, 1) || substr(word, n, 1) from n for 2) || '%%'), ' or ')
          from generate_series(1, least(length(word) - 1, 20)) n))
        else format('f.words like %%L', '%% ' || word || '%%') end
    $body$
  $function$, its);
end
$do$;

-- Words that are asked for: the first eight, without signs of `like`.
create or replace function app.finder_query(words text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(left(w, 40)), '{}') from (
    select w from regexp_split_to_table(app.plain_words(left(words, 400)), '[\s.]+') w where w ~ '[^\s%_\\]' limit 8) x
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
  words text, make text, year_from integer, year_to integer, auction text, sort text, after text, most integer
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  asked constant text[] := app.finder_query(words);
  rank constant text := app.finder_order(sort);
  behind text[];
  conditions text[] := array['f.is_public'];
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
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  if after is not null then behind := app.finder_page(after, sort); end if;

  if btrim(make) <> '' then
    conditions := conditions || format('f.make = %L', btrim(app.plain_words(left(make, 80)))); end if;
  if year_from is not null then conditions := conditions || format('f.year >= %s', year_from); end if;
  if year_to is not null then conditions := conditions || format('f.year <= %s', year_to); end if;
  if auction = 'sold' then conditions := conditions || 'f.is_sold'::text;
  elsif auction is not null then conditions := conditions || format('not f.is_sold and coalesce(f.verdict, %L) = %L',
    'undecided', auction); end if;
  if sort = 'movement' then conditions := conditions || 'f.movement <> 0'::text; end if;

  if asked = '{}' and btrim(words) <> '' then return; end if;   -- signs alone are on no vehicle
  fuzzy := coalesce(behind[2]::boolean, false);
  if asked <> '{}' and behind is null then
    execute format('select not exists (select from app.vehicle_finder f where %s)',
      array_to_string(conditions || array(select app.finder_condition(w, false) from unnest(asked) w), ' and '))
      into fuzzy;
  end if;
  conditions := conditions || array(select app.finder_condition(w, fuzzy) from unnest(asked) w);
  if behind is not null then
    conditions := conditions || format('(%s, f.vehicle_id) < (%L::%s, %L::uuid)', rank, behind[3],
      case sort when 'newest' then 'timestamptz' else 'double precision' end, behind[4]);
  end if;
  return query execute format('select x.id, x.movement, $1, '
    'encode(convert_to(concat_ws(%L, %L, $1, x.rank, x.id), %L), %L), x.left_over '
    'from (select f.vehicle_id as id, f.movement, %s as rank, row_number() over w as n, '
    'count(*) over () > %s as left_over from (select * from app.vehicle_finder f where %s '
    'order by %s desc, f.vehicle_id desc limit %s) f window w as (order by %s desc, f.vehicle_id desc)) x '
    'where x.n <= %s order by x.n',
    '|', sort, 'utf8', 'base64', rank, most, array_to_string(conditions, ' and '), rank, most + 1, rank, most)
    using fuzzy;
end
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
  auction text default null, sort text default 'newest', after text default null, "limit" integer default 24
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language sql stable set search_path = '' as $$
  select * from app.find_vehicles(words, make, year_from, year_to, auction, sort, after, "limit")
$$;
comment on function public.find_vehicles(text, text, integer, integer, text, text, text, integer) is
  'Public vehicles that have all these words, or where none has, ones that are spelt much like them (fuzzy). auction: '
  'ready, not_ready, undecided or sold. sort: newest, attention, movement or readiness. `after` is the page of the '
  'last vehicle of the page before; `more` says whether there is one behind this.';

revoke all on function app.finder_query(text), app.finder_order(text), app.finder_condition(text, boolean),
  app.finder_page(text, text),
  app.find_vehicles(text, text, integer, integer, text, text, text, integer),
  public.find_vehicles(text, text, integer, integer, text, text, text, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.find_vehicles(text, text, integer, integer, text, text, text, integer),
  public.find_vehicles(text, text, integer, integer, text, text, text, integer) to anon, authenticated, service_role;
