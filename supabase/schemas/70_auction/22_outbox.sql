-- Outbox: what is to be sent, written in the transaction that gives the reason for it, so that neither happens without
-- the other. A worker takes messages under a lease and says how it went; one that dies in between gives the lease up by
-- its end. So every message is delivered at least once, and a receiver tells a repeat by its id.

create table app.outbox (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  user_id    uuid references auth.users (id) on delete cascade,
  vehicle_id uuid,
  payload    jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint outbox_kind_is_short check (kind ~ '^[a-z_]{1,60}$')
);
comment on table app.outbox is 'One row a message; user_id is whom it is for.';
create index outbox_by_person on app.outbox (user_id) where user_id is not null;

create table app.outbox_deliveries (
  outbox_id       uuid not null references app.outbox (id) on delete cascade,
  channel         text not null,
  attempts        integer not null default 0,
  next_attempt_at timestamptz default now(),
  delivered_at    timestamptz,
  last_error      text,
  primary key (outbox_id, channel),
  constraint channel_is_known check (channel in ('webhook', 'email')),
  constraint delivered_messages_are_not_tried_again check (delivered_at is null or next_attempt_at is null)
);
comment on column app.outbox_deliveries.next_attempt_at is
  'Null when delivered, or given up after the last attempt. While a worker holds it: the end of the lease.';
create index outbox_deliveries_due on app.outbox_deliveries (next_attempt_at) where next_attempt_at is not null;

revoke all on app.outbox, app.outbox_deliveries from public, anon, authenticated, service_role;

-- Notices: the same messages, to be read in the page.
create table public.notices (
  user_id    uuid not null references auth.users (id) on delete cascade,
  id         uuid not null default gen_random_uuid(),
  kind       text not null,
  vehicle_id uuid references public.vehicles (id) on delete cascade,
  body       text not null,
  payload    jsonb not null default '{}',
  created_at timestamptz not null default now(),
  read_at    timestamptz,
  primary key (user_id, id),
  constraint notice_body_has_1_to_1000_characters check (length(body) between 1 and 1000)
);
comment on table public.notices is
  'What a member is told in the page. Written by the database; read by that member only.';

create index notices_by_person on public.notices (user_id, created_at desc);
create index notices_by_vehicle on public.notices (vehicle_id);

revoke all on public.notices from public, anon, authenticated, service_role;
grant select on public.notices to authenticated, service_role;
alter table public.notices enable row level security;

create policy "members read their own notices" on public.notices
  for select to authenticated using (user_id = (select auth.uid()));

-- Tells a person something, in the page and through every channel.
create or replace function app.tell(person uuid, about uuid, what text, words text, details jsonb default '{}')
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  message uuid;
begin
  if person is null then return; end if;
  words := app.fit(words, 1000);   -- a name in it may be of any length
  insert into public.notices (user_id, kind, vehicle_id, body, payload) values (person, what, about, words, details);
  insert into app.outbox (kind, user_id, vehicle_id, payload)
    values (what, person, about, details || jsonb_build_object('body', words))
    returning id into message;
  insert into app.outbox_deliveries (outbox_id, channel) values (message, 'webhook'), (message, 'email');
end
$$;

create or replace function app.mark_notice_read(notice uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.notices n set read_at = coalesce(n.read_at, now()) where n.user_id = auth.uid() and n.id = notice;
  if not found then
    raise exception 'There is no notice % of yours.', coalesce(notice::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_notice';
  end if;
end
$$;

create or replace function public.mark_notice_read(id uuid) returns void
language sql set search_path = '' as $$
  select app.mark_notice_read(id)
$$;
comment on function public.mark_notice_read(uuid) is
  'Marks one of the caller''s notices as read; a second time changes nothing.';

-- For the worker. Takes what is due, at most `most` deliveries, and keeps others from it until the lease ends.
-- `channels` are those that the worker has; without it, all.
create or replace function app.take_outbox(lease interval, most integer, channels text[] default null)
returns table (id uuid, channel text, kind text, user_id uuid, email text, vehicle_id uuid, payload jsonb,
               attempts integer, created_at timestamptz)
language sql security definer set search_path = '' as $$
  with due as materialized (
    select d.outbox_id, d.channel from app.outbox_deliveries d
    where d.next_attempt_at <= now() and (channels is null or d.channel = any (channels)) order by d.next_attempt_at
      limit greatest(most, 0) for update skip locked
  ), taken as (
    update app.outbox_deliveries d set attempts = d.attempts + 1, next_attempt_at = now() + lease
      from due where d.outbox_id = due.outbox_id and d.channel = due.channel
      returning d.outbox_id, d.channel, d.attempts
  )
  select o.id, t.channel, o.kind, o.user_id, u.email::text, o.vehicle_id, o.payload, t.attempts, o.created_at
  from taken t join app.outbox o on o.id = t.outbox_id left join auth.users u on u.id = o.user_id
  order by o.created_at, o.id, t.channel
$$;

-- Returns false when it had been delivered before, by another worker.
create or replace function app.outbox_delivered(id uuid, channel text) returns boolean
language sql security definer set search_path = '' as $$
  with done as (
    update app.outbox_deliveries d set delivered_at = now(), next_attempt_at = null, last_error = null
      where d.outbox_id = outbox_delivered.id and d.channel = outbox_delivered.channel and d.delivered_at is null
      returning 1
  )
  select exists (select from done)
$$;

-- Tries again after 30 s, 1 min, 2 min and so on up to 6 h, 20 times in all: for some three days. Returns when, null
-- for never.
create or replace function app.outbox_failed(id uuid, channel text, error text) returns timestamptz
language sql security definer set search_path = '' as $$
  update app.outbox_deliveries d
    set last_error = left(outbox_failed.error, 1000),
        next_attempt_at = case when d.attempts < 20
          then now() + least(interval '30 seconds' * power(2, least(d.attempts, 12) - 1), interval '6 hours') end
    where d.outbox_id = outbox_failed.id and d.channel = outbox_failed.channel and d.delivered_at is null
    returning d.next_attempt_at
$$;

revoke all on function app.tell(uuid, uuid, text, text, jsonb), app.mark_notice_read(uuid),
  app.take_outbox(interval, integer, text[]),
  app.outbox_delivered(uuid, text), app.outbox_failed(uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function app.mark_notice_read(uuid) to authenticated;
grant execute on function app.take_outbox(interval, integer, text[]), app.outbox_delivered(uuid, text),
  app.outbox_failed(uuid, text, text) to service_role;
revoke all on function public.mark_notice_read(uuid) from public, anon, authenticated, service_role;
grant execute on function public.mark_notice_read(uuid) to authenticated;
