-- The words that public vehicles are found by, and how many have each: what a misspelt word may mean, and the numbers
-- beside filters. Counted anew once a minute where something has changed.

create table app.finder_terms (
  word     text primary key,
  vehicles integer not null,
  is_word  boolean not null generated always as (word !~ '[0-9#@~?]') stored
);
comment on table app.finder_terms is 'Of public vehicles alone. Written by the job count_finder_terms.';
comment on column app.finder_terms.is_word is 'May be meant by a word that is spelt much like it.';

create table app.finder_counted (
  only_one     boolean primary key default true,
  described_at timestamptz not null default '-infinity',
  vehicles     bigint not null default 0,
  constraint there_is_one_row check (only_one)
);
comment on table app.finder_counted is 'The state of the finder that its terms were counted in.';
insert into app.finder_counted (only_one) values (true) on conflict do nothing;
revoke all on app.finder_terms, app.finder_counted from public, anon, authenticated, service_role;

create or replace function app.count_finder_terms() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  latest timestamptz;
  cars bigint;
  changed integer;
begin
  select coalesce(max(f.described_at), '-infinity'), count(*) into latest, cars from app.vehicle_finder f;
  perform from app.finder_counted c where (c.described_at, c.vehicles) = (latest, cars);
  if found then return 0; end if;
  update app.finder_counted c set described_at = latest, vehicles = cars;
  delete from app.finder_terms t
    where not exists (select from app.vehicle_finder f where f.is_public and f.words @@ app.finder_term(t.word, false));
  insert into app.finder_terms as t (word, vehicles)
    select s.word, s.ndoc from ts_stat('select f.words from app.vehicle_finder f where f.is_public') s
    on conflict (word) do update set vehicles = excluded.vehicles where t.vehicles <> excluded.vehicles;
  get diagnostics changed = row_count;
  return changed;
end
$$;

-- A word, or what begins with it, as a part of a query.
create or replace function app.finder_term(word text, is_begin boolean) returns tsquery
language sql immutable set search_path = '' as $$
  select ('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''''
    || case when is_begin then ':*' else '' end)::tsquery
$$;

-- The first two hundred terms that begin with a word.
create or replace function app.terms_from(begin text) returns table (word text, vehicles integer)
language sql stable security definer set search_path = '' as $$
  select t.word, t.vehicles from app.finder_terms t
  where t.word collate "C" >= begin and t.word collate "C" < begin || chr(1114111)
  order by t.word collate "C" limit 200
$$;

-- At most how many public vehicles have a word that begins with one of these, and all of these marks, as they were last
-- counted.
create or replace function app.finder_most(words text[], marks text[]) returns bigint
language sql stable security definer set search_path = '' as $$
  select min(x.most) from (
    select (select case when count(*) = 200 then 2147483647 else coalesce(sum(t.vehicles), 0) end
      from app.terms_from(w) t) as most from unnest(words) w
    union all select coalesce((select t.vehicles from app.finder_terms t where t.word = m), 0) from unnest(marks) m) x
$$;

do $do$
declare
  its text;
begin
  select n.nspname into its from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  execute format('create index if not exists finder_terms_by_trigram on app.finder_terms '
    'using gin (word %I.gin_trgm_ops) where is_word', its);
  -- Words of vehicles that are spelt much like one, as a part of a query, and at most how many vehicles have one: by
  -- trigrams, or with two letters that have changed places, of which trigrams keep too little; how much is much is
  -- pg_trgm.word_similarity_threshold. A word with digits is a code: none is like another.
  execute format($function$
    create or replace function app.finder_near(asked text, out query tsquery, out vehicles bigint)
    language sql stable security definer set search_path = '' as $body$
      select concat_ws('|', app.finder_term(asked, true)::text,
          string_agg(app.finder_term(n.word, false)::text, '|'))::tsquery,
        app.finder_most(array[asked], '{}') + coalesce(sum(n.vehicles), 0)
      from (
        (select t.word, t.vehicles from app.finder_terms t where t.is_word and t.word operator(%1$I.%%>) asked
          order by %1$I.word_similarity(asked, t.word) desc, t.word limit 20)
        union select t.word, t.vehicles from app.finder_terms t where t.word = any (array(
          select overlay(asked placing substr(asked, at + 1, 1) || substr(asked, at, 1) from at for 2)
          from generate_series(1, length(asked) - 1) at))) n
      where asked !~ '[0-9]' and length(asked) > 3
    $body$
  $function$, its);
end
$do$;

-- What filters may ask for.
create or replace function app.find_filters() returns table (kind text, value text, vehicles integer)
language sql stable security definer set search_path = '' as $$
  select x.kind, x.value, x.vehicles from (
    select k.kind, substr(t.word, 2) as value, t.vehicles,
      row_number() over (partition by k.kind order by t.vehicles desc, t.word) as n
    from (values ('#', 'tag'), ('~', 'body'), ('@', 'place'), ('?', 'question')) k (sign, kind)
    join app.finder_terms t on t.word collate "C" >= k.sign and t.word collate "C" < chr(ascii(k.sign) + 1)) x
  where x.n <= 60 order by x.kind, x.n
$$;

create or replace function public.find_filters() returns table (kind text, value text, vehicles integer)
language sql stable set search_path = '' as $$ select * from app.find_filters() $$;
comment on function public.find_filters() is
  'Tags, places, body styles and open questions that find_vehicles can be asked for, 60 of each at most, and how many '
  'public vehicles have each; counted once a minute.';
create index finder_terms_in_bytes on app.finder_terms (word collate "C");

revoke all on function app.count_finder_terms(), app.finder_term(text, boolean), app.finder_near(text),
  app.terms_from(text), app.finder_most(text[], text[]), app.find_filters(), public.find_filters()
  from public, anon, authenticated, service_role;
grant execute on function app.find_filters(), public.find_filters() to anon, authenticated, service_role;

select app.register_job('count_finder_terms', '1 minute', 'select app.count_finder_terms()');
