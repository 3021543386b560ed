-- Follows: the cars, people and questions that a person would hear of. Private to that person. A question is followed
-- as its forecast: all milestones of a car in one currency are one.

create table public.follows (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null references auth.users (id) on delete cascade,
  vehicle_id uuid references public.vehicles (id) on delete cascade,
  question   text,
  person_id  uuid references auth.users (id) on delete cascade,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  constraint follows_are_of_a_car_a_question_or_a_person check (
    (vehicle_id is null) <> (person_id is null) and (question is null or vehicle_id is not null)),
  constraint nobody_follows_themselves check (person_id <> user_id),
  constraint followed_once unique nulls not distinct (user_id, vehicle_id, question, person_id)
);
comment on table public.follows is
  'One row a car (vehicle_id), question (vehicle_id and question) or person (person_id) that somebody follows; seen by '
  'that person, and not while the car is hidden from them.';
create index follows_of_vehicle on public.follows (vehicle_id, question, user_id) where vehicle_id is not null;
create index follows_of_person on public.follows (person_id, user_id) where person_id is not null;

revoke all on public.follows from public, anon, authenticated, service_role;
grant select on public.follows to authenticated, service_role;
alter table public.follows enable row level security;

create policy "members see what they follow, unless it is hidden from them" on public.follows
  for select to authenticated
  using (user_id = (select auth.uid()) and (vehicle_id is null or is_public or owner_id = (select auth.uid())));

insert into app.settings (name, value, about) values
  ('follows_per_person', '1000', 'Cars, people and questions that one person may follow.'),
  ('pace_follows', '300', 'Follows that one person may add in ten minutes.')
on conflict (name) do update set about = excluded.about;
select app.pace_inserts('public.follows', 'follows');

create or replace function app.carry_follows() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.follows f set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where f.vehicle_id = new.id;
  return null;
end
$$;
create trigger vehicles_carry_follows after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_follows();

-- The forecast that a question belongs to.
create or replace function app.topic_of(question text) returns text
language sql immutable set search_path = '' as $$
  select case when split_part(question, ':', 1) = any (app.bet_types_of('milestone'))
    then split_part(question, ':', 1) || ':' || split_part(question, ':', 2) else question end
$$;

create or replace function app.follow(vehicle uuid, asked text, person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  topic constant text := app.topic_of(left(asked, 400));
  most constant integer := app.setting_number('follows_per_person')::integer;
  owner uuid;
  shown boolean := false;
begin
  if (vehicle is null) = (person is null) or (asked is not null and vehicle is null) then
    perform app.refuse('follows_are_of_a_car_a_question_or_a_person', 'Follow a car, a question of a car, or a person.',
      'Send vehicle_id, vehicle_id with question, or person_id.', '22023');
  elsif person = me then
    perform app.refuse('nobody_follows_themselves', 'Nobody follows themselves.');
  elsif person is not null and not exists (select from auth.users u where u.id = person and u.deleted_at is null) then
    perform app.not_found('person', person::text);
  end if;
  if vehicle is not null then
    -- going private waits for this row, or this for it
    select x.user_id, coalesce(x.is_public, false) into owner, shown from public.vehicles x where x.id = vehicle
      for share;
    if not found or not (coalesce(shown, false) or owner is not distinct from me) then
      perform app.not_found('vehicle', vehicle::text);
    elsif topic is not null and not exists (
      select from public.bet_questions q where q.vehicle_id = vehicle and app.topic_of(q.question) = topic) then
      perform app.not_found('question', left(asked, 300), 'Questions are listed in bet_questions.');
    end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('follows ' || me::text, 0));   -- two at once are counted in turn
  if not exists (select from public.follows f where f.user_id = me and f.vehicle_id is not distinct from vehicle
      and f.question is not distinct from topic and f.person_id is not distinct from person)
     and (select count(*) from public.follows f where f.user_id = me) >= most then
    perform app.refuse('follows_are_limited', format('You follow %s already, which is the most one person may.', most),
      'Stop following something else first.');
  end if;
  insert into public.follows (user_id, vehicle_id, question, person_id, owner_id, is_public)
    values (me, vehicle, topic, person, owner, shown) on conflict do nothing;
end
$$;

-- Stops following; also what is hidden by now, or gone. A second time changes nothing.
create or replace function app.unfollow(vehicle uuid, asked text, person uuid) returns void
language sql security definer set search_path = '' as $$
  delete from public.follows f
    where f.user_id = app.require_account() and f.vehicle_id is not distinct from vehicle
      and f.question is not distinct from app.topic_of(left(asked, 400)) and f.person_id is not distinct from person
$$;

create or replace function public.follow(
  vehicle_id uuid default null, question text default null, person_id uuid default null) returns void
language sql set search_path = '' as $$ select app.follow(vehicle_id, question, person_id) $$;
comment on function public.follow(uuid, text, uuid) is
  'Follows a car (vehicle_id), a question of it (with question) or a person (person_id). Again changes nothing. '
  'Refuses not_signed_in, unknown_vehicle, unknown_question, unknown_person, nobody_follows_themselves, '
  'follows_are_limited.';
create or replace function public.unfollow(
  vehicle_id uuid default null, question text default null, person_id uuid default null) returns void
language sql set search_path = '' as $$ select app.unfollow(vehicle_id, question, person_id) $$;
comment on function public.unfollow(uuid, text, uuid) is
  'Stops following what follow() was told; again changes nothing.';

grant execute on function app.follow(uuid, text, uuid), app.unfollow(uuid, text, uuid), public.follow(uuid, text, uuid),
  public.unfollow(uuid, text, uuid) to authenticated;
