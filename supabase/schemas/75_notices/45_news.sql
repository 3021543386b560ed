-- News: what happened that several people are told of. One row, written in the transaction in which it happens, however
-- many they are: a settlement costs the same for ten bettors and for a hundred thousand. app.tell_news tells them.

create table app.news (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null references app.notice_kinds (kind),
  identity   text not null,
  vehicle_id uuid references public.vehicles (id) on delete cascade,
  question   text,
  round      smallint,
  version    smallint,
  by_person  uuid,
  details    jsonb not null default '{}',
  created_at timestamptz not null default now(),
  told_to    uuid,
  told       bigint not null default 0,
  done_at    timestamptz,
  constraint news_happen_once unique (kind, identity)
);
comment on table app.news is 'One row a thing that happened; kept for 90 days.';
comment on column app.news.identity is 'What happened: with the version of a question, which may be settled again.';
comment on column app.news.by_person is 'Who did it, and is not told.';
comment on column app.news.told_to is 'The last person told, in the order of ids; null before the first.';
create index news_to_tell on app.news (created_at, id) where done_at is null;
create index news_by_vehicle on app.news (vehicle_id);
revoke all on app.news from public, anon, authenticated, service_role;

-- A question's state changes: whoever changes it.
create or replace function app.note_question_news() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  what constant text := case
    when new.version > old.version then 'question_reversed'
    when new.state = 'proposed' and new.final_at > now() then 'result_proposed'
    when new.state = 'disputed' then 'question_disputed'
    when new.state in ('final', 'annulled') then 'question_settled' end;
begin
  if what is not null then
    insert into app.news (kind, identity, vehicle_id, question, round, version, by_person)
      values (what, concat_ws(' ', new.vehicle_id, new.question, new.round, new.version), new.vehicle_id, new.question,
        new.round, new.version, auth.uid())
      on conflict on constraint news_happen_once do nothing;
  end if;
  return null;
end
$$;
create trigger bet_questions_note_news after update of state on public.bet_questions
  for each row when (old.state is distinct from new.state) execute function app.note_question_news();

-- A car sells. An old result, entered for the record, is no news.
create or replace function app.note_sale() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    values ('vehicle_sold', new.id::text, new.vehicle_id, new.owner_id,
      jsonb_build_object('outcome_id', new.id, 'value', new.value, 'currency', new.currency))
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create trigger vehicle_outcomes_note_sale after insert on public.vehicle_outcomes
  for each row when (new.sold and new.confirmed_at is not null and new.occurred_at > now() - interval '30 days')
  execute function app.note_sale();
create trigger vehicle_outcomes_confirmed_note_sale after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.sold and new.confirmed_at is not null and old.confirmed_at is null
    and new.occurred_at > now() - interval '30 days')
  execute function app.note_sale();

create or replace function app.note_reply() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    values ('comment_replied', new.id::text, new.vehicle_id, new.user_id,
      jsonb_build_object('comment_id', new.id, 'parent_id', new.parent_id, 'image_id', new.image_id))
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create trigger image_interactions_note_reply after insert on public.image_interactions
  for each row when (new.parent_id is not null) execute function app.note_reply();

-- Somebody whom others follow bets, or adds a car: the first time in a day.
create or replace function app.note_person() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    select distinct on (a.user_id) 'person_active', a.user_id || ' ' || (now() at time zone 'utc')::date,
      (to_jsonb(a) ->> tg_argv[1])::uuid, a.user_id, jsonb_build_object('person_id', a.user_id, 'did', tg_argv[0])
    from added a
    where a.is_public and exists (select from public.follows f where f.person_id = a.user_id)
    order by a.user_id
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create trigger vehicle_bets_note_person after insert on public.vehicle_bets
  referencing new table as added for each statement execute function app.note_person('bet', 'vehicle_id');
create trigger vehicles_note_person after insert on public.vehicles
  referencing new table as added for each statement execute function app.note_person('car', 'id');

-- Forecasts that somebody follows, as they were when they were last told of.
create table app.told_forecasts (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  topic      text not null,
  round      smallint not null,
  value      double precision not null,
  told_at    timestamptz not null default now(),
  primary key (vehicle_id, topic, round)
);
comment on column app.told_forecasts.value is 'The median: money, or a day since 1970.';
revoke all on app.told_forecasts from public, anon, authenticated, service_role;

insert into app.settings (name, value, about) values
  ('forecast_moves_percent', '5', 'How far the median of a forecast moves before its followers are told, in percent.'),
  ('forecast_moves_days', '14', 'The same of a day, in days.'),
  ('forecast_moves_people', '3', 'How many people a forecast has before its movement is told.')
on conflict (name) do update set about = excluded.about;

-- The median at the end of a forecast's movement, as a number.
create or replace function app.forecast_median(c app.crowds) returns double precision
language sql immutable set search_path = '' as $$
  select case when m #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then ((m #>> '{}')::date - '1970-01-01'::date)::float8
              when jsonb_typeof(m) = 'number' then (m #>> '{}')::float8 end
  from (select c.movement -> -1 -> 2 as m) x
$$;

-- A followed forecast that has moved since its followers were last told: at most once a day.
create or replace function app.note_moves() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  percent constant float8 := app.setting_number('forecast_moves_percent') / 100;
  days constant float8 := app.setting_number('forecast_moves_days');
  noted integer;
  -- held before what hangs on them; those that somebody has in hand are for the next time
  held constant uuid[] := app.hold_vehicles(array(
    select f.vehicle_id from public.follows f join app.crowds c on c.vehicle_id = f.vehicle_id
    where c.people >= app.setting_number('forecast_moves_people')));
begin
  insert into app.told_forecasts (vehicle_id, topic, round, value)
    select c.vehicle_id, c.topic, c.round, app.forecast_median(c) from app.crowds c
    where c.vehicle_id = any (held)
      and c.people >= app.setting_number('forecast_moves_people') and app.forecast_median(c) is not null
      and exists (select from public.follows f
        where f.vehicle_id = c.vehicle_id and (f.question is null or f.question = c.topic))
    on conflict do nothing;
  with moved as (
    update app.told_forecasts t set value = n.value, told_at = now()
    from (select c.vehicle_id, c.topic, c.round, c.bet_type, app.forecast_median(c) as value, c.people
          from app.crowds c) n,
      app.told_forecasts b
    where t.vehicle_id = any (held) and t.vehicle_id = n.vehicle_id and t.topic = n.topic and t.round = n.round
      and b.vehicle_id = t.vehicle_id and b.topic = t.topic and b.round = t.round
      and t.told_at <= now() - interval '1 day' and n.people >= app.setting_number('forecast_moves_people')
      and abs(n.value - t.value) >= case when app.bet_shape(n.bet_type) = 'day' then days
        else percent * greatest(abs(t.value), 1) end
      and exists (select from public.follows f
        where f.vehicle_id = t.vehicle_id and (f.question is null or f.question = t.topic))
    returning t.vehicle_id, t.topic, t.round, b.value as before, t.value as after
  ), told as (
    insert into app.news (kind, identity, vehicle_id, question, round, details)
      select 'forecast_moved', concat_ws(' ', m.vehicle_id, m.topic, m.round, (now() at time zone 'utc')::date),
        m.vehicle_id, m.topic, m.round, jsonb_build_object('before', m.before, 'after', m.after)
      from moved m on conflict on constraint news_happen_once do nothing returning 1
  )
  select count(*) into noted from told;
  return noted;
end
$$;

select app.register_job('note_moves', '10 minutes', 'select app.note_moves()', phase => '4 minutes');
