-- Vote tallies: what the fold keeps added up, so that no reader ever scans votes. Weights are in hundredths and money
-- in cents: whole numbers, so that adding and taking away leaves no dust.

create table app.vote_tallies (
  vehicle_id             uuid primary key,
  owner_id               uuid,
  is_public              boolean not null default false,
  total_votes            bigint not null default 0,
  yes_votes              bigint not null default 0,
  estimates              bigint not null default 0,
  cents                  numeric not null default 0,
  last_vote_at           timestamptz,
  regular_weight         bigint not null default 0,
  regular_yes            bigint not null default 0,
  maker_weight           bigint not null default 0,
  maker_yes              bigint not null default 0,
  newcomer_weight        bigint not null default 0,
  newcomer_yes           bigint not null default 0,
  held_votes             bigint not null default 0,
  valued                 bigint not null default 0,
  effective_votes        double precision not null default 0,
  effective_yes          double precision not null default 0,
  wilson_lower           double precision not null default 0,
  wilson_upper           double precision not null default 1,
  verdict                text not null default 'undecided',
  verdict_reason         text not null default 'Nobody has voted yet.',
  verdict_since          timestamptz not null default now(),
  votes_needed           integer default 10,
  cohorts                jsonb not null default '[]',
  p25_estimated_value    numeric,
  median_estimated_value numeric,
  p75_estimated_value    numeric,
  constraint verdict_is_known check (verdict in ('ready', 'not_ready', 'undecided'))
);

comment on column app.vote_tallies.valued is
  'Estimates of public ballots with weight. Private ones enter nothing that is published: whoever votes beside them '
  'could read them off.';

create index vote_tallies_ready on app.vote_tallies (wilson_lower desc, vehicle_id) where verdict = 'ready';

revoke all on app.vote_tallies from public, anon, authenticated, service_role;
-- through the views; the schema itself is not exposed
grant select on app.vote_tallies to anon, authenticated, service_role;

alter table app.vote_tallies enable row level security;

create policy "anyone sees tallies of public vehicles" on app.vote_tallies
  for select to anon using (is_public);

create policy "members see tallies of public vehicles and of their own" on app.vote_tallies
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create trigger vote_tallies_hang_on_vehicle before insert on app.vote_tallies
  for each row execute function app.hang_on_vehicle();

-- Estimates in classes of 1 %, by which the middle is found among any number of them. A class keeps the sum of its
-- estimates: what is told is the average of the class in the middle, so a round number that many name comes back as it
-- is.
create table app.estimate_tallies (
  vehicle_id      uuid not null,
  class           integer not null,
  regular_weight  bigint not null,
  regular_cents   numeric not null,
  newcomer_weight bigint not null,
  newcomer_cents  numeric not null,
  primary key (vehicle_id, class)
);
comment on column app.estimate_tallies.regular_cents is 'Sum of weight times estimate.';
revoke all on app.estimate_tallies from public, anon, authenticated, service_role;

create or replace function app.estimate_class(cents bigint) returns integer
language sql immutable as $$
  select floor(ln(cents::float8) / ln(1.01::float8))::integer
$$;

-- The weighted quartiles of a vehicle's estimates; `newcomer_share` as judge gives it.
create or replace function app.estimate_band(
  vehicle uuid, newcomer_share float8, out p25 numeric, out median numeric, out p75 numeric)
language sql stable set search_path = '' as $$
  with classes as (
    select e.class, e.regular_weight + e.newcomer_weight * newcomer_share as weight,
           (e.regular_cents + e.newcomer_cents * newcomer_share::numeric) as weighted
    from app.estimate_tallies e where e.vehicle_id = vehicle
  ), summed as (
    select c.class, c.weighted / c.weight::numeric / 100 as value,
           sum(c.weight) over (order by c.class) as up_to, sum(c.weight) over () as total
    from classes c where c.weight > 0
  ), found as (   -- where a quartile falls between two classes it is the middle of them
    select q.q, round(avg(s.value), 2) as value
    from (values (0.25::float8), (0.5), (0.75)) q (q)
    join lateral (
      (select s.value from summed s where s.up_to >= q.q * s.total * (1 - 1e-12) order by s.class limit 1)
      union all
      (select s.value from summed s where s.up_to > q.q * s.total * (1 + 1e-12) order by s.class limit 1)
    ) s on true
    group by q.q
  )
  select (select f.value from found f where f.q = 0.25), (select f.value from found f where f.q = 0.5),
         (select f.value from found f where f.q = 0.75)
$$;
