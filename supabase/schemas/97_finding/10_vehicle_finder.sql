-- The finder: one row a vehicle with what an index searches, filters and sorts by, so that ten thousand vehicles are
-- searched as ten are. Year, make, model and visibility follow the vehicle at once; tags and ranks within ten minutes.

create table app.vehicle_finder (
  vehicle_id   uuid primary key references public.vehicles (id) on delete cascade,
  is_public    boolean not null default false,
  year         integer,
  make         text,
  words        tsvector not null default '',
  added_at     timestamptz not null default now(),
  attention    double precision not null default 0,
  movement     double precision not null default 0,
  readiness    double precision not null default 0,
  verdict      text,
  is_sold      boolean not null default false,
  is_described boolean not null default false,
  described_at timestamptz not null default now(),
  ranked_at    timestamptz not null default '-infinity'
);
comment on table app.vehicle_finder is
  'What vehicles are found by. Written by triggers and the job rank_vehicles only.';
comment on column app.vehicle_finder.make is 'In plain words, to compare.';
comment on column app.vehicle_finder.words is
  'Year, make, model, trim, colour and tags in plain words, and what filters ask for: #tag, @place, ~body, ?question.';
comment on column app.vehicle_finder.described_at is 'When words or visibility last changed.';
comment on column app.vehicle_finder.attention is
  'Logarithm to base 2 of the heat of all photos, as it would be on 1 January 2025: it falls for nobody, so that the '
  'order holds without writing. 0 where nobody looked.';
comment on column app.vehicle_finder.movement is
  'ln(p50 now / p50 a week ago) of the auction price that most people forecast; 0 where it did not move.';
comment on column app.vehicle_finder.readiness is
  'Lower bound of the weighed share that says auction; 0 once it is sold.';
comment on column app.vehicle_finder.is_sold is 'Sold within a year.';
comment on column app.vehicle_finder.is_described is
  'Year, make and words are as the vehicle and its tags say; else the job looks again.';

create index vehicle_finder_newest on app.vehicle_finder (added_at desc, vehicle_id desc) where is_public;
create index vehicle_finder_attention on app.vehicle_finder (attention desc, vehicle_id desc) where is_public;
create index vehicle_finder_movement on app.vehicle_finder (abs(movement) desc, vehicle_id desc) where is_public;
create index vehicle_finder_readiness on app.vehicle_finder (readiness desc, vehicle_id desc) where is_public;
create index vehicle_finder_make on app.vehicle_finder (make, added_at desc, vehicle_id desc) where is_public;
create index vehicle_finder_year on app.vehicle_finder (year) where is_public;
create index vehicle_finder_sold on app.vehicle_finder (added_at desc, vehicle_id desc) where is_public and is_sold;
create index vehicle_finder_verdict on app.vehicle_finder (verdict) where is_public and verdict is not null;
create index vehicle_finder_words on app.vehicle_finder using gin (words) where is_public;
create index vehicle_finder_described on app.vehicle_finder (described_at);
create index vehicle_finder_ranked on app.vehicle_finder (ranked_at);
revoke all on app.vehicle_finder from public, anon, authenticated, service_role;

-- The words of a text, cut as those of vehicles and of whoever looks for them.
create or replace function app.finder_split(words text) returns setof text
language sql immutable set search_path = '' as $$
  select left(w, 40) from regexp_split_to_table(app.plain_words(words), '[\s.]+') w where w <> ''
$$;

-- The questions about a vehicle that take bets, as the finder has them.
create or replace function app.finder_questions(vehicle uuid) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct '?' || q.bet_type order by '?' || q.bet_type), '{}')
  from public.bet_questions q where q.vehicle_id = vehicle and q.state = 'open'
$$;

-- What a vehicle is found by. A project's colour and body have one of a few names, or the colour is its owner's detail;
-- the rest is app.vehicle_subject's. Of a body that has no column of its own its name may tell.
create or replace function app.finder_words(vehicle uuid) returns tsvector
language sql stable security definer set search_path = '' as $$
  select array_to_tsvector(array(select distinct x.word from (
    select app.finder_split(left(concat_ws(' ', s.year, s.make, s.model, s.trim, c.colour, t.labels), 2000)) as word
    -- 510 of PL510, and 2002 of 2002tii
    union all select m[1] from regexp_matches(app.plain_words(s.model), '\d{3,40}', 'g') m
    union all select '#' || g from unnest(t.tags) g
    union all select '@' || left(btrim(lower(p)), 40) from regexp_split_to_table(d.place, ',') p where btrim(p) <> ''
    union all select '~' || coalesce(left(lower(nullif(btrim(c.body), '')), 40), (
      select ltrim(min(w), '=') from unnest(app.sale_words(concat_ws(' ', s.model, s.trim))) w
      where w in ('=wagon', '=convertible', '=coupe', '=sedan', '=pickup', '=hatchback', '=targa')))
    union all select unnest(app.finder_questions(vehicle))) x
    where x.word is not null and x.word <> ''))
  from app.vehicle_subject(vehicle) s
  left join public.vehicle_details d on d.vehicle_id = vehicle
  cross join lateral (
    select coalesce(d.colour, r ->> 'color', r ->> 'colour', r ->> 'exterior_color') as colour,
      coalesce(r ->> 'body_style', r ->> 'body_type', r ->> 'body') as body
    from (select to_jsonb(v) as r from public.vehicles v where v.id = vehicle) row) c
  cross join lateral (
    select array_agg(distinct g.tag) as tags, string_agg(distinct coalesce(k.label, g.tag), ' ') as labels
    from (select i.tag from public.image_tags i where i.vehicle_id = vehicle and i.is_public order by i.tag limit 100) g
    left join public.tag_vocabulary k on k.tag = g.tag) t
$$;

-- Year, make, words and visibility of some vehicles as they are.
create or replace function app.describe_vehicles(vehicles uuid[]) returns void
language sql security definer set search_path = '' as $$
  insert into app.vehicle_finder as f (vehicle_id, is_public, year, make, words, added_at, is_described)
    select v.id, coalesce(v.is_public, false), s.year, btrim(app.plain_words(s.make)), app.finder_words(v.id),
      coalesce((to_jsonb(v) ->> 'created_at')::timestamptz, d.added_at, now()), true
    from public.vehicles v
    left join app.vehicle_finder d on d.vehicle_id = v.id
    cross join lateral app.vehicle_subject(v.id) s
    where v.id = any (vehicles)
    on conflict (vehicle_id) do update set is_public = excluded.is_public, year = excluded.year, make = excluded.make,
      words = excluded.words, added_at = excluded.added_at, is_described = true, described_at = now()
      where (f.is_public, f.year, f.make, f.words, f.added_at, f.is_described) is distinct from
        (excluded.is_public, excluded.year, excluded.make, excluded.words, excluded.added_at, true)
$$;

-- A few vehicles are described at once; of many in one statement only the visibility is, and the job does the rest.
create or replace function app.describe_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  ids constant uuid[] := array(select c.id from changed c limit 51);
begin
  if cardinality(ids) <= 50 then
    begin
      perform app.describe_vehicles(ids);
      return null;
    exception when others then null;   -- whatever a project's row is like, it is saved; the job says what failed
    end;
  end if;
  insert into app.vehicle_finder (vehicle_id, is_public)
    select c.id, coalesce(c.is_public, false) from changed c
    on conflict (vehicle_id) do update set is_public = excluded.is_public, is_described = false,
      described_at = now(), ranked_at = '-infinity';
  return null;
end
$$;
create trigger vehicles_describe_new after insert on public.vehicles
  referencing new table as changed for each statement execute function app.describe_changed();
create trigger vehicles_describe_changed after update on public.vehicles
  referencing new table as changed for each statement execute function app.describe_changed();

create or replace function app.describe_detailed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.describe_vehicles(array[new.vehicle_id]);
  return null;
exception when others then
  update app.vehicle_finder f set is_described = false, ranked_at = '-infinity' where f.vehicle_id = new.vehicle_id;
  return null;
end
$$;
create trigger vehicle_details_describe after insert or update on public.vehicle_details
  for each row execute function app.describe_detailed();

-- Tags are words of the vehicle: the job looks at it again.
create or replace function app.describe_tagged() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.vehicle_finder f set is_described = false, ranked_at = '-infinity'
    where f.vehicle_id in (select t.vehicle_id from tagged t) and f.is_described;
  return null;
end
$$;
create trigger image_tags_describe_added after insert on public.image_tags
  referencing new table as tagged for each statement execute function app.describe_tagged();
create trigger image_tags_describe_removed after delete on public.image_tags
  referencing old table as tagged for each statement execute function app.describe_tagged();

-- How far the forecast of the auction price that most people make has moved in a week.
create or replace function app.forecast_movement(vehicle uuid) returns double precision
language sql stable security definer set search_path = '' as $$
  select coalesce(ln(latest.p50 / before.p50), 0)
  from (select c.movement from app.crowds c
    where c.vehicle_id = vehicle and c.bet_type = 'auction_price' and c.people > 1
    order by c.people desc, c.topic limit 1) c
  cross join lateral (select (m ->> 3)::float8 as p50, (m ->> 0)::date as day
    from jsonb_array_elements(c.movement) with ordinality x (m, n) order by n desc limit 1) latest
  cross join lateral (select (m ->> 3)::float8 as p50
    from jsonb_array_elements(c.movement) with ordinality x (m, n)
    where (m ->> 0)::date <= (now() at time zone 'utc')::date - 7 order by n desc limit 1) before
  where latest.p50 > 0 and before.p50 > 0
$$;

-- The ranks of some vehicles, and their words where they may have changed.
create or replace function app.rank_vehicles(vehicles uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.describe_vehicles(array(
    select f.vehicle_id from app.vehicle_finder f where f.vehicle_id = any (vehicles)
      and (not f.is_described or app.finder_questions(f.vehicle_id) <> array(
      select w from unnest(tsvector_to_array(f.words)) w where w like '?%' order by w))));
  update app.vehicle_finder f set
    attention = coalesce((select log(2::numeric, greatest(1, 1 + sum(a.heat
        * power(2, extract(epoch from a.heat_at - '2025-01-01T00:00:00Z')::float8 / (30 * 86400))))::numeric)::float8
      from public.vehicle_images i join app.image_attention a on a.image_id = i.id
      where i.vehicle_id = f.vehicle_id), 0),
    movement = coalesce(app.forecast_movement(f.vehicle_id), 0),
    readiness = case when sold.is_sold then 0 else coalesce(t.wilson_lower, 0) end,
    verdict = t.verdict,
    is_sold = sold.is_sold,
    ranked_at = now()
  from unnest(vehicles) v (id)
  left join app.vote_tallies t on t.vehicle_id = v.id
  cross join lateral (select exists (select from app.auction_results r
    where r.vehicle_id = v.id and r.sold and r.occurred_at > now() - interval '1 year') as is_sold) sold
  where f.vehicle_id = v.id;
end
$$;

-- Those whose ranks are the oldest, five hundred at a time, but for those that somebody else has in hand. A vehicle
-- that fails is set aside. The vehicle is held before its row here, as who deletes it holds it: a row that is updated
-- twice in a transaction has its reference checked, and would wait for the deletion that waits for it.
create or replace function app.rank_due_vehicles() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due constant uuid[] := array(
    select f.vehicle_id from app.vehicle_finder f join public.vehicles v on v.id = f.vehicle_id
    where f.ranked_at < now() - interval '10 minutes'
    order by f.ranked_at limit 500 for key share of v skip locked for update of f skip locked);
begin
  if due = '{}' then return 0; end if;
  perform app.work_each('rank_vehicles', due);
  -- Whatever failed waits for its next try behind the others.
  update app.vehicle_finder f set ranked_at = now()
    where f.vehicle_id = any (due) and f.ranked_at < now() - interval '10 minutes';
  return cardinality(due);
end
$$;

-- Vehicles from before: the job describes them.
insert into app.vehicle_finder (vehicle_id) select v.id from public.vehicles v on conflict do nothing;

select app.register_job('rank_vehicles', '10 seconds', 'select app.rank_due_vehicles()');
