-- Bettors: what each person's bets of one type on one vehicle come to. The fold keeps it, and takes away by it what it
-- added before.

-- One bet as part of the crowd's forecast: a distribution (55_forecasts/10_distributions.sql) with its weight.
--   topic   the question, without target and day for milestones: all of them are points of one curve
--   target  of a milestone; the distribution's location is then the probability of reaching it
create type app.crowd_claim as (
  topic text, round smallint, family text, origin float8, location float8, scale float8, target float8, weight float8
);

create table app.bettors (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  bet_type    text not null,
  user_id     uuid not null,
  bets        integer not null,
  confidence  numeric not null,
  value       numeric,
  last_bet_at timestamptz not null,
  claims      app.crowd_claim[] not null,
  owner_id    uuid,
  is_public   boolean not null default false,
  primary key (vehicle_id, bet_type, user_id)
)
-- Half empty pages: a car that goes private, or changes hands, writes all its rows without touching an index.
with (fillfactor = 50);
comment on table app.bettors is
  'One row a person, vehicle and bet type, as of the last fold: what vehicle_bets says, summed up. Written by the fold '
  'only.';
comment on column app.bettors.confidence is 'Mean confidence of the person''s bets that are not cancelled, in percent.';
comment on column app.bettors.value is 'Mean of the values they name; null where they name none.';
comment on column app.bettors.claims is 'What of it counts in the forecast.';
create index bettors_by_value on app.bettors (vehicle_id, bet_type, value);
create index bettors_by_time on app.bettors (vehicle_id, bet_type, last_bet_at);

revoke all on app.bettors from public, anon, authenticated, service_role;
grant select (vehicle_id, bet_type, user_id, bets, confidence, value, owner_id, is_public) on app.bettors
  to anon, authenticated, service_role;
alter table app.bettors enable row level security;

create policy "anyone sees bettors on public vehicles" on app.bettors
  for select to anon using (is_public);

create policy "members see bettors on public vehicles and on their own" on app.bettors
  for select to authenticated using (is_public or owner_id = (select auth.uid()));
